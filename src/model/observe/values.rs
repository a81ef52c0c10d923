use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::{
    Scene,
    origin::origin,
    scene::{of_action, of_variable},
};
use crate::{
    agent::{Action, Variable, VariableName},
    dialogue::{Provenance, SlotValue},
    transcript::{Breach, BreachKind},
    value::{self, Refusal, RefusalKind, Value, VariableType},
};

/// Longest piece of a value that a breach quotes, in characters.
const HEAD: usize = 60;

/// The values of one call as they are sent, and what is wrong with them.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    pub sent: BTreeMap<VariableName, SlotValue>,
    /// The variables whose values are not allowed.
    pub invalid: Vec<VariableName>,
    pub breaches: Vec<Breach>,
}

/// Reads the values as the model gave them; each keeps the JSON type that it was given or declared.
pub(super) fn values(scene: &Scene<'_>, action: &Action, given: &Map<String, Json>) -> Values {
    let mut values = Values::default();
    for (name, json) in given {
        let name = VariableName::new(name.as_str());
        match action.variable(&name) {
            Some(variable) => values.take(scene, (action, variable), json),
            None => values.breaches.push(unknown(action, &name)),
        }
    }
    for variable in action.variables.iter().filter(|variable| variable.is_required()) {
        if !values.sent.contains_key(&variable.name) {
            let message =
                format!("`{}` was called without the {}", action.name, variable.name.in_words());
            let about = (&action.name, &variable.name);
            values.breaches.push(of_variable(BreachKind::MissingValue, about, message));
        }
    }
    values
}

fn unknown(action: &Action, name: &VariableName) -> Breach {
    let message = format!("`{}` has no variable `{}`", action.name, head(name.as_str()));
    of_action(BreachKind::UnknownVariable, &action.name, message)
}

impl Values {
    fn take(&mut self, scene: &Scene<'_>, (action, variable): (&Action, &Variable), json: &Json) {
        let Some(text) = written(json).and_then(|text| uncovered(scene, variable, text)) else {
            return;
        };
        let value = typed(variable, &text, scene);
        let about = (&action.name, &variable.name);
        let quoted = match scene.hides(&variable.name) {
            true => String::new(),
            false => format!(" {}", Json::from(head(&text))),
        };
        let label = variable.name.in_words();
        if let Err(refusal) = value::validate(&variable.spec, &value, &scene.at) {
            let why = why(variable, &refusal);
            let message = match scene.hides(&variable.name) {
                true => format!("the {label} was sent with a value that is not allowed"),
                false => format!("the {label} was sent as{quoted}{why}"),
            };
            self.invalid.push(variable.name.clone());
            self.breaches.push(of_variable(BreachKind::InvalidValue, about, message));
        }
        let is_nothing =
            matches!(text.trim().to_lowercase().as_str(), "" | "null" | "none" | "n/a");
        let provenance = origin(scene, variable, &text).unwrap_or(Provenance::Model);
        if provenance == Provenance::Model && !is_nothing {
            let message = format!("the {label}{quoted} was sent, and nobody said it");
            self.breaches.push(of_variable(BreachKind::InventedValue, about, message));
        }
        self.sent.insert(variable.name.clone(), SlotValue { value, raw: text, provenance });
    }
}

/// The text of an argument; `None` for null.
fn written(json: &Json) -> Option<String> {
    match json {
        Json::Null => None,
        Json::String(text) => Some(text.clone()),
        Json::Bool(_) | Json::Number(_) | Json::Array(_) | Json::Object(_) => {
            Some(json.to_string())
        }
    }
}

/// The value behind `{pin}`, which is all that the model saw of it; `None` when nobody has said one.
fn uncovered(scene: &Scene<'_>, variable: &Variable, text: String) -> Option<String> {
    let is_cover = text.trim() == format!("{{{}}}", variable.name);
    if !is_cover || !scene.hides(&variable.name) {
        return Some(text);
    }
    let raw = scene.utterances().find_map(|(_, said)| {
        let mut covered = said.covered.iter().rev();
        let (_, span) = covered.find(|(name, _)| *name == variable.name)?;
        said.text.get(span.clone())
    })?;
    let reading = value::parse(&variable.spec, raw, &scene.at);
    Some(reading.map_or_else(|_| raw.to_owned(), |reading| reading.value.to_string()))
}

/// The value in its declared type where it is written as such; else the text as it is.
fn typed(variable: &Variable, text: &str, scene: &Scene<'_>) -> Value {
    let is_text = variable.spec.variable_type == VariableType::String;
    let reading = value::parse(&variable.spec, text, &scene.at).ok().map(|reading| reading.value);
    let canonical = reading.filter(|value| !is_text && is_written_so(value, text));
    canonical.or_else(|| plain(variable, text)).unwrap_or_else(|| Value::String(text.to_owned()))
}

fn is_written_so(value: &Value, text: &str) -> bool {
    match value {
        Value::Email(mailbox) => mailbox.eq_ignore_ascii_case(text),
        Value::Float(number) => text.parse() == Ok(*number),
        Value::Integer(number) => text.parse() == Ok(*number),
        Value::String(_) | Value::Boolean(_) | Value::Date(_) | Value::Phone(_) => {
            value.to_string() == text
        }
    }
}

/// A number, a truth or a day that keeps its type though its limits do not allow it.
fn plain(variable: &Variable, text: &str) -> Option<Value> {
    match variable.spec.variable_type {
        VariableType::Integer => text.parse().ok().map(Value::Integer),
        VariableType::Float => {
            let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
            number.map(Value::Float)
        }
        VariableType::Boolean => text.parse().ok().map(Value::Boolean),
        VariableType::Date => text.parse().ok().map(Value::Date),
        VariableType::String | VariableType::Email | VariableType::Phone => None,
    }
}

/// Why a value is not allowed, behind the value.
fn why(variable: &Variable, refusal: &Refusal) -> String {
    let form = match variable.spec.variable_type {
        VariableType::Date => " written as YYYY-MM-DD",
        VariableType::Phone => " in international form, as in +4915112345678",
        VariableType::Boolean => ", true or false",
        VariableType::String
        | VariableType::Integer
        | VariableType::Float
        | VariableType::Email => "",
    };
    match refusal.kind {
        RefusalKind::NotThisType | RefusalKind::Empty => {
            format!(", which is no {}{form}", variable.spec.variable_type.name())
        }
        // What a customer would be told, without the question to say it again.
        _ => {
            let end = refusal.message.rfind(['.', '!']).unwrap_or(refusal.message.len());
            format!(". {}", refusal.message[..end].trim_end_matches('?'))
        }
    }
}

pub(super) fn head(text: &str) -> String {
    let plain = crate::model::template::plain_text(text);
    match plain.char_indices().nth(HEAD) {
        Some((cut, _)) => format!("{}…", &plain[..cut]),
        None => plain,
    }
}
