//! Checks that need no judge and are always on: what no talk may do, whatever its scenario expects.
//!
//! They look at what really happened (requests that left, words that were said) and not at what the
//! engine decided, so that they hold for a guarded talk, a free one, and for an engine with a bug.

mod ask;
mod ask_again;
mod ask_in_vain;
mod english;
mod evidence;
mod fact;
mod fact_source;
mod false_success;
mod figure;
mod gate;
mod ground;
mod known;
mod name;
mod no_end;
mod raw_error;
mod secret_shown;
mod sent;
mod sentence;
mod stub;
mod talk;
mod unknown_result;
mod value_sent;
mod write_again;

pub use name::CheckName;
pub use sentence::{claimed_deeds, raw_marks};
pub use talk::{Talk, Unused, check};
