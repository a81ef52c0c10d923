use serde_json::Value as Json;

use super::{
    Evidence, act, call,
    miss::{Held, Miss},
    reply, request, standing,
};
use crate::{
    scenario::{Expectation, Finding, Polarity, ReplyMatcher, What},
    yaml::flow,
};

/// What judging came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judged<'a> {
    /// What does not hold.
    pub findings: Vec<Finding>,
    /// What only a model can judge: the expectation and its question.
    pub for_a_model: Vec<(&'a Expectation, &'a str)>,
}

/// Judges what must hold of a turn, or of a whole talk.
pub fn judge<'a>(expectations: &'a [Expectation], evidence: Evidence<'_>) -> Judged<'a> {
    let mut judged = Judged::default();
    for expectation in expectations {
        if let What::Reply(ReplyMatcher::Judge(question)) = &expectation.what {
            judged.for_a_model.push((expectation, question));
            continue;
        }
        let held = holds(&expectation.what, evidence);
        let miss = match (expectation.polarity, held) {
            (Polarity::Must, Ok(())) | (Polarity::MustNot, Err(_)) => continue,
            (Polarity::Must, Err(miss)) => *miss,
            (Polarity::MustNot, Ok(())) => forbidden(&expectation.what),
        };
        judged.findings.push(finding(expectation, evidence, miss));
    }
    judged
}

fn holds(what: &What, evidence: Evidence<'_>) -> Held {
    match what {
        What::Understood(acts) => act::understood(acts, evidence),
        What::Acts(acts) => act::done(acts, evidence),
        What::AsksFor(variable) => standing::asks_for(variable.as_ref(), evidence),
        What::Calls(calls) => call::calls(calls, evidence),
        What::NoCalls => call::none(evidence),
        What::Requests(requests) => request::requests(requests, evidence),
        What::Outcome(action, class) => call::outcome(action, class, evidence),
        What::Slot(variable, matcher) => standing::slot(variable, matcher, evidence),
        What::Phase(phase) => standing::phase(phase, evidence),
        What::Ending(ending) => standing::ending(*ending, evidence),
        What::Reply(matcher) => reply::reply(matcher, evidence),
        What::Within(longest) => standing::within(*longest, evidence),
        What::Breach(kind) => standing::breach(kind, evidence),
    }
}

/// What is told when something holds that must not.
fn forbidden(what: &What) -> Miss {
    let (code, message) = match what {
        What::Understood(_) => ("E-UNDERSTOOD", "the utterance was understood so, and must not be"),
        What::Acts(_) => ("E-ACTS", "the agent did this, and must not"),
        What::AsksFor(_) => ("E-ASKS-FOR", "the agent asks for this, and must not"),
        What::Calls(_) => ("E-CALLS", "exactly these calls were made, and must not be"),
        What::NoCalls => ("E-CALLS", "no call was made, and one must be"),
        What::Requests(_) => ("E-REQUEST", "exactly these requests left, and must not"),
        What::Outcome(..) => ("E-OUTCOME", "the call came to this, and must not"),
        What::Slot(..) => ("E-SLOT", "the slot has this value, and must not"),
        What::Phase(_) => ("E-PHASE", "the talk stands at this phase, and must not"),
        What::Ending(_) => ("E-ENDING", "the talk ended so, and must not"),
        What::Reply(_) => ("E-REPLY", "the reply is like this, and must not be"),
        What::Within(_) => ("E-WITHIN", "the answer came this fast, and must not"),
        What::Breach(_) => ("E-BREACH", "this breach was reported, and must not be"),
    };
    let miss = Miss::new(code, message);
    match what {
        What::Reply(ReplyMatcher::Contains(text) | ReplyMatcher::Equals(text)) => {
            miss.differing("reply", format!("without \"{text}\""), format!("has \"{text}\""))
        }
        What::Reply(ReplyMatcher::Matches(pattern)) => miss.differing(
            "reply",
            format!("no match of {}", pattern.source()),
            "a part of it matches",
        ),
        _ => miss,
    }
}

fn finding(expectation: &Expectation, evidence: Evidence<'_>, miss: Miss) -> Finding {
    let whole = |json: &Json| (expectation.place.span.clone(), flow(json));
    let edit = miss.edit.or_else(|| miss.instead.as_ref().map(whole));
    let place = miss.place.unwrap_or_else(|| expectation.place.clone());
    Finding {
        code: miss.code,
        kind: expectation.what.key(),
        turn: evidence.turn(),
        message: miss.message,
        place: Some((place, expectation.key_path.clone())),
        expected: miss.expected,
        got: miss.got,
        nearest: miss.nearest,
        why: Vec::new(),
        mend: miss.mend,
        edit,
    }
}
