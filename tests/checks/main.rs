//! The checks that are always on: what each finds, and what it must not find.
#![expect(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod asking;
mod calls;
mod claims;
mod desk;
mod dialogues;
mod documentation;
mod facts;
mod raw;
mod sabotage;
mod values;
mod player;
