use std::collections::BTreeMap;

use super::{Noise, Style};
use crate::agent::{ActionName, VariableName};

/// A simulated customer, as declared.
#[derive(Clone, Debug, PartialEq)]
pub struct UserSpec {
    /// What the customer wants, one after the other.
    pub wants: Vec<ActionName>,
    /// What the customer knows, each value in its canonical text.
    pub facts: BTreeMap<VariableName, String>,
    /// How the customer goes about it.
    pub style: Style,
    /// An action whose call is waited for before a person is asked for; with [`Style::AsksForPerson`]
    /// only, for whoever is passed on sooner hears nothing of the call.
    pub bears_with: Option<ActionName>,
    /// What happens to the words on the way.
    pub noise: Noise,
    /// Where choices come from; `None` is the talk's own seed.
    pub seed: Option<u64>,
    /// Most turns before the customer leaves.
    pub max_turns: u32,
}

impl UserSpec {
    /// Most turns when nothing is said about it.
    pub const MAX_TURNS: u32 = 40;

    /// A customer who wants these actions, knows these facts, and answers plainly.
    pub fn plain(wants: Vec<ActionName>, facts: BTreeMap<VariableName, String>) -> Self {
        let (style, noise) = (Style::OneByOne, Noise::NONE);
        let bears_with = None;
        Self { wants, facts, style, bears_with, noise, seed: None, max_turns: Self::MAX_TURNS }
    }
}
