//! What a played talk comes to.

use super::{
    Course, Planned, Stop, idle,
    opinion::{Asked, ask},
    play::{Talk, in_seconds},
    telling::Telling,
};
use crate::{
    agent::ActionName,
    api::DYNAMIC_CONTEXT,
    http::stub::Conversation,
    rehearse::Stage,
    report::{Attempt, Verdict},
    scenario::{
        Evidence, Expectation, Finding, Scenario, Script,
        checks::{self, CheckName},
        judge,
    },
    transcript::PlayedTurn,
};

/// Judges a talk and writes into the attempt what it came to.
pub(super) async fn judge_talk(
    (planned, course): (&Planned, &Course),
    stage: &Stage,
    talk: Talk,
    attempt: &mut Attempt,
) {
    // A turn that was cut off in the middle may have asked, too.
    drop(stage.conversation.trace().take());
    judge_played((planned, course), stage, &talk, attempt).await;
    attempt.judging = stage.conversation.judging();
    attempt.turns = talk.turns.into_iter().map(|turn| turn.record).collect();
}

async fn judge_played(
    (planned, course): (&Planned, &Course),
    stage: &Stage,
    talk: &Talk,
    attempt: &mut Attempt,
) {
    let scenario = &*planned.scenario;
    let (verdict, reason) = match &talk.stopped {
        Some(Stop::TooLong) => {
            let limit = in_seconds(scenario.time_limit);
            (Verdict::Failed, Some(format!("it did not end within {limit}")))
        }
        Some(Stop::Trouble(why)) => (Verdict::Inconclusive, Some(why.clone())),
        Some(Stop::Cancelled) => (Verdict::NotRun, Some("it was stopped".to_owned())),
        None => (Verdict::Passed, None),
    };
    attempt.verdict = verdict;
    attempt.reason = reason;
    if matches!(talk.stopped, Some(Stop::Cancelled)) {
        return;
    }
    let mut findings = talk.findings.clone();
    let mut questions = Vec::new();
    findings.extend(by_turn(scenario, talk, &mut questions));
    if talk.stopped.is_none() {
        let all = judge(&scenario.finally, Evidence::of_talk(&talk.turns));
        let whole = Evidence::of_talk(&talk.turns);
        questions.extend(all.for_a_model.into_iter().map(|asked| (whole, asked)));
        findings.extend(all.findings);
        findings.extend(checked(scenario, stage, talk));
    }
    let opinion = ask(&questions, (planned, course), &stage.conversation).await;
    findings.extend(opinion.findings);
    let telling = Telling::new(planned, stage, &talk.turns);
    attempt.failures = findings.into_iter().map(|finding| telling.tell(finding)).collect();
    if let Some(Stop::TooLong) = talk.stopped {
        attempt.failures.push(telling.tell(timed_out(scenario)));
    }
    if !attempt.failures.is_empty() {
        attempt.verdict = Verdict::Failed;
        attempt.reason = None;
    } else if let (Some(why), Verdict::Passed) = (opinion.undecided, attempt.verdict) {
        attempt.verdict = Verdict::Inconclusive;
        attempt.reason = Some(why);
    }
}

/// What does not hold of the turns that were played.
fn by_turn<'a>(
    scenario: &'a Scenario,
    talk: &'a Talk,
    questions: &mut Vec<Asked<'a>>,
) -> Vec<Finding> {
    let Script::Turns(turns) = &scenario.script else { return Vec::new() };
    let mut findings = Vec::new();
    for (at, turn) in turns.iter().enumerate().take(talk.turns.len().saturating_sub(1)) {
        // A turn in which the model gave nothing says nothing.
        if talk.turns[at + 1].record.trouble.is_some() {
            break;
        }
        let expectations: &[Expectation] = &turn.expect;
        let evidence = Evidence::of_turn(&talk.turns, at + 1);
        let judged = judge(expectations, evidence);
        questions.extend(judged.for_a_model.into_iter().map(|asked| (evidence, asked)));
        findings.extend(judged.findings);
    }
    findings
}

/// What the built-in checks find.
fn checked(scenario: &Scenario, stage: &Stage, talk: &Talk) -> Vec<Finding> {
    let Some(first) = talk.turns.first() else { return Vec::new() };
    let heard_at: Vec<_> = talk.turns.iter().map(|turn| turn.at).collect();
    let rules = stage.api.as_ref().map(Conversation::unused).unwrap_or_default();
    let faults = stage.api.as_ref().map(Conversation::unused_faults).unwrap_or_default();
    let never_came: Vec<_> = faults.iter().map(|fault| fault.place.clone()).collect();
    let off: Vec<_> =
        scenario.checks_off.iter().filter_map(|name| CheckName::parse(name)).collect();
    let turns = &talk.turns;
    let talk = checks::Talk {
        agent: stage.conversation.agent(),
        turns,
        secrets: &stage.redactor,
        runtime: &stage.runtime,
        began: first.at,
        heard_at: &heard_at,
        unused: checks::Unused { rules: &rules, faults: &never_came },
    };
    let mut findings = checks::check(&talk, &off);
    idle::explain(&mut findings, (&scenario.api, &faults), turns);
    let called = stage.api.as_ref().map(|api| api.state().called).unwrap_or_default();
    findings.extend(called.iter().filter_map(|called| untold(called, turns)));
    findings
}

/// A call that the stub API saw more often than the talk tells, whatever the talk says of it.
fn untold((action, seen): (&ActionName, &usize), turns: &[PlayedTurn]) -> Option<Finding> {
    let calls = turns.iter().flat_map(|turn| &turn.calls);
    let told = calls.filter(|call| call.action == *action && call.request.is_some()).count();
    // Of the context's call no turn tells.
    if *seen <= told || action.as_str() == DYNAMIC_CONTEXT {
        return None;
    }
    let message = format!("{action} was called {seen} times, and the talk tells of {told}");
    let mut finding = Finding::new("E-UNTOLD-CALL", "requests", message);
    finding.expected.push(("requests".to_owned(), told.to_string()));
    finding.got.push(("requests".to_owned(), seen.to_string()));
    finding
        .mend
        .push("this is a mistake in rehearsal, not in your files; please report it".to_owned());
    Some(finding)
}

fn timed_out(scenario: &Scenario) -> Finding {
    let limit = in_seconds(scenario.time_limit);
    let mut finding =
        Finding::new("E-TIME", "time_limit", format!("the scenario did not end within {limit}"));
    finding.place = Some((scenario.place.clone(), "time_limit".to_owned()));
    finding.mend.push(
        "find what waits; a stub API answers at once. A slow model needs a higher `time_limit`"
            .to_owned(),
    );
    finding
}
