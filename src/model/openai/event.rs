use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde_json::Value as Json;

use super::wire::Usage;

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
    /// What it took; `None` where no answer came and `answer` says why.
    pub usage: Option<Usage>,
}

/// The last requests of whoever shares it: the models of one talk.
#[derive(Debug, Default)]
pub struct Trace(Mutex<Vec<Seen>>);

impl Trace {
    /// A turn asks a handful of times and judging a talk some more; nobody reads what is beyond.
    const MOST: usize = 64;

    fn seen(&self) -> MutexGuard<'_, Vec<Seen>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add(&self, one: Seen) {
        let mut seen = self.seen();
        seen.push(one);
        let surplus = seen.len().saturating_sub(Self::MOST);
        seen.drain(..surplus);
    }

    /// All of them.
    pub fn all(&self) -> Vec<Seen> {
        self.seen().clone()
    }

    /// Those since it was asked last.
    pub fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut self.seen())
    }
}
