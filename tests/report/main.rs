//! Reports: what each format makes of a run.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop at what it did not expect"
)]
#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

mod browser;
mod command;
mod compare;
mod console;
mod coverage;
mod github;
mod html;
mod json;
mod junit;
mod merge;
mod sample;
mod tap;
mod xsd;
