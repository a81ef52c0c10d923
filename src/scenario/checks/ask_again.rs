use super::{
    super::Finding,
    CheckName,
    ask::{Asking, asked, has_value},
    english::words::{plain, says},
    evidence::{Blame, Evidence, blame, is_success},
    ground::is_same,
};
use crate::{
    agent::{Action, Variable},
    dialogue::{Provenance, SystemAct, UserAct},
    transcript::{MASK, PlayedTurn},
    value::{self, Value},
};

/// Words with which a customer takes something back or wants it anew.
const CHANGES: &[&str] = &[
    "no",
    "nope",
    "wrong",
    "not",
    "change",
    "different",
    "another",
    "other",
    "else",
    "incorrect",
    "mistake",
    "instead",
    "actually",
    "sorry",
    "wait",
    "correct that",
    "forget",
    "cancel",
    "never mind",
    "nevermind",
    "start over",
    "again",
    "new",
    "don't",
    "stop",
    "typo",
    "mistyped",
    "misspoke",
    "scratch that",
    "isn't",
    "repeat",
    "pardon",
    "what",
    "say that",
    "next",
    "switch",
    "edit",
    "update",
];

/// Values that were known and valid and were asked for again.
pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, played) in evidence.turns().skip(1) {
        let asking = Asking::of(evidence.talk.agent, played);
        for action in &evidence.talk.agent.actions {
            for variable in asked(action, &asking) {
                let question = Question { evidence, index, played, action, variable };
                findings.extend(question.finding());
            }
        }
    }
    findings
}

/// A question for a variable in a turn.
struct Question<'e, 'a> {
    evidence: &'e Evidence<'a>,
    index: usize,
    played: &'a PlayedTurn,
    action: &'a Action,
    variable: &'a Variable,
}

/// A value that was known, and since which turn.
struct Known {
    value: Value,
    turn: usize,
}

impl Question<'_, '_> {
    fn finding(&self) -> Option<Finding> {
        let known = self.known()?;
        if self.has_reason(&known) || has_value(&self.played.reply, &known.value) {
            return None;
        }
        let name = &self.variable.name;
        let message = format!("The {} was asked for again although it is known.", name.in_words());
        let mut finding = CheckName::AskedAgain.finding(self.played, message);
        finding.expected.push((name.to_string(), "not asked for".to_owned()));
        let shown = if self.variable.sensitive { MASK.to_owned() } else { known.value.to_string() };
        finding.got.push((name.to_string(), format!("asked for, with {shown} known")));
        let turn = self.evidence.turn(known.turn).record.turn;
        finding.why.push(format!(
            "it was given in turn {turn} for {}, and nothing took it back",
            self.action.name
        ));
        finding.mend.push(
            "Tell the agent in its prompt not to ask for what the customer has said already."
                .to_owned(),
        );
        Some(finding)
    }

    /// The value as it was known before this turn's answer, if it was.
    fn known(&self) -> Option<Known> {
        self.informed_now().or_else(|| self.held_before()).or_else(|| self.called_before())
    }

    /// Said in this very turn, and understood.
    fn informed_now(&self) -> Option<Known> {
        let said = self.played.utterance.as_deref()?;
        let at = self.evidence.at(self.index);
        let informed = self.played.record.user_acts.iter().filter_map(|act| match act {
            UserAct::Inform { variable, span, .. }
            | UserAct::Correct { variable, raw: Some(_), span }
                if *variable == self.variable.name =>
            {
                said.get(span.clone())
            }
            _ => None,
        });
        let readings: Vec<_> =
            informed.filter_map(|raw| value::parse(&self.variable.spec, raw, &at).ok()).collect();
        match readings.as_slice() {
            [only]
                if only.alternatives.is_empty()
                    && self.is_open_before()
                    && !self.is_for_another() =>
            {
                Some(Known { value: only.value.clone(), turn: self.index })
            }
            _ => None,
        }
    }

    /// Whether the action was open when the turn began, or the turn is its first.
    fn is_open_before(&self) -> bool {
        let requests = |act: &UserAct| matches!(act, UserAct::Request { action } if *action == self.action.name);
        self.frames_before().any(|frame| frame.action == self.action.name)
            || self.played.record.user_acts.iter().any(requests)
    }

    /// Whether the value went to another action that has a variable of this name.
    fn is_for_another(&self) -> bool {
        let name = &self.variable.name;
        let mut calls = self.played.calls.iter().filter(|call| call.action != self.action.name);
        calls.any(|call| call.arguments.contains_key(name))
            || self.played.record.user_acts.iter().any(
                |act| matches!(act, UserAct::Request { action } if *action != self.action.name),
            )
    }

    fn frames_before(&self) -> impl Iterator<Item = &crate::dialogue::Frame> {
        self.evidence.turn(self.index - 1).state.frames.iter()
    }

    /// Held by the open action before this turn.
    fn held_before(&self) -> Option<Known> {
        let frame = self.frames_before().find(|frame| frame.action == self.action.name)?;
        let held = frame.value(&self.variable.name)?;
        let turn = match &held.provenance {
            Provenance::User { turn, .. } => self.index_of(*turn),
            _ => self.index - 1,
        };
        Some(Known { value: held.value.clone(), turn })
    }

    fn index_of(&self, number: u32) -> usize {
        let turns = &self.evidence.talk.turns[..=self.index];
        turns.iter().position(|turn| turn.record.turn == number).unwrap_or(self.index - 1)
    }

    /// Sent with an earlier call of the action.
    fn called_before(&self) -> Option<Known> {
        let mut calls = self
            .evidence
            .calls()
            .filter(|made| made.turn < self.index && made.call.action == self.action.name);
        let last = calls.by_ref().last()?;
        let held = last.call.arguments.get(&self.variable.name)?;
        Some(Known { value: held.value.clone(), turn: last.turn })
    }

    /// Whether something since the value was known is a reason to ask for it again.
    fn has_reason(&self, known: &Known) -> bool {
        let since = known.turn.min(self.index)..=self.index;
        since.clone().any(|turn| self.was_refused(turn))
            || since.clone().any(|turn| self.came_to_an_end(turn, known.turn))
            || self.evidence.talk.turns[since].iter().any(|played| self.is_doubted(played))
            || self.takes_back(known)
    }

    /// Whether a call of the action failed in this turn; after a failure of ours it is `asked-in-vain`.
    fn was_refused(&self, turn: usize) -> bool {
        let calls =
            self.evidence.turn(turn).calls.iter().filter(|call| call.action == self.action.name);
        calls.filter_map(blame).any(|blame| blame == Blame::Values || turn == self.index)
    }

    fn came_to_an_end(&self, turn: usize, since: usize) -> bool {
        let played = self.evidence.turn(turn);
        let succeeded =
            played.calls.iter().any(|call| call.action == self.action.name && is_success(call));
        let cancelled = played.record.user_acts.iter().any(|act| matches!(act, UserAct::Cancel));
        let given_up = played.record.system_acts.iter().any(
            |act| matches!(act, SystemAct::Cancelled { action } if *action == self.action.name),
        );
        succeeded || (turn > since && (cancelled || given_up))
    }

    /// Whether the agent had a reason of its own to doubt the value, or refused a new one for it.
    fn is_doubted(&self, played: &PlayedTurn) -> bool {
        let name = &self.variable.name;
        played.record.system_acts.iter().any(|act| match act {
            SystemAct::ConfirmValue { variable, .. }
            | SystemAct::Refuse { variable, .. }
            | SystemAct::AlreadyTried { variable, .. } => variable == name,
            SystemAct::AskWhatToChange { action } => *action == self.action.name,
            _ => false,
        })
    }

    /// Whether the customer, after giving it, takes it back, denies it or gives another that is no value.
    fn takes_back(&self, known: &Known) -> bool {
        let turns = &self.evidence.talk.turns;
        turns[known.turn..=self.index].iter().enumerate().any(|(offset, played)| {
            let acts = &played.record.user_acts;
            let is_later = offset > 0 || known.turn == self.index;
            let corrects = acts.iter().any(|act| match act {
                UserAct::Correct { variable, .. } => *variable == self.variable.name,
                UserAct::Deny | UserAct::Cancel | UserAct::Repeat => is_later,
                _ => false,
            });
            let says_so = offset > 0
                && says(&plain(played.utterance.as_deref().unwrap_or_default()), CHANGES);
            (corrects && !self.corrects_to(played, &known.value)) || (is_later && says_so)
        })
    }

    /// Whether a correction gives just the value that is known.
    fn corrects_to(&self, played: &PlayedTurn, value: &Value) -> bool {
        let said = played.utterance.as_deref().unwrap_or_default();
        let at = self.evidence.at(self.index);
        played.record.user_acts.iter().any(|act| match act {
            UserAct::Correct { variable, raw: Some(_), span }
                if *variable == self.variable.name =>
            {
                said.get(span.clone())
                    .and_then(|raw| value::parse(&self.variable.spec, raw, &at).ok())
                    .is_some_and(|reading| is_same(&reading.value, value))
            }
            _ => false,
        })
    }
}
