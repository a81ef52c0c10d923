use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use super::{
    Move, Noise, Style, UserSpec,
    english::Phrase,
    facts::canonical,
    line::Line,
    progress::{Progress, Tries},
    situation::Situation,
    speech::Speech,
};
use crate::{
    agent::{Action, ActionName, Agent, Variable, VariableName},
    transcript::TurnRecord,
    value::{Reference, Value},
};

/// How long a silent customer says nothing.
const SILENCE: Duration = Duration::from_secs(10);

/// A customer in a talk. Reads what the agent's side did, says what comes next, and leaves when there
/// is nothing left to want, or when its turns are used up.
#[derive(Clone, Debug)]
pub struct Simulator<'a> {
    pub(super) spec: &'a UserSpec,
    pub(super) agent: &'a Agent,
    pub(super) at: Reference,
    pub(super) random: fastrand::Rng,
    pub(super) truths: BTreeMap<VariableName, Value>,
    pub(super) progress: Progress,
    turns: u32,
}

impl<'a> Simulator<'a> {
    /// A customer who is about to speak; `seed` counts where the specification has none.
    pub fn new(spec: &'a UserSpec, agent: &'a Agent, seed: u64, at: Reference) -> Self {
        // Seeds in a row begin alike; mixed once they do not.
        let mut random = fastrand::Rng::with_seed(spec.seed.unwrap_or(seed)).fork();
        let truths = spec.facts.iter();
        let truths = truths.map(|(name, text)| (name.clone(), truth(agent, name, text, &at)));
        let progress = Progress::new(spec.style, &spec.wants, &mut random);
        let truths = truths.collect();
        let mut simulator = Self { spec, agent, at, random, truths, progress, turns: 0 };
        simulator.take_the_only_chance();
        simulator
    }

    /// Where only one question is asked, none may be let pass.
    fn take_the_only_chance(&mut self) {
        let asked = self.chain().into_iter().flat_map(|action| &action.variables);
        if asked.filter(|variable| variable.is_required()).count() <= 1 {
            self.progress.patience = 0;
        }
    }

    /// With actions that had succeeded before the talk.
    #[must_use]
    pub fn after(mut self, succeeded: &BTreeSet<ActionName>) -> Self {
        self.progress.succeeded.extend(succeeded.iter().cloned());
        self.take_the_only_chance();
        self
    }

    /// What the customer does after this turn.
    pub fn next(&mut self, last: &TurnRecord) -> Move {
        self.progress.notice(last, self.agent);
        if last.ending.is_some() || self.turns >= self.spec.max_turns || self.progress.has_left {
            return Move::Done;
        }
        self.turns += 1;
        if self.turns == self.spec.max_turns && self.turns > 1 {
            return self.leave();
        }
        let actions: Vec<&Action> = self.busy_with(last);
        let situation = Situation::of(last, &actions);
        if self.progress.silences > 0 && !self.progress.is_new() {
            self.progress.silences -= 1;
            return Move::Silence(SILENCE);
        }
        let line = self.respond(last, situation);
        self.arrive(line)
    }

    fn respond(&mut self, last: &TurnRecord, situation: Situation) -> Line {
        if let Some(line) = self.own_way(last, &situation) {
            return line;
        }
        match situation {
            Situation::Asked(variable) => self.answer(last, &variable),
            Situation::Doubt { variable, value, others } => {
                self.settle(last, &variable, (&value, &others))
            }
            Situation::Confirm(slots) => self.check(last, &slots),
            Situation::Consent => self.phrase(Phrase::Yes),
            Situation::Changing => self.change(last),
            Situation::Choosing(candidates) => self.choose(&candidates),
            Situation::Callback => self.callback(),
            Situation::Nothing => self.go_on(),
        }
    }

    /// The words as they arrive; a retelling comes through clearly.
    fn arrive(&mut self, line: Line) -> Move {
        line.arrive(&self.spec.noise, &mut self.random)
    }

    /// Says goodbye.
    pub(super) fn leave(&mut self) -> Move {
        let line = self.farewell();
        line.arrive(&Noise::NONE, &mut self.random)
    }

    pub(super) fn farewell(&mut self) -> Line {
        self.progress.partings += 1;
        // The second goodbye is the last thing anybody hears.
        self.progress.has_left = self.progress.partings > 1;
        self.phrase(Phrase::Goodbye)
    }

    /// One of the wordings of a phrase.
    pub(super) fn phrase(&mut self, phrase: Phrase) -> Line {
        let wordings = phrase.wordings();
        Line::of(wordings[self.random.usize(..wordings.len())])
    }

    pub(super) fn speech(&self) -> Speech<'_> {
        Speech { noise: &self.spec.noise, at: &self.at }
    }

    /// The variable of this name in the action at work, else in any that is wanted, else in any.
    pub(super) fn variable(&self, last: &TurnRecord, name: &VariableName) -> Option<&'a Variable> {
        let open = last.action.as_ref().and_then(|action| self.agent.action(action));
        let wanted = self.chain().into_iter();
        let all = self.agent.actions.iter();
        open.into_iter().chain(wanted).chain(all).find_map(|action| action.variable(name))
    }

    /// The action at work, its gates first: whatever the customer may be asked for.
    pub(super) fn chain(&self) -> Vec<&'a Action> {
        let mut chain = Vec::new();
        if let Some(want) = &self.progress.want {
            self.gates(want, &mut chain, &mut BTreeSet::new());
        }
        chain
    }

    fn gates(
        &self,
        name: &ActionName,
        chain: &mut Vec<&'a Action>,
        seen: &mut BTreeSet<ActionName>,
    ) {
        let Some(action) = self.agent.action(name).filter(|_| seen.insert(name.clone())) else {
            return;
        };
        for gate in action.requires.iter().filter(|gate| !self.progress.succeeded.contains(*gate)) {
            self.gates(gate, chain, seen);
        }
        chain.push(action);
    }

    fn busy_with(&self, last: &TurnRecord) -> Vec<&'a Action> {
        let open = last.action.as_ref().and_then(|action| self.agent.action(action));
        open.into_iter().chain(self.chain()).collect()
    }

    /// What is known of how a variable was told.
    pub(super) fn tries(&mut self, action: &ActionName, variable: &VariableName) -> &mut Tries {
        self.progress.tries.entry((action.clone(), variable.clone())).or_default()
    }

    pub(super) fn is(&self, style: Style) -> bool {
        self.spec.style == style
    }
}

/// The value that a fact means to the variables of its name.
pub(super) fn truth(agent: &Agent, name: &VariableName, text: &str, at: &Reference) -> Value {
    let mut declared = agent.actions.iter().filter_map(|action| action.variable(name));
    let value = declared.find_map(|variable| canonical(&variable.spec, text, at));
    value.unwrap_or_else(|| Value::String(text.to_owned()))
}
