use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::{
    agent::ActionName,
    api::Note,
    dialogue::{Call, DialogueState},
    model::{BoxFuture, ModelFailure, Trouble},
    request::{FrozenRequest, MaskedRequest, Outcome},
    transcript::SentCall,
    value::Reference,
};

/// Makes calls; the one seam to the API, real or stub.
pub trait Execute: Send + Sync {
    /// Makes one call and says what it came to. Cancelling gives a failure, never an error.
    fn execute<'a>(
        &'a self,
        call: &'a Call,
        state: &'a DialogueState,
        at: Reference,
        cancel: &'a CancellationToken,
    ) -> BoxFuture<'a, Executed>;
}

/// A call that came to an end.
#[derive(Clone, Debug, PartialEq)]
pub struct Executed {
    /// What left, masked; `None` when nothing did.
    pub request: Option<MaskedRequest>,
    /// What it came to, for the dialogue.
    pub outcome: Outcome,
    /// The same with secrets and sensitive values masked, for showing.
    pub shown: Outcome,
    /// How long it took on the conversation's clock.
    pub elapsed: Duration,
    /// What is worth knowing about how it was answered.
    pub note: Option<String>,
    /// What left, as it really was.
    pub frozen: Option<FrozenRequest>,
    /// What the stub API has to say about it.
    pub notes: Vec<Note>,
}

impl Executed {
    /// That nothing is recorded for the call: whatever follows says nothing about the agent.
    pub fn trouble(&self) -> Option<ModelFailure> {
        self.notes.iter().find_map(|note| {
            let Note::Unrecorded { miss, .. } = note else { return None };
            Some(ModelFailure { trouble: Trouble::Configuration, message: miss.clone() })
        })
    }

    /// The call as it really was.
    pub fn as_sent(&self, call: &Call) -> SentCall {
        SentCall {
            action: call.action.clone(),
            arguments: call.arguments.clone(),
            request: self.frozen.clone(),
            outcome: self.outcome.clone(),
            retry: call.retry,
            notes: self.notes.clone(),
        }
    }
}

/// Something that happens during a turn, for whoever watches.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A call is about to be made.
    CallStarted {
        /// Its action.
        action: ActionName,
        /// 0 for the first try.
        retry: u32,
    },
    /// The call came to an end.
    CallEnded {
        /// Its action.
        action: ActionName,
    },
}

/// Whoever watches a turn.
pub type Watch<'a> = &'a (dyn Fn(Event) + Send + Sync);
