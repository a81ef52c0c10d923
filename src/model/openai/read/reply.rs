use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value as Json;

use super::{claim::claims, figure::Figures};
use crate::{
    agent::{ActionName, Agent},
    dialogue::{DialogueState, SystemAct},
    request::Redactor,
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
    /// All acts of the turn.
    pub acts: &'a [SystemAct],
    /// The utterance, sensitive values covered.
    pub utterance: &'a str,
    /// Knows secrets and sensitive values.
    pub redactor: &'a Redactor,
}

/// A reply fit to be said, or the reason why it is not, as it is told to the model.
///
/// # Errors
/// The first rule it breaks, in words.
pub fn check(reply: &str, checked: &Checked<'_>) -> Result<String, String> {
    let reply = visible(reply);
    if reply.is_empty() {
        return Err("it is empty".to_owned());
    }
    if reply.chars().count() > LONGEST {
        return Err("it is far too long".to_owned());
    }
    if checked.redactor.text(&reply) != reply {
        return Err("it says a secret or sensitive value".to_owned());
    }
    checked.raw(&reply)?;
    checked.status(&reply)?;
    checked.rules(&reply)?;
    checked.claims(&reply)?;
    match checked.figures().unknown_in(&reply) {
        Some(unknown) => {
            Err(format!("`{unknown}` stands neither in the result, the prompt nor the talk"))
        }
        None => Ok(reply),
    }
}

impl Checked<'_> {
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
        for act in self.acts {
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
        let has_failed = self.acts.iter().any(failed);
        // What a write that succeeded is called is the author's wording; a reading does nothing.
        if self.acts.iter().any(|act| self.has_written(act)) && !has_failed {
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
        for act in self.acts {
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

    fn results(&self) -> impl Iterator<Item = &Json> {
        self.acts.iter().filter_map(|act| match act {
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

    fn figures(&self) -> Figures {
        let mut figures = Figures::default();
        figures.learn(&self.sources());
        figures
    }

    /// All that a reply may draw on.
    fn sources(&self) -> String {
        let mut text = without_conditions(&self.agent.prompt.text);
        let mut add = |more: &str| {
            text.push('\n');
            text.push_str(more);
        };
        add(self.utterance);
        add(&self.agent.greeting);
        for exchange in &self.state.exchanges {
            add(exchange.user.as_deref().unwrap_or_default());
            add(&exchange.reply);
        }
        let last = self.state.last.iter().map(|last| &last.frame);
        for frame in self.state.frames.iter().chain(last) {
            for name in frame.slots.keys() {
                if let Some(held) = frame.value(name) {
                    add(&held.value.to_string());
                }
            }
        }
        for result in self.results() {
            let mut said = String::new();
            leaves(result, &mut said);
            add(&said);
        }
        text
    }
}

/// The prompt without the status codes that its error lines begin with: they are no figures to tell.
fn without_conditions(prompt: &str) -> String {
    let is_condition = |text: &str| {
        text.starts_with(['-', '*', '+', '|'])
            && text.split(|c: char| !c.is_alphanumeric()).any(|word| {
                word.len() == 3
                    && word.starts_with(['4', '5'])
                    && word[1..].bytes().all(|b| b.is_ascii_digit() || b == b'x')
            })
    };
    let lines = prompt.lines().map(|line| match line.split_once([':', '"', '\u{201c}']) {
        Some((condition, rest)) if is_condition(condition.trim_start()) => rest,
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The scalars of an answer, a line each.
fn leaves(json: &Json, text: &mut String) {
    match json {
        Json::Null => {}
        Json::Bool(_) | Json::Number(_) => {
            text.push_str(&json.to_string());
            text.push('\n');
        }
        Json::String(said) => {
            text.push_str(said);
            text.push('\n');
        }
        Json::Array(items) => items.iter().for_each(|item| leaves(item, text)),
        Json::Object(fields) => fields.values().for_each(|value| leaves(value, text)),
    }
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
