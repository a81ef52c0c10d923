//! Understanding and wording: utterance to user acts, system acts to reply text.

pub mod observe;
pub mod offline;
pub mod openai;
mod seam;
pub mod template;
mod veil;

pub use offline::OfflineModel;
pub use openai::OpenAiModel;
pub use seam::{
    ActionScore, BoxFuture, CUT_OFF, Calls, Drive, Driven, Driving, Heard, Judge, Judgement,
    Listening, ModelFailure, Propose, Simulate, Spoken, Term, Trouble, Understand, Understood,
    Wish, Word, Wording,
};
pub use veil::{Veiled, veil, veil_after, veil_understood};
