use serde_json::{Value as Json, json};

use crate::dialogue::SystemAct;

/// Longest text inside an API's answer that a model is given, in characters.
const LONGEST_TEXT: usize = 2_000;
/// Most items of a list that a model is given.
const MOST_ITEMS: usize = 20;

/// What a call came to, as data in a fixed shape; `None` for acts that tell of no call.
pub fn told(act: &SystemAct) -> Option<Json> {
    match act {
        SystemAct::Report { action, result, .. } => Some(json!({
            "action": action, "outcome": "success", "data": bounded(result),
        })),
        SystemAct::ReportFailure { action, class, status, unknown_result } => Some(json!({
            "action": action,
            "outcome": "failure",
            "class": class.name(),
            "status": status,
            "result_unknown": unknown_result,
        })),
        _ => None,
    }
}

/// An answer cut to a size that fits any prompt.
fn bounded(json: &Json) -> Json {
    match json {
        Json::String(text) => match text.char_indices().nth(LONGEST_TEXT) {
            Some((cut, _)) => Json::String(format!("{}…", &text[..cut])),
            None => json.clone(),
        },
        Json::Array(items) => items.iter().take(MOST_ITEMS).map(bounded).collect(),
        Json::Object(fields) => {
            fields.iter().map(|(key, value)| (key.clone(), bounded(value))).collect()
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => json.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{agent::ActionName, request::FailureClass};

    #[test]
    fn success_and_failure_have_one_shape_each() {
        let action = ActionName::new("Lookup");
        let report = SystemAct::Report {
            action: action.clone(),
            gate_for: None,
            result: json!({ "eta": 1 }),
        };
        assert_eq!(
            told(&report).unwrap(),
            json!({ "action": "Lookup", "outcome": "success", "data": { "eta": 1 } })
        );
        let failure = SystemAct::ReportFailure {
            action,
            class: FailureClass::NotFound,
            status: Some(404),
            unknown_result: false,
        };
        assert_eq!(
            told(&failure).unwrap(),
            json!({
                "action": "Lookup", "outcome": "failure", "class": "not_found", "status": 404,
                "result_unknown": false
            })
        );
        assert_eq!(told(&SystemAct::AskMore), None);
    }

    #[test]
    fn a_huge_answer_is_cut() {
        let huge = json!({ "list": vec![1; 1000], "text": "x".repeat(10_000) });
        let cut = bounded(&huge);
        assert_eq!(cut["list"].as_array().unwrap().len(), MOST_ITEMS);
        assert!(cut["text"].as_str().unwrap().len() < 2_010);
    }
}
