use std::collections::BTreeSet;

use super::{
    super::Finding,
    CheckName,
    english::words::{plain, says, squeeze},
    evidence::{Evidence, Made, is_success},
    fact_source::Facts,
    ground::is_same,
};
use crate::{
    agent::{ActionName, Confirmation},
    dialogue::{Provenance, SlotValue, SystemAct, UserAct},
    transcript::PlayedTurn,
    value::Value,
};

/// Words of a yes.
const YES: &[&str] = &[
    "yes",
    "yeah",
    "yep",
    "yup",
    "ya",
    "sure",
    "ok",
    "okay",
    "correct",
    "right",
    "exactly",
    "absolutely",
    "definitely",
    "confirm",
    "confirmed",
    "agreed",
    "proceed",
    "fine",
    "perfect",
    "go ahead",
    "do it",
    "go for it",
    "do that",
    "sounds good",
    "of course",
    "by all means",
    "affirmative",
    "i do",
    "i agree",
    "that works",
    "please do",
    "that's it",
    "ja",
    "oui",
    "si",
    "sí",
    "please",
    "great",
    "good",
    "book it",
    "send it",
    "cancel it",
    "delete it",
];
/// Words that turn one.
const NO: &[&str] = &["no", "not", "don't", "nope", "wait", "stop", "never"];

/// Calls of an action before one that it requires had succeeded.
pub(super) fn skipped(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut succeeded = succeeded_at_first(evidence);
    for made in evidence.calls() {
        let requires = made.action.map_or(&[][..], |action| &action.requires);
        if let Some(first) = requires.iter().find(|first| !succeeded.contains(*first)) {
            findings.push(skip(evidence, made, first));
        }
        if is_success(made.call) {
            succeeded.insert(made.call.action.clone());
        }
    }
    findings
}

/// What had succeeded before the first call: a scenario may start there.
fn succeeded_at_first(evidence: &Evidence<'_>) -> BTreeSet<ActionName> {
    let first = evidence.talk.turns.first().filter(|turn| turn.calls.is_empty());
    first.map_or_else(BTreeSet::new, |turn| turn.state.succeeded.clone())
}

fn skip(evidence: &Evidence<'_>, made: Made<'_>, first: &ActionName) -> Finding {
    let name = &made.call.action;
    let message =
        format!("{name} was called although {first}, which it requires, had not succeeded.");
    let mut finding = CheckName::SkippedGate.finding(evidence.turn(made.turn), message);
    finding.expected.push(("before".to_owned(), format!("{first} succeeds")));
    let tried = evidence.calls().take_while(|one| !std::ptr::eq(one.call, made.call));
    let last = tried.filter(|one| one.call.action == *first).last();
    let got = last.map_or("it was not called".to_owned(), |one| {
        format!("it came to {}", one.call.outcome.class_name().replace('_', " "))
    });
    finding.got.push(("before".to_owned(), got));
    finding.why.push(format!("the agent's file declares that {name} requires {first}"));
    finding.mend.push(format!(
        "Say in the prompt that {first} comes before {name}, or drop it from `requires`."
    ));
    finding
}

/// Calls that the customer must affirm, made without their yes to these very values.
pub(super) fn unconfirmed(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for made in evidence.calls() {
        let must = made.action.is_some_and(|action| action.confirm == Confirmation::Always);
        // A retry is the same call.
        if must && made.call.retry == 0 && !is_affirmed(evidence, made) {
            findings.push(unaffirmed(evidence, made));
        }
    }
    findings
}

/// Whether the values were read back in an earlier turn and a yes came since.
fn is_affirmed(evidence: &Evidence<'_>, made: Made<'_>) -> bool {
    let turns = &evidence.talk.turns[..=made.turn];
    let read_back = (0..made.turn).rev().find(|at| reads_back(evidence, *at, made));
    read_back.is_some_and(|at| turns[at + 1..].iter().any(affirms))
}

fn affirms(played: &PlayedTurn) -> bool {
    let said = plain(played.utterance.as_deref().unwrap_or_default());
    played.record.user_acts.contains(&UserAct::Affirm) || (says(&said, YES) && !says(&said, NO))
}

/// Whether a turn reads all values of the call back that the customer can know.
fn reads_back(evidence: &Evidence<'_>, turn: usize, made: Made<'_>) -> bool {
    let played = evidence.turn(turn);
    let Some(action) = made.action else { return false };
    let arguments = || {
        let given = action.variables.iter().filter(|variable| !variable.sensitive);
        given.filter_map(|variable| Some((variable, made.call.arguments.get(&variable.name)?)))
    };
    let confirmed = played.record.system_acts.iter().find_map(|act| match act {
        SystemAct::Confirm { action: confirmed, slots } if *confirmed == action.name => Some(slots),
        _ => None,
    });
    match confirmed {
        Some(slots) => arguments().all(|(variable, held)| {
            let read = slots.iter().find(|(name, _)| *name == variable.name);
            is_default(held) || read.is_some_and(|(_, read)| is_same(&read.value, &held.value))
        }),
        None => {
            let at = evidence.at(turn);
            let mut told = Facts::default();
            told.learn(&played.reply, &at);
            arguments()
                .all(|(_, held)| is_default(held) || tells(&told, &played.reply, &held.value))
        }
    }
}

fn is_default(held: &SlotValue) -> bool {
    held.provenance == Provenance::Default
}

/// Whether a reply tells a value, in any wording.
fn tells(told: &Facts, reply: &str, value: &Value) -> bool {
    let squeezed = squeeze(&value.to_string());
    let stands = squeeze(reply).contains(&squeezed);
    match value {
        Value::Date(day) => told.knows_day(*day) || told.knows_day_and_month_of(*day),
        Value::Integer(number) => {
            told.knows_number(f64::from(i32::try_from(*number).unwrap_or(i32::MAX))) || stands
        }
        Value::Float(number) => told.knows_number(*number),
        // A yes or no is read back in words that no list holds.
        Value::Boolean(_) => !reply.is_empty(),
        Value::Phone(digits) => told.knows_groups(digits.trim_start_matches('+')) || stands,
        Value::Email(_) | Value::String(_) => stands,
    }
}

fn unaffirmed(evidence: &Evidence<'_>, made: Made<'_>) -> Finding {
    let name = &made.call.action;
    let message = format!("{name} was called without the customer's yes to its values.");
    let mut finding = CheckName::UnconfirmedCall.finding(evidence.turn(made.turn), message);
    finding.expected.push(("before".to_owned(), "all values read back, and a yes".to_owned()));
    let was_read = (0..made.turn).any(|at| reads_back(evidence, at, made));
    let got =
        if was_read { "read back, and no yes since" } else { "these values were not read back" };
    finding.got.push(("before".to_owned(), got.to_owned()));
    finding.why.push(format!("the agent's file declares `confirm: always` for {name}"));
    finding.mend.push(format!("Say in the prompt that all values are read back before {name}, or declare `confirm: never`."));
    finding
}
