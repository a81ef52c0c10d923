use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{DialogueState, Ending, SlotValue, SystemAct, UserAct, turn::Turn};
use crate::{
    agent::{ActionName, Agent, VariableName},
    request::Outcome,
    value::Reference,
};

/// What may come in.
#[derive(Clone, Debug, PartialEq)]
pub enum Input<'a> {
    /// The user said something.
    Heard {
        /// What it was understood as.
        acts: &'a [UserAct],
        /// The words themselves; values must stand in them.
        utterance: &'a str,
        /// When it was said.
        at: Reference,
    },
    /// The call the last step asked for came to an end.
    Outcome {
        /// What it came to.
        outcome: &'a Outcome,
        /// When it ended.
        at: Reference,
    },
    /// The user said nothing for too long.
    Silence {
        /// When that was noticed.
        at: Reference,
    },
}

/// What must be done next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// Say what is to be said and wait for the user.
    Listen,
    /// Make this call and come back with its outcome.
    Call(Call),
    /// Say what is to be said; the talk is over.
    End(Ending),
}

/// A call with all its values valid and grounded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// The action.
    pub action: ActionName,
    /// Every value that is sent, defaults included.
    pub arguments: BTreeMap<VariableName, SlotValue>,
    /// How long to wait first, in milliseconds; not 0 only for a repeated call.
    pub delay_ms: u64,
    /// 0 for the first try.
    pub retry: u32,
}

/// One step: new state, what is said, what is next, and what changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The dialogue now.
    pub state: DialogueState,
    /// What the agent says, in order; several steps of one turn add up to one reply.
    pub said: Vec<SystemAct>,
    /// What must be done next.
    pub next: Next,
    /// What changed and why, for transcripts and `/why`.
    pub changes: Vec<Change>,
}

/// Something that changed, or was kept from changing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A frame was opened.
    Opened {
        /// Its action.
        action: ActionName,
        /// The action that requires it, when it is a gate.
        gate_for: Option<ActionName>,
    },
    /// A frame was closed.
    Closed {
        /// Its action.
        action: ActionName,
    },
    /// A slot got a value.
    Filled {
        /// The action.
        action: ActionName,
        /// The variable.
        variable: VariableName,
        /// The value with its origin.
        value: SlotValue,
    },
    /// A slot was emptied to be asked again.
    Reopened {
        /// The action.
        action: ActionName,
        /// The variable.
        variable: VariableName,
    },
    /// The user would not say a value.
    Declined {
        /// The action.
        action: ActionName,
        /// The variable.
        variable: VariableName,
    },
    /// A key was saved from an answer.
    Saved {
        /// The key.
        key: String,
    },
    /// Something of the input was left aside.
    Ignored {
        /// What it was about.
        what: String,
        /// Why.
        why: Ignored,
    },
}

/// Why something of the input was left aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ignored {
    /// The agent has no such action.
    UnknownAction,
    /// No open action has such a variable.
    UnknownVariable,
    /// The words do not stand in the utterance.
    Ungrounded,
    /// An outcome came while no call was out.
    OutOfOrder,
    /// The talk is over.
    Over,
    /// Too many actions are open.
    TooDeep,
    /// The value is not of the variable's type, and it was not asked for.
    NotAValue,
}

/// Most user turns of one talk.
pub const MOST_TURNS: u32 = 200;
/// Most calls of one talk.
pub const MOST_CALLS: u32 = 50;
/// Most frames open at once.
pub const MOST_FRAMES: usize = 8;
/// How often in a row silence or an utterance without meaning is borne.
pub const PATIENCE: u32 = 3;

/// What decides: [`step`], and in a test an engine with a fault.
pub type Engine = fn(&Agent, DialogueState, Input<'_>) -> Step;

/// Takes the dialogue one step on. Total: any input in any state gives a step.
pub fn step(agent: &Agent, state: DialogueState, input: Input<'_>) -> Step {
    let (at, utterance) = match input {
        Input::Heard { utterance, at, .. } => (at, utterance),
        Input::Outcome { at, .. } | Input::Silence { at } => (at, ""),
    };
    let mut turn = Turn::new(agent, state, utterance, at);
    if turn.state.ending.is_some() {
        turn.ignore("input", Ignored::Over);
        return turn.finish();
    }
    match input {
        Input::Heard { acts, .. } => turn.hear(acts),
        Input::Outcome { outcome, .. } => turn.take_outcome(outcome),
        Input::Silence { .. } => turn.notice_silence(),
    }
    turn.finish()
}
