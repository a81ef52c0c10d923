use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use url::Url;

use crate::agent::Method;

/// A request as it is sent; checks, reports and expectations read this very value.
///
/// Headers and body may hold secrets: print only what a redaction has gone over.
#[derive(Clone, Debug, PartialEq)]
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
