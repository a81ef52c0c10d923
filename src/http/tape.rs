use std::{fmt, time::Duration};

use crate::{
    agent::Action,
    cassette::Address,
    request::{FrozenRequest, Outcome},
};

/// Stands between a talk and its API: plays what was recorded, or takes down what comes. A played
/// answer takes as long, on the conversation's clock, as it took when it was recorded.
pub trait Tape: fmt::Debug + Send + Sync {
    /// What to do with a request.
    fn cue(&self, action: &Action, request: &FrozenRequest) -> Cue;

    /// Takes an outcome down.
    fn keep(&self, ticket: Ticket, outcome: &Outcome, elapsed: Duration);
}

/// What to do with a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Cue {
    /// Nothing leaves: this came of it, after so long.
    Play(Outcome, Duration),
    /// Nothing leaves, and nothing is recorded; the words say what comes nearest.
    Missing(String),
    /// The API is asked, and its answer kept under this ticket.
    Ask(Ticket),
}

/// What an answer is to be kept under; none where it is not kept.
pub type Ticket = Option<Address>;
