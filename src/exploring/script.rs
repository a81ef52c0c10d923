//! A talk of acts as a scenario file: the same words, the same answers, and what must hold.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};

use super::{Answer, Event, Failing, Ground, Kind, Law, saying::Kind as Sort};
use crate::{
    agent::Action,
    dialogue::UserAct,
    value::parse,
    yaml::{flow, scalar},
};

/// What the first line of a scenario names for editors.
pub const SCHEMA: &str =
    "https://raw.githubusercontent.com/rehearsal/rehearsal/main/schema/scenario.schema.json";

/// A talk that fails as a scenario that fails alike; `None` where it cannot be said in text.
pub fn script(ground: &Ground, failing: &Failing, schema: &str) -> Option<String> {
    let expected = expectation(ground, failing)?;
    let about = format!("Found by exploring, {}: {}", failing.kind.name(), failing.why);
    text(ground, &failing.events, (&about, schema), expected.as_deref())
}

/// A talk as a scenario that expects nothing but what the built-in checks demand.
pub fn talk_script(ground: &Ground, events: &[Event], about: &str) -> Option<String> {
    text(ground, events, (about, SCHEMA), None)
}

fn text(
    ground: &Ground,
    events: &[Event],
    (about, schema): (&str, &str),
    expected: Option<&str>,
) -> Option<String> {
    let mut text = head(ground, (about, schema), &answers(ground, events));
    text.push_str("turns:\n");
    for event in events {
        text.push_str(&turn(ground, event)?);
    }
    if let Some(expected) = expected {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "    expect: {expected}");
    }
    Some(text)
}

/// All that stands before the turns.
pub(super) fn head(
    ground: &Ground,
    (about, schema): (&str, &str),
    answers: &[Vec<Answer>],
) -> String {
    let now = ground.at.now.to_rfc3339_opts(chrono::SecondsFormat::Secs, false);
    let about: String = about.chars().filter(|letter| !letter.is_control()).take(160).collect();
    let mut text = format!("# yaml-language-server: $schema={schema}\n");
    // Writing to a String cannot fail.
    let _ = writeln!(text, "description: {}", scalar(&about));
    let _ = writeln!(text, "now: {now}");
    text.push_str("checks: { unused-rule: off }\napi:\n");
    for (at, action) in ground.agent.actions.iter().enumerate() {
        let answers = answers.get(at).map_or(&[][..], Vec::as_slice);
        let rule = rule(ground, action, answers);
        let _ = writeln!(text, "  {}: {}", scalar(action.name.as_str()), flow(&rule));
    }
    text
}

/// One turn; nothing for an answer of the API, and `None` for what cannot be said in text.
pub(super) fn turn(ground: &Ground, event: &Event) -> Option<String> {
    match event {
        Event::Answered(_) => Some(String::new()),
        Event::Silence => Some("  - silence: 8s\n".to_owned()),
        Event::Heard(heard) => {
            let is_unsaid =
                |at: &u16| ground.repertoire.saying(*at).is_some_and(|it| it.kind == Sort::Unsaid);
            let said = ground.repertoire.utterance(heard).text;
            (!heard.iter().any(is_unsaid)).then(|| format!("  - user: {}\n", scalar(&said)))
        }
    }
}

/// What each action answers, in the order of its calls; then it succeeds.
pub(super) fn answers(ground: &Ground, events: &[Event]) -> Vec<Vec<Answer>> {
    let mut position = ground.start();
    let mut answers: Vec<Vec<Answer>> = vec![Vec::new(); ground.agent.actions.len()];
    for event in events {
        if let (Event::Answered(answer), Some(call)) = (event, &position.ledger.pending) {
            let mut actions = ground.agent.actions.iter();
            let at = actions.position(|action| action.name == call.action);
            at.and_then(|at| answers.get_mut(at)).into_iter().for_each(|list| list.push(*answer));
        }
        // The laws tell of what does not hold.
        let _ = ground.advance(&mut position, event, false);
    }
    answers
}

fn rule(ground: &Ground, action: &Action, answers: &[Answer]) -> Json {
    let mut replies =
        answers.iter().chain(&[Answer::Success]).map(|answer| answer.rule(&ground.agent, action));
    let Some(Json::Object(mut rule)) = replies.next() else { return json!({}) };
    let then: Vec<Json> = replies.collect();
    if !then.is_empty() {
        rule.insert("then".to_owned(), then.into());
    }
    Json::Object(rule)
}

/// What must hold of the last turn, in flow style; `Some(None)` where a built-in check says it.
fn expectation(ground: &Ground, failing: &Failing) -> Option<Option<String>> {
    let Kind::Law(law) = failing.kind else { return Some(None) };
    let last = failing.events.last()?;
    let is_heard = !matches!(last, Event::Answered(_));
    let expected = match law {
        Law::UnfaithfulCopy | Law::AfterTheEnd | Law::Incoherent | Law::LostAction => return None,
        Law::UngroundedValue
        | Law::MissingValue
        | Law::InvalidValue
        | Law::SkippedGate
        | Law::UnconfirmedCall
        | Law::RefusedAgain
        | Law::RepeatedWrite => is_heard.then(|| json!({ "no_calls": true })),
        Law::UnannouncedUnknown => {
            Some(json!({ "acts": [{ "report_failure": { "unknown_result": true } }] }))
        }
        Law::FalseSuccess => Some(json!({ "not": { "acts": ["report"] } })),
        Law::AskedInVain => Some(json!({ "asks_for": "nothing" })),
        Law::NoQuestion => Some(json!({ "not": { "reply": { "equals": "" } } })),
        Law::AskedAgain => None,
        Law::NoEnd | Law::NotEnded => Some(json!({ "not": { "ending": "open" } })),
        Law::LostValue | Law::DroppedValue => Some(json!({ "slots": slots(ground, failing)? })),
    };
    Some(expected.map(|expected| flow(&expected)))
}

/// The values that must be known after the last input: what was known, and what is given.
fn slots(ground: &Ground, failing: &Failing) -> Option<Json> {
    let mut position = ground.start();
    let (last, before) = failing.events.split_last()?;
    for event in before {
        let _ = ground.advance(&mut position, event, false);
    }
    let mut slots = Map::new();
    for frame in &position.state.frames {
        for name in frame.slots.keys() {
            let held = frame.value(name)?;
            slots.insert(name.to_string(), held.value.to_json());
        }
    }
    if let Event::Heard(heard) = last
        && let [
            UserAct::Inform { variable, raw, .. }
            | UserAct::Correct { variable, raw: Some(raw), .. },
        ] = ground.repertoire.utterance(heard).acts.as_slice()
    {
        let mut variables = ground.agent.actions.iter().filter_map(|a| a.variable(variable));
        let reading = parse(&variables.next()?.spec, raw, &ground.at).ok()?;
        slots.insert(variable.to_string(), reading.value.to_json());
    }
    Some(Json::Object(slots))
}
