//! What the tests of the dialogue share: an agent of their own, and a fixed time.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use chrono::TimeZone;
use rehearsal::{
    agent::{Agent, format},
    diagnostic::SourceFile,
    value::{Reference, Region},
};

const AGENT: &str = r#"
name: Fixture
prompt: p.md
greeting: Hello
timezone: Europe/Berlin
region: DE
actions:
  - name: Verify Customer
    description: Check who the customer is before account data is shown
    method: POST
    url: https://api.example.com/verify
    body: { customer: "{{customer_number}}", pin: "{{pin}}" }
    variables:
      - { name: customer_number, type: integer, description: Customer number, example: 48213, required: true }
      - { name: pin, type: string, description: Four-digit PIN, example: "4821", required: true, pattern: '^\d{4}$', sensitive: true }
  - name: Lookup Order
    description: Look up the state of an order by its number
    method: GET
    url: https://api.example.com/orders
    query: { order: "{{order_number}}" }
    requires: [Verify Customer]
    variables:
      - { name: order_number, type: string, description: Order number, example: ORD-12345, required: true, pattern: 'ORD-\d{5}' }
    response: { keep: [status], save: { tracking: $.tracking } }
    retry: { attempts: 1 }
  - name: Cancel Order
    description: Cancel an order that was not shipped yet
    method: DELETE
    url: https://api.example.com/cancel
    query: { order: "{{order_number}}", on: "{{day}}", mail: "{{email}}" }
    confirm: always
    variables:
      - { name: order_number, type: string, description: Order number, example: ORD-12345, required: true, pattern: 'ORD-\d{5}' }
      - { name: day, type: date, description: Day of the cancellation, example: "2026-03-03", required: true, earliest: today }
      - { name: email, type: email, description: Where to confirm it, example: ada@example.com, ask: Shall we confirm by mail, on_exhausted: skip }
      - { name: refund, type: boolean, description: Whether money is paid back, example: true, default: false }
"#;

/// An agent with a gate, a confirmation, an optional question and a default.
pub fn fixture_agent() -> Agent {
    let source = SourceFile { path: "agent.yaml".into(), text: AGENT.into() };
    let prompt = SourceFile { path: "p.md".into(), text: "You help.".into() };
    let loaded = format::parse(&source, Some(&prompt));
    loaded.agent.unwrap_or_else(|| panic!("{:?}", loaded.diagnostics))
}

/// Monday, 2 March 2026, ten in the morning in Berlin.
pub fn at() -> Reference {
    let now = chrono_tz::Europe::Berlin.with_ymd_and_hms(2026, 3, 2, 10, 0, 0).unwrap();
    Reference { now, region: Region::parse("DE") }
}
