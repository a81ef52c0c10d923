//! The checks that are always on: what each finds, and what it must not find.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod asking;
mod calls;
mod claims;
mod desk;
mod dialogues;
mod documentation;
mod facts;
mod judged;
mod player;
mod raw;
mod sabotage;
mod values;
