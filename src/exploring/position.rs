use std::sync::Arc;

use super::{
    Answer, Broken, Event, Law, Repertoire, event::Utterance, faithful, law_of_calls, law_of_turns,
    law_of_values, ledger::Ledger,
};
use crate::{
    agent::{ActionName, Agent},
    dialogue::{DialogueState, Engine, Input, Next, Step, SystemAct, UserAct},
    request::Outcome,
    value::Reference,
};

/// What is explored: an agent, at a time, under an engine.
#[derive(Clone)]
pub struct Ground {
    /// The agent, its templates rendered.
    pub agent: Arc<Agent>,
    /// When and where all of it happens.
    pub at: Reference,
    /// What decides; [`crate::dialogue::step`] but in tests.
    pub engine: Engine,
    /// The dialogue before the first turn.
    pub beginning: DialogueState,
    /// What may come in.
    pub repertoire: Repertoire,
}

/// A point of a talk.
#[derive(Clone, Debug, Default)]
pub struct Position {
    /// The dialogue.
    pub state: DialogueState,
    pub(super) ledger: Ledger,
}

/// What came in, made out.
pub(super) enum Came {
    Heard(Utterance),
    Silence,
    Answered(Answer, Outcome),
}

/// One step with all that a law may look at.
pub(super) struct Seen<'a> {
    pub agent: &'a Agent,
    pub at: Reference,
    pub before: &'a DialogueState,
    pub came: &'a Came,
    pub step: &'a Step,
    pub ledger: &'a Ledger,
}

impl Seen<'_> {
    /// The acts that were heard.
    pub fn acts(&self) -> &[UserAct] {
        match self.came {
            Came::Heard(utterance) => &utterance.acts,
            Came::Silence | Came::Answered(..) => &[],
        }
    }
}

impl Ground {
    /// The ground of an agent without anything known of the customer.
    pub fn new(agent: Arc<Agent>, at: Reference, engine: Engine) -> Self {
        let repertoire = Repertoire::of(&agent, &at);
        Self { agent, at, engine, beginning: DialogueState::default(), repertoire }
    }

    /// Where every talk begins.
    pub fn start(&self) -> Position {
        Position { state: self.beginning.clone(), ledger: Ledger::default() }
    }

    /// What may come in at a point of a talk.
    pub fn events(&self, position: &Position) -> &[Event] {
        match (position.is_over(), position.is_calling()) {
            (true, _) => &[],
            (false, true) => &self.repertoire.while_calling,
            (false, false) => &self.repertoire.while_listening,
        }
    }

    /// Whether this may come in at a point of a talk.
    pub fn fits(&self, position: &Position, event: &Event) -> bool {
        matches!(event, Event::Answered(_)) == position.is_calling()
    }

    /// Lets an event come in. `copies` also holds a copy of the state to the law of copies.
    ///
    /// # Errors
    /// The first law that does not hold.
    pub fn advance(
        &self,
        position: &mut Position,
        event: &Event,
        copies: bool,
    ) -> Result<Step, Broken> {
        let came = self.came(position, event);
        let before = std::mem::take(&mut position.state);
        if let Came::Heard(utterance) = &came
            && before.ending.is_none()
        {
            position.ledger.hear(&utterance.text, &utterance.acts);
        }
        let step = self.step(before.clone(), &came);
        let seen = Seen {
            agent: &self.agent,
            at: self.at,
            before: &before,
            came: &came,
            step: &step,
            ledger: &position.ledger,
        };
        let broken = first_broken(&seen);
        let broken = broken.or_else(|| copies.then(|| faithful::broken(self, &seen)).flatten());
        position.note(self, &came, &step, &before);
        position.state = step.state.clone();
        match broken {
            Some(broken) => Err(broken),
            None => Ok(step),
        }
    }

    fn came(&self, position: &Position, event: &Event) -> Came {
        match event {
            Event::Heard(heard) => Came::Heard(self.repertoire.utterance(heard)),
            Event::Silence => Came::Silence,
            Event::Answered(answer) => {
                let pending = position.ledger.pending.as_ref();
                let action = pending.and_then(|call| self.agent.action(&call.action));
                match action {
                    Some(action) => Came::Answered(*answer, answer.outcome(&self.agent, action)),
                    None => Came::Silence,
                }
            }
        }
    }

    pub(super) fn step(&self, state: DialogueState, came: &Came) -> Step {
        let at = self.at;
        let input = match came {
            Came::Heard(said) => Input::Heard { acts: &said.acts, utterance: &said.text, at },
            Came::Silence => Input::Silence { at },
            Came::Answered(_, outcome) => Input::Outcome { outcome, at },
        };
        (self.engine)(&self.agent, state, input)
    }
}

impl Position {
    /// Whether a call is out.
    pub fn is_calling(&self) -> bool {
        self.ledger.pending.is_some()
    }

    /// Whether the talk is over.
    pub fn is_over(&self) -> bool {
        self.state.ending.is_some()
    }

    fn note(&mut self, ground: &Ground, came: &Came, step: &Step, before: &DialogueState) {
        match came {
            Came::Silence => self.ledger.silences += 1,
            Came::Answered(answer, outcome) => {
                self.ledger.settle(&ground.agent, *answer, outcome);
            }
            Came::Heard(_) => {}
        }
        self.ledger.useless = law_of_turns::useless(ground, before, came, &self.ledger);
        self.ledger.note_said(&step.said);
        let is_given_up = |name: &ActionName| {
            step.said
                .iter()
                .any(|act| matches!(act, SystemAct::Cancelled { action } if action == name))
        };
        let is_open = |name: &ActionName| {
            step.state.frames.iter().any(|frame| frame.action == *name) && !is_given_up(name)
        };
        self.ledger.refused.retain(|(name, _)| is_open(name));
        if let Next::Call(call) = &step.next {
            self.ledger.note_call(call);
        }
    }
}

fn first_broken(seen: &Seen<'_>) -> Option<Broken> {
    if seen.before.ending.is_some() {
        return law_of_turns::after_the_end(seen);
    }
    law_of_turns::coherent(seen)
        .or_else(|| law_of_calls::broken(seen))
        .or_else(|| law_of_values::broken(seen))
        .or_else(|| law_of_turns::broken(seen))
}

/// A broken law where the condition is true.
pub(super) fn when(is_broken: bool, law: Law, why: impl FnOnce() -> String) -> Option<Broken> {
    is_broken.then(|| Broken::new(law, why()))
}
