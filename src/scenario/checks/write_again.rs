use super::{
    super::Finding,
    CheckName,
    english::words::{plain, says},
    evidence::{Evidence, Made, is_in_doubt, is_success},
    ground::is_same,
};
use crate::{
    dialogue::UserAct,
    request::Outcome,
    transcript::{PlayedTurn, SentCall},
};

/// Words with which a customer wants the same again.
const AGAIN: &[&str] = &[
    "again",
    "retry",
    "try",
    "yes",
    "yeah",
    "yep",
    "sure",
    "please",
    "go ahead",
    "do it",
    "another",
    "once more",
    "one more",
    "ok",
    "okay",
    "same",
    "repeat",
    "second",
    "twice",
    "too",
    "as well",
    "also",
];

/// Writes that were made twice without a new wish, where the first may have taken effect.
pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    let writes: Vec<Made<'_>> = evidence
        .calls()
        .filter(|made| made.action.is_some_and(|action| action.method.is_write()))
        .collect();
    let mut findings = Vec::new();
    for (at, second) in writes.iter().enumerate() {
        let earlier = writes[..at].iter().rev();
        let mut same = earlier.filter(|first| is_same_call(first.call, second.call));
        let repeated = same.find(|first| is_repeated(evidence, first, second));
        findings.extend(repeated.map(|first| finding(evidence, first, second)));
    }
    findings
}

/// Whether the second call repeats the first on the agent's own account.
fn is_repeated(evidence: &Evidence<'_>, first: &Made<'_>, second: &Made<'_>) -> bool {
    may_have_taken_effect(first.call)
        && !is_harmless(first, second)
        && !evidence.talk.turns[first.turn + 1..=second.turn].iter().any(wishes)
}

/// Whether the call may have done something: it succeeded, or nobody knows.
fn may_have_taken_effect(call: &SentCall) -> bool {
    let is_server_error =
        matches!(call.outcome, Outcome::Failure { status: Some(500), never_sent: false, .. });
    is_success(call) || is_in_doubt(call) || is_server_error
}

/// Whether both carry the same idempotency key, so that the API does it once.
fn is_harmless(first: &Made<'_>, second: &Made<'_>) -> bool {
    let Some(header) = second.action.and_then(|action| action.idempotency_header.as_deref()) else {
        return false;
    };
    let header = header.to_lowercase();
    match (&first.call.request, &second.call.request) {
        (Some(one), Some(other)) => {
            one.header(&header).is_some() && one.header(&header) == other.header(&header)
        }
        _ => true,
    }
}

/// Whether the customer wants something in this turn.
fn wishes(played: &PlayedTurn) -> bool {
    let acts = played.record.user_acts.iter();
    let has_act = acts.into_iter().any(|act| {
        matches!(
            act,
            UserAct::Request { .. }
                | UserAct::Affirm
                | UserAct::Inform { .. }
                | UserAct::Correct { .. }
        )
    });
    has_act || says(&plain(played.utterance.as_deref().unwrap_or_default()), AGAIN)
}

fn is_same_call(one: &SentCall, other: &SentCall) -> bool {
    one.action == other.action
        && one.arguments.len() == other.arguments.len()
        && one.arguments.iter().all(|(name, held)| {
            other.arguments.get(name).is_some_and(|theirs| is_same(&held.value, &theirs.value))
        })
}

fn finding(evidence: &Evidence<'_>, first: &Made<'_>, second: &Made<'_>) -> Finding {
    let name = &second.call.action;
    let message =
        format!("{name} was made again with the same values, and the first may have taken effect.");
    let mut finding = CheckName::RepeatedWrite.finding(evidence.turn(second.turn), message);
    finding.expected.push(("calls".to_owned(), "one, until the customer wants another".to_owned()));
    let turn = evidence.turn(first.turn).record.turn;
    finding
        .got
        .push(("calls".to_owned(), format!("a second one; the first was made in turn {turn}")));
    finding.why = evidence.reasons(first.call);
    finding.mend.push(format!(
        "Declare an `idempotency_key` for {name} if its API knows one; else say in the prompt that it is never called twice."
    ));
    finding
}
