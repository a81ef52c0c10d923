//! What a model was asked, as a record tells it.

use serde_json::Value as Json;

use crate::{
    model::openai::{Seen, Trace},
    transcript::{ModelRequest, Purpose, Tokens},
};

/// The requests since the trace was read last, which were made for this.
pub(super) fn requests(trace: &Trace, purpose: Purpose) -> Vec<ModelRequest> {
    trace.take().into_iter().map(|seen| request(seen, purpose)).collect()
}

fn request(mut seen: Seen, purpose: Purpose) -> ModelRequest {
    let messages = match seen.request.get_mut("messages").map(Json::take) {
        Some(Json::Array(messages)) => messages,
        _ => Vec::new(),
    };
    let offered = seen.request.get("tools").and_then(Json::as_array);
    let tool = |tool: &Json| Some(tool.pointer("/function/name")?.as_str()?.to_owned());
    let (answer, failure) = match seen.usage {
        Some(_) => (Some(seen.answer), None),
        None => (None, Some(seen.answer)),
    };
    ModelRequest {
        // Told once the request has its place in the talk.
        number: 0,
        purpose,
        model: seen.request.get("model").and_then(Json::as_str).unwrap_or_default().to_owned(),
        begins_like: None,
        messages,
        tools: offered.into_iter().flatten().filter_map(tool).collect(),
        answer,
        failure,
        tokens: seen.usage.map(|usage| Tokens {
            prompt: usage.prompt,
            answer: usage.answer,
            is_estimate: usage.is_estimate,
        }),
    }
}
