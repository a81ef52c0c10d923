use serde_json::Value as Json;

use super::evidence::Made;
use crate::{
    agent::{Action, BodyTemplate, Part, Template, Variable},
    request::FrozenRequest,
    value::{Value, VariableType},
};

/// What of a variable left with a call.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sent {
    /// The request has no place of its own for it; the argument is what is known.
    Argument(Value),
    /// It stands in the request by itself.
    Alone(Json),
    /// There is a place for it, and nothing in it.
    Nothing,
}

impl Made<'_> {
    /// What of a variable left with this call; `None` when nothing was meant to.
    pub fn sent(&self, variable: &Variable) -> Option<Sent> {
        let argument = self.call.arguments.get(&variable.name);
        let in_request = match (self.action, &self.call.request) {
            (Some(action), Some(request)) => in_request(action, request, variable.name.as_str()),
            _ => None,
        };
        match (in_request, argument) {
            (Some(sent), _) => Some(sent),
            (None, Some(held)) => Some(Sent::Argument(held.value.clone())),
            (None, None) => None,
        }
    }
}

/// The value of a variable where the request has a place for it alone.
fn in_request(action: &Action, request: &FrozenRequest, name: &str) -> Option<Sent> {
    in_query(action, request, name)
        .or_else(|| in_path(action, request, name))
        .or_else(|| in_body(action.body.as_ref()?, request.body.as_ref(), name))
}

fn in_query(action: &Action, request: &FrozenRequest, name: &str) -> Option<Sent> {
    let pair = action.query.iter().find(|pair| pair.value.sole_name() == Some(name))?;
    let found = request.url.query_pairs().find(|(key, _)| *key == pair.key);
    Some(found.map_or(Sent::Nothing, |(_, value)| alone(Json::String(value.into_owned()))))
}

/// A segment of the path that is nothing but the value.
fn in_path(action: &Action, request: &FrozenRequest, name: &str) -> Option<Sent> {
    let template = segments(action.path.as_ref()?);
    let at = template.iter().rposition(|segment| segment.sole_name() == Some(name))?;
    let from_end = template.len() - at;
    let segments: Vec<&str> = request.url.path().split('/').collect();
    let segment = segments.get(segments.len().checked_sub(from_end)?)?;
    Some(alone(Json::String(percent_decoded(segment))))
}

fn segments(template: &Template) -> Vec<Template> {
    let mut segments = vec![Template::default()];
    for part in &template.parts {
        match part {
            Part::Name(_) => push(&mut segments, part.clone()),
            Part::Text(text) => {
                for (at, piece) in text.split('/').enumerate() {
                    if at > 0 {
                        segments.push(Template::default());
                    }
                    if !piece.is_empty() {
                        push(&mut segments, Part::Text(piece.to_owned()));
                    }
                }
            }
        }
    }
    segments
}

fn push(segments: &mut [Template], part: Part) {
    if let Some(last) = segments.last_mut() {
        last.parts.push(part);
    }
}

fn percent_decoded(segment: &str) -> String {
    // A form knows the same escapes; what else means something to it is plain in a path.
    let pair = segment.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    url::form_urlencoded::parse(pair.as_bytes())
        .next()
        .map_or(String::new(), |(key, _)| key.into_owned())
}

fn in_body(template: &BodyTemplate, body: Option<&Json>, name: &str) -> Option<Sent> {
    match template {
        BodyTemplate::Text(text) if text.sole_name() == Some(name) => {
            Some(body.map_or(Sent::Nothing, |json| alone(json.clone())))
        }
        BodyTemplate::Map(entries) => entries
            .iter()
            .find_map(|(key, item)| in_body(item, body.and_then(|json| json.get(key)), name)),
        // Dropped items move those behind them: nothing is sure about a list.
        _ => None,
    }
}

fn alone(json: Json) -> Sent {
    match &json {
        Json::Null => Sent::Nothing,
        Json::String(text) if text.trim().is_empty() => Sent::Nothing,
        _ => Sent::Alone(json),
    }
}

/// What was sent as a value of the variable's type; `None` when it is none.
pub(super) fn typed(kind: VariableType, sent: &Json) -> Option<Value> {
    let text = match sent {
        Json::String(text) => text.clone(),
        Json::Number(_) | Json::Bool(_) => sent.to_string(),
        Json::Null | Json::Array(_) | Json::Object(_) => return None,
    };
    match kind {
        VariableType::String => Some(Value::String(text)),
        VariableType::Integer => whole(&text).map(Value::Integer),
        VariableType::Float => {
            text.parse().ok().filter(|number: &f64| number.is_finite()).map(Value::Float)
        }
        VariableType::Boolean => text.parse().ok().map(Value::Boolean),
        VariableType::Date => text.parse().ok().map(Value::Date),
        VariableType::Email => Some(Value::Email(text)),
        VariableType::Phone => Some(Value::Phone(text)),
    }
}

/// A whole number, also one that is written with an empty fraction.
fn whole(text: &str) -> Option<i64> {
    let digits = match text.split_once('.') {
        Some((digits, fraction)) if fraction.bytes().all(|digit| digit == b'0') => digits,
        Some(_) => return None,
        None => text,
    };
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_sent_is_read_by_its_type() {
        assert_eq!(typed(VariableType::Integer, &json!(25.0)), Some(Value::Integer(25)));
        assert_eq!(typed(VariableType::Integer, &json!("3.5")), None);
        assert_eq!(typed(VariableType::Boolean, &json!("true")), Some(Value::Boolean(true)));
        assert_eq!(typed(VariableType::Date, &json!("2026-02-30")), None);
        assert_eq!(typed(VariableType::String, &json!(4821)), Some(Value::String("4821".into())));
    }

    #[test]
    fn a_path_segment_is_found_from_the_end() {
        let template = segments(&Template::parse("/orders/{{order_id}}/items"));
        assert_eq!(template.len(), 4);
        assert_eq!(template[2].sole_name(), Some("order_id"));
        assert_eq!(percent_decoded("a%2Fb+c"), "a/b+c");
    }
}
