use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use serde_json::{
    Value as Json,
    value::{RawValue, to_raw_value},
};

use super::Talk;
use crate::{dialogue::Exchange, request::Redactor};

/// The exchanges before a turn as a model is told of them: made and written out once, and shared by
/// all requests of the turn.
#[derive(Debug)]
pub struct History {
    /// What it was made from.
    exchanges: Vec<(Option<String>, String)>,
    redactor: Redactor,
    /// Alternating messages; the greeting opens them.
    pub messages: Vec<Json>,
    /// The same, as they are sent; fewer where one cannot be written.
    pub(super) written: Vec<Box<RawValue>>,
}

impl History {
    fn of(talk: Talk<'_>) -> Self {
        let mut messages = Vec::new();
        for Exchange { user, reply, .. } in &talk.state.exchanges {
            // A user's message comes first: many servers refuse a talk the assistant opens.
            let said = user.as_deref().filter(|said| !said.is_empty());
            messages.push(talk.message("user", said.unwrap_or("(silence)")));
            messages.push(talk.message("assistant", if reply.is_empty() { "…" } else { reply }));
        }
        let exchanges = talk.state.exchanges.iter();
        Self {
            exchanges: exchanges.map(|one| (one.user.clone(), one.reply.clone())).collect(),
            redactor: talk.redactor.clone(),
            written: messages.iter().map_while(|message| to_raw_value(message).ok()).collect(),
            messages,
        }
    }

    /// Whether it would come out the same for this talk: it went on nowhere, and nothing more is hidden.
    fn is_of(&self, talk: Talk<'_>) -> bool {
        let exchanges = &talk.state.exchanges;
        let is_same = |((user, reply), one): (&(Option<String>, String), &Exchange)| {
            *user == one.user && *reply == one.reply
        };
        self.exchanges.len() == exchanges.len()
            // The last ones differ the most.
            && self.exchanges.iter().zip(exchanges).rev().all(is_same)
            && self.redactor.knows_the_same(talk.redactor)
    }
}

/// The histories of the turns that are under way, in whatever talks share a model.
#[derive(Debug, Default)]
pub struct Histories(Mutex<VecDeque<Arc<History>>>);

impl Histories {
    /// How many are kept: as many as talks are ever led at once. Without its own a turn only takes
    /// longer.
    const MOST: usize = 256;

    /// The history of this talk, made now unless an earlier request of the turn has made it.
    pub fn of(&self, talk: Talk<'_>) -> Arc<History> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.iter().rev().find(|known| known.is_of(talk)) {
            return Arc::clone(known);
        }
        let made = Arc::new(History::of(talk));
        if known.len() == Self::MOST {
            known.pop_front();
        }
        known.push_back(Arc::clone(&made));
        made
    }
}
