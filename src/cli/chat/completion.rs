use std::borrow::Cow;

use rustyline::{
    Context, Helper,
    completion::{Completer, Pair},
    highlight::Highlighter,
    hint::{Hint, Hinter},
    validate::Validator,
};

use super::{OFFLINE, Shown, command::COMMANDS, command::SLASH};
use crate::{agent::Agent, api::Fault};

/// Letters of a name that are typed before it is offered.
const FEWEST: usize = 2;

/// Completes and hints commands, actions and variables.
#[derive(Clone, Debug, Default)]
pub struct Completion {
    actions: Vec<String>,
    variables: Vec<String>,
    is_coloured: bool,
}

impl Completion {
    /// For the names this agent declares.
    pub fn new(agent: &Agent, is_coloured: bool) -> Self {
        let safe = |name: &str| Shown::line(name).as_str() == name;
        let actions = agent.actions.iter().map(|action| action.name.as_str());
        let variables = agent.actions.iter().flat_map(|action| &action.variables);
        let mut variables: Vec<_> = variables.map(|variable| variable.name.to_string()).collect();
        variables.sort();
        variables.dedup();
        variables.retain(|name| safe(name));
        Self {
            actions: actions.filter(|name| safe(name)).map(str::to_owned).collect(),
            variables,
            is_coloured,
        }
    }

    /// Where the word at the end of the text begins, and what it may become.
    pub fn offers(&self, text: &str) -> (usize, Vec<Pair>) {
        match text.strip_prefix(SLASH) {
            Some(rest) if !rest.contains(char::is_whitespace) => (0, commands(text)),
            Some(rest) => match (rest.strip_prefix("api "), rest.strip_prefix("model ")) {
                (Some(typed), _) => self.api(text.len() - typed.len(), typed),
                (None, Some(typed)) if OFFLINE.starts_with(typed) => {
                    (text.len() - typed.len(), vec![pair(OFFLINE, OFFLINE)])
                }
                (None, _) => (text.len(), Vec::new()),
            },
            None => self.names(text),
        }
    }

    /// `/api ACTION WHAT`.
    fn api(&self, at: usize, typed: &str) -> (usize, Vec<Pair>) {
        let action = self.actions.iter().find_map(|name| {
            let rest = typed.strip_prefix(&quoted(name))?;
            rest.starts_with(' ').then_some(rest)
        });
        match action {
            Some(rest) => {
                let word = rest.trim_start();
                let what = Fault::ALL.iter().map(|(name, _)| *name).chain(["rules"]);
                let fits = what.filter(|name| name.starts_with(word));
                (at + typed.len() - word.len(), fits.map(|name| pair(name, name)).collect())
            }
            None => (at, self.matching_actions(typed)),
        }
    }

    fn matching_actions(&self, typed: &str) -> Vec<Pair> {
        let typed = typed.strip_prefix('"').unwrap_or(typed);
        let fits = self.actions.iter().filter(|name| begins(name, typed));
        fits.map(|name| pair(name, &format!("{} ", quoted(name)))).collect()
    }

    /// A variable or an action within an utterance.
    fn names(&self, text: &str) -> (usize, Vec<Pair>) {
        let at = text.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let word = &text[at..];
        if word.trim_start_matches('"').chars().count() < FEWEST {
            return (at, Vec::new());
        }
        let variables = self.variables.iter().filter(|name| begins(name, word));
        let mut offers: Vec<_> = variables.map(|name| pair(name, name)).collect();
        offers.extend(self.matching_actions(word));
        (at, offers)
    }

    fn hint_for(&self, text: &str) -> Option<Hinted> {
        if let Some((_, what, _)) =
            COMMANDS.iter().find(|(name, what, _)| *name == text.trim_end() && !what.is_empty())
        {
            let gap = if text.ends_with(' ') { "" } else { " " };
            return Some(Hinted { shown: format!("{gap}{what}"), taken: None });
        }
        let (at, offers) = self.offers(text);
        let [only] = offers.as_slice() else { return None };
        let rest = only.replacement.strip_prefix(&text[at..])?;
        (!rest.trim().is_empty())
            .then(|| Hinted { shown: rest.to_owned(), taken: Some(rest.to_owned()) })
    }
}

fn commands(text: &str) -> Vec<Pair> {
    let fits = COMMANDS.iter().filter(|(name, ..)| name.starts_with(text));
    fits.map(|(name, what, _)| match what.is_empty() {
        true => pair(name, name),
        false => pair(name, &format!("{name} ")),
    })
    .collect()
}

fn begins(name: &str, typed: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    typed.chars().flat_map(char::to_lowercase).all(|letter| letters.next() == Some(letter))
}

fn quoted(name: &str) -> String {
    if name.contains(' ') { format!("\"{name}\"") } else { name.to_owned() }
}

fn pair(display: &str, replacement: &str) -> Pair {
    Pair { display: display.to_owned(), replacement: replacement.to_owned() }
}

/// What is shown behind the cursor, and what the right arrow takes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hinted {
    shown: String,
    taken: Option<String>,
}

impl Hint for Hinted {
    fn display(&self) -> &str {
        &self.shown
    }

    fn completion(&self) -> Option<&str> {
        self.taken.as_deref()
    }
}

impl Completer for Completion {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        pos: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        Ok(self.offers(line.get(..pos).unwrap_or_default()))
    }
}

impl Hinter for Completion {
    type Hint = Hinted;

    fn hint(&self, line: &str, pos: usize, _: &Context<'_>) -> Option<Hinted> {
        (pos == line.len()).then(|| self.hint_for(line)).flatten()
    }
}

impl Highlighter for Completion {
    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        match self.is_coloured {
            true => Cow::Owned(format!("\u{1b}[2m{hint}\u{1b}[0m")),
            false => Cow::Borrowed(hint),
        }
    }
}

impl Validator for Completion {}

impl Helper for Completion {}

#[cfg(test)]
mod tests {
    use super::*;

    fn offers(text: &str) -> Vec<String> {
        let completion = Completion {
            actions: vec!["Lookup Order Status".into(), "Ping".into()],
            variables: vec!["order_number".into(), "pin".into()],
            is_coloured: false,
        };
        let (at, offers) = completion.offers(text);
        offers.iter().map(|offer| format!("{}{}", &text[..at], offer.replacement)).collect()
    }

    #[test]
    fn commands_actions_and_variables_complete() {
        assert_eq!(offers("/un"), ["/undo "]);
        assert_eq!(offers("/st"), ["/state"]);
        assert_eq!(offers("/api look"), ["/api \"Lookup Order Status\" "]);
        assert_eq!(offers("/api \"Loo"), ["/api \"Lookup Order Status\" "]);
        assert_eq!(
            offers("/api Ping time"),
            ["/api Ping timeout", "/api Ping timeout_after_commit"]
        );
        assert_eq!(offers("my ord"), ["my order_number"]);
        assert_eq!(offers("please look"), ["please \"Lookup Order Status\" "]);
        assert_eq!(offers("/mo"), ["/model "]);
        assert_eq!(offers("/model off"), ["/model offline"]);
        assert!(offers("/model gpt").is_empty());
        assert_eq!(offers("/ag"), ["/again"]);
        assert!(offers("a p").is_empty());
        assert!(offers("/undo ").is_empty());
    }
}
