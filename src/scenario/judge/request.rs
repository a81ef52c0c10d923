//! What really left: method, URL, query, headers after authentication, body.

use serde_json::Value as Json;

use super::{
    Evidence,
    miss::{Held, Miss, missed},
};
use crate::{
    api::{Difference, Matcher},
    request::FrozenRequest,
    scenario::RequestMatcher,
    transcript::SentCall,
};

pub(super) fn requests(wanted: &[RequestMatcher], evidence: Evidence<'_>) -> Held {
    let left: Vec<_> = evidence.requests().filter(|call| call.request.is_some()).collect();
    for (at, matcher) in wanted.iter().enumerate() {
        let Some(call) = left.get(at) else {
            let message = format!("{} of {} requests left", left.len(), wanted.len());
            return missed(count(message, (wanted, &left), Some(matcher)));
        };
        if let Some(differs) = difference(matcher, call) {
            return missed(other(matcher, call, differs));
        }
    }
    match left.get(wanted.len()) {
        None => Ok(()),
        Some(more) => {
            let message = format!("a request of {} left, which was not expected", more.action);
            missed(count(message, (wanted, &left), None))
        }
    }
}

/// Why there are more requests than calls.
const RETRIED: &str = "a retry is a request of its own: write an item for each, or expect `calls`, \
                       where a retry does not count";

fn count(
    message: String,
    (wanted, left): (&[RequestMatcher], &[&SentCall]),
    at: Option<&RequestMatcher>,
) -> Miss {
    let lines: Vec<_> = left.iter().filter_map(|call| call.request.as_ref()).map(line).collect();
    let shown = if lines.is_empty() { "none".to_owned() } else { lines.join(", ") };
    let mut miss = Miss::new("E-REQUEST", message);
    miss.place = at.map(|matcher| matcher.place.clone());
    if left.len() > wanted.len() && left.iter().any(|call| call.retry > 0) {
        miss.mend.push(RETRIED.to_owned());
    }
    miss.differing("requests", wanted.len().to_string(), shown)
}

/// Method and path; the query may hold more than is to be shown.
fn line(request: &FrozenRequest) -> String {
    format!("{} {}", request.method.as_str(), request.url.path())
}

fn other(matcher: &RequestMatcher, call: &SentCall, differs: Difference) -> Miss {
    let message = format!("the request of {} is not as expected", call.action);
    let mut miss = Miss::new("E-REQUEST", message).differing(
        &differs.field,
        differs.expected,
        differs.got.unwrap_or_else(|| "missing".to_owned()),
    );
    miss.place = Some(matcher.place.clone());
    miss
}

/// The first field that is not as wanted.
fn difference(matcher: &RequestMatcher, call: &SentCall) -> Option<Difference> {
    let request = call.request.as_ref()?;
    let equal = |field: &str, wanted: Option<&str>, got: &str| {
        let matcher = Matcher::Equals(wanted?.into());
        matcher.difference(field, Some(&got.into()))
    };
    let text = |field: &str, matcher: Option<&Matcher>, got: &str| {
        matcher?.difference(field, Some(&got.into()))
    };
    let action = matcher.action.as_ref().map(|action| action.as_str());
    equal("action", action, call.action.as_str())
        .or_else(|| equal("method", matcher.method.as_deref(), request.method.as_str()))
        .or_else(|| text("url", matcher.url.as_ref(), request.url.as_str()))
        .or_else(|| text("path", matcher.path.as_ref(), request.url.path()))
        .or_else(|| query(matcher, request))
        .or_else(|| headers(matcher, request))
        .or_else(|| matcher.body.as_ref()?.typed_difference("body", request.body.as_ref()))
}

fn query(matcher: &RequestMatcher, request: &FrozenRequest) -> Option<Difference> {
    matcher.query.iter().find_map(|(key, wanted)| {
        let pairs = request.url.query_pairs().filter(|(known, _)| known == key);
        let got: Vec<_> = pairs.map(|(_, value)| Json::from(&*value)).collect();
        let field = format!("query.{key}");
        match got.as_slice() {
            [] => wanted.difference(&field, None),
            // A key that is sent twice: each of its values must be as wanted.
            got => got.iter().find_map(|got| wanted.difference(&field, Some(got))),
        }
    })
}

fn headers(matcher: &RequestMatcher, request: &FrozenRequest) -> Option<Difference> {
    matcher.headers.iter().find_map(|(name, wanted)| {
        let got = request.header(name).map(Json::from);
        wanted.difference(&format!("headers.{name}"), got.as_ref())
    })
}
