use super::{
    Change, Frame, Ignored, Phase, Question, SystemAct, Told, step::MOST_FRAMES, turn::Turn,
};
use crate::agent::ActionName;

impl Turn<'_> {
    /// Opens an action; what was open before waits below it.
    pub fn request(&mut self, action: &ActionName) {
        if self.agent.action(action).is_none() {
            return self.ignore(action.as_str(), Ignored::UnknownAction);
        }
        let told = match self.take_question() {
            Some(Question::WhichAction { told, .. }) => told,
            Some(Question::Callback | Question::More) | None => Vec::new(),
        };
        self.choose(action, &told);
    }

    /// Opens an action with the values that came with its unclear request.
    pub fn choose(&mut self, action: &ActionName, told: &[Told]) {
        self.heeded = true;
        match self.state.frames.iter().rposition(|frame| frame.action == *action) {
            Some(at) => self.bring_up(at),
            None if self.state.frames.len() >= MOST_FRAMES => {
                self.ignore(action.as_str(), Ignored::TooDeep);
            }
            None => {
                self.open(action, None);
                self.open_gates();
            }
        }
        for told in told {
            self.take_told(told);
        }
    }

    /// An action asked for again while it waits goes to the top, unless only its gates are above.
    fn bring_up(&mut self, at: usize) {
        let only_gates = self.state.frames[at + 1..].iter().all(|frame| frame.gate_for.is_some());
        if !only_gates {
            let frame = self.state.frames.remove(at);
            self.state.frames.push(frame);
        }
    }

    /// Pushes a frame for an action.
    pub fn open(&mut self, action: &ActionName, gate_for: Option<&ActionName>) {
        let mut frame = Frame::new(action.clone());
        frame.gate_for = gate_for.cloned();
        if let Some(declared) = self.agent.action(action) {
            frame.assent = self.assent_for(declared);
        }
        self.state.frames.push(frame);
        self.changes.push(Change::Opened { action: action.clone(), gate_for: gate_for.cloned() });
    }

    /// Pushes what the action at work requires and has not had. True when anything was pushed.
    pub fn open_gates(&mut self) -> bool {
        let mut pushed = false;
        while let Some(first) = self.unmet_gate() {
            let Some(wanted) = self.top().map(|frame| frame.action.clone()) else { break };
            let is_open = self.state.frames.iter().any(|frame| frame.action == first);
            if is_open || self.agent.action(&first).is_none() {
                // A circle or a name that `check` refuses: the action can't be had.
                self.state.frames.pop();
                self.ignore(wanted.as_str(), Ignored::UnknownAction);
                self.say(SystemAct::Cancelled { action: wanted });
                return true;
            }
            self.say(SystemAct::Gate { wanted: wanted.clone(), first: first.clone() });
            self.open(&first, Some(&wanted));
            pushed = true;
        }
        pushed
    }

    fn unmet_gate(&self) -> Option<ActionName> {
        let action = self.top_action()?;
        action.requires.iter().find(|first| !self.state.succeeded.contains(*first)).cloned()
    }

    /// Asks which of the closest actions is meant.
    pub fn offer(&mut self, candidates: &[ActionName]) {
        let known = candidates.iter().filter(|name| self.agent.action(name).is_some());
        let candidates: Vec<_> = known.cloned().collect();
        if !candidates.is_empty() {
            self.heeded = true;
            self.state.question = Some(Question::WhichAction { candidates, told: Vec::new() });
        }
    }

    /// Gives the action at work up, and with a gate what it was opened for.
    pub fn cancel(&mut self) {
        self.heeded = true;
        match self.take_question() {
            Some(Question::WhichAction { .. } | Question::Callback) => {
                return self.say(SystemAct::OfferDeclined);
            }
            Some(Question::More) | None => {}
        }
        match self.drop_top() {
            None => self.say(SystemAct::NothingToCancel),
            Some(action) => {
                self.say(SystemAct::Cancelled { action });
                self.resume();
            }
        }
    }

    /// Drops the frame at work and all it was a gate for; the last one dropped is what was wanted.
    pub fn drop_top(&mut self) -> Option<ActionName> {
        let mut frame = self.state.frames.pop()?;
        self.changes.push(Change::Closed { action: frame.action.clone() });
        while frame.gate_for.is_some()
            && self.top().is_some_and(|below| Some(&below.action) == frame.gate_for.as_ref())
        {
            let Some(below) = self.state.frames.pop() else { break };
            self.changes.push(Change::Closed { action: below.action.clone() });
            frame = below;
        }
        Some(frame.action)
    }

    /// Says that a waiting action goes on.
    pub fn resume(&mut self) {
        if let Some(frame) = self.top().filter(|frame| frame.phase != Phase::Calling) {
            let action = frame.action.clone();
            self.say(SystemAct::Resume { action });
        }
    }
}
