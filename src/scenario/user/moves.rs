use std::{collections::BTreeSet, time::Duration};

use super::NoiseKind;
use crate::{agent::VariableName, value::VariableType};

/// What a simulated customer does next.
#[derive(Clone, Debug, PartialEq)]
pub enum Move {
    /// Says this, with the values that are in it.
    Says {
        /// The words as they arrive.
        text: String,
        /// The values they carry.
        told: Vec<Told>,
    },
    /// Says nothing for so long.
    Silence(Duration),
    /// Is gone; the talk is over.
    Done,
}

/// A value that a simulated customer told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The variable it is for.
    pub variable: VariableName,
    /// Its type.
    pub variable_type: VariableType,
    /// The true value in its canonical text.
    pub truth: String,
    /// The words that carry it, as they arrive.
    pub said: String,
    /// What these words mean.
    pub form: Form,
    /// The noise that changed these words.
    pub noise: BTreeSet<NoiseKind>,
}

/// What the words of a told value mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// The truth; whoever listens well gets it.
    Faithful,
    /// Something else, by a mishearing.
    Misheard,
    /// Something else, on purpose: wrong at first, or invalid.
    Wrong,
}
