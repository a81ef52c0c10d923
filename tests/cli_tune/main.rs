//! `rehearsal tune` as a program: stopped and gone on with, recorded and replayed, on a budget, and
//! with what is wrong.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop at what it did not expect"
)]
#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

mod bad;
#[path = "../report/browser.rs"]
mod browser;
mod budget;
mod desk;
mod gate;
mod json;
mod model;
mod page;
#[expect(dead_code, reason = "it is the project of the tests of `test`")]
#[path = "../cli_test/project.rs"]
mod project;
mod recordings;
mod reports;
mod resume;
#[path = "../report/xsd.rs"]
mod xsd;
