//! Whether a request has the credentials that its action declares.

use base64::{Engine, prelude::BASE64_STANDARD};
use secrecy::ExposeSecret;
use serde_json::Value as Json;

use super::matching::Facts;
use crate::{
    agent::{Auth, SecretName},
    api::{CredentialFlaw, FlawKind},
    request::SecretLookup,
};

/// What is wrong with the credentials of a request; `None` when they are as declared.
pub(super) fn flaw(
    auth: &Auth,
    facts: &Facts<'_>,
    secrets: &(dyn SecretLookup + Send + Sync),
) -> Option<CredentialFlaw> {
    let secret =
        |name: &SecretName| secrets.secret(name).map(|secret| secret.expose_secret().to_owned());
    let header = |name: &str, wanted: Option<String>| {
        let name = name.to_ascii_lowercase();
        let kind = kind(facts.request.header(&name), wanted)?;
        Some(CredentialFlaw { field: format!("headers.{name}"), kind })
    };
    match auth {
        Auth::None => None,
        Auth::Bearer(name) => {
            header("authorization", secret(name).map(|token| format!("Bearer {token}")))
        }
        Auth::Basic { username, password } => {
            let pair =
                secret(password).map(|word| BASE64_STANDARD.encode(format!("{username}:{word}")));
            header("authorization", pair.map(|pair| format!("Basic {pair}")))
        }
        Auth::Header { name, secret: key } => header(name, secret(key)),
        Auth::Body(fields) => fields.iter().find_map(|(field, name)| {
            let kind = match facts.body.as_ref().and_then(|body| body.get(field)) {
                None => kind(None, secret(name)),
                Some(Json::String(text)) => kind(Some(text), secret(name)),
                // What is no text is no secret, whatever it looks like.
                Some(_) => Some(FlawKind::Wrong),
            }?;
            Some(CredentialFlaw { field: format!("body.{field}"), kind })
        }),
    }
}

fn kind(got: Option<&str>, wanted: Option<String>) -> Option<FlawKind> {
    match (got, wanted) {
        (_, None) => Some(FlawKind::Unset),
        (None, Some(_)) => Some(FlawKind::Missing),
        (Some(got), Some(wanted)) if got != wanted => Some(FlawKind::Wrong),
        (Some(_), Some(_)) => None,
    }
}
