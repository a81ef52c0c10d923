//! Findings as failures that may be shown: masked, located, with what was said and why.

use super::{Planned, Sources, why::why};
use crate::{
    agent::{ActionName, Agent, VariableName},
    rehearse::{Stage, StageError},
    report::{Edit, Failure, Located, Said, Speaker},
    request::Redactor,
    scenario::Finding,
    transcript::PlayedTurn,
};

/// Turns the findings of one talk into failures.
pub(super) struct Telling<'a> {
    sources: &'a Sources,
    turns: &'a [PlayedTurn],
    redactor: Redactor,
}

impl<'a> Telling<'a> {
    pub fn new(planned: &'a Planned, stage: &Stage, turns: &'a [PlayedTurn]) -> Self {
        let mut redactor = stage.redactor.clone();
        add_sensitive(&mut redactor, stage.conversation.agent(), turns);
        Self { sources: &planned.sources, turns, redactor }
    }

    pub fn tell(&self, finding: Finding) -> Failure {
        let turn = finding.turn.and_then(|number| self.turn(number));
        let why = match turn {
            Some(turn) if finding.why.is_empty() => why(turn, self.sources),
            _ => finding.why.clone(),
        };
        let place = finding.place.as_ref().map(|(place, key)| self.sources.locate(place, key));
        let edit = self.edit(&finding);
        let accepted = place.as_ref().zip(edit.as_ref()).and_then(accept);
        let mend = finding.mend.iter().chain(&accepted);
        let mend = mend.map(|line| self.masked(line)).collect();
        Failure {
            code: finding.code.to_owned(),
            kind: finding.kind.to_owned(),
            turn: finding.turn,
            message: self.masked(&finding.message),
            place: place.map(|place| Located { text: self.masked(&place.text), ..place }),
            said: turn.map(said).unwrap_or_default(),
            expected: self.pairs(&finding.expected),
            got: self.pairs(&finding.got),
            nearest: finding.nearest.as_deref().map(|nearest| self.masked(nearest)),
            why: why.iter().map(|line| self.masked(line)).collect(),
            mend,
            edit,
        }
    }

    fn turn(&self, number: u32) -> Option<&'a PlayedTurn> {
        self.turns.iter().find(|turn| turn.record.turn == number)
    }

    fn pairs(&self, pairs: &[(String, String)]) -> Vec<(String, String)> {
        pairs.iter().map(|(label, value)| (label.clone(), self.masked(value))).collect()
    }

    fn masked(&self, text: &str) -> String {
        self.redactor.text(text).into_owned()
    }

    /// What would be written; never where it would write a secret into a file.
    fn edit(&self, finding: &Finding) -> Option<Edit> {
        let (span, text) = finding.edit.as_ref()?;
        let (place, _) = finding.place.as_ref()?;
        if self.masked(text) != *text {
            return None;
        }
        let (start, end) = (span.start, span.end);
        Some(Edit { path: place.path.clone(), start, end, text: text.clone() })
    }
}

/// What makes the expectation match. Where a row of a table fills it, the value is not there to change.
fn accept((place, edit): (&Located, &Edit)) -> Option<String> {
    let mut written = place.text.chars().skip(place.column.saturating_sub(1));
    let is_short = !edit.text.contains('\n') && edit.text.chars().count() <= 60;
    (written.next() != Some('<') && is_short).then(|| {
        format!("where the agent is right, write {} there, or let --accept=write do it", edit.text)
    })
}

fn add_sensitive(redactor: &mut Redactor, agent: &Agent, turns: &[PlayedTurn]) {
    let is_sensitive = |action: &ActionName, name: &VariableName| {
        let declared = agent.action(action).and_then(|action| action.variable(name));
        declared.is_some_and(|variable| variable.sensitive)
    };
    for turn in turns {
        let last = turn.state.last.iter().map(|finished| &finished.frame);
        for frame in turn.state.frames.iter().chain(last) {
            for name in frame.slots.keys().filter(|name| is_sensitive(&frame.action, name)) {
                frame.value(name).into_iter().for_each(|held| redactor.add_sensitive(&held.value));
            }
        }
        // A frame may be opened, called and gone within one turn.
        for call in &turn.calls {
            let sent = call.arguments.iter().filter(|(name, _)| is_sensitive(&call.action, name));
            sent.for_each(|(_, held)| redactor.add_sensitive(&held.value));
        }
    }
}

fn said(turn: &PlayedTurn) -> Vec<Said> {
    let user = turn.record.user.iter();
    let user = user.map(|text| Said { by: Speaker::User, text: text.clone() });
    let agent = Said { by: Speaker::Agent, text: turn.record.reply.clone() };
    user.chain([agent]).collect()
}

/// A talk that could not begin.
pub(super) fn cannot_begin(error: &StageError) -> Failure {
    Failure {
        code: "E-START".to_owned(),
        kind: "start".to_owned(),
        message: error.to_string(),
        ..Failure::default()
    }
}
