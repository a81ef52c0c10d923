//! Yes and no: phrases that lean to one side, weighed against each other.

mod labelled;
mod lean;
mod recognise;
mod verdict;

pub(super) use recognise::{parse, scan};
