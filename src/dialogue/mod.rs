//! The dialogue: a pure, total state machine that decides what is asked, validated, confirmed and
//! called. It knows no prompt, model, HTTP or file; its driver does:
//!
//! ```text
//! let mut step = step(&agent, state, Input::Heard { acts, utterance, at });
//! while let Next::Call(call) = step.next {
//!     let outcome = /* the world */;
//!     step = step(&agent, step.state, Input::Outcome { outcome, at });
//! }
//! ```
#![deny(clippy::disallowed_methods)]

mod act;
mod confirmation;
mod correction;
mod digression;
mod elicitation;
mod ending;
mod exchange;
mod failure;
mod hearing;
mod recall;
mod repair;
mod reuse;
mod state;
mod step;
mod success;
mod turn;

pub use act::{SystemAct, UserAct};
pub use ending::Summary;
pub use exchange::{Exchange, ModelCall, Round, Said};
pub use state::{
    Assent, DialogueState, Doubt, Ending, Fate, Finished, Frame, HandoffReason, Known, Phase,
    Provenance, Question, Slot, SlotValue, Told,
};
pub use step::{
    Call, Change, Engine, Ignored, Input, MOST_CALLS, MOST_FRAMES, MOST_TURNS, Next, PATIENCE,
    Step, step,
};
