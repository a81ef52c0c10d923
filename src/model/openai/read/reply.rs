use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value as Json;

use super::{claim::claims, source::leaves, told::tells_nothing};
use crate::{
    agent::{ActionName, Agent},
    dialogue::{DialogueState, SystemAct},
    request::Redactor,
    transcript::BreachKind,
};

/// Longest reply that is said, in characters.
const LONGEST: usize = 1_200;
/// Words in a row that betray a rule.
const QUOTED_RULE: usize = 8;

static RAW: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let patterns = [
        (
            r"(?i)\b(?:http|status|error|code)\b[\s:#-]*(?:code\b[\s:#-]*)?[1-5]\d\d\b",
            "a status code",
        ),
        (r"(?i)\bhttps?://|\bwww\.", "a URL"),
        (r#"[{\[]\s*"|"\s*:\s*["\d{\[tfn]|```|</?[a-z][a-z0-9]*[^<>]*>"#, "JSON or markup"),
        (
            r"(?i)traceback|stack ?trace|exception\b|\bat [\w.$]+\([\w.]+:\d+\)|null ?pointer|undefined",
            "a stack or an exception",
        ),
        (
            r"(?i)tool_call|function_call|\bas an ai\b|system prompt|my instructions",
            "talk about the machinery",
        ),
        (r"\b[a-z]+_[a-z_]+\b", "an internal name"),
        (r"\{[a-z_ ]+\}|••", "a covered value"),
    ];
    patterns.iter().filter_map(|(pattern, what)| Some((Regex::new(pattern).ok()?, *what))).collect()
});

/// What a reply is held against.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    /// The agent, its prompt rendered.
    pub agent: &'a Agent,
    /// The dialogue after the step.
    pub state: &'a DialogueState,
    /// What is to be said.
    pub said: Said<'a>,
    /// The utterance, sensitive values covered.
    pub utterance: &'a str,
    /// Knows secrets and sensitive values.
    pub redactor: &'a Redactor,
}

/// What a reply is to say.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// All acts of the turn.
    pub acts: &'a [SystemAct],
    /// Those that this reply words.
    pub told: &'a [SystemAct],
    /// What the template would say for those of them that are no call's outcome.
    pub say: &'a str,
}

/// Why a reply is not fit to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// The rule it breaks; `None` where it is merely of no use.
    pub kind: Option<BreachKind>,
    /// The reason, as it is told to the model.
    pub reason: String,
}

impl Unfit {
    fn useless(reason: &str) -> Self {
        Self { kind: None, reason: reason.to_owned() }
    }

    fn breaking(kind: BreachKind, reason: String) -> Self {
        Self { kind: Some(kind), reason }
    }
}

/// A reply fit to be said, or the reason why it is not.
///
/// # Errors
/// The first rule it breaks.
pub fn check(reply: &str, checked: &Checked<'_>) -> Result<String, Unfit> {
    let held = check_piece(reply, checked)?;
    checked.untold(&held)?;
    checked.unasked(&held)?;
    Ok(held)
}

/// The beginning of a reply fit to be said; what it does not tell yet may follow.
///
/// # Errors
/// The first rule it breaks.
pub fn check_piece(reply: &str, checked: &Checked<'_>) -> Result<String, Unfit> {
    let reply = visible(reply);
    if reply.is_empty() {
        return Err(Unfit::useless("it is empty"));
    }
    if reply.chars().count() > LONGEST {
        return Err(Unfit::useless("it is far too long"));
    }
    match checked.broken(&reply).into_iter().next() {
        Some(unfit) => Err(unfit),
        None => Ok(reply),
    }
}

/// All the rules a reply breaks, for whoever reports them instead of asking again.
pub fn breaches(reply: &str, checked: &Checked<'_>) -> Vec<Unfit> {
    let reply = visible(reply);
    let mut broken = checked.broken(&reply);
    broken.extend(checked.untold(&reply).err());
    broken
}

impl Checked<'_> {
    /// The rules about what a reply says, the worst first.
    fn broken(&self, reply: &str) -> Vec<Unfit> {
        let rules = [
            (BreachKind::SensitiveInReply, self.secrets(reply)),
            (BreachKind::RawInReply, self.raw(reply)),
            (BreachKind::RawInReply, self.status(reply)),
            (BreachKind::RecitedRules, self.rules(reply)),
            (BreachKind::FalseSuccess, self.claims(reply)),
            (BreachKind::InventedFact, self.facts(reply)),
        ];
        let broken = rules
            .into_iter()
            .filter_map(|(kind, held)| held.err().map(|reason| Unfit::breaking(kind, reason)));
        broken.collect()
    }

    fn secrets(&self, reply: &str) -> Result<(), String> {
        match self.redactor.text(reply) == reply {
            true => Ok(()),
            false => Err("it says a secret or sensitive value".to_owned()),
        }
    }

    fn facts(&self, reply: &str) -> Result<(), String> {
        match self.figures().unknown_in(reply) {
            Some(unknown) => {
                Err(format!("`{unknown}` stands neither in the result, the prompt nor the talk"))
            }
            None => Ok(()),
        }
    }

    /// A success is told by what was answered, unless nothing was that can be told.
    fn untold(&self, reply: &str) -> Result<(), Unfit> {
        let reported = self.said.told.iter().filter_map(|act| match act {
            SystemAct::Report { action, gate_for: None, result } => Some((action, result)),
            _ => None,
        });
        for (action, result) in reported {
            if tells_nothing(reply, result) {
                let reason = format!("it tells nothing of what {action} answered");
                return Err(Unfit::breaking(BreachKind::UntoldResult, reason));
            }
        }
        Ok(())
    }
}

impl Checked<'_> {
    /// What is to be asked is asked, by its name.
    fn unasked(&self, reply: &str) -> Result<(), Unfit> {
        if self.said.say.ends_with('?') && !reply.contains('?') {
            return Err(Unfit::useless("it does not ask what is to be asked"));
        }
        let asked = self.said.told.iter().filter_map(|act| match act {
            SystemAct::Elicit { action, variable, .. } => {
                self.agent.action(action)?.variable(variable)
            }
            _ => None,
        });
        for variable in asked {
            let named = format!(
                "{} {} {}",
                variable.name.in_words(),
                variable.description,
                variable.ask.as_deref().unwrap_or_default()
            );
            if !names_one_of(reply, &words(&named)) {
                let reason = format!("it does not ask for the {}", variable.name.in_words());
                return Err(Unfit { kind: None, reason });
            }
        }
        Ok(())
    }

    fn raw(&self, reply: &str) -> Result<(), String> {
        let mut said = self.agent.prompt.text.clone();
        self.results().for_each(|result| leaves(result, &mut said));
        for (pattern, what) in RAW.iter() {
            // What the author or the API wrote for customers may be said.
            if let Some(found) =
                pattern.find_iter(reply).find(|found| !said.contains(found.as_str()))
            {
                let shown = super::super::wire::head(found.as_str());
                return Err(format!("it shows {what} (`{shown}`)"));
            }
        }
        Ok(())
    }

    fn status(&self, reply: &str) -> Result<(), String> {
        for act in self.said.acts {
            if let SystemAct::ReportFailure { status: Some(status), .. } = act
                && reply
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|word| word == status.to_string())
            {
                return Err(format!("it names the status code {status}"));
            }
        }
        Ok(())
    }

    /// No long quotation of the prompt's rules for tools, or of ours.
    fn rules(&self, reply: &str) -> Result<(), String> {
        let said = words(reply);
        let quoted: Vec<&str> =
            self.agent.prompt.error_lines.iter().filter_map(|line| line.say.as_deref()).collect();
        let names_tool = |line: &&str| {
            let low = line.to_lowercase();
            low.contains("tool")
                || self.agent.actions.iter().any(|action| line.contains(action.name.as_str()))
        };
        let own = [include_str!("../ask/word.md"), include_str!("../ask/understand.md")];
        let lines = self.agent.prompt.text.lines().filter(names_tool);
        for line in lines.chain(own.iter().flat_map(|text| text.lines())) {
            if quoted.iter().any(|quoted| line.contains(quoted)) {
                continue;
            }
            let rule = words(line);
            if rule.windows(QUOTED_RULE).any(|rule| said.windows(QUOTED_RULE).any(|s| s == rule)) {
                return Err("it recites the rules".to_owned());
            }
        }
        Ok(())
    }

    /// No claim that something is done unless a call of this turn did it, or an earlier one.
    fn claims(&self, reply: &str) -> Result<(), String> {
        let failed = |act: &SystemAct| matches!(act, SystemAct::ReportFailure { .. });
        let has_failed = self.said.acts.iter().any(failed);
        // What a write that succeeded is called is the author's wording; a reading does nothing.
        if self.said.acts.iter().any(|act| self.has_written(act)) && !has_failed {
            return Ok(());
        }
        let done = self.done(has_failed);
        for (deed, clause) in claims(reply) {
            let stem: String = deed.chars().take(5).collect();
            let is_quoted = self.quotes(&clause);
            if !is_quoted && !done.to_lowercase().contains(&stem) {
                return Err(format!("it claims success (`{deed}`), and no call did that"));
            }
        }
        Ok(())
    }

    fn has_written(&self, act: &SystemAct) -> bool {
        let SystemAct::Report { action, gate_for: None, .. } = act else { return false };
        self.agent.action(action).is_some_and(|action| action.method.is_write())
    }

    /// What has succeeded, in words: names of actions and what they answered.
    fn done(&self, has_failed: bool) -> String {
        let mut done = String::new();
        let mut name = |name: &ActionName| {
            done.push_str(name.as_str());
            done.push(' ');
        };
        for act in self.said.acts {
            if let SystemAct::Report { action, .. } = act {
                name(action);
            }
        }
        if !has_failed {
            self.state.succeeded.iter().for_each(&mut name);
            for exchange in &self.state.exchanges {
                done.push_str(&exchange.reply);
            }
        }
        for result in self.results() {
            leaves(result, &mut done);
        }
        done
    }

    pub(super) fn results(&self) -> impl Iterator<Item = &Json> {
        self.said.acts.iter().filter_map(|act| match act {
            SystemAct::Report { result, .. } => Some(result),
            _ => None,
        })
    }

    /// Whether a clause is the prompt's own sentence.
    fn quotes(&self, clause: &str) -> bool {
        let lines = self.agent.prompt.error_lines.iter().filter_map(|line| line.say.as_deref());
        let clause = clause.to_lowercase();
        lines.map(|say| say.to_lowercase().replace('’', "'")).any(|say| say.contains(&clause))
    }
}

/// Whether a text holds one of these words, endings apart; short ones say nothing.
fn names_one_of(text: &str, names: &[String]) -> bool {
    let stem = |word: &String| word.chars().take(5).collect::<String>();
    let said: Vec<String> = words(text).iter().map(stem).collect();
    names.iter().filter(|name| name.chars().count() > 2).any(|name| said.contains(&stem(name)))
}

fn words(text: &str) -> Vec<String> {
    let low = text.to_lowercase();
    let words = low.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// One line without control characters and marks of direction.
fn visible(text: &str) -> String {
    let is_hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let shown: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_hidden(*c))
        .collect();
    let joined = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    joined.replace("**", "").trim_matches('"').to_owned()
}
