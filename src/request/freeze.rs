use std::collections::BTreeMap;

use base64::{Engine, prelude::BASE64_STANDARD};
use http::{HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value as Json;
use url::Url;

use super::{FrozenRequest, SecretLookup, render::Scope};
use crate::{
    agent::{Action, ActionName, Auth, SecretName, VariableName},
    value::Value,
};

/// What a request may take besides the action's own variables.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// Context keys: contact, dynamic context.
    pub context: &'a BTreeMap<String, Json>,
    /// Keys saved from earlier answers.
    pub saved: &'a BTreeMap<String, (Json, ActionName)>,
    /// `agent_uuid`, `contact_number`, `direction` and the other runtime variables.
    pub runtime: &'a BTreeMap<String, Json>,
    /// Sent in the header that the action declares for it; the same for a repeated call.
    pub idempotency_key: Option<&'a str>,
}

/// Why a request cannot be made. No variant carries a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FreezeError {
    /// A required variable, or a part of the path, has no value.
    #[error("{name} has no value")]
    Missing {
        /// The placeholder's name.
        name: String,
    },
    /// A secret has no value.
    #[error("the secret {name} is not set; set it in the environment or in .env")]
    Secret {
        /// The secret's name.
        name: SecretName,
    },
    /// A header value with a line break or another control character.
    #[error("the value for the header {header} holds a line break or control character")]
    HeaderValue {
        /// The header's name.
        header: String,
    },
    /// A header name that is none, or that the transport sets itself.
    #[error("{header} cannot be set as a header")]
    HeaderName {
        /// The header's name.
        header: String,
    },
    /// A path segment that would climb or vanish.
    #[error("a path segment may be neither . nor .. nor hold control characters")]
    PathSegment,
    /// The URL takes no path.
    #[error("the url takes no path")]
    Url,
    /// A colon in a basic user name (RFC 7617, section 2).
    #[error("the user name for basic authentication holds a colon")]
    Username,
    /// Credentials for the body of a request that has no JSON object as body.
    #[error("{method} requests with this body cannot carry credentials in it")]
    BodyAuth {
        /// The method.
        method: &'static str,
    },
}

/// Headers that the transport sets itself.
const TRANSPORT_HEADERS: [&str; 8] = [
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "upgrade",
    "te",
    "trailer",
    "accept-encoding",
];

/// Sent as `user-agent` where the action declares none.
const USER_AGENT: &str = concat!("rehearsal/", env!("CARGO_PKG_VERSION"));

/// Makes the request of an action from its values. The result is what is sent, to the last header.
///
/// # Errors
/// A [`FreezeError`] that names what is missing or cannot be sent.
pub fn freeze(
    action: &Action,
    values: &BTreeMap<VariableName, Value>,
    surroundings: &Surroundings<'_>,
    secrets: &dyn SecretLookup,
) -> Result<FrozenRequest, FreezeError> {
    let scope = Scope { action, values, around: surroundings };
    let body = body(&scope, secrets)?;
    let mut headers = Headers::default();
    for header in &action.headers {
        if let Some(value) = scope.text(&header.value)? {
            headers.declare(&header.name, value)?;
        }
    }
    authenticate(&mut headers, &action.auth, secrets)?;
    if let (Some(name), Some(key)) = (&action.idempotency_header, surroundings.idempotency_key) {
        headers.replace(name, key.to_owned())?;
    }
    headers.fall_back("accept", "application/json");
    headers.fall_back("user-agent", USER_AGENT);
    if body.is_some() {
        headers.fall_back("content-type", "application/json");
    }
    Ok(FrozenRequest { method: action.method, url: url(&scope)?, headers: headers.0, body })
}

/// The URL with the path and the query of the action.
fn url(scope: &Scope<'_>) -> Result<Url, FreezeError> {
    let mut url = scope.action.url.clone();
    if let Some(path) = &scope.action.path {
        let segments = scope.segments(path)?;
        let mut own = url.path_segments_mut().map_err(|()| FreezeError::Url)?;
        own.pop_if_empty().extend(segments);
    }
    for pair in &scope.action.query {
        if let Some(value) = scope.text(&pair.value)? {
            url.query_pairs_mut().append_pair(&pair.key, &value);
        }
    }
    Ok(url)
}

/// The body, with the credentials that belong into it.
fn body(scope: &Scope<'_>, secrets: &dyn SecretLookup) -> Result<Option<Json>, FreezeError> {
    let action = scope.action;
    let template = action.body.as_ref().filter(|_| action.method.has_body());
    let mut body = match template {
        Some(template) => scope.json(template)?,
        None => None,
    };
    if let Auth::Body(fields) = &action.auth {
        let refused = FreezeError::BodyAuth { method: action.method.as_str() };
        if !action.method.has_body() {
            return Err(refused);
        }
        let whole = body.get_or_insert_with(|| Json::Object(serde_json::Map::new()));
        let map = whole.as_object_mut().ok_or(refused)?;
        for (field, name) in fields {
            map.insert(field.clone(), value_of(secrets, name)?.expose_secret().into());
        }
    }
    Ok(body)
}

/// Sets the header that the kind of authentication asks for.
fn authenticate(
    headers: &mut Headers,
    auth: &Auth,
    secrets: &dyn SecretLookup,
) -> Result<(), FreezeError> {
    match auth {
        Auth::None | Auth::Body(_) => Ok(()),
        Auth::Bearer(name) => {
            let token = value_of(secrets, name)?.expose_secret();
            headers.replace("authorization", format!("Bearer {token}"))
        }
        Auth::Basic { username, .. } if username.contains(':') => Err(FreezeError::Username),
        Auth::Basic { username, password } => {
            let password = value_of(secrets, password)?.expose_secret();
            let pair = BASE64_STANDARD.encode(format!("{username}:{password}"));
            headers.replace("authorization", format!("Basic {pair}"))
        }
        Auth::Header { name, secret } => {
            headers.replace(name, value_of(secrets, secret)?.expose_secret().to_owned())
        }
    }
}

fn value_of<'a>(
    secrets: &'a dyn SecretLookup,
    name: &SecretName,
) -> Result<&'a SecretString, FreezeError> {
    secrets.secret(name).ok_or_else(|| FreezeError::Secret { name: name.clone() })
}

/// Headers in the order they are sent.
#[derive(Default)]
struct Headers(Vec<(String, String)>);

impl Headers {
    /// Adds a header of the author's.
    fn declare(&mut self, name: &str, value: String) -> Result<(), FreezeError> {
        let refused = || FreezeError::HeaderName { header: name.to_owned() };
        let lower = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refused())?;
        if TRANSPORT_HEADERS.contains(&lower.as_str()) || lower.as_str().starts_with("x-rehearsal")
        {
            return Err(refused());
        }
        if HeaderValue::from_bytes(value.as_bytes()).is_err() {
            return Err(FreezeError::HeaderValue { header: name.to_owned() });
        }
        self.0.push((lower.as_str().to_owned(), value));
        Ok(())
    }

    /// Sets a header, whatever the author said.
    fn replace(&mut self, name: &str, value: String) -> Result<(), FreezeError> {
        self.0.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.declare(name, value)
    }

    /// Sets a header where the author did not.
    fn fall_back(&mut self, name: &str, value: &str) {
        if self.0.iter().all(|(known, _)| known != name) {
            self.0.push((name.to_owned(), value.to_owned()));
        }
    }
}
