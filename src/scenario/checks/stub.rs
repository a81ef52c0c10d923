use super::{
    super::Finding,
    CheckName,
    evidence::{Evidence, Made},
};
use crate::{api::Note, diagnostic::Place};

/// Calls that no rule of the stub API matches.
pub(super) fn unmatched(evidence: &Evidence<'_>) -> Vec<Finding> {
    let noted = noted(evidence);
    let missed = noted.filter_map(|(made, note)| match note {
        Note::Unmatched { action, nearest } => {
            let message = format!("No rule of the stub API matches a call of {action}.");
            let mut finding = CheckName::UnmatchedCall.finding(evidence.turn(made.turn), message);
            if let Some((place, difference)) = nearest {
                finding.place = Some((place.clone(), format!("api.{action}")));
                finding.expected.push((difference.field.clone(), difference.expected.clone()));
                let got = difference.got.clone().unwrap_or_else(|| "missing".to_owned());
                finding.got.push((difference.field.clone(), got));
                finding.nearest = Some(format!("a rule in {}: {difference}", place.path));
            }
            finding.mend.push(format!(
                "Add a rule for {action} that matches this request, or mend the nearest one."
            ));
            Some(finding)
        }
        _ => None,
    });
    missed.collect()
}

/// Calls of actions without any rule.
pub(super) fn no_rule(evidence: &Evidence<'_>) -> Vec<Finding> {
    let noted = noted(evidence);
    let missed = noted.filter_map(|(made, note)| match note {
        Note::NoRule { action, .. } => {
            let message = format!("{action} was called, and the stub API has no rule for it.");
            let mut finding = CheckName::NoRule.finding(evidence.turn(made.turn), message);
            finding.expected.push(("api".to_owned(), format!("a rule for {action}")));
            finding.got.push(("api".to_owned(), "none; it was answered 200 with an empty object".to_owned()));
            finding.mend.push(format!(
                "Add `{action}: {{ status: 200, json: {{ }} }}` with what it really answers to `api:` or api.yaml."
            ));
            Some(finding)
        }
        _ => None,
    });
    missed.collect()
}

/// Answers of the stub API that break the schema their action declares.
pub(super) fn broken_schema(evidence: &Evidence<'_>) -> Vec<Finding> {
    let noted = noted(evidence);
    let broken = noted.filter_map(|(made, note)| match note {
        Note::BreaksSchema { rule, difference, .. } => {
            let action = &made.call.action;
            let message = format!("A rule answers {action} with what its schema does not allow.");
            let mut finding = CheckName::BrokenSchema.finding(evidence.turn(made.turn), message);
            finding.place = Some((rule.clone(), format!("api.{action}")));
            finding.expected.push((difference.field.clone(), difference.expected.clone()));
            let got = difference.got.clone().unwrap_or_else(|| "missing".to_owned());
            finding.got.push((difference.field.clone(), got));
            finding.why.push(format!("the agent's file declares `response: schema` for {action}"));
            finding
                .mend
                .push("Let the rule answer as the real API does, or mend the schema.".to_owned());
            Some(finding)
        }
        _ => None,
    });
    broken.collect()
}

fn noted<'a>(evidence: &Evidence<'a>) -> impl Iterator<Item = (Made<'a>, &'a Note)> + use<'a> {
    evidence.calls().flat_map(|made| made.call.notes.iter().map(move |note| (made, note)))
}

/// Rules of the scenario that answered nothing.
pub(super) fn unused_rules(evidence: &Evidence<'_>) -> Vec<Finding> {
    let message = "A rule of the scenario answered no call.";
    let mend = "Drop the rule, or let the talk come to the call it is for; an earlier rule may answer in its place.";
    let unused = evidence.talk.unused.rules.iter();
    unused.map(|place| idle(CheckName::UnusedRule, place, "api", message, mend)).collect()
}

/// Faults of the scenario that met no call.
pub(super) fn unused_faults(evidence: &Evidence<'_>) -> Vec<Finding> {
    let message = "A fault of the scenario met no call.";
    let mend = "Drop the fault, or let the talk come to the call it is for; look at its occurrence and its arguments.";
    let unused = evidence.talk.unused.faults.iter();
    unused.map(|place| idle(CheckName::UnusedFault, place, "faults", message, mend)).collect()
}

fn idle(name: CheckName, place: &Place, key: &'static str, message: &str, mend: &str) -> Finding {
    let mut finding = name.finding_of_talk(message);
    finding.place = Some((place.clone(), key.to_owned()));
    finding.expected.push(("calls".to_owned(), "at least one".to_owned()));
    finding.got.push(("calls".to_owned(), "none".to_owned()));
    finding.mend.push(mend.to_owned());
    finding
}
