//! Understanding and wording: utterance to user acts, system acts to reply text.

pub mod offline;
mod seam;
pub mod template;

pub use offline::OfflineModel;
pub use seam::{
    ActionScore, BoxFuture, Heard, Listening, ModelFailure, Term, Understand, Understood, Word,
    Wording,
};
