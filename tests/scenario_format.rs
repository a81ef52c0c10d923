//! Scenarios as people write them, and what is read of them.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what it did not expect")]

use std::{sync::Arc, time::Duration};

use rehearsal::{
    agent::{ActionName, Agent, VariableName, format},
    api::Matcher,
    diagnostic::{Diagnostic, SourceFile},
    scenario::{
        Document, EndingName, Expectation, Included, Polarity, ReplyMatcher, Scenario, Script,
        TurnEvent, UserTurn, What, parse,
    },
};
use serde_json::json;

/// The sample agent of the order desk.
fn agent() -> Agent {
    let agent = include_str!("../scenarios/order-desk/agent.yaml");
    let prompt = include_str!("../prompts/order-desk.md");
    let file = |path, text| SourceFile::new(path, text);
    format::parse(&file("agent.yaml", agent), Some(&file("prompt.md", prompt))).agent.unwrap()
}

fn read(text: &str) -> (Vec<Scenario>, Vec<Diagnostic>) {
    parse(&SourceFile::new("desk/it.scenario.yaml", text), &agent(), &Included::default())
}

/// The one scenario of a sound text.
fn sound(text: &str) -> Scenario {
    let (mut scenarios, found) = read(text);
    assert_eq!(found, []);
    assert_eq!(scenarios.len(), 1);
    scenarios.remove(0)
}

fn turns(scenario: &Scenario) -> &[UserTurn] {
    let Script::Turns(turns) = &scenario.script;
    turns
}

fn codes(text: &str) -> Vec<&'static str> {
    read(text).1.iter().map(|found| found.code).collect()
}

/// With the files that are included, by the path they are named by.
fn read_with(text: &str, files: &[(&str, &str)]) -> (Vec<Scenario>, Vec<Diagnostic>) {
    let mut included = Included::default();
    let document = |path: &str, text: &str| Document::read(Arc::new(SourceFile::new(path, text)));
    let paths = std::iter::once("it.yaml").chain(files.iter().map(|file| file.0));
    for from in paths {
        for (path, text) in files {
            included.insert(from, path, Ok(Arc::new(document(path, text))));
        }
    }
    parse(&SourceFile::new("it.yaml", text), &agent(), &included)
}

/// The scenario of the design.
const DESIGN: &str = r#"description: A customer mistypes the order number and corrects it
now: 2026-03-02T10:00:00+01:00
contact: { first_name: Ada, phone_number: "+4915112345678" }
api:
  Verify Customer: { status: 200, json: { verified: true } }
  Lookup Order Status:
    - { when: { query: { order_id: ORD-99999 } }, status: 404, json: { error: not found } }
    - { when: { query: { order_id: ORD-12345 } }, status: 200, json: { status: shipped, tracking: 1Z999 } }
turns:
  - user: Where is my order? It's ORD 99999, customer four eight two one three, PIN 4821
    expect:
      calls:
        - Verify Customer: { customer_number: 48213 }
        - Lookup Order Status: { order_number: ORD-99999 }
      asks_for: order_number
      reply: { contains: double-check, not_contains: "404" }
  - user: Sorry, ORD-12345
    expect:
      requests:
        - { action: Lookup Order Status, method: GET, query: { order_id: ORD-12345 }, headers: { authorization: present } }
      reply: { contains: [shipped, 1Z999] }
finally:
  ending: completed
  slots: { order_number: ORD-12345 }
"#;

#[test]
fn the_scenario_of_the_design_is_read_whole() {
    let scenario = sound(DESIGN);
    assert_eq!(scenario.name, "it");
    assert_eq!(scenario.now.unwrap().to_rfc3339(), "2026-03-02T10:00:00+01:00");
    assert_eq!(scenario.contact["first_name"], "Ada");
    assert_eq!(scenario.api.of(&ActionName::new("Lookup Order Status")).len(), 2);
    assert_eq!((scenario.max_turns, scenario.time_limit), (200, Duration::from_secs(60)));
    let turns = turns(&scenario);
    assert_eq!(turns[1].event, TurnEvent::Says("Sorry, ORD-12345".into()));
    let What::Calls(calls) = &turns[0].expect[0].what else { panic!() };
    assert_eq!(calls[1].action, ActionName::new("Lookup Order Status"));
    let (name, matcher, place) = &calls[1].arguments[0];
    assert_eq!(name, &VariableName::new("order_number"));
    assert_eq!(matcher, &Matcher::Equals(json!("ORD-99999")));
    assert_eq!(&DESIGN[place.span.clone()], "ORD-99999");
    let What::Requests(requests) = &turns[1].expect[0].what else { panic!() };
    assert_eq!(requests[0].method.as_deref(), Some("GET"));
    assert_eq!(requests[0].headers, [("authorization".to_owned(), Matcher::Present)]);
    assert_eq!(scenario.finally[0].what, What::Ending(EndingName::Completed));
}

#[test]
fn every_expectation_has_its_path_and_its_own_words() {
    let scenario = sound(DESIGN);
    let all = turns(&scenario).iter().flat_map(|turn| &turn.expect).chain(&scenario.finally);
    let shown = |one: &Expectation| {
        format!("{}: {}", one.key_path, DESIGN[one.place.span.clone()].lines().next().unwrap())
    };
    let shown: Vec<String> = all.map(shown).collect();
    assert_eq!(
        shown,
        [
            "turns[0].expect.calls: - Verify Customer: { customer_number: 48213 }",
            "turns[0].expect.asks_for: order_number",
            "turns[0].expect.reply.contains: double-check",
            "turns[0].expect.reply.not_contains: \"404\"",
            "turns[1].expect.requests: - { action: Lookup Order Status, method: GET, query: { order_id: ORD-12345 }, headers: { authorization: present } }",
            "turns[1].expect.reply.contains[0]: shipped",
            "turns[1].expect.reply.contains[1]: 1Z999",
            "finally.ending: completed",
            "finally.slots.order_number: ORD-12345",
        ]
    );
}
