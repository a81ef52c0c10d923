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
    transcript::BreachKind,
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
    let Script::Turns(turns) = &scenario.script else { panic!("no turns") };
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

#[test]
fn silence_and_bare_text_are_turns() {
    let scenario = sound("turns: [Hello, { silence: 8s, expect: { acts: no_input } }]\n");
    let events: Vec<&TurnEvent> = turns(&scenario).iter().map(|turn| &turn.event).collect();
    let silence = TurnEvent::Silence(Duration::from_secs(8));
    assert_eq!(events, [&TurnEvent::Says("Hello".into()), &silence]);
}

#[test]
fn not_turns_round_what_stands_below_it() {
    let scenario = sound(
        "turns:\n  - user: Hello\n    expect:\n      not: { phase: idle, reply: { not_contains: a, contains: b } }\n",
    );
    let found: Vec<(Polarity, What, &str)> = turns(&scenario)[0]
        .expect
        .iter()
        .map(|one| (one.polarity, one.what.clone(), one.key_path.as_str()))
        .collect();
    let contains = |text: &str| What::Reply(ReplyMatcher::Contains(text.into()));
    assert_eq!(
        found,
        [
            (Polarity::MustNot, What::Phase("idle".into()), "turns[0].expect.not.phase"),
            (Polarity::MustNot, contains("b"), "turns[0].expect.not.reply.contains"),
            (Polarity::Must, contains("a"), "turns[0].expect.not.reply.not_contains"),
        ]
    );
}

#[test]
fn empty_lists_of_calls_requests_and_breaches_say_that_there_are_none() {
    let scenario =
        sound("turns: [{ user: Hello, expect: { calls: [], requests: [], breaches: [] } }]\n");
    let expect = &turns(&scenario)[0].expect;
    assert_eq!(expect[0].what, What::Calls(vec![]));
    assert_eq!(expect[1].what, What::Requests(vec![]));
    assert!(expect[2..].iter().all(|one| one.polarity == Polarity::MustNot));
    assert_eq!(expect.len(), 2 + BreachKind::ALL.len());
}

#[test]
fn nothing_can_be_asked_for() {
    let scenario = sound("turns: [{ user: Hello, expect: { asks_for: nothing } }]\n");
    assert_eq!(turns(&scenario)[0].expect[0].what, What::AsksFor(None));
}

#[test]
fn a_row_is_a_scenario_with_its_values_in_their_types() {
    let text = r#"cases:
  - { name: leap day, number: 48213, words: [a, b], day: "2028-02-29", extra: { first_name: Ada } }
  - { number: 7, words: c, day: tomorrow, extra: {} }
description: On <day>
contact: <extra>
api: { Verify Customer: { json: { number: <number>, text: "n <number>" } } }
turns:
  - user: It is <number> on <day>, not <<day>
    expect:
      calls: [Verify Customer: { customer_number: <number> }]
      reply: { contains: <words> }
"#;
    let (scenarios, found) = read(text);
    assert_eq!(found, []);
    let names: Vec<&str> = scenarios.iter().map(|scenario| scenario.name.as_str()).collect();
    assert_eq!(names, ["it[leap day]", "it[2]"]);
    let first = &scenarios[0];
    assert_eq!(first.description.as_deref(), Some("On 2028-02-29"));
    assert_eq!(first.contact["first_name"], "Ada");
    assert!(text[first.place.span.clone()].starts_with("{ name: leap day"));
    let turn = &turns(first)[0];
    assert_eq!(turn.event, TurnEvent::Says("It is 48213 on 2028-02-29, not <day>".into()));
    let What::Calls(calls) = &turn.expect[0].what else { panic!() };
    assert_eq!(calls[0].arguments[0].1, Matcher::Equals(json!(48213)));
    assert_eq!(turn.expect.len(), 3);
    assert_eq!(turns(&scenarios[1])[0].expect.len(), 2);
    let rule = &first.api.of(&ActionName::new("Verify Customer"))[0];
    let payload = rehearsal::api::Payload::Json(json!({ "number": 48213, "text": "n 48213" }));
    assert_eq!(rule.replies[0].payload, payload);
}

#[test]
fn without_cases_brackets_are_text() {
    let scenario = sound("turns: [{ user: \"<b>Hello</b>\", expect: { no_calls: true } }]\n");
    assert_eq!(turns(&scenario)[0].event, TurnEvent::Says("<b>Hello</b>".into()));
}

#[test]
fn a_mistake_that_every_row_makes_is_told_once() {
    let text =
        "cases: [{ a: x }, { a: b }, { a: z }]\nturns: [{ user: <a>, expect: { phase: in } }]\n";
    assert_eq!(codes(text), ["unknown-phase"]);
    let rows =
        "cases: [{ a: idle }, { a: b }, { a: z }]\nturns: [{ user: Hi, expect: { phase: <a> } }]\n";
    let (scenarios, found) = read(rows);
    assert_eq!(scenarios, []);
    let told: Vec<&str> = found.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(
        told,
        ["there is no phase `b`, in the row `2`", "there is no phase `z`, in the row `3`"]
    );
}

#[test]
fn what_a_file_includes_stands_below_its_own_keys() {
    let (mut scenarios, found) = read_with(
        "include: [a.yaml, b.yaml]\ntags: [own]\nseed: 1\ncontact: { first_name: Own }\n\
         checks: { asked-again: on }\nturns:\n  - user: own\n  - include: c.yaml\n  - last\n\
         finally: { ending: open }\n",
        &[
            (
                "a.yaml",
                "tags: [a]\nseed: 2\nmax_turns: 7\ncontact: { first_name: A, last_name: A }\n\
                 checks: { asked-again: off, false-success: off }\nturns: [from a]\n\
                 start: { succeeded: [Verify Customer] }\nfinally: { phase: idle }\n",
            ),
            ("b.yaml", "max_turns: 8\nturns: [from b]\nstart: { saved: { tracking_number: 1 } }\n"),
            ("c.yaml", "tags: [c]\nturns:\n  - user: from c\n    expect: { no_calls: true }\n"),
        ],
    );
    assert_eq!(found, []);
    let scenario = scenarios.remove(0);
    let said: Vec<String> = turns(&scenario)
        .iter()
        .map(|turn| match &turn.event {
            TurnEvent::Says(text) => text.clone(),
            TurnEvent::Silence(_) => panic!(),
        })
        .collect();
    assert_eq!(said, ["from a", "from b", "own", "from c", "last"]);
    assert_eq!(scenario.tags, ["a", "c", "own"]);
    assert_eq!((scenario.seed, scenario.max_turns), (Some(1), 8));
    assert_eq!(json!(scenario.contact), json!({ "first_name": "Own", "last_name": "A" }));
    assert_eq!(scenario.checks_off, ["false-success"]);
    let start = scenario.start.as_ref().unwrap();
    assert_eq!((start.succeeded.len(), start.saved.len()), (1, 1));
    let ends: Vec<&str> = scenario.finally.iter().map(|one| one.key_path.as_str()).collect();
    assert_eq!(ends, ["finally.phase", "finally.ending"]);
    let expect = &turns(&scenario)[3].expect[0];
    assert_eq!(
        (expect.place.path.as_str(), &*expect.key_path),
        ("c.yaml", "turns[0].expect.no_calls")
    );
}

#[test]
fn what_a_file_says_beside_its_turns_is_kept_whether_its_own_or_included() {
    let settings = "description: All of it\ncontext: { vip: true }\nmodel: { name: small }\n\
                    time_limit: 5 s\nmax_turns: 7\n\
                    faults: [{ action: Lookup Order Status, fault: timeout, first: 1 }]\n";
    let turns = "turns: [{ user: Hi, expect: { no_calls: true } }]\n";
    let own = read(&format!("{settings}{turns}"));
    assert_eq!(own.0[0].description.as_deref(), Some("All of it"));
    let included = read_with(&format!("include: a.yaml\n{turns}"), &[("a.yaml", settings)]);
    for (scenarios, found) in [own, included] {
        assert_eq!(found, []);
        let scenario = &scenarios[0];
        assert_eq!(json!(scenario.context), json!({ "vip": true }));
        assert_eq!(scenario.model.as_ref().map(|model| model.name.as_str()), Some("small"));
        assert_eq!((scenario.time_limit, scenario.max_turns), (Duration::from_secs(5), 7));
        assert_eq!(scenario.faults.len(), 1);
    }
}

#[test]
fn a_reply_is_held_against_a_text_a_judgement_or_a_pattern_that_says_something() {
    let reply = |reply: &str| {
        let text = format!("turns: [{{ user: Hi, expect: {{ reply: {{ {reply} }} }} }}]\n");
        codes(&text)
    };
    let none: [&str; 0] = [];
    for matcher in ["equals: Hello", "judge: Is it polite?", "matches: 'ORD-\\d+'", "contains: a"] {
        assert_eq!(reply(matcher), none, "{matcher}");
    }
    let matcher = |reply: &str| {
        let text = format!("turns: [{{ user: Hi, expect: {{ reply: {{ {reply} }} }} }}]\n");
        let What::Reply(matcher) = turns(&sound(&text))[0].expect[0].what.clone() else { panic!() };
        matcher
    };
    assert_eq!(matcher("equals: Hello"), ReplyMatcher::Equals("Hello".into()));
    assert_eq!(matcher("judge: Is it polite?"), ReplyMatcher::Judge("Is it polite?".into()));
    assert_eq!(reply("matches: '('"), ["bad-pattern"]);
    assert_eq!(reply("matches: 'x*'"), ["bad-pattern"]);
}

#[test]
fn placeholders_of_a_row_are_filled_in_what_is_included_too() {
    let (scenarios, found) = read_with(
        "include: a.yaml\ncases: [{ order: ORD-12345 }]\n",
        &[("a.yaml", "turns: [{ user: Where is <order>?, expect: { no_calls: true } }]\n")],
    );
    assert_eq!(found, []);
    assert_eq!(turns(&scenarios[0])[0].event, TurnEvent::Says("Where is ORD-12345?".into()));
}

#[test]
fn repeats_are_counted_one_way_or_the_other() {
    let repeat = |text: &str| {
        let scenario =
            sound(&format!("{text}\n{}", "turns: [{ user: Hi, expect: { calls: [] } }]\n"));
        (scenario.repeat.times, scenario.repeat.pass_at_least)
    };
    assert_eq!(repeat(""), (1, 1));
    assert_eq!(repeat("repeat: 5"), (5, 5));
    assert_eq!(repeat("repeat: 5\npass_at_least: 4"), (5, 4));
    assert_eq!(repeat("pass_at_least: 8/10"), (10, 8));
    assert_eq!(repeat("repeat: 10\npass_at_least: 8/10"), (10, 8));
}

#[test]
fn a_talk_can_begin_in_the_middle() {
    let scenario = sound(
        "start:\n  succeeded: [Verify Customer]\n  saved: { tracking_number: 1Z }\n  open: Lookup Order Status\n\
         turns: [{ user: ORD-12345, expect: { reply: { contains: shipped } } }]\n",
    );
    let start = scenario.start.unwrap();
    let saver = ActionName::new("Lookup Order Status");
    assert_eq!(start.saved["tracking_number"], (json!("1Z"), saver.clone()));
    assert_eq!(start.open.unwrap().action, saver);
}

#[test]
fn values_are_expected_in_the_form_they_are_sent_in() {
    let slots = |slots: &str| {
        let text = format!("turns: [{{ user: Hi, expect: {{ slots: {{ {slots} }} }} }}]\n");
        codes(&text)
    };
    let sound: [&str; 0] = [];
    assert_eq!(slots("customer_number: 48213"), sound);
    assert_eq!(slots("customer_number: 48213.0"), sound);
    assert_eq!(slots("customer_number: any, pin: absent"), sound);
    assert_eq!(slots("pin: { matches: '\\d{4}' }"), sound);
    assert_eq!(slots("pin: { equals: \"4821\" }"), sound);
    assert_eq!(slots("customer_number: 48213.5"), ["value-never-fits"]);
    assert_eq!(slots("customer_number: many"), ["value-never-fits"]);
    assert_eq!(slots("pin: { not: { equals: 48210 } }"), ["value-never-fits"]);
    assert_eq!(slots("pin: true"), ["value-never-fits"]);
}

#[test]
fn a_file_with_an_error_has_no_scenario() {
    let (scenarios, found) = read("turns: [{ user: Hi, expect: { asks_for: nobody } }]\n");
    assert_eq!((scenarios.len(), found.len()), (0, 1));
}
