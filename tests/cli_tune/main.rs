//! `rehearsal tune` as a program: stopped and gone on with, recorded and replayed, on a budget, and
//! with what is wrong.
#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

mod bad;
mod budget;
mod desk;
mod gate;
mod json;
mod model;
#[expect(dead_code, reason = "it is the project of the tests of `test`")]
#[path = "../cli_test/project.rs"]
mod project;
mod recordings;
mod resume;
