//! Drives conversations: one loop between understanding, the dialogue's steps, the calls they ask
//! for, and wording.

mod clock;
mod conversation;
mod seam;
mod show;

pub use clock::Clock;
pub use conversation::{Cast, Conversation, Memory};
pub use seam::{Event, Execute, Executed, Watch};
