//! What a customer does of its own accord, whatever was asked.

use super::{
    Simulator, Style,
    english::{Phrase, by_name},
    line::Line,
    opening::WAYS,
    progress::leads_to,
    situation::Situation,
};
use crate::{
    agent::{Action, ActionName},
    transcript::TurnRecord,
};

impl<'a> Simulator<'a> {
    /// What the customer says instead of an answer, if anything.
    pub(super) fn own_way(&mut self, last: &TurnRecord, situation: &Situation) -> Option<Line> {
        if let Some(line) = self.take_back(last) {
            return Some(line);
        }
        if let Some(watched) = &self.spec.bears_with {
            return self.after_all(watched);
        }
        if !matches!(situation, Situation::Asked(_) | Situation::Confirm(_)) {
            return None;
        }
        if self.is_astray(last) {
            return Some(self.turn_back());
        }
        if self.progress.quirks == 0 || self.progress.is_new() {
            return None;
        }
        let style = self.spec.style;
        if !matches!(style, Style::AsksForPerson | Style::ClaimsDone | Style::Interrupts)
            || self.let_pass()
        {
            return None;
        }
        self.progress.quirks -= 1;
        Some(match style {
            Style::AsksForPerson => self.phrase(Phrase::Person),
            Style::ClaimsDone => self.phrase(Phrase::GaveAlready),
            _ => self.interrupt(),
        })
    }

    /// Asks for a person, at whatever point, once this action was called.
    fn after_all(&mut self, watched: &ActionName) -> Option<Line> {
        if self.progress.quirks == 0 || !self.progress.called.contains(watched) {
            return None;
        }
        self.progress.quirks -= 1;
        Some(self.phrase(Phrase::Person))
    }

    /// Corrects what was told wrong in the turn before.
    fn take_back(&mut self, last: &TurnRecord) -> Option<Line> {
        let name = self.progress.slip.take()?;
        let action = self.at_work(last);
        let variable = self.variable(last, &name)?;
        let truth = self.truths.get(&name).cloned()?;
        self.mark_told(&action, variable);
        Some(self.correct((&action, variable), &truth))
    }

    /// Whether the agent is busy with something that nobody asked for.
    fn is_astray(&self, last: &TurnRecord) -> bool {
        let Some(open) = &last.action else { return false };
        let wanted = self.progress.want.iter().chain(&self.progress.detour);
        !wanted.into_iter().any(|wanted| self.leads_to(open, wanted))
    }

    fn leads_to(&self, open: &ActionName, want: &ActionName) -> bool {
        leads_to(self.agent, &self.progress.succeeded, (open, want))
    }

    /// Says what is really wanted, or drops what is open.
    fn turn_back(&mut self) -> Line {
        if self.progress.is_new() {
            return self.open();
        }
        match self.progress.want.clone().filter(|_| self.progress.openings < WAYS) {
            Some(want) => {
                self.progress.openings += 1;
                Line::of(by_name(want.as_str()))
            }
            None => self.phrase(Phrase::NeverMind),
        }
    }

    /// Asks for something else in the middle; for nothing in particular where there is nothing else.
    fn interrupt(&mut self) -> Line {
        let Some(action) = self.something_else() else { return self.phrase(Phrase::SmallTalk) };
        self.progress.detour = Some(action.name.clone());
        self.ask_for(action)
    }

    /// Another action that needs none that is open, a reading one first.
    fn something_else(&self) -> Option<&'a Action> {
        let want = self.progress.want.as_ref()?;
        let is_other = |action: &&Action| {
            !self.leads_to(&action.name, want) && !self.leads_to(want, &action.name)
        };
        let others = || self.agent.actions.iter().filter(is_other);
        others().find(|action| !action.method.is_write()).or_else(|| others().next())
    }

    /// Nothing was asked: what is wanted, or what is wanted next.
    pub(super) fn go_on(&mut self) -> Line {
        match self.progress.want {
            Some(_) => self.open(),
            None => self.farewell(),
        }
    }
}
