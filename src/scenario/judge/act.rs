//! What was understood, and what the agent did.

use serde::Serialize;
use serde_json::Value as Json;

use super::{
    Evidence,
    miss::{Held, Miss},
};
use crate::{api::Difference, scenario::ActMatcher};

pub(super) fn understood(wanted: &[ActMatcher], evidence: Evidence<'_>) -> Held {
    let got: Vec<Json> = evidence.user_acts().filter_map(as_json).collect();
    in_order(wanted, &got, "E-UNDERSTOOD")
}

pub(super) fn done(wanted: &[ActMatcher], evidence: Evidence<'_>) -> Held {
    let got: Vec<Json> = evidence.system_acts().filter_map(as_json).collect();
    in_order(wanted, &got, "E-ACTS")
}

fn as_json(act: &impl Serialize) -> Option<Json> {
    serde_json::to_value(act).ok()
}

/// Whether each act is there, one after the other, others between.
fn in_order(wanted: &[ActMatcher], got: &[Json], code: &'static str) -> Held {
    let mut from = 0;
    for matcher in wanted {
        let found = got[from..].iter().position(|act| difference(matcher, act).is_none());
        match found {
            Some(at) => from += at + 1,
            None => return Err(Box::new(Miss { code, ..missing(matcher, got, from) })),
        }
    }
    Ok(())
}

/// The first field of an act that is not as wanted.
fn difference(matcher: &ActMatcher, act: &Json) -> Option<Difference> {
    if name_of(act) != matcher.act {
        let expected = matcher.act.clone();
        return Some(Difference {
            field: "act".to_owned(),
            expected,
            got: Some(name_of(act).to_owned()),
        });
    }
    matcher.fields.iter().find_map(|(field, wanted)| wanted.difference(field, act.get(field)))
}

fn name_of(act: &Json) -> &str {
    act.get("act").and_then(Json::as_str).unwrap_or_default()
}

fn missing(matcher: &ActMatcher, got: &[Json], from: usize) -> Miss {
    let names: Vec<_> = got.iter().map(name_of).collect();
    let is_named = |act: &&Json| name_of(act) == matcher.act;
    let named = got[from..].iter().find(is_named).or_else(|| got.iter().find(is_named));
    let message = match named.map(|act| difference(matcher, act)) {
        None => format!("`{}` does not occur", matcher.act),
        Some(None) => format!("`{}` occurs, but before what is written above it", matcher.act),
        Some(Some(_)) => format!("`{}` occurs, but not like this", matcher.act),
    };
    let shown = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
    let mut miss = Miss { place: Some(matcher.place.clone()), ..Miss::new("", message) };
    miss = miss.differing("acts", matcher.act.clone(), shown);
    if let Some(differs) = named.and_then(|act| difference(matcher, act)) {
        miss = miss.differing(
            &differs.field,
            differs.expected,
            differs.got.unwrap_or_else(|| "missing".to_owned()),
        );
    }
    miss
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{api::Matcher, diagnostic::Place};
    use serde_json::json;

    fn act(name: &str, fields: &[(&str, Json)]) -> ActMatcher {
        let fields = fields
            .iter()
            .map(|(field, value)| ((*field).to_owned(), Matcher::Equals(value.clone())));
        ActMatcher { act: name.into(), fields: fields.collect(), place: Place::new("a", 0..1) }
    }

    fn got() -> Vec<Json> {
        vec![
            json!({ "act": "report_failure", "status": 404 }),
            json!({ "act": "elicit", "variable": "order_number" }),
        ]
    }

    #[test]
    fn acts_are_found_in_their_order_with_others_between() {
        assert_eq!(in_order(&[act("elicit", &[])], &got(), "E-ACTS"), Ok(()));
        assert_eq!(
            in_order(&[act("report_failure", &[]), act("elicit", &[])], &got(), "E-ACTS"),
            Ok(())
        );
        let reversed =
            in_order(&[act("elicit", &[]), act("report_failure", &[])], &got(), "E-ACTS");
        assert_eq!(
            reversed.unwrap_err().message,
            "`report_failure` occurs, but before what is written above it"
        );
    }

    #[test]
    fn a_field_that_differs_is_named() {
        let miss = in_order(&[act("elicit", &[("variable", json!("pin"))])], &got(), "E-ACTS")
            .unwrap_err();
        assert_eq!(miss.message, "`elicit` occurs, but not like this");
        assert_eq!(miss.expected[1], ("variable".into(), "\"pin\"".into()));
        assert_eq!(miss.got[1], ("variable".into(), "\"order_number\"".into()));
        let miss = in_order(&[act("farewell", &[])], &got(), "E-ACTS").unwrap_err();
        assert_eq!(miss.message, "`farewell` does not occur");
    }
}
