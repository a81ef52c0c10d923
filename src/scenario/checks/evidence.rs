use super::Talk;
use crate::{
    agent::{Action, ActionName},
    api::Note,
    prompt::{ErrorLine, ErrorMatch},
    request::{FailureClass, Outcome},
    transcript::{PlayedTurn, SentCall},
    value::Reference,
};

/// Whose fault a failure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Blame {
    /// The values the customer gave.
    Values,
    /// Anyone's but the customer's.
    Others,
}

/// A talk, looked at turn by turn and call by call.
#[derive(Clone, Copy)]
pub(super) struct Evidence<'a> {
    pub talk: &'a Talk<'a>,
}

/// A call with where it stands.
#[derive(Clone, Copy)]
pub(super) struct Made<'a> {
    /// The index of its turn.
    pub turn: usize,
    pub call: &'a SentCall,
    /// Its action as declared; `None` for an action that the agent does not have.
    pub action: Option<&'a Action>,
}

impl<'a> Evidence<'a> {
    pub fn of(talk: &'a Talk<'a>) -> Self {
        Self { talk }
    }

    /// The turns with their index.
    pub fn turns(&self) -> impl Iterator<Item = (usize, &'a PlayedTurn)> + use<'a> {
        self.talk.turns.iter().enumerate()
    }

    /// All calls in order.
    pub fn calls(&self) -> impl Iterator<Item = Made<'a>> + use<'a> {
        let talk = self.talk;
        talk.turns.iter().enumerate().flat_map(move |(turn, played)| {
            played.calls.iter().map(move |call| Made {
                turn,
                call,
                action: talk.agent.action(&call.action),
            })
        })
    }

    /// The turn of this index.
    pub fn turn(&self, index: usize) -> &'a PlayedTurn {
        &self.talk.turns[index]
    }

    pub fn at(&self, turn: usize) -> Reference {
        self.talk.at(turn)
    }

    /// The utterances up to a turn, the latest first.
    pub fn said_up_to(&self, turn: usize) -> impl Iterator<Item = (usize, &'a str)> + use<'a> {
        let turns = &self.talk.turns[..=turn];
        turns
            .iter()
            .enumerate()
            .rev()
            .filter_map(|(at, played)| Some((at, played.utterance.as_deref()?)))
    }

    /// Why a call came to what it did, for the reader of a finding.
    pub fn reasons(&self, call: &SentCall) -> Vec<String> {
        let mut reasons = vec![told_outcome(call)];
        reasons.extend(call.notes.iter().filter_map(told_note));
        if let Some(line) = self.error_line(call) {
            reasons.push(format!(
                "line {} of the prompt is for this failure: {}",
                line.line,
                line.say.as_deref().unwrap_or(&line.guidance)
            ));
        }
        reasons
    }

    /// The prompt's line for a failed call: its action's own first, the narrowest first.
    pub fn error_line(&self, call: &SentCall) -> Option<&'a ErrorLine> {
        let Outcome::Failure { class, status, .. } = &call.outcome else { return None };
        let lines = self.talk.agent.prompt.error_lines.iter();
        let fits = |line: &&ErrorLine| line.action.as_ref().is_none_or(|a| *a == call.action);
        lines
            .filter(fits)
            .filter_map(|line| Some((line, narrowness(line, *class, *status)?)))
            .max_by_key(|(line, narrow)| (line.action.is_some(), *narrow))
            .map(|(line, _)| line)
    }
}

fn narrowness(line: &ErrorLine, class: FailureClass, status: Option<u16>) -> Option<u8> {
    let narrow = |wanted: &ErrorMatch| match wanted {
        ErrorMatch::Status(wanted) => (status == Some(*wanted)).then_some(3),
        ErrorMatch::Class(wanted) => {
            status.is_some_and(|status| status / 100 == u16::from(*wanted)).then_some(2)
        }
        ErrorMatch::Timeout => (class == FailureClass::Timeout).then_some(3),
        ErrorMatch::Unreachable => (class == FailureClass::Unreachable).then_some(3),
        ErrorMatch::Any => Some(1),
    };
    line.matches.iter().filter_map(narrow).max()
}

fn told_outcome(call: &SentCall) -> String {
    match &call.outcome {
        Outcome::Success { status, .. } => format!("{} answered {status}", call.action),
        Outcome::Failure { class, status: Some(status), .. } => {
            format!("{} answered {status} ({})", call.action, class.name().replace('_', " "))
        }
        Outcome::Failure { class, .. } => {
            format!("{} failed: {}", call.action, class.name().replace('_', " "))
        }
    }
}

fn told_note(note: &Note) -> Option<String> {
    match note {
        Note::Answered { rule, fault: Some(fault), .. } => {
            Some(format!("the fault {fault} of a rule in {} decided that", rule.path))
        }
        Note::Answered { rule, fault: None, .. } => {
            Some(format!("a rule in {} answered it", rule.path))
        }
        Note::Overridden { .. } => Some("it was answered as set with /api".to_owned()),
        Note::NoRule { .. } => Some("the stub API has no rule for it".to_owned()),
        Note::Unmatched { .. } => Some("no rule of the stub API matches it".to_owned()),
        Note::Unrecorded { .. } => Some("nothing is recorded for it".to_owned()),
        Note::Denied { rule, .. } => {
            Some(format!("a rule in {} checks credentials and refused them", rule.path))
        }
        Note::BreaksSchema { rule, .. } => {
            Some(format!("a rule in {} answers what breaks the declared schema", rule.path))
        }
    }
}

/// Whether a call succeeded.
pub(super) fn is_success(call: &SentCall) -> bool {
    matches!(call.outcome, Outcome::Success { .. })
}

/// Whose fault it is that a call failed; `None` when it succeeded.
pub(super) fn blame(call: &SentCall) -> Option<Blame> {
    use FailureClass::{Conflict, InvalidInput, NotFound};
    match &call.outcome {
        Outcome::Success { .. } => None,
        Outcome::Failure { class: NotFound | Conflict | InvalidInput, .. } => Some(Blame::Values),
        Outcome::Failure { .. } => Some(Blame::Others),
    }
}

/// Whether a call that did not succeed may have taken effect all the same.
pub(super) fn is_in_doubt(call: &SentCall) -> bool {
    use FailureClass::{BrokenAnswer, Cancelled, ServerError, Timeout, Unreachable};
    match &call.outcome {
        Outcome::Success { .. } | Outcome::Failure { never_sent: true, .. } => false,
        Outcome::Failure { class: Timeout | Unreachable | BrokenAnswer | Cancelled, .. } => true,
        Outcome::Failure { class: ServerError, status, .. } => matches!(status, Some(502 | 504)),
        Outcome::Failure { .. } => false,
    }
}

/// The last call of each action in a turn, in order.
pub(super) fn last_of_each(played: &PlayedTurn) -> Vec<&SentCall> {
    let is_last = |at: usize, action: &ActionName| {
        !played.calls[at + 1..].iter().any(|later| later.action == *action)
    };
    let calls = played.calls.iter().enumerate();
    calls.filter(|(at, call)| is_last(*at, &call.action)).map(|(_, call)| call).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;

    #[test]
    fn a_line_for_one_status_is_narrower_than_one_for_its_class_and_that_than_one_for_all() {
        let narrow = |wanted, class, status| {
            let line = ErrorLine {
                action: None,
                matches: vec![wanted],
                say: None,
                guidance: String::new(),
                offers_callback: false,
                line: 1,
            };
            narrowness(&line, class, status)
        };
        let missing = |wanted| narrow(wanted, FailureClass::NotFound, Some(404));
        assert_eq!(missing(ErrorMatch::Status(404)), Some(3));
        assert_eq!(missing(ErrorMatch::Status(403)), None);
        assert_eq!(missing(ErrorMatch::Class(4)), Some(2));
        assert_eq!(missing(ErrorMatch::Class(5)), None);
        assert_eq!(missing(ErrorMatch::Timeout), None);
        assert_eq!(missing(ErrorMatch::Unreachable), None);
        assert_eq!(missing(ErrorMatch::Any), Some(1));
        let cut = |wanted| narrow(wanted, FailureClass::Unreachable, None);
        assert_eq!(cut(ErrorMatch::Unreachable), Some(3));
        assert_eq!(cut(ErrorMatch::Timeout), None);
        assert_eq!(cut(ErrorMatch::Class(5)), None);
        let late = |wanted| narrow(wanted, FailureClass::Timeout, None);
        assert_eq!(late(ErrorMatch::Timeout), Some(3));
    }

    #[test]
    fn what_answered_a_call_is_told() {
        let rule = || Place { path: "x.scenario.yaml".into(), span: 0..1 };
        let action = || ActionName::new("Find");
        let told = |note: Note| told_note(&note).unwrap_or_default();
        let answered = told(Note::Answered { rule: rule(), reply: 0, fault: None });
        assert_eq!(answered, "a rule in x.scenario.yaml answered it");
        assert!(told(Note::Overridden { action: action() }).contains("/api"));
        let unmatched = Note::Unmatched { action: action(), nearest: None };
        assert!(told(unmatched).contains("no rule of the stub API matches"));
        let missed = Note::Unrecorded { action: action(), miss: String::new() };
        assert!(told(missed).contains("nothing is recorded"));
    }
}
