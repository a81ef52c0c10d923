//! What of a request matters for finding its answer again.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};
use url::Url;

use super::{Hidden, sorted};
use crate::{
    agent::{Action, Auth},
    request::{MASK, MaskedRequest},
};

/// Headers that say who asks or how it is carried, never what is asked for.
const VOLATILE: [&str; 6] =
    ["authorization", "proxy-authorization", "cookie", "user-agent", "traceparent", "x-request-id"];

/// Fields of a request to a model that say how the answer is delivered.
const DELIVERY: [&str; 2] = ["stream", "stream_options"];

/// A masked request of an action, without what differs from run to run.
pub fn http_request(action: &Action, request: &MaskedRequest, hidden: &Hidden) -> Json {
    let (address, query) = split(&request.url);
    let mut whole = Map::new();
    whole.insert("action".to_owned(), action.name.as_str().into());
    whole.insert("method".to_owned(), request.method.as_str().into());
    whole.insert("url".to_owned(), address.into());
    if !query.is_empty() {
        whole.insert("query".to_owned(), query.into());
    }
    let headers = headers(action, request);
    if !headers.is_empty() {
        whole.insert("headers".to_owned(), headers.into());
    }
    if let Some(body) = &request.body {
        whole.insert("body".to_owned(), body.clone());
    }
    sorted(&hidden.hide(&Json::Object(whole)))
}

/// A request to a model, without how its answer is delivered.
pub fn model_request(request: &Json, hidden: &Hidden) -> Json {
    let mut request = request.clone();
    if let Some(map) = request.as_object_mut() {
        for field in DELIVERY {
            map.remove(field);
        }
    }
    sorted(&hidden.hide(&request))
}

/// A URL without its query, and the query by name; a name that comes twice has a list.
fn split(url: &str) -> (String, Map<String, Json>) {
    let Ok(mut parsed) = Url::parse(url) else { return (url.to_owned(), Map::new()) };
    let mut pairs = BTreeMap::<String, Vec<Json>>::new();
    for (name, value) in parsed.query_pairs() {
        pairs.entry(name.into_owned()).or_default().push(Json::from(value.into_owned()));
    }
    parsed.set_query(None);
    let one_or_all = |mut values: Vec<Json>| match (values.pop(), values.is_empty()) {
        (Some(only), true) => only,
        (last, _) => values.into_iter().chain(last).collect(),
    };
    let query = pairs.into_iter().map(|(name, values)| (name, one_or_all(values)));
    let address = parsed.as_str().replace("%E2%80%A2", "•");
    (address, query.collect())
}

fn headers(action: &Action, request: &MaskedRequest) -> Map<String, Json> {
    let own = match &action.auth {
        Auth::Header { name, .. } => Some(name.as_str()),
        Auth::None | Auth::Bearer(_) | Auth::Basic { .. } | Auth::Body(_) => None,
    };
    let is_left_out = |name: &str, value: &str| {
        let of_this_call = [own, action.idempotency_header.as_deref()];
        let is_named = |known: &&str| known.eq_ignore_ascii_case(name);
        VOLATILE.iter().chain(of_this_call.iter().flatten()).any(is_named) || value == MASK
    };
    let kept = request.headers.iter().filter(|(name, value)| !is_left_out(name, value));
    kept.map(|(name, value)| (name.clone(), json!(value))).collect()
}
