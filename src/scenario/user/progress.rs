use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::Style;
use crate::{
    agent::{ActionName, Agent, VariableName},
    dialogue::SystemAct,
    transcript::TurnRecord,
};

/// Most silences in a row: one less than an agent bears.
const MOST_SILENCES: u32 = 2;

/// How far a customer has come.
#[derive(Clone, Debug)]
pub(super) struct Progress {
    /// What is wanted now.
    pub want: Option<ActionName>,
    /// What is wanted after that.
    pub queue: VecDeque<ActionName>,
    /// How often the action at work was asked for.
    pub openings: usize,
    /// Whether the agent has taken up what is wanted.
    pub is_heard: bool,
    /// Actions that have succeeded.
    pub succeeded: BTreeSet<ActionName>,
    /// Actions that were called, whatever came of it.
    pub called: BTreeSet<ActionName>,
    /// Something else that was asked for in between.
    pub detour: Option<ActionName>,
    /// How each variable was told, and for which action.
    pub tries: BTreeMap<(ActionName, VariableName), Tries>,
    /// A variable that was told wrong and is to be corrected next.
    pub slip: Option<VariableName>,
    /// How often the customer still does what its style is about.
    pub quirks: u32,
    /// Questions to let pass before that.
    pub patience: u32,
    /// Silences still to come.
    pub silences: u32,
    /// Pleas for another try.
    pub pleas: u32,
    /// Times that something was given up.
    pub surrenders: u32,
    /// Goodbyes.
    pub partings: u32,
    /// Whether nothing more will be said.
    pub has_left: bool,
}

/// How a variable was told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tries {
    /// Times that the truth was told.
    pub told: u32,
    /// Times that it was corrected after being read back wrong.
    pub corrected: u32,
    /// Times that nothing could be said.
    pub unknown: u32,
    /// Whether something wrong was told on purpose.
    pub wrong: bool,
}

impl Progress {
    /// Before anything is said.
    pub fn new(style: Style, wants: &[ActionName], random: &mut fastrand::Rng) -> Self {
        let silences = match style {
            Style::Silent => random.u32(1..=MOST_SILENCES),
            _ => 0,
        };
        let mut queue: VecDeque<ActionName> = wants.iter().cloned().collect();
        Self {
            want: queue.pop_front(),
            queue,
            openings: 0,
            is_heard: false,
            succeeded: BTreeSet::new(),
            called: BTreeSet::new(),
            detour: None,
            tries: BTreeMap::new(),
            slip: None,
            quirks: 1,
            patience: random.u32(0..2),
            silences,
            pleas: 0,
            surrenders: 0,
            partings: 0,
            has_left: false,
        }
    }

    /// Whether nothing was said yet.
    pub fn is_new(&self) -> bool {
        self.openings == 0 && self.tries.is_empty()
    }

    /// Takes note of what a turn has brought.
    pub fn notice(&mut self, last: &TurnRecord, agent: &Agent) {
        if let Some(open) = &last.action {
            let leads = |want| leads_to(agent, &self.succeeded, (open, want));
            self.is_heard |= self.want.as_ref().is_some_and(leads);
        }
        self.called.extend(last.calls.iter().map(|call| call.action.clone()));
        let good = last.calls.iter().filter(|call| call.outcome.class == "success");
        self.succeeded.extend(good.map(|call| call.action.clone()));
        let is_over = |name: &ActionName| ended(last, name, (agent, &self.succeeded));
        let (detour_is_over, want_is_over) =
            (self.detour.as_ref().is_some_and(is_over), self.want.as_ref().is_some_and(is_over));
        if detour_is_over {
            self.detour = None;
        }
        if want_is_over {
            self.next_want();
        }
    }

    /// Turns to what is wanted next.
    pub fn next_want(&mut self) {
        self.want = self.queue.pop_front();
        self.openings = 0;
        self.is_heard = false;
        self.pleas = 0;
        self.surrenders = 0;
        self.tries.clear();
        self.slip = None;
    }
}

/// Whether an open action is the one that is wanted, or a gate on the way to it that is not passed yet.
pub(super) fn leads_to(
    agent: &Agent,
    passed: &BTreeSet<ActionName>,
    (open, want): (&ActionName, &ActionName),
) -> bool {
    let mut seen = BTreeSet::new();
    let mut ahead = vec![want];
    while let Some(name) = ahead.pop() {
        if name == open {
            return true;
        }
        if seen.insert(name) {
            let gates = agent.action(name).into_iter().flat_map(|action| &action.requires);
            ahead.extend(gates.filter(|gate| !passed.contains(*gate)));
        }
    }
    false
}

/// Whether an action has come to its end in this turn, good or bad. A failure that offers a callback is
/// over only when the offer is answered.
fn ended(
    last: &TurnRecord,
    name: &ActionName,
    (agent, passed): (&Agent, &BTreeSet<ActionName>),
) -> bool {
    let is_done = |call: &crate::transcript::CallRecord| {
        call.action == *name && call.outcome.class == "success"
    };
    let is_given_up = |act: &SystemAct| match act {
        SystemAct::Cancelled { action } => leads_to(agent, passed, (action, name)),
        SystemAct::OfferDeclined | SystemAct::CallbackAccepted => {
            last.action.as_ref().is_none_or(|open| !leads_to(agent, passed, (open, name)))
        }
        _ => false,
    };
    last.calls.iter().any(is_done) || last.system_acts.iter().any(is_given_up)
}
