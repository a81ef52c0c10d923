use super::{Move, UserSpec};
use crate::{agent::Agent, transcript::TurnRecord, value::Reference};

/// A customer in a talk.
#[derive(Clone, Debug)]
pub struct Simulator<'a> {
    spec: &'a UserSpec,
    agent: &'a Agent,
    at: Reference,
    random: fastrand::Rng,
}

impl<'a> Simulator<'a> {
    /// A customer who is about to speak; `seed` counts where the specification has none.
    pub fn new(spec: &'a UserSpec, agent: &'a Agent, seed: u64, at: Reference) -> Self {
        let random = fastrand::Rng::with_seed(spec.seed.unwrap_or(seed));
        Self { spec, agent, at, random }
    }

    /// What the customer does after this turn.
    pub fn next(&mut self, last: &TurnRecord) -> Move {
        let _ = (self.spec, self.agent, self.at, &mut self.random, last);
        Move::Done
    }
}
