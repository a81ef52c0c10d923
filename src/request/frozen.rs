use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use url::Url;

use crate::agent::Method;

/// A request as it is sent; checks, reports and expectations read this very value.
///
/// Headers, query and body may hold secrets: show only what a [`Redactor`](super::Redactor) has gone
/// over. `Debug` prints neither.
#[derive(Clone, PartialEq)]
pub struct FrozenRequest {
    /// The HTTP method.
    pub method: Method,
    /// The real URL with path and query, whatever the stub swaps.
    pub url: Url,
    /// Lower-case names in the order they are sent.
    pub headers: Vec<(String, String)>,
    /// JSON body.
    pub body: Option<Json>,
}

impl FrozenRequest {
    /// The value of a header, by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for FrozenRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("FrozenRequest")
            .field("method", &self.method)
            .field("host", &self.url.host_str())
            .field("headers", &names)
            .finish_non_exhaustive()
    }
}

/// A request with every secret masked: what may be shown, stored and compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MaskedRequest {
    /// The HTTP method.
    pub method: String,
    /// The real URL with path and query.
    pub url: String,
    /// Lower-case names in the order they are sent.
    pub headers: Vec<(String, String)>,
    /// JSON body.
    pub body: Option<Json>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_prints_no_header_value_query_or_body() {
        let request = FrozenRequest {
            method: Method::Post,
            url: Url::parse("https://api.test/a?pin=planted").unwrap(),
            headers: vec![("authorization".into(), "Bearer planted".into())],
            body: Some(serde_json::json!({ "key": "planted" })),
        };
        assert!(!format!("{request:?}").contains("planted"));
        assert_eq!(request.header("authorization"), Some("Bearer planted"));
    }
}
