use std::sync::LazyLock;

use regex::Regex;

use super::{
    Advice,
    english::GENERAL,
    line::{even, lines},
};
use crate::{
    agent::{ActionName, Agent},
    diagnostic::nearest,
    prompt::ErrorLine,
};

const CODE: &str = "error-section-of-unknown-action";

/// How a heading names what its errors are of.
static HEADS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let patterns = [
        r"(?i)\b(?:errors?|failures?|problems?)\s+(?:in|for|of|from|with|by|during)\s+(?:the\s+)?(?P<name>.+?)(?:\s+(?:tool|action|function|api))?\s*$",
        r"(?i)^(?:when\s+(?:using|calling)|if|for)\s+(?:the\s+)?(?P<name>.+?)(?:\s+(?:tool|action|function|api))?(?:\s+(?:fails|returns an error|goes wrong|errors?))?\s*$",
        r"(?i)^(?P<name>.+?)(?:\s+(?:tool|action|function|api))?\s*(?:[-–—(]\s*)?(?:errors?|failures?)(?:\s+handling)?\)?\s*$",
    ];
    patterns.iter().filter_map(|pattern| Regex::new(pattern).ok()).collect()
});

/// How `check` finds the name of a tool already.
static CHECKED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i)["'`“‘”’][^"'`“‘”’]+["'`“‘”’]\*{0,2}\s+(?:tool|action|function)\b|\b(?:use|using|call|run|with|tool|action)\s+(?:the\s+)?\*{0,2}["'`“‘]"#).ok()
});

/// Headings of errors that name no action, so that their lines count for all of them.
pub(super) fn find(agent: &Agent) -> Vec<Advice> {
    let text: Vec<&str> = agent.prompt.text.lines().collect();
    let general = lines(agent).into_iter().filter(|line| line.action.is_none());
    let mut heads: Vec<usize> = general.filter_map(|line| head(agent, &text, line)).collect();
    heads.dedup();
    heads.into_iter().filter_map(|at| unknown(agent, at, text[at])).collect()
}

/// The nearest heading or lead-in above a line, which is no error line itself.
fn head(agent: &Agent, text: &[&str], line: &ErrorLine) -> Option<usize> {
    let is_error_line = |at: usize| agent.prompt.error_lines.iter().any(|one| one.line == at + 1);
    let is_head = |at: &usize| {
        let line = text[*at].trim();
        !is_error_line(*at)
            && (line.starts_with('#') || line.ends_with(':') || line.ends_with(":**"))
    };
    let mut heads = (0..line.line.saturating_sub(1)).rev().filter(is_head);
    // "If the tool returns an error:" only leads on from the heading above it.
    heads.find(|at| !is_lead_on(text[*at]))
}

fn is_lead_on(line: &str) -> bool {
    let line = even(line);
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
    let rest = bare
        .strip_prefix("if ")
        .or_else(|| bare.strip_prefix("when "))
        .or_else(|| bare.strip_prefix("on "));
    let general = |word: &str| {
        GENERAL.contains(&word)
            || [
                "an",
                "a",
                "error",
                "errors",
                "returns",
                "fails",
                "goes",
                "wrong",
                "failure",
                "occurs",
                "something",
            ]
            .contains(&word)
    };
    rest.unwrap_or(bare).split(' ').all(general)
}

fn unknown(agent: &Agent, at: usize, line: &str) -> Option<Advice> {
    if CHECKED.as_ref().is_some_and(|checked| checked.is_match(line)) {
        return None;
    }
    let bare = line.trim().trim_matches(|c: char| !c.is_alphanumeric() && c != ')' && c != '(');
    let name = HEADS.iter().find_map(|head| Some(head.captures(bare)?.name("name")?.as_str()))?;
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    let is_known =
        agent.actions.iter().any(|action| stands(&even(line), &even(action.name.as_str())));
    if is_known || !is_name(name) {
        return None;
    }
    let message = format!(
        "There is no action \"{name}\", so these lines count for every action of the agent."
    );
    Some(Advice::new(CODE, Some(at + 1), message, &mend(agent, name)))
}

fn mend(agent: &Agent, name: &str) -> String {
    let known: Vec<&str> = agent
        .actions
        .iter()
        .map(|action: &crate::agent::Action| ActionName::as_str(&action.name))
        .collect();
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("Did you mean \"{near}\"? Write the name exactly as it is declared."),
        None if known.is_empty() => "Declare the action, or remove the section.".to_owned(),
        None => format!("The actions are: {}.", known.join(", ")),
    }
}

/// A name is written like one: two to five words that begin with a capital, or one with an underscore.
fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let begins = words.first().map(|word| word.to_lowercase()).unwrap_or_default();
    let is_capital =
        |word: &&str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let is_titled = (2..=5).contains(&words.len()) && words.iter().all(is_capital);
    let is_code = words.len() == 1 && name.contains('_');
    let is_general = words.iter().any(|word| GENERAL.contains(&word.to_lowercase().as_str()));
    (is_titled || is_code) && !is_general && !GENERAL.contains(&begins.as_str())
}

/// Whether a name stands in a text as a whole, as the reader of the prompt wants it.
fn stands(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let (before, after) =
            (text[..at].chars().next_back(), text[at + name.len()..].chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
