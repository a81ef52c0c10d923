//! `tune --suggest`: proposals of a scripted model, judged on cells that it never saw.
#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

mod command;
mod desk;
mod stopped;
