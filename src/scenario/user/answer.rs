//! How a customer answers when a value is asked for.

use super::{
    Simulator, Style,
    english::{IN_ONE_BREATH, PLAIN_ANSWERS, Phrase, labelled},
    line::{Line, Spoken},
    other,
    speech::is_free,
};
use crate::{
    agent::{ActionName, Confirmation, Variable, VariableName},
    transcript::TurnRecord,
    value::{Value, VariableType},
};

/// Times that one thing is given up before the customer leaves.
const SURRENDERS: u32 = 2;

impl<'a> Simulator<'a> {
    /// Answers the question for a value: with the truth, once more and clearer, and then not at all.
    pub(super) fn answer(&mut self, last: &TurnRecord, name: &VariableName) -> Line {
        let action = self.at_work(last);
        let truth = self.truths.get(name).cloned();
        let (Some(variable), Some(truth)) = (self.variable(last, name), truth) else {
            return self.does_not_know(&action, name);
        };
        if self.is(Style::DeclinesOptional) && !variable.is_required() {
            return self.phrase(Phrase::RatherNot);
        }
        match self.told(&action, variable) {
            0 => self.first_answer(last, (variable, &truth)),
            1 => self.again((&action, variable), &truth),
            _ => self.does_not_know(&action, name),
        }
    }

    /// The action that a question belongs to, as far as can be seen.
    pub(super) fn at_work(&self, last: &TurnRecord) -> ActionName {
        let open = last.action.clone().or_else(|| self.progress.want.clone());
        open.unwrap_or_else(|| ActionName::new(""))
    }

    fn first_answer(
        &mut self,
        last: &TurnRecord,
        (variable, truth): (&'a Variable, &Value),
    ) -> Line {
        let own = match self.spec.style {
            Style::InvalidFirst => self.invalid_first(last, (variable, truth)),
            Style::Corrects => self.wrong_first(last, (variable, truth)),
            Style::OutOfOrder => self.another_first(last, variable),
            _ => None,
        };
        own.unwrap_or_else(|| {
            self.mark_told(&self.at_work(last), variable);
            let spoken = self.speak(variable, truth);
            self.tell((variable, truth), spoken)
        })
    }

    /// A plain answer.
    fn tell(&mut self, (variable, truth): (&Variable, &Value), spoken: Spoken) -> Line {
        let is_bare = is_free(variable)
            || variable.spec.variable_type == VariableType::Boolean
            || self.is(Style::Impatient);
        let ways = if is_bare { 1 } else { PLAIN_ANSWERS.len() };
        let frame = PLAIN_ANSWERS[self.random.usize(..ways)];
        Line::default().framed(frame, (variable, truth), spoken)
    }

    /// The truth once more, clear and with its name.
    pub(super) fn again(
        &mut self,
        (action, variable): (&ActionName, &Variable),
        truth: &Value,
    ) -> Line {
        self.mark_told(action, variable);
        let frame = match is_free(variable) || variable.spec.variable_type == VariableType::Boolean
        {
            true => PLAIN_ANSWERS[0].to_owned(),
            false => labelled(&variable.name.in_words()),
        };
        let spoken = self.speech().again(truth);
        Line::default().framed(&frame, (variable, truth), spoken).clearly()
    }

    /// Cannot say it; then gives the whole thing up, and at last leaves.
    fn does_not_know(&mut self, action: &ActionName, name: &VariableName) -> Line {
        let tries = self.tries(action, name);
        tries.unknown += 1;
        if tries.unknown == 1 {
            return self.phrase(Phrase::DoesNotKnow);
        }
        self.surrender()
    }

    /// Gives up what was begun.
    pub(super) fn surrender(&mut self) -> Line {
        self.progress.surrenders += 1;
        match self.progress.surrenders {
            ..=SURRENDERS => self.phrase(Phrase::NeverMind),
            _ => self.farewell(),
        }
    }

    fn invalid_first(
        &mut self,
        last: &TurnRecord,
        (variable, truth): (&Variable, &Value),
    ) -> Option<Line> {
        let action = self.at_work(last);
        if self.progress.quirks == 0 || variable.attempts < 2 || self.let_pass() {
            return None;
        }
        let words = other::invalid(variable, truth, &self.at)?;
        self.progress.quirks -= 1;
        self.tries(&action, &variable.name).wrong = true;
        Some(self.tell((variable, truth), Spoken::wrong(words)))
    }

    /// Whether this chance is let pass, which the seed decides.
    pub(super) fn let_pass(&mut self) -> bool {
        let passes = self.progress.patience > 0;
        self.progress.patience = self.progress.patience.saturating_sub(1);
        passes
    }

    /// Something wrong, and the truth in the same breath or at the next turn.
    fn wrong_first(
        &mut self,
        last: &TurnRecord,
        (variable, truth): (&'a Variable, &Value),
    ) -> Option<Line> {
        if self.progress.quirks == 0 {
            return None;
        }
        let wrong = other::another(variable, truth, &self.at)?;
        self.progress.quirks -= 1;
        let slip = Spoken::wrong(self.speech().again(&wrong).words);
        let action = self.at_work(last);
        if self.is_last(&action, variable, last) || self.random.bool() {
            self.mark_told(&action, variable);
            let spoken = self.speak(variable, truth);
            let (head, tail) = IN_ONE_BREATH;
            let line = Line::default().framed(head, (variable, truth), slip);
            return Some(line.framed(tail, (variable, truth), spoken));
        }
        self.tries(&action, &variable.name).wrong = true;
        self.progress.slip = Some(variable.name.clone());
        Some(self.tell((variable, truth), slip))
    }

    /// Whether the call is made as soon as this variable is told.
    fn is_last(&self, action: &ActionName, variable: &Variable, last: &TurnRecord) -> bool {
        let Some(action) = self.agent.action(action) else { return true };
        let is_open = |other: &&Variable| {
            other.name != variable.name
                && (other.is_required() || other.ask.is_some())
                && !last.slots.contains_key(&other.name)
        };
        action.confirm == Confirmation::Never && action.variables.iter().find(is_open).is_none()
    }

    /// A value that was not asked for yet.
    fn another_first(&mut self, last: &TurnRecord, asked: &Variable) -> Option<Line> {
        let action = self.agent.action(&self.at_work(last))?;
        let is_untold = |variable: &&Variable| {
            variable.name != asked.name
                && variable.is_required()
                && !is_free(variable)
                && variable.spec.variable_type != VariableType::Boolean
                && self.told(&action.name, variable) == 0
                && !last.slots.contains_key(&variable.name)
        };
        let variable = action.variables.iter().find(is_untold)?;
        let truth = self.truths.get(&variable.name).cloned()?;
        self.mark_told(&action.name, variable);
        let spoken = self.speak(variable, &truth);
        let frame = labelled(&variable.name.in_words());
        Some(Line::default().framed(&frame, (variable, &truth), spoken))
    }
}
