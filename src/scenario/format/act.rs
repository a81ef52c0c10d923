use serde_json::Value as Json;

use super::{expect::key, scope::Scope, words};
use crate::{
    agent::format::{Reader, Spanned},
    api::Matcher,
    scenario::ActMatcher,
    yaml::{Entry, Node},
};

/// What an utterance may do, and the fields that may be looked at.
pub(super) const USER_ACTS: [(&str, &[&str]); 13] = [
    ("request", &["action"]),
    ("inform", &["variable", "raw"]),
    ("correct", &["variable", "raw"]),
    ("recall", &["variable", "raw", "turn"]),
    ("affirm", &[]),
    ("deny", &[]),
    ("cancel", &[]),
    ("skip", &[]),
    ("repeat", &[]),
    ("ask_handoff", &[]),
    ("chat", &[]),
    ("goodbye", &[]),
    ("unclear", &["candidates"]),
];

/// What the agent's side may do, and the fields that may be looked at.
pub(super) const SYSTEM_ACTS: [(&str, &[&str]); 29] = [
    ("greet", &[]),
    ("refuse", &["action", "variable", "refusal"]),
    ("no_match", &["variable"]),
    ("already_tried", &["action", "variable", "value"]),
    ("no_input", &[]),
    ("elicit", &["action", "variable", "attempt"]),
    ("gate", &["wanted", "first"]),
    ("confirm_value", &["action", "variable", "value", "alternatives"]),
    ("confirm", &["action", "slots"]),
    ("ask_what_to_change", &["action"]),
    ("corrected", &["action", "variable", "value"]),
    ("skipped", &["variable"]),
    ("cannot_skip", &["action", "variable"]),
    ("report", &["action", "gate_for", "result"]),
    ("report_failure", &["action", "class", "status", "unknown_result"]),
    ("offer_callback", &[]),
    ("callback_accepted", &[]),
    ("offer_declined", &[]),
    ("resume", &["action"]),
    ("cancelled", &["action"]),
    ("nothing_to_cancel", &[]),
    ("offer_actions", &["candidates"]),
    ("tell_abilities", &[]),
    ("answer_chat", &[]),
    ("say_again", &[]),
    ("ask_more", &[]),
    ("call_limit", &[]),
    ("hand_off", &["reason"]),
    ("farewell", &[]),
];

impl Reader<'_> {
    /// What the utterance is understood as: a list, or a single act.
    pub(super) fn user_acts(&mut self, node: &Node, scope: &Scope<'_>) -> Vec<ActMatcher> {
        self.acts(node, &USER_ACTS, scope)
    }

    /// What the agent does: a list, or a single act.
    pub(super) fn system_acts(&mut self, node: &Node, scope: &Scope<'_>) -> Vec<ActMatcher> {
        self.acts(node, &SYSTEM_ACTS, scope)
    }

    fn acts(
        &mut self,
        node: &Node,
        known: &[(&str, &[&str])],
        scope: &Scope<'_>,
    ) -> Vec<ActMatcher> {
        self.one_or_more(node).iter().filter_map(|item| self.act(item, known, scope)).collect()
    }

    /// `act`, or `act: { field: value }`.
    fn act(
        &mut self,
        node: &Node,
        known: &[(&str, &[&str])],
        scope: &Scope<'_>,
    ) -> Option<ActMatcher> {
        let (name, below) = self.named(node, "an act")?;
        let Some((act, names)) = known.iter().find(|(act, _)| *act == name.value) else {
            let acts: Vec<&str> = known.iter().map(|(act, _)| *act).collect();
            self.unknown_name(("unknown-act", "there is no act"), &name, &acts);
            return None;
        };
        let mut fields = Vec::new();
        for entry in below.map(|below| self.below(below, "an act")).unwrap_or_default() {
            if !names.contains(&entry.key.text.as_str()) {
                let what = format!("the act `{act}` has no field");
                self.unknown_name(("unknown-act-field", &what), &key(entry), names);
                continue;
            }
            let matcher = self.matcher(&entry.value);
            self.check_field(entry, &matcher, scope);
            fields.push((entry.key.text.clone(), matcher));
        }
        Some(ActMatcher { act: (*act).to_owned(), fields, place: self.place(&node.span) })
    }

    /// Names in fields are those of the agent.
    fn check_field(&mut self, entry: &Entry, matcher: &Matcher, scope: &Scope<'_>) {
        let Matcher::Equals(Json::String(text)) = matcher else { return };
        let span = match entry.value.get("equals") {
            Some(inner) => inner.span.clone(),
            None => entry.value.span.clone(),
        };
        let name = Spanned { value: text.clone(), span };
        match entry.key.text.as_str() {
            "action" | "wanted" | "first" | "gate_for" => {
                self.action_named(&name, scope);
            }
            "variable" => {
                self.any_variable(&name, scope);
            }
            "class" if !words::failures().contains(&name.value.as_str()) => {
                let unknown = ("unknown-outcome", "no call fails as");
                self.unknown_name(unknown, &name, &words::failures());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The variants of an enum of `dialogue/act.rs` with their fields, as written there.
    fn declared(name: &str) -> Vec<(String, Vec<String>)> {
        let text = include_str!("../../dialogue/act.rs");
        let body = text.split(&format!("pub enum {name} {{\n")).nth(1).unwrap();
        let body = body.split("\n}\n").next().unwrap();
        let mut found: Vec<(String, Vec<String>)> = Vec::new();
        for line in body.lines().filter(|line| !line.trim().starts_with("//")) {
            let word = line.trim().trim_end_matches(['{', ',', ' ']);
            match line.strip_prefix("        ") {
                Some(_) => {
                    let field = word.split(':').next().unwrap().to_owned();
                    found.last_mut().unwrap().1.push(field);
                }
                None if word.starts_with(char::is_uppercase) => found.push((snake(word), vec![])),
                None => {}
            }
        }
        found
    }

    fn snake(name: &str) -> String {
        let mut snake = String::new();
        for letter in name.chars() {
            if letter.is_uppercase() && !snake.is_empty() {
                snake.push('_');
            }
            snake.extend(letter.to_lowercase());
        }
        snake
    }

    #[test]
    fn the_acts_and_fields_are_those_of_the_dialogue() {
        for (name, known) in [("UserAct", &USER_ACTS[..]), ("SystemAct", &SYSTEM_ACTS[..])] {
            let mut declared = declared(name);
            // Where words stand in an utterance is not for a person to count.
            declared.iter_mut().for_each(|(_, fields)| fields.retain(|field| field != "span"));
            let known: Vec<(String, Vec<String>)> = known
                .iter()
                .map(|(act, fields)| {
                    ((*act).to_owned(), fields.iter().map(|field| (*field).to_owned()).collect())
                })
                .collect();
            assert_eq!(known, declared);
        }
    }
}
