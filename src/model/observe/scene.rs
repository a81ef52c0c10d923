use crate::{
    agent::{ActionName, Agent, VariableName},
    dialogue::{DialogueState, ModelCall, Round, Said},
    model::Understood,
    transcript::{Breach, BreachKind, Mask},
    value::Reference,
};

/// A turn as it stands when the model makes a call or answers.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The agent.
    pub agent: &'a Agent,
    /// The talk before this turn's exchange, with what this turn's calls came to.
    pub state: &'a DialogueState,
    /// What the user just said; `None` for silence.
    pub said: Option<&'a Said>,
    /// What our own understanding makes of it.
    pub understood: &'a Understood,
    /// What the model has done in this turn.
    pub rounds: &'a [Round],
    /// When it is.
    pub at: Reference,
}

impl<'a> Scene<'a> {
    /// All that the user said, the latest first, with its turn.
    pub(super) fn utterances(&self) -> impl Iterator<Item = (u32, &'a Said)> {
        let before = self.state.exchanges.iter().rev();
        let before = before.filter_map(|exchange| Some((exchange.turn, exchange.said.as_ref()?)));
        self.said.map(|said| (self.state.turn, said)).into_iter().chain(before)
    }

    /// All calls of the model, those of this turn first.
    pub(super) fn calls(&self) -> impl Iterator<Item = &'a ModelCall> {
        let before = self.state.exchanges.iter().rev().flat_map(|exchange| &exchange.rounds);
        self.rounds.iter().chain(before).flat_map(|round| &round.calls)
    }

    /// Whether any action declares this variable sensitive.
    pub(super) fn hides(&self, variable: &VariableName) -> bool {
        Mask::new(self.agent).hides(variable)
    }
}

/// A breach about an action.
pub(super) fn of_action(kind: BreachKind, action: &ActionName, message: String) -> Breach {
    Breach { kind, action: Some(action.clone()), variable: None, message }
}

/// A breach about a variable of an action.
pub(super) fn of_variable(
    kind: BreachKind,
    (action, variable): (&ActionName, &VariableName),
    message: String,
) -> Breach {
    Breach { variable: Some(variable.clone()), ..of_action(kind, action, message) }
}
