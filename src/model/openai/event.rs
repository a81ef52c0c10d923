use std::{sync::Arc, time::Duration};

use serde_json::Value as Json;

/// Something that happens while a model is asked, for whoever watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelEvent {
    /// A request leaves.
    Asked,
    /// The first token is here.
    FirstToken {
        /// After so long.
        after: Duration,
    },
    /// A pause before the request is repeated.
    Waiting {
        /// How long.
        pause: Duration,
        /// Why, in words.
        why: String,
    },
    /// A sentence of the reply that has been checked.
    Sentence(String),
    /// Words of a reply that nobody checks, as they come.
    Text(String),
    /// The sentences of this reply so far do not hold; another reply follows.
    Withdrawn,
    /// The server cannot do something; what is done without it.
    Without(String),
}

/// Whoever watches a model being asked.
pub type Watcher = Arc<dyn Fn(ModelEvent) + Send + Sync>;

/// One request and its answer as they may be shown, secrets masked.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Seen {
    /// What the model was sent.
    pub request: Json,
    /// What it answered.
    pub answer: String,
    /// When the first token came.
    pub first_token: Option<Duration>,
}
