//! Reports: what each format makes of a run.
#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

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
