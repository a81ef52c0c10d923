//! Runs to make reports of.

use rehearsal::report::{
    Attempt, Failure, Located, RunFacts, RunResult, SCHEMA_VERSION, Said, ScenarioResult, Speaker,
    Verdict,
};
use rehearsal::transcript::TurnRecord;
use serde_json::json;

/// A run of these scenarios.
pub fn run(scenarios: Vec<ScenarioResult>) -> RunResult {
    RunResult {
        schema_version: SCHEMA_VERSION,
        run: RunFacts {
            version: "0.1.0".into(),
            started: "2026-03-02T10:00:00+01:00".into(),
            ms: 214,
            seed: 7,
            ..RunFacts::default()
        },
        scenarios,
        coverage: None,
    }
}

/// A scenario that was played once.
pub fn scenario(id: &str, verdict: Verdict) -> ScenarioResult {
    let name = id.rsplit('/').next().unwrap();
    ScenarioResult {
        id: id.into(),
        path: format!("scenarios/order-desk/{name}.scenario.yaml"),
        line: 1,
        description: Some(format!("Shows {name}")),
        tags: vec!["smoke".into()],
        agent: "Order desk".into(),
        verdict,
        reason: None,
        pass_at_least: 1,
        attempts: vec![attempt(1, verdict)],
        ms: 12,
    }
}

pub fn passed(id: &str) -> ScenarioResult {
    scenario(id, Verdict::Passed)
}

pub fn failed(id: &str, failure: Failure) -> ScenarioResult {
    let mut scenario = scenario(id, Verdict::Failed);
    scenario.attempts[0].failures.push(failure);
    scenario
}

pub fn without_verdict(id: &str, verdict: Verdict, reason: &str) -> ScenarioResult {
    ScenarioResult {
        reason: Some(reason.into()),
        attempts: Vec::new(),
        ms: 0,
        ..scenario(id, verdict)
    }
}

pub fn attempt(number: u32, verdict: Verdict) -> Attempt {
    Attempt {
        number,
        seed: 6 + u64::from(number),
        verdict,
        reason: None,
        failures: Vec::new(),
        turns: turns(),
        judging: Vec::new(),
        notes: Vec::new(),
        ms: 12,
    }
}

/// A scenario that was played several times: `+` held, `-` did not.
pub fn repeated(id: &str, marks: &str, verdict: Verdict) -> ScenarioResult {
    let one = |(at, mark)| match mark {
        '+' => attempt(u32::try_from(at).unwrap() + 1, Verdict::Passed),
        _ => Attempt {
            failures: vec![failure()],
            ..attempt(u32::try_from(at).unwrap() + 1, Verdict::Failed)
        },
    };
    ScenarioResult {
        attempts: marks.chars().enumerate().map(one).collect(),
        ..scenario(id, verdict)
    }
}

/// The failure of the design's sketch.
pub fn failure() -> Failure {
    let pair = |value: &str| vec![("order_number".to_owned(), value.to_owned())];
    let said = |by, text: &str| Said { by, text: text.into() };
    Failure {
        code: "E-CALL-ARG".into(),
        kind: "calls".into(),
        turn: Some(2),
        message: "Lookup Order Status was called with another order_number.".into(),
        place: Some(Located {
            path: "scenarios/order-desk/corrects.scenario.yaml".into(),
            line: 19,
            column: 46,
            text: "      - Lookup Order Status: { order_number: ORD-12345 }".into(),
            length: 9,
            key_path: "turns[1].expect.calls[0]".into(),
        }),
        said: vec![
            said(Speaker::User, "Sorry, it ends in 45"),
            said(Speaker::Agent, "I don't see an order with that number. Could you double-check?"),
        ],
        expected: pair("ORD-12345"),
        got: pair("ORD-45"),
        nearest: Some("turn 1 called Lookup Order Status with ORD-12399".into()),
        why: vec![
            "heard \"ends in 45\"".into(),
            "read as a whole value (string has no pattern)".into(),
            "GET /orders?order_id=ORD-45 answered 404".into(),
        ],
        mend: vec![r"give order_number a pattern in agent.yaml:38, such as '^ORD-\d{5}$'".into()],
        edit: None,
    }
}

/// A talk of a greeting and two turns, with a call that is refused and one that succeeds.
pub fn turns() -> Vec<TurnRecord> {
    serde_json::from_str(include_str!("talk.json")).unwrap()
}

/// Text that means something in every format at once.
pub const HOSTILE: &str = "\n::error::owned\r\n\u{1b}[31m\u{202e}</script><script>alert(1)</script>\
    <img src=x onerror=alert(1)>\"'`]]><!-- --> [a](javascript:alert(1)) ##[add-mask]x \u{0}\u{ffff} # TODO";

/// A failed scenario with hostile text in every field that text from outside can reach.
pub fn hostile() -> ScenarioResult {
    let text = || HOSTILE.to_owned();
    let mut found = failure();
    found.message = text();
    found.kind = text();
    found.code = text();
    found.said = vec![Said { by: Speaker::User, text: text() }];
    found.expected = vec![(text(), text())];
    found.got = vec![(text(), format!("{HOSTILE}2"))];
    found.nearest = Some(text());
    found.why = vec![text()];
    found.mend = vec![text()];
    let place = found.place.as_mut().unwrap();
    (place.path, place.text, place.key_path) = (text(), text(), text());
    let mut scenario = failed("order-desk/hostile", found);
    scenario.id = format!("order-desk/{HOSTILE}");
    scenario.path = text();
    scenario.description = Some(text());
    scenario.tags = vec![text()];
    scenario.agent = text();
    let turn = &mut scenario.attempts[0].turns[1];
    (turn.user, turn.reply) = (Some(text()), text());
    turn.refused = vec![text()];
    let call = &mut turn.calls[0];
    call.outcome.body = json!({ text(): text() });
    call.outcome.detail = Some(text());
    call.note = Some(text());
    call.request.as_mut().unwrap().url = text();
    call.request.as_mut().unwrap().headers = vec![(text(), text())];
    scenario
}
