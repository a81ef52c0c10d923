use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use tokio_util::sync::CancellationToken;

use super::{Executed, Executor};
use crate::{
    agent::{
        Action, ActionName, BodyTemplate, Confirmation, DynamicContext, Method, OnContextFailure,
        Part, ResponseRule, Template,
    },
    api::DYNAMIC_CONTEXT,
    request::{Body, FrozenRequest, Outcome, SecretLookup, Surroundings, freeze},
};

/// Most keys that an answer may bring.
pub const CONTEXT_KEY_LIMIT: usize = 1000;

/// A dynamic context as fetched, once, before the greeting.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The call as an action, for masking.
    pub action: Action,
    /// What was sent and what came back; none when nothing could be sent.
    pub call: Option<(FrozenRequest, Executed)>,
    /// The keys it brought.
    pub keys: Result<BTreeMap<String, Json>, ContextFailure>,
}

/// Why there is no dynamic context.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the dynamic context could not be fetched: {reason}")]
pub struct ContextFailure {
    /// What happened; no secret, no query.
    pub reason: String,
    /// What the agent declares for it.
    pub then: OnContextFailure,
}

/// Fetches the dynamic context: one POST with the contact and the runtime variables.
pub async fn fetch_context(
    executor: &Executor,
    context: &DynamicContext,
    around: &Surroundings<'_>,
    secrets: &(dyn SecretLookup + Sync),
    cancel: &CancellationToken,
) -> Fetched {
    let action = as_action(context, around);
    let failed = |reason: String| ContextFailure { reason, then: context.on_failure };
    let request = match freeze(&action, &BTreeMap::new(), around, secrets) {
        Ok(request) => request,
        Err(error) => return Fetched { action, call: None, keys: Err(failed(error.to_string())) },
    };
    let done = executor.execute(&action, &request, cancel).await;
    let keys = keys_of(&done.outcome, around.runtime).map_err(failed);
    Fetched { action, call: Some((request, done)), keys }
}

/// The keys of an answer: an object, or objects of which later ones win.
fn keys_of(
    outcome: &Outcome,
    runtime: &BTreeMap<String, Json>,
) -> Result<BTreeMap<String, Json>, String> {
    let body = match outcome {
        Outcome::Success { body, .. } => body,
        Outcome::Failure { detail, .. } => return Err(detail.clone()),
    };
    let maps: Vec<&Map<String, Json>> = match body {
        Body::Empty => Vec::new(),
        Body::Json(Json::Object(map)) => vec![map],
        Body::Json(Json::Array(items)) => items
            .iter()
            .map(|item| item.as_object().ok_or("the answer is a list of other things than objects"))
            .collect::<Result<_, _>>()?,
        Body::Json(_) | Body::Text(_) => return Err("the answer is no JSON object".to_owned()),
    };
    let mut keys = BTreeMap::new();
    for (key, value) in maps.into_iter().flatten() {
        // What the call itself is about is not the answer's to say.
        if !runtime.contains_key(key) {
            keys.insert(key.clone(), value.clone());
        }
    }
    if keys.len() > CONTEXT_KEY_LIMIT {
        return Err(format!("the answer has more than {CONTEXT_KEY_LIMIT} keys"));
    }
    Ok(keys)
}

/// The fetch as an action, so that it is sent, limited and masked like any other.
fn as_action(context: &DynamicContext, around: &Surroundings<'_>) -> Action {
    let contact = around.context.get("contact").cloned().unwrap_or_else(|| Map::new().into());
    let mut body = vec![("contact".to_owned(), literal(&contact))];
    body.extend(around.runtime.iter().map(|(name, json)| (name.clone(), literal(json))));
    Action {
        name: ActionName::new(DYNAMIC_CONTEXT),
        description: "Fetch what is known about the contact".to_owned(),
        examples: Vec::new(),
        method: Method::Post,
        url: context.url.clone(),
        path: None,
        auth: context.auth.clone(),
        headers: Vec::new(),
        query: Vec::new(),
        body: Some(BodyTemplate::Map(body)),
        requires: Vec::new(),
        confirm: Confirmation::Never,
        variables: Vec::new(),
        response: ResponseRule::default(),
        timeout: context.timeout,
        retries: 0,
        idempotency_header: None,
    }
}

/// JSON as a template without placeholders, whatever its texts look like.
fn literal(json: &Json) -> BodyTemplate {
    match json {
        Json::Null => BodyTemplate::Null,
        Json::Bool(truth) => BodyTemplate::Boolean(*truth),
        Json::Number(number) => BodyTemplate::Number(number.clone()),
        Json::String(text) => {
            BodyTemplate::Text(Template { parts: vec![Part::Text(text.clone())] })
        }
        Json::Array(items) => BodyTemplate::List(items.iter().map(literal).collect()),
        Json::Object(map) => {
            BodyTemplate::Map(map.iter().map(|(key, item)| (key.clone(), literal(item))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn keys(body: Body) -> Result<Json, String> {
        let runtime = BTreeMap::from([("direction".to_owned(), json!("inbound"))]);
        keys_of(&Outcome::Success { status: 200, body }, &runtime).map(|keys| json!(keys))
    }

    #[test]
    fn an_object_or_several_objects_give_the_keys() {
        let one = Body::Json(json!({ "tier": "gold", "direction": "sideways" }));
        assert_eq!(keys(one), Ok(json!({ "tier": "gold" })));
        let several = Body::Json(json!([{ "a": 1, "b": 1 }, { "b": 2 }]));
        assert_eq!(keys(several), Ok(json!({ "a": 1, "b": 2 })));
        assert_eq!(keys(Body::Empty), Ok(json!({})));
    }

    #[test]
    fn anything_else_is_a_failure() {
        for body in [Body::Json(json!([1])), Body::Json(json!("x")), Body::Text("x".into())] {
            assert!(keys(body).is_err());
        }
        let many: Map<String, Json> =
            (0..=CONTEXT_KEY_LIMIT).map(|at| (at.to_string(), json!(at))).collect();
        assert!(keys(Body::Json(many.into())).is_err());
    }
}
