use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{HandoffReason, SlotValue};
use crate::{
    agent::{ActionName, VariableName},
    request::FailureClass,
    value::{Refusal, Value},
};

/// What an utterance does. A closed set: whoever understands can say nothing else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum UserAct {
    /// Asks for an action.
    Request {
        /// The one asked for.
        action: ActionName,
    },
    /// Gives a value; the engine reads and checks `raw` itself.
    Inform {
        /// The variable it is for.
        variable: VariableName,
        /// The words that carry it.
        raw: String,
        /// Bytes of the utterance.
        span: Range<usize>,
    },
    /// Replaces a value given earlier; without a value the slot is asked again.
    Correct {
        /// The variable to change.
        variable: VariableName,
        /// The words that carry the new value.
        raw: Option<String>,
        /// Bytes of the utterance.
        span: Range<usize>,
    },
    /// Means a value that was said in an earlier turn; the engine looks for it there itself.
    Recall {
        /// The variable it is for.
        variable: VariableName,
        /// The words that carry it.
        raw: String,
        /// The turn they were said in.
        turn: u32,
        /// Bytes of that utterance.
        span: Range<usize>,
    },
    /// Says yes.
    Affirm,
    /// Says no.
    Deny,
    /// Gives the open action up.
    Cancel,
    /// Does not know or does not want to say the value asked for.
    Skip,
    /// Wants to hear the last reply again.
    Repeat,
    /// Wants a person.
    AskHandoff,
    /// Small talk, or a question the prompt may answer.
    Chat,
    /// Ends the talk.
    Goodbye,
    /// Could mean several actions, or (with none) nothing the agent knows.
    Unclear {
        /// The closest actions, best first.
        candidates: Vec<ActionName>,
    },
}

/// What the agent's side does; wording turns it into text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum SystemAct {
    /// Opens the talk.
    Greet,
    /// Says why a value was not taken.
    Refuse {
        /// The action whose variable it is.
        action: ActionName,
        /// The variable.
        variable: VariableName,
        /// The reason, with a sentence for the customer.
        refusal: Refusal,
    },
    /// Says that the answer was not understood as a value.
    NoMatch {
        /// The variable that is asked for, if one is.
        variable: Option<VariableName>,
    },
    /// Says that a value was tried before and refused by the API.
    AlreadyTried {
        /// The action it is for.
        action: ActionName,
        /// The variable.
        variable: VariableName,
        /// The value.
        value: Value,
    },
    /// Notices silence.
    NoInput,
    /// Asks for a variable.
    Elicit {
        /// The action it is for.
        action: ActionName,
        /// The variable.
        variable: VariableName,
        /// How often it was asked before without success; 0 the first time.
        attempt: u32,
    },
    /// Explains that another action comes first.
    Gate {
        /// The action asked for.
        wanted: ActionName,
        /// The one that comes first.
        first: ActionName,
    },
    /// Asks whether one of several readings is meant ("3 April or 4 March?").
    ConfirmValue {
        /// The action it is for.
        action: ActionName,
        /// The variable.
        variable: VariableName,
        /// The reading in favour.
        value: Value,
        /// The others.
        alternatives: Vec<Value>,
    },
    /// Reads all values back before the call.
    Confirm {
        /// The action to be called.
        action: ActionName,
        /// The values in the order of declaration.
        slots: Vec<(VariableName, SlotValue)>,
    },
    /// Asks what is to be changed after a denied confirmation.
    AskWhatToChange {
        /// The action held.
        action: ActionName,
    },
    /// Says that a value was replaced.
    Corrected {
        /// The action it is for.
        action: ActionName,
        /// The variable.
        variable: VariableName,
        /// Its value now.
        value: Value,
    },
    /// Says that an optional value is left out.
    Skipped {
        /// The variable.
        variable: VariableName,
    },
    /// Says that a required value cannot be left out.
    CannotSkip {
        /// The action it is for.
        action: ActionName,
        /// The variable.
        variable: VariableName,
    },
    /// Tells a success.
    Report {
        /// The action that succeeded.
        action: ActionName,
        /// The action it was only a step to.
        gate_for: Option<ActionName>,
        /// The answer with `response.keep` applied.
        result: Json,
    },
    /// Tells a failure, as the prompt says.
    ReportFailure {
        /// The action that failed.
        action: ActionName,
        /// How.
        class: FailureClass,
        /// The HTTP status, where one came; never spoken.
        status: Option<u16>,
        /// Whether a write may have taken effect all the same.
        unknown_result: bool,
    },
    /// Offers to have someone call back.
    OfferCallback,
    /// Promises what was offered.
    CallbackAccepted,
    /// Accepts a no to an offer.
    OfferDeclined,
    /// Goes back to a suspended action.
    Resume {
        /// The action.
        action: ActionName,
    },
    /// Confirms that an action was given up.
    Cancelled {
        /// The action.
        action: ActionName,
    },
    /// There is nothing to give up.
    NothingToCancel,
    /// Asks which action is meant.
    OfferActions {
        /// The candidates, best first.
        candidates: Vec<ActionName>,
    },
    /// Says what the agent can do.
    TellAbilities,
    /// Answers small talk or a question from the prompt.
    AnswerChat,
    /// Says the last reply again.
    SayAgain,
    /// Asks whether there is anything else.
    AskMore,
    /// Says that the limit of calls is reached.
    CallLimit,
    /// Passes to a person.
    HandOff {
        /// Why.
        reason: HandoffReason,
    },
    /// Ends the talk.
    Farewell,
}

impl SystemAct {
    /// Whether the act asks the user for something, so that the next pose asks it again.
    pub fn is_question(&self) -> bool {
        match self {
            Self::Elicit { .. }
            | Self::ConfirmValue { .. }
            | Self::Confirm { .. }
            | Self::AskWhatToChange { .. }
            | Self::OfferCallback
            | Self::OfferActions { .. }
            | Self::AskMore => true,
            Self::Greet
            | Self::Refuse { .. }
            | Self::NoMatch { .. }
            | Self::AlreadyTried { .. }
            | Self::NoInput
            | Self::Gate { .. }
            | Self::Corrected { .. }
            | Self::Skipped { .. }
            | Self::CannotSkip { .. }
            | Self::Report { .. }
            | Self::ReportFailure { .. }
            | Self::CallbackAccepted
            | Self::OfferDeclined
            | Self::Resume { .. }
            | Self::Cancelled { .. }
            | Self::NothingToCancel
            | Self::TellAbilities
            | Self::AnswerChat
            | Self::SayAgain
            | Self::CallLimit
            | Self::HandOff { .. }
            | Self::Farewell => false,
        }
    }
}
