//! What it will cost, told before the first call of a model.

use std::io::{self, Write};

use super::TuneArgs;
use crate::cli::{Environment, cost};

/// Requests to a model in a usual talk of the matrix: some turns, each understood and worded.
const REQUESTS_OF_A_TALK: usize = 8;

/// Tells how many requests are to be expected, and asks on a terminal; true goes on.
///
/// # Errors
/// When the terminal cannot be read or written.
pub(super) fn agreed(
    args: &TuneArgs,
    talks: usize,
    environment: &Environment,
    err: &mut dyn Write,
) -> io::Result<bool> {
    let requests = requests(talks);
    let cost = format!("{talks} talks go to a model: about {requests} requests");
    confirmed(args, &cost, environment, err)
}

/// How many requests to a model are to be expected of so many talks.
pub(super) fn requests(talks: usize) -> usize {
    talks * REQUESTS_OF_A_TALK
}

/// Tells this cost, and asks on a terminal; true goes on.
///
/// # Errors
/// When the terminal cannot be read or written.
pub(super) fn confirmed(
    args: &TuneArgs,
    cost: &str,
    environment: &Environment,
    err: &mut dyn Write,
) -> io::Result<bool> {
    let smaller = "--cell, --point and --caller make it smaller";
    cost::confirmed((cost, smaller), args.yes, environment, err)
}
