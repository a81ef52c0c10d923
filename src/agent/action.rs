use std::{sync::Arc, time::Duration};

use url::Url;

use super::{ActionName, BodyTemplate, Schema, SecretName, Template, Variable, VariableName};

/// One HTTP call the agent may make.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// Its name, as the prompt refers to it.
    pub name: ActionName,
    /// When to use it; the model chooses by this.
    pub description: String,
    /// Utterances that mean this action.
    pub examples: Vec<String>,
    /// The HTTP method.
    pub method: Method,
    /// Absolute and static.
    pub url: Url,
    /// Appended to the URL, each value as one encoded segment.
    pub path: Option<Template>,
    /// How the call authenticates.
    pub auth: Auth,
    /// Extra headers.
    pub headers: Vec<HeaderTemplate>,
    /// Query pairs, in order.
    pub query: Vec<QueryTemplate>,
    /// JSON body; only for methods that carry one.
    pub body: Option<BodyTemplate>,
    /// Actions that must have succeeded in this talk.
    pub requires: Vec<ActionName>,
    /// Whether the customer affirms before the call.
    pub confirm: Confirmation,
    /// What it needs to know.
    pub variables: Vec<Variable>,
    /// What is kept and saved of the answer.
    pub response: ResponseRule,
    /// From the first byte sent to the last byte read.
    pub timeout: Duration,
    /// How often a passing failure is tried again.
    pub retries: u32,
    /// Header that makes repeating an unsafe method harmless.
    pub idempotency_header: Option<String>,
}

impl Action {
    /// Timeout when the file says nothing.
    pub const TIMEOUT: Duration = Duration::from_secs(20);

    /// The variable of this name.
    pub fn variable(&self, name: &VariableName) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.name == *name)
    }

    /// Whether a failed call may be repeated without asking (RFC 9110, section 9.2).
    pub fn is_repeatable(&self) -> bool {
        self.method == Method::Get || self.idempotency_header.is_some()
    }
}

/// An HTTP method an action may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads; the only safe one.
    Get,
    /// Creates or does.
    Post,
    /// Replaces.
    Put,
    /// Changes in part.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// All five.
    pub const ALL: [Self; 5] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether the call changes something at the other end.
    pub fn is_write(self) -> bool {
        self != Self::Get
    }

    /// Whether the request may carry a JSON body.
    pub fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch)
    }
}

/// How a call authenticates; secrets only by name.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Auth {
    /// Not at all.
    #[default]
    None,
    /// `Authorization: Bearer` (RFC 6750).
    Bearer(SecretName),
    /// `Authorization: Basic` (RFC 7617).
    Basic {
        /// Not secret.
        username: String,
        /// Secret.
        password: SecretName,
    },
    /// A header of the API's own.
    Header {
        /// The header's name.
        name: String,
        /// Its value.
        secret: SecretName,
    },
    /// Top-level fields of the JSON body.
    Body(Vec<(String, SecretName)>),
}

impl Auth {
    /// The secrets this needs.
    pub fn secrets(&self) -> Vec<&SecretName> {
        match self {
            Self::None => Vec::new(),
            Self::Bearer(secret)
            | Self::Basic { password: secret, .. }
            | Self::Header { secret, .. } => vec![secret],
            Self::Body(fields) => fields.iter().map(|(_, secret)| secret).collect(),
        }
    }
}

/// A header and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderTemplate {
    /// The header's name.
    pub name: String,
    /// Its value.
    pub value: Template,
}

/// A query pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryTemplate {
    /// The key.
    pub key: String,
    /// Its value.
    pub value: Template,
}

/// Whether the customer affirms before the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Confirmation {
    /// The call is made as soon as all is known.
    #[default]
    Never,
    /// All values are read back first.
    Always,
}

/// What is kept of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ResponseRule {
    /// Top-level fields the model and the reply may see; `None` keeps all.
    pub keep: Option<Vec<String>>,
    /// Values saved under a flat key for later actions.
    pub save: Vec<SaveRule>,
    /// What a good answer looks like; the stub API's answers are held to it.
    pub schema: Option<Arc<Schema>>,
}

/// One saved value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveRule {
    /// The key later templates and variables use.
    pub key: String,
    /// Where it stands in the answer: the steps of `$.a.b[0]`.
    pub path: Vec<String>,
}
