use serde::{Deserialize, Serialize};

use crate::{
    agent::{ActionName, Agent},
    diagnostic::did_you_mean,
};

/// Something that a customer says, with what it should lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Utterance {
    /// The words.
    pub text: String,
    /// What they should lead to.
    pub expected: Expected,
    /// Where they come from.
    pub source: Source,
}

/// What an utterance should lead to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// This action.
    Action(ActionName),
    /// No action at all.
    None,
    /// Nobody says; it is only shown where it goes.
    Unsaid,
}

/// Where an utterance comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A file of the user's.
    File,
    /// An action's `examples`; it is heard without that example.
    Example,
    /// A simulated customer's first words.
    Caller,
    /// From elsewhere, for no action.
    OffTopic,
}

impl Expected {
    /// What it is called in tables.
    pub fn name(&self) -> &str {
        match self {
            Self::Action(action) => action.as_str(),
            Self::None => "none",
            Self::Unsaid => "(not said)",
        }
    }
}

/// Reads utterances, one a line: `ACTION<TAB>UTTERANCE`, `none<TAB>UTTERANCE`, or the utterance alone.
///
/// Empty lines and lines that begin with `#` are left out.
///
/// # Errors
/// A sentence that says which line is wrong and how to mend it.
pub fn read(text: &str, agent: &Agent) -> Result<Vec<Utterance>, String> {
    let lines = text.lines().enumerate();
    let filled = lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let utterances: Vec<Utterance> =
        filled.map(|(at, line)| read_line(line, at + 1, agent)).collect::<Result<_, _>>()?;
    if utterances.is_empty() {
        return Err(
            "there is no utterance in it; write one a line, as ACTION<TAB>UTTERANCE".to_owned()
        );
    }
    Ok(utterances)
}

fn read_line(line: &str, number: usize, agent: &Agent) -> Result<Utterance, String> {
    let (expected, text) = match line.split_once('\t') {
        None => (Expected::Unsaid, line),
        Some((name, text)) => (expected(name.trim(), number, agent)?, text),
    };
    if text.trim().is_empty() {
        return Err(format!("line {number} has no utterance behind the tab"));
    }
    Ok(Utterance { text: text.trim().to_owned(), expected, source: Source::File })
}

fn expected(name: &str, number: usize, agent: &Agent) -> Result<Expected, String> {
    let known = agent.actions.iter().find(|action| action.name.as_str().eq_ignore_ascii_case(name));
    match known {
        Some(action) => Ok(Expected::Action(action.name.clone())),
        None if name.eq_ignore_ascii_case("none") || name == "-" => Ok(Expected::None),
        None => {
            let names = agent.actions.iter().map(|action| action.name.as_str()).chain(["none"]);
            let help = did_you_mean(name, names);
            Err(format!("line {number} names the action \"{name}\", which does not exist; {help}"))
        }
    }
}
