use serde_json::Value as Json;

use super::ApiAnswer;
use crate::diagnostic::did_you_mean;

/// What begins a command.
pub const SLASH: char = '/';

/// A slash command as written.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// What is known.
    State,
    /// Requests and responses: of the last turn that made calls, or all.
    Calls {
        /// Whether of all turns.
        all: bool,
    },
    /// Why the last turn went as it did.
    Why,
    /// Takes turns back.
    Undo {
        /// How many.
        turns: usize,
    },
    /// Goes on in a new branch.
    Fork {
        /// Its name.
        name: String,
    },
    /// Goes to a branch; without a name lists them.
    Switch {
        /// Its name.
        name: Option<String>,
    },
    /// Breaks or mends the API.
    Api {
        /// The action, as written.
        action: String,
        /// What it answers.
        answer: ApiAnswer,
    },
    /// Sets the time.
    Now {
        /// As written.
        time: String,
    },
    /// Plays a silence.
    Silence {
        /// As written.
        lasting: String,
    },
    /// Changes the model; without a name says which it is.
    Model {
        /// Its name.
        name: Option<String>,
    },
    /// What the model saw in the last turn.
    Prompt,
    /// What it answered.
    Raw,
    /// Opens the prompt in an editor.
    Edit,
    /// Answers the last utterance anew.
    Again,
    /// Begins anew.
    Restart,
    /// Writes the talk to a file.
    Transcript {
        /// As written.
        path: String,
        /// Whether a file that is there is replaced.
        replaces: bool,
    },
    /// Writes the talk as a scenario.
    Save {
        /// As written.
        path: String,
        /// Whether a file that is there is replaced.
        replaces: bool,
    },
    /// Lists the commands.
    Help,
    /// Ends.
    Quit,
}

/// Every command: its name, what follows it, and what it does.
pub const COMMANDS: [(&str, &str, &str); 21] = [
    ("/state", "", "what is known: open actions, values, where they came from"),
    ("/calls", "[all]", "requests and responses in full, secrets masked"),
    ("/why", "", "why this action, this question, this value, these words"),
    ("/undo", "[N]", "take the last turn, or N of them, back"),
    ("/fork", "NAME", "go on in a new branch; the old one stays"),
    ("/switch", "[NAME]", "go to a branch, or list them"),
    (
        "/api",
        "ACTION STATUS [JSON]",
        "what the stub API answers from now on; also a fault (timeout, reset, ...) or `rules`",
    ),
    ("/now", "TIME", "set the time of the talk"),
    ("/silence", "[8s]", "say nothing for so long"),
    ("/again", "", "answer the last utterance anew, and show both answers side by side"),
    ("/model", "[NAME]", "let another model understand and word; `offline` is the built-in one"),
    ("/prompt", "", "what the model was sent in the last turn, secrets masked"),
    ("/raw", "", "what it answered"),
    ("/edit", "", "open the prompt in $EDITOR, read it again and go on with it"),
    ("/restart", "", "begin anew"),
    ("/transcript", "FILE", "write the talk to a file, as text or .json"),
    ("/transcript!", "FILE", "the same, replacing a file that is there"),
    ("/save", "FILE", "write the talk as a scenario that `rehearsal test` plays again"),
    ("/save!", "FILE", "the same, replacing a file that is there"),
    ("/help", "", "this list; to say something that begins with a slash, write two"),
    ("/quit", "", "end (also Ctrl-D)"),
];

/// What a line of input is.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// Nothing.
    Empty,
    /// Something to say.
    Utterance(String),
    /// Something to do.
    Command(Command),
}

impl Entry {
    /// Reads a line.
    ///
    /// # Errors
    /// A sentence that says what is wrong with a command.
    pub fn parse(line: &str) -> Result<Self, String> {
        let line = line.trim();
        if line.is_empty() {
            return Ok(Self::Empty);
        }
        match line.strip_prefix(SLASH) {
            Some(rest) if rest.starts_with(SLASH) => Ok(Self::Utterance(rest.to_owned())),
            Some(_) => Command::parse(line).map(Self::Command),
            None => Ok(Self::Utterance(line.to_owned())),
        }
    }
}

impl Command {
    fn parse(line: &str) -> Result<Self, String> {
        let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        match name {
            "/state" => none(rest, Self::State),
            "/calls" => calls(rest),
            "/why" => none(rest, Self::Why),
            "/undo" => undo(rest),
            "/fork" => one(rest, "/fork NAME").map(|name| Self::Fork { name }),
            "/switch" => Ok(Self::Switch { name: optional(rest) }),
            "/api" => api(rest),
            "/now" => one(rest, "/now TIME").map(|time| Self::Now { time }),
            "/silence" => Ok(Self::Silence { lasting: rest.to_owned() }),
            "/model" => Ok(Self::Model { name: optional(rest) }),
            "/prompt" => none(rest, Self::Prompt),
            "/raw" => none(rest, Self::Raw),
            "/edit" => none(rest, Self::Edit),
            "/again" => none(rest, Self::Again),
            "/restart" => none(rest, Self::Restart),
            "/transcript" => transcript(rest, false),
            "/transcript!" => transcript(rest, true),
            "/save" => save(rest, false),
            "/save!" => save(rest, true),
            "/help" | "/?" => none(rest, Self::Help),
            "/quit" | "/exit" | "/q" => none(rest, Self::Quit),
            unknown => Err(unknown_command(unknown)),
        }
    }
}

fn unknown_command(name: &str) -> String {
    let help = did_you_mean(name, COMMANDS.iter().map(|(name, ..)| *name));
    let help = if help.starts_with("did you") { help } else { "/help lists them".to_owned() };
    format!("there is no command {name}: {help}")
}

fn none(rest: &str, command: Command) -> Result<Command, String> {
    match rest.is_empty() {
        true => Ok(command),
        false => Err(format!("nothing follows this command, but {rest:?} does")),
    }
}

fn optional(rest: &str) -> Option<String> {
    (!rest.is_empty()).then(|| unquoted(rest))
}

fn one(rest: &str, usage: &str) -> Result<String, String> {
    optional(rest).ok_or_else(|| format!("write {usage}"))
}

fn unquoted(text: &str) -> String {
    match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Some(inner) => inner.to_owned(),
        None => text.to_owned(),
    }
}

fn calls(rest: &str) -> Result<Command, String> {
    match rest {
        "" => Ok(Command::Calls { all: false }),
        "all" => Ok(Command::Calls { all: true }),
        other => Err(format!("write /calls or /calls all, not {other:?}")),
    }
}

fn undo(rest: &str) -> Result<Command, String> {
    match (rest, rest.parse()) {
        ("", _) => Ok(Command::Undo { turns: 1 }),
        (_, Ok(turns)) if turns > 0 => Ok(Command::Undo { turns }),
        (other, _) => Err(format!("{other:?} is no number of turns: write /undo or /undo 2")),
    }
}

fn transcript(rest: &str, replaces: bool) -> Result<Command, String> {
    let path = one(rest, "/transcript FILE")?;
    Ok(Command::Transcript { path, replaces })
}

fn save(rest: &str, replaces: bool) -> Result<Command, String> {
    let path = one(rest, "/save NAME.scenario.yaml")?;
    Ok(Command::Save { path, replaces })
}

/// `ACTION STATUS [JSON]`; the action in quotes, or all words before the status.
fn api(rest: &str) -> Result<Command, String> {
    const USAGE: &str = "write /api \"ACTION\" 404, /api \"ACTION\" 200 {\"json\": true}, /api \"ACTION\" timeout, or /api \"ACTION\" rules";
    let (action, rest) = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').ok_or(USAGE)?,
        None => split_unquoted(rest).ok_or(USAGE)?,
    };
    let rest = rest.trim();
    let (what, json) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let json = json.trim();
    let answer = match what.parse::<u16>() {
        Ok(status) if (200..=599).contains(&status) => {
            ApiAnswer::Status { status, json: body(json)? }
        }
        Ok(status) => return Err(format!("{status} is no status of an answer: 200 to 599 are")),
        Err(_) if what.is_empty() => return Err(USAGE.to_owned()),
        Err(_) if !json.is_empty() => {
            return Err(format!("nothing follows {what}, but {json:?} does"));
        }
        Err(_) if what == "rules" => ApiAnswer::Rules,
        Err(_) => ApiAnswer::Fault(what.to_owned()),
    };
    Ok(Command::Api { action: action.to_owned(), answer })
}

/// Splits before the first number, else before the last word.
fn split_unquoted(rest: &str) -> Option<(&str, &str)> {
    let blanks = || rest.match_indices(' ').map(|(at, _)| at);
    let is_number = |at: &usize| {
        let word = rest[*at..].split_whitespace().next().unwrap_or_default();
        word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let at = blanks().find(is_number).or_else(|| blanks().next_back())?;
    Some((rest[..at].trim(), &rest[at..]))
}

fn body(text: &str) -> Result<Option<Json>, String> {
    match text {
        "" => Ok(None),
        text => serde_json::from_str(text)
            .map(Some)
            .map_err(|error| format!("the answer is no JSON: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn api(action: &str, answer: ApiAnswer) -> Result<Entry, String> {
        Ok(Entry::Command(Command::Api { action: action.to_owned(), answer }))
    }

    #[test]
    fn a_line_is_said_unless_it_begins_with_a_slash() {
        assert_eq!(Entry::parse("  "), Ok(Entry::Empty));
        assert_eq!(Entry::parse(" hello "), Ok(Entry::Utterance("hello".into())));
        assert_eq!(Entry::parse("//home"), Ok(Entry::Utterance("/home".into())));
        let model = |name: &str| Command::Model { name: Some(name.to_owned()) };
        assert_eq!(Entry::parse("/model gpt-5"), Ok(Entry::Command(model("gpt-5"))));
        assert_eq!(Entry::parse("/again"), Ok(Entry::Command(Command::Again)));
        assert!(Entry::parse("/prompt all").is_err());
        assert_eq!(Entry::parse("/undo 3"), Ok(Entry::Command(Command::Undo { turns: 3 })));
    }

    #[test]
    fn an_unknown_command_names_the_nearest() {
        let error = Entry::parse("/sate").unwrap_err();
        assert_eq!(error, "there is no command /sate: did you mean `/state`?");
        assert!(Entry::parse("/zzzzzzz").unwrap_err().contains("/help"));
    }

    #[test]
    fn actions_may_be_quoted_or_not() {
        let not_found = || ApiAnswer::Status { status: 404, json: None };
        assert_eq!(
            Entry::parse("/api \"Lookup Order Status\" 404"),
            api("Lookup Order Status", not_found())
        );
        assert_eq!(
            Entry::parse("/api Lookup Order Status 404"),
            api("Lookup Order Status", not_found())
        );
        let json = Some(json!({ "a": "b c" }));
        assert_eq!(
            Entry::parse("/api Lookup 200 {\"a\": \"b c\"}"),
            api("Lookup", ApiAnswer::Status { status: 200, json })
        );
        assert_eq!(
            Entry::parse("/api A B timeout"),
            api("A B", ApiAnswer::Fault("timeout".into()))
        );
        assert_eq!(Entry::parse("/api \"A B\" rules"), api("A B", ApiAnswer::Rules));
    }

    #[test]
    fn wrong_arguments_say_what_is_right() {
        for line in [
            "/api",
            "/api x",
            "/api \"x",
            "/api x 99",
            "/api x 200 {",
            "/undo 0",
            "/fork",
            "/why not",
        ] {
            assert!(Entry::parse(line).is_err(), "{line}");
        }
    }
}
