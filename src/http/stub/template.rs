//! Filling the placeholders of rules from the request and the store.

use serde_json::Value as Json;

use super::{StubState, matching::Facts};
use crate::{
    agent::{BodyTemplate, Part, Template},
    api::{Payload, Reply},
};

/// The reply with its placeholders filled.
pub(super) fn fill(reply: &Reply, facts: &Facts<'_>, state: &StubState) -> Reply {
    let mut filled = reply.clone();
    if let Payload::Template(template) = &reply.payload {
        filled.payload = Payload::Json(render(template, facts, state));
    }
    filled
}

/// A template of a rule as JSON; what is not there is null.
pub(super) fn render(template: &BodyTemplate, facts: &Facts<'_>, state: &StubState) -> Json {
    match template {
        BodyTemplate::Null => Json::Null,
        BodyTemplate::Boolean(truth) => Json::Bool(*truth),
        BodyTemplate::Number(number) => Json::Number(number.clone()),
        BodyTemplate::Text(text) => render_text(text, facts, state),
        BodyTemplate::List(items) => items.iter().map(|item| render(item, facts, state)).collect(),
        BodyTemplate::Map(entries) => Json::Object(
            entries.iter().map(|(key, item)| (key.clone(), render(item, facts, state))).collect(),
        ),
    }
}

fn render_text(template: &Template, facts: &Facts<'_>, state: &StubState) -> Json {
    if let Some(name) = template.sole_name() {
        return look_up(name, facts, state);
    }
    let pieces = template.parts.iter().map(|part| match part {
        Part::Text(text) => text.clone(),
        Part::Name(name) => match look_up(name, facts, state) {
            Json::Null => String::new(),
            Json::String(text) => text,
            json => json.to_string(),
        },
    });
    Json::String(pieces.collect())
}

/// What `body.a.b`, `query.x`, `stored.x` or `path` stands for.
fn look_up(name: &str, facts: &Facts<'_>, state: &StubState) -> Json {
    let mut steps = name.split('.');
    let root = match (steps.next(), name) {
        (_, "path") => return facts.path.as_str().into(),
        (Some("body"), _) => facts.body.clone(),
        (Some("query"), _) => {
            let key = steps.next().unwrap_or_default();
            let found = facts.query.iter().find(|(known, _)| known == key);
            found.map(|(_, value)| value.as_str().into())
        }
        (Some("stored"), _) => state.stored.get(steps.next().unwrap_or_default()).cloned(),
        _ => None,
    };
    steps
        .try_fold(root.unwrap_or(Json::Null), |json, step| match json {
            Json::Array(items) => items.get(step.parse::<usize>().ok()?).cloned(),
            json => json.get(step).cloned(),
        })
        .unwrap_or(Json::Null)
}
