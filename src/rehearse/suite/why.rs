//! How a turn came to what it came to: heard, understood, decided, called, said.

use super::Sources;
use crate::{
    api::{Cause, Note},
    dialogue::{Change, SystemAct, UserAct},
    request::Outcome,
    transcript::{PlayedTurn, SentCall},
};

/// The chain of a turn, a line each; every line names what decided.
pub(super) fn why(turn: &PlayedTurn, sources: &Sources) -> Vec<String> {
    let record = &turn.record;
    let mut lines = Vec::new();
    if let Some(heard) = &record.user {
        lines.push(format!("heard \"{heard}\", understood as {}", understood(&record.user_acts)));
    }
    lines.extend(best_scores(turn));
    lines.extend(record.refused.iter().map(|refused| format!("left aside: {refused}")));
    lines.extend(record.changes.iter().filter_map(changed));
    lines.extend(turn.calls.iter().map(|call| called(call, sources)));
    lines.extend(record.system_acts.iter().filter_map(decided));
    lines
}

fn understood(acts: &[UserAct]) -> String {
    let told: Vec<_> = acts
        .iter()
        .map(|act| match act {
            UserAct::Request { action } => format!("a request for {action}"),
            UserAct::Inform { variable, raw, .. } => format!("{variable} \"{raw}\""),
            UserAct::Correct { variable, raw: Some(raw), .. } => {
                format!("a correction of {variable} to \"{raw}\"")
            }
            UserAct::Correct { variable, raw: None, .. } => format!("a correction of {variable}"),
            UserAct::Recall { variable, raw, turn, .. } => {
                format!("{variable} \"{raw}\" as said in turn {turn}")
            }
            UserAct::Affirm => "yes".to_owned(),
            UserAct::Deny => "no".to_owned(),
            UserAct::Cancel => "giving it up".to_owned(),
            UserAct::Skip => "leaving it out".to_owned(),
            UserAct::Repeat => "asking to hear it again".to_owned(),
            UserAct::AskHandoff => "asking for a person".to_owned(),
            UserAct::Chat => "small talk".to_owned(),
            UserAct::Goodbye => "goodbye".to_owned(),
            UserAct::Unclear { candidates } if candidates.is_empty() => "nothing known".to_owned(),
            UserAct::Unclear { candidates } => {
                let names: Vec<_> = candidates.iter().map(|name| name.as_str()).collect();
                format!("maybe {}", names.join(" or "))
            }
        })
        .collect();
    if told.is_empty() { "nothing".to_owned() } else { told.join(", ") }
}

/// The actions that fitted best, where an action was chosen or none was.
fn best_scores(turn: &PlayedTurn) -> Option<String> {
    let scores = &turn.record.scores;
    let shown: Vec<_> =
        scores.iter().take(2).map(|score| format!("{} {:.2}", score.name, score.score)).collect();
    (!shown.is_empty()).then(|| format!("actions by fit: {}", shown.join(", ")))
}

fn changed(change: &Change) -> Option<String> {
    match change {
        Change::Opened { action, gate_for: Some(wanted) } => {
            Some(format!("{action} was opened first: {wanted} requires it"))
        }
        Change::Opened { action, gate_for: None } => Some(format!("{action} was opened")),
        Change::Filled { variable, value, .. } => {
            Some(format!("{variable} = {}, read from \"{}\"", value.value, value.raw))
        }
        Change::Reopened { variable, .. } => {
            Some(format!("{variable} was emptied to be asked again"))
        }
        Change::Declined { variable, .. } => Some(format!("{variable} was left out")),
        Change::Closed { .. } | Change::Saved { .. } | Change::Ignored { .. } => None,
    }
}

fn called(call: &SentCall, sources: &Sources) -> String {
    let sent = match &call.request {
        Some(request) => format!("{} {}", request.method.as_str(), request.url.path()),
        None => format!("{}: nothing was sent", call.action),
    };
    let came = match &call.outcome {
        Outcome::Success { status, .. } => format!("{status}"),
        Outcome::Failure { class, status: Some(status), .. } => {
            format!("{status} {}", class.name())
        }
        Outcome::Failure { class, status: None, detail, .. } => {
            format!("{}: {detail}", class.name())
        }
    };
    let by: Vec<_> = call.notes.iter().map(|note| answered(note, sources)).collect();
    let retry = if call.retry > 0 { format!(" (retry {})", call.retry) } else { String::new() };
    let by = if by.is_empty() { String::new() } else { format!(", {}", by.join(", ")) };
    format!("{sent}{retry} came to {came}{by}")
}

fn answered(note: &Note, sources: &Sources) -> String {
    match note {
        Note::Answered { rule, fault: None, .. } => format!("by {}", sources.line(rule)),
        Note::Answered { rule, fault: Some(spoilt), .. } => {
            let place = match &spoilt.cause {
                Cause::Rule => rule,
                Cause::Binding(place) => place,
            };
            format!("by fault {spoilt} at {}", sources.line(place))
        }
        Note::Denied { rule, flaw } => format!("by {}: {flaw}", sources.line(rule)),
        Note::BreaksSchema { rule, difference, .. } => {
            let difference = difference.told_by("the schema");
            format!("by {}, which is not as declared: {difference}", sources.line(rule))
        }
        Note::Overridden { .. } => "as set by hand".to_owned(),
        Note::NoRule { .. } => "the stub API has no rule for it".to_owned(),
        Note::Unrecorded { .. } => "nothing is recorded for it".to_owned(),
        Note::Unmatched { nearest: None, .. } => "no rule of the stub API matches".to_owned(),
        Note::Unmatched { nearest: Some((place, difference)), .. } => {
            format!("no rule matches; nearest is {}: {difference}", sources.line(place))
        }
    }
}

fn decided(act: &SystemAct) -> Option<String> {
    match act {
        SystemAct::Refuse { variable, refusal, .. } => {
            Some(format!("{variable} was refused: {}", refusal.message))
        }
        SystemAct::Elicit { variable, attempt, .. } if *attempt > 0 => {
            Some(format!("asks for {variable} again, try {}", attempt + 1))
        }
        SystemAct::Elicit { variable, .. } => Some(format!("asks for {variable}")),
        SystemAct::Confirm { action, .. } => Some(format!("reads {action} back for a yes")),
        SystemAct::ReportFailure { action, class, .. } => {
            Some(format!("tells that {action} came to {}", class.name()))
        }
        SystemAct::HandOff { .. } => Some("passes to a person".to_owned()),
        _ => None,
    }
}
