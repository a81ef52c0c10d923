//! Whether a request is one that a rule answers, and if not, by which field.

use serde_json::Value as Json;

use super::{StubState, wire::Received};
use crate::{
    agent::ActionName,
    api::{Difference, Matcher, Repetition, Rule, When},
};

/// What rules look at, taken apart once.
pub(super) struct Facts<'a> {
    pub(super) request: &'a Received,
    pub(super) query: Vec<(String, String)>,
    pub(super) body: Option<Json>,
    /// The path below the action's URL.
    pub(super) path: String,
}

/// How a rule and a request go together.
pub(super) enum Fit {
    Matches,
    /// All its answers are used up.
    Spent,
    /// So many fields fit before this one did not.
    Differs(usize, Difference),
}

/// Compares a request with a rule.
pub(super) fn fit(
    rule: &Rule,
    facts: &Facts<'_>,
    state: &StubState,
    place: (&ActionName, usize),
) -> Fit {
    if rule.repetition == Repetition::Spent && state.hits(place.0, place.1) >= rule.replies.len() {
        return Fit::Spent;
    }
    let (fitting, first) = compare(&rule.when, facts, state);
    match first {
        None => Fit::Matches,
        Some(difference) => Fit::Differs(fitting, difference),
    }
}

/// How many fields fit, and the first that does not.
fn compare(when: &When, facts: &Facts<'_>, state: &StubState) -> (usize, Option<Difference>) {
    let mut fitting = 0;
    let mut first = None;
    let mut look = |field: String, matcher: &Matcher, got: Option<&Json>| match matcher
        .difference(&field, got)
    {
        None => fitting += 1,
        Some(found) => drop(first.get_or_insert(found)),
    };
    if let Some(matcher) = &when.path {
        look("path".to_owned(), matcher, Some(&Json::from(facts.path.as_str())));
    }
    for (key, matcher) in &when.query {
        let got = facts.query.iter().find(|(known, _)| known == key);
        let got = got.map(|(_, value)| Json::from(value.as_str()));
        look(format!("query.{key}"), matcher, got.as_ref());
    }
    for (name, matcher) in &when.headers {
        let got = facts.request.header(name).map(Json::from);
        look(format!("headers.{name}"), matcher, got.as_ref());
    }
    if let Some(matcher) = &when.body {
        look("body".to_owned(), matcher, facts.body.as_ref());
    }
    for (key, matcher) in &when.stored {
        look(format!("stored.{key}"), matcher, state.stored.get(key));
    }
    (fitting, first)
}
