//! The dialogue: a pure, total state machine. `step(&Agent, DialogueState, Input) -> Step` decides
//! what is asked, validated, confirmed and called. It knows no prompt wording, model, HTTP or file.
#![deny(clippy::disallowed_methods)]

mod act;
mod state;

pub use act::{SystemAct, UserAct};
pub use state::{
    DialogueState, Ending, Frame, HandoffReason, Known, Phase, Provenance, Question, Slot,
    SlotValue,
};
