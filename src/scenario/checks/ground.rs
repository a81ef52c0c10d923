use serde_json::Value as Json;

use super::{
    english::words::{near, squeeze, words},
    evidence::{Evidence, Made, is_success},
    sent::typed,
};
use crate::{
    agent::{Presence, Variable},
    dialogue::UserAct,
    request::{Body, Outcome, save},
    value::{self, Reference, Value, VariableType},
};

/// Part of the words of a free text that the customer must have said.
const OVERLAP: f32 = 0.6;
/// Longest utterance that the recognisers go over, in bytes; a longer one counts only as it stands.
const LONGEST: usize = 8 * 1024;

/// Where a value may come from.
pub(super) struct Grounds<'e, 'a> {
    evidence: &'e Evidence<'a>,
}

impl<'e, 'a> Grounds<'e, 'a> {
    pub fn of(evidence: &'e Evidence<'a>) -> Self {
        Self { evidence }
    }

    /// Whether anything that was known at the time of a call holds this value.
    pub fn bear(&self, made: Made<'_>, variable: &Variable, value: &Value) -> bool {
        self.is_said(made, variable, value)
            || is_default(variable, value)
            || self.is_known(made, variable, value)
            || self.was_told(made, value)
    }

    fn is_said(&self, made: Made<'_>, variable: &Variable, value: &Value) -> bool {
        let raw = made.call.arguments.get(&variable.name).map(|held| held.raw.as_str());
        let mut said = self.evidence.said_up_to(made.turn);
        said.any(|(turn, utterance)| {
            let at = self.evidence.at(turn);
            let saying = Saying { variable, value, utterance, at: &at };
            saying.holds_letters() || raw.is_some_and(|raw| saying.reads(raw)) || saying.means()
        }) || self.is_loosely_said(made.turn, variable, value)
    }

    /// Free text by overlap with all that was said, and a yes or no by anything that is one.
    fn is_loosely_said(&self, turn: usize, variable: &Variable, value: &Value) -> bool {
        if variable.spec.variable_type == VariableType::Boolean {
            return self.bears_boolean(turn, variable);
        }
        if !is_free_text(variable) {
            return false;
        }
        let said: Vec<String> =
            self.evidence.said_up_to(turn).flat_map(|(_, said)| words(said)).collect();
        overlap(&words(&value.to_string()), &said) >= OVERLAP
    }

    fn bears_boolean(&self, turn: usize, variable: &Variable) -> bool {
        let label = words(&variable.name.in_words());
        self.evidence.talk.turns[..=turn].iter().any(|played| {
            let answers = |act: &UserAct| matches!(act, UserAct::Affirm | UserAct::Deny);
            let said = words(played.utterance.as_deref().unwrap_or_default());
            played.record.user_acts.iter().any(answers)
                || label.iter().any(|word| said.iter().any(|said| near(word, said)))
        })
    }

    /// Context, runtime variables and saved answers.
    fn is_known(&self, made: Made<'_>, variable: &Variable, value: &Value) -> bool {
        let at = self.evidence.at(made.turn);
        let state = &self.evidence.turn(made.turn).state;
        let is_it = |json: &Json| holds(json, &|scalar| is_same_json(variable, value, scalar, &at));
        let begun = self.evidence.talk.turns.first();
        state.context.values().any(is_it)
            || self.evidence.talk.runtime.values().any(is_it)
            || begun.is_some_and(|first| first.state.saved.values().any(|(json, _)| is_it(json)))
            || self.saved_before(made).iter().any(is_it)
    }

    fn saved_before(&self, made: Made<'_>) -> Vec<Json> {
        let mut saved = Vec::new();
        for earlier in self.evidence.calls().take_while(|one| !std::ptr::eq(one.call, made.call)) {
            let Some(action) = earlier.action.filter(|_| is_success(earlier.call)) else {
                continue;
            };
            if let Body::Json(json) = earlier.call.outcome.body() {
                saved.extend(save(&action.response, json).into_iter().map(|(_, value)| value));
            }
        }
        saved
    }

    /// Whether the value stood in an answer and was read out: "the second one" may mean it.
    fn was_told(&self, made: Made<'_>, value: &Value) -> bool {
        let text = value.to_string();
        let is_it = |scalar: &Json| scalar_text(scalar).is_some_and(|known| known == text);
        let in_answer = self.evidence.calls().take_while(|one| one.turn < made.turn).any(|one| {
            matches!(&one.call.outcome, Outcome::Success { body: Body::Json(json), .. } if holds(json, &is_it))
        });
        in_answer
            && self.evidence.talk.turns[..made.turn].iter().any(|turn| turn.reply.contains(&text))
    }
}

/// A value held against one utterance.
struct Saying<'s> {
    variable: &'s Variable,
    value: &'s Value,
    utterance: &'s str,
    at: &'s Reference,
}

impl Saying<'_> {
    /// Whether whole words of the utterance have just the letters and digits of the value.
    fn holds_letters(&self) -> bool {
        let wanted = squeeze(&self.value.to_string());
        if wanted.is_empty() || self.variable.spec.variable_type == VariableType::Boolean {
            return false;
        }
        let words = words(self.utterance);
        (0..words.len()).any(|start| {
            let mut rest = wanted.as_str();
            words[start..].iter().any(|word| match rest.strip_prefix(word.as_str()) {
                Some(left) => {
                    rest = left;
                    rest.is_empty()
                }
                None => {
                    // Nothing that follows can join what has been broken.
                    rest = "\0";
                    false
                }
            })
        })
    }

    /// Whether these words stand in the utterance and read as the value.
    fn reads(&self, raw: &str) -> bool {
        !raw.is_empty()
            && self.utterance.contains(raw)
            && value::parse(&self.variable.spec, raw, self.at).is_ok_and(|reading| {
                is_same(&reading.value, self.value)
                    || reading.alternatives.iter().any(|other| is_same(other, self.value))
            })
    }

    /// Whether the recognisers find the value anywhere in the utterance.
    fn means(&self) -> bool {
        if self.utterance.len() > LONGEST {
            return false;
        }
        let found = value::find(&self.variable.spec, self.utterance, self.at);
        let is_found = found.iter().any(|hit| {
            is_same(&hit.value, self.value)
                || hit.alternatives.iter().any(|other| is_same(other, self.value))
        });
        is_found || self.reads(self.utterance)
    }
}

fn is_default(variable: &Variable, value: &Value) -> bool {
    matches!(&variable.presence, Presence::Optional { default: Some(default) } if is_same(default, value))
}

/// Whether any scalar of the JSON is it.
fn holds(json: &Json, is_it: &dyn Fn(&Json) -> bool) -> bool {
    match json {
        Json::Array(items) => items.iter().any(|item| holds(item, is_it)),
        Json::Object(map) => map.values().any(|item| holds(item, is_it)),
        scalar => is_it(scalar),
    }
}

fn is_same_json(variable: &Variable, value: &Value, json: &Json, at: &Reference) -> bool {
    typed(variable.spec.variable_type, json).is_some_and(|known| is_same(&known, value))
        || scalar_text(json).is_some_and(|text| {
            value::parse(&variable.spec, &text, at).is_ok_and(|read| is_same(&read.value, value))
        })
}

fn scalar_text(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(truth) => Some(truth.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

/// Equality by value: letters and digits of a text, mailboxes without case.
pub(super) fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(one), Value::String(other)) => squeeze(one) == squeeze(other),
        (Value::Email(one), Value::Email(other)) => one.eq_ignore_ascii_case(other),
        _ => one == other,
    }
}

/// Text without a form: a note, a name, a reason.
pub(super) fn is_free_text(variable: &Variable) -> bool {
    let spec = &variable.spec;
    let has_form = spec.example.as_ref().is_some_and(|example| {
        example.contains(|c: char| c.is_ascii_digit()) && !example.trim().contains(' ')
    });
    spec.variable_type == VariableType::String
        && spec.pattern.is_none()
        && spec.choices.is_empty()
        && !has_form
}

/// The part of the wanted words, short ones aside, that was said.
fn overlap(wanted: &[String], said: &[String]) -> f32 {
    let long: Vec<&String> = wanted.iter().filter(|word| word.len() > 2).collect();
    let wanted = if long.is_empty() { wanted.iter().collect() } else { long };
    let hits = wanted.iter().filter(|word| said.iter().any(|said| near(word, said))).count();
    match (u16::try_from(hits), u16::try_from(wanted.len())) {
        (Ok(hits), Ok(all)) if all > 0 => f32::from(hits) / f32::from(all),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_text_is_said_by_the_part_of_its_words_that_are_not_short() {
        let said = |wanted: &str| overlap(&words(wanted), &words("the tap drips, it does"));
        assert_eq!(said("tap drips"), 1.0);
        assert_eq!(said("so drips"), 1.0, "a short word does not count");
        assert_eq!(said("tap leaks"), 0.5);
        assert_eq!(said("so"), 0.0, "where all are short they count");
        assert_eq!(said("it"), 1.0);
        assert_eq!(said(""), 0.0);
    }
}
