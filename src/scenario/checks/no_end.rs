use super::{super::Finding, CheckName, english::words::squeeze, evidence::Evidence};
use crate::{
    dialogue::{SystemAct, UserAct},
    transcript::PlayedTurn,
};

/// Most turns of the customer.
const MOST_TURNS: usize = 200;
/// Most calls of a talk; retries count.
const MOST_CALLS: usize = 50;
/// Most calls of a turn; retries count.
const MOST_CALLS_A_TURN: usize = 5;
/// How often the same answer in a row is a loop.
const LOOP: usize = 5;

/// Talks that do not come to rest.
pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(too_many_turns(evidence));
    findings.extend(too_many_calls(evidence));
    for (_, played) in evidence.turns().filter(|(_, played)| played.calls.len() > MOST_CALLS_A_TURN)
    {
        let message = format!("A single turn made {} calls.", played.calls.len());
        findings.push(limit(
            CheckName::NoEnd.finding(played, message),
            "calls in a turn",
            MOST_CALLS_A_TURN,
            played.calls.len(),
        ));
    }
    findings.extend(looping(evidence));
    findings
}

fn too_many_turns(evidence: &Evidence<'_>) -> Option<Finding> {
    let turns = evidence.talk.turns.iter().filter(|played| played.record.turn > 0).count();
    let message = format!("The talk went on for {turns} turns.");
    (turns > MOST_TURNS)
        .then(|| limit(CheckName::NoEnd.finding_of_talk(message), "turns", MOST_TURNS, turns))
}

fn too_many_calls(evidence: &Evidence<'_>) -> Option<Finding> {
    let calls = evidence.calls().count();
    let message = format!("The talk made {calls} calls.");
    (calls > MOST_CALLS)
        .then(|| limit(CheckName::NoEnd.finding_of_talk(message), "calls", MOST_CALLS, calls))
}

fn limit(mut finding: Finding, what: &str, most: usize, got: usize) -> Finding {
    finding.expected.push((what.to_owned(), format!("at most {most}")));
    finding.got.push((what.to_owned(), got.to_string()));
    finding.mend.push(
        "Say in the prompt when the agent gives up and passes the customer to a person.".to_owned(),
    );
    finding
}

/// The same answer again and again, although nobody wanted to hear it again.
fn looping(evidence: &Evidence<'_>) -> Option<Finding> {
    let mut run = 0;
    let mut last = String::new();
    for (_, played) in evidence.turns() {
        let reply = squeeze(&played.reply);
        let goes_on = reply == last && !reply.is_empty() && !is_wanted(played);
        run = if goes_on { run + 1 } else { 1 };
        last = reply;
        if run == LOOP {
            let message = format!("The same answer was given {LOOP} times in a row.");
            let mut finding = limit(
                CheckName::NoEnd.finding(played, message),
                "same answers in a row",
                LOOP - 1,
                run,
            );
            finding.why.push(format!("the answer is {:?}", played.reply));
            return Some(finding);
        }
    }
    None
}

/// Whether the same answer is right: it was asked to be said again, or a call came to the same.
fn is_wanted(played: &PlayedTurn) -> bool {
    let repeats = played.record.user_acts.contains(&UserAct::Repeat);
    let said_again = played.record.system_acts.contains(&SystemAct::SayAgain);
    repeats || said_again || !played.calls.is_empty()
}
