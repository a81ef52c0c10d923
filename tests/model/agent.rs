use rehearsal::{
    agent::{Agent, format},
    diagnostic::SourceFile,
};

/// A value that must never be seen in a request.
pub const PIN: &str = "7350";
/// The key of the endpoint.
pub const KEY: &str = "sk-planted-key-000111";

const AGENT: &str = r#"
name: Order desk
prompt: p.md
greeting: Hello, how can I help?
timezone: Europe/Berlin
region: DE
actions:
  - name: Verify Customer
    description: Check who the customer is by customer number and PIN before any account data is shown
    method: POST
    url: https://api.example.com/verify
    body: { customer: "{{customer_number}}", pin: "{{pin}}" }
    variables:
      - { name: customer_number, type: integer, description: The number on the customer card, example: 48213, required: true }
      - { name: pin, type: string, description: Four-digit PIN, example: "1234", required: true, pattern: '^\d{4}$', sensitive: true }
  - name: Lookup Order Status
    description: Look up the delivery status of a customer's order by its order number
    method: GET
    url: https://api.example.com/orders
    query: { order: "{{order_number}}" }
    requires: [Verify Customer]
    variables:
      - { name: order_number, type: string, description: Order number, example: ORD-12345, required: true, pattern: 'ORD-\d{5}' }
    response: { keep: [status, tracking, eta, note] }
  - name: Cancel Order
    description: Cancel an order that was not shipped yet
    method: DELETE
    url: https://api.example.com/cancel
    query: { order: "{{order_number}}", on: "{{day}}" }
    confirm: always
    variables:
      - { name: order_number, type: string, description: Order number, example: ORD-12345, required: true, pattern: 'ORD-\d{5}' }
      - { name: day, type: date, description: Day of the cancellation, example: "2026-03-03", required: true, earliest: today }
  - name: Report Problem
    description: Open a ticket about a problem with a product
    method: POST
    url: https://api.example.com/tickets
    body: { text: "{{description}}", urgency: "{{urgency}}", copies: "{{copies}}" }
    variables:
      - { name: description, type: string, description: What is wrong, example: The lamp flickers, required: true }
      - { name: urgency, type: string, description: How urgent it is, example: high, choices: [low, high] }
      - { name: copies, type: integer, description: How many products are concerned, example: 2, min: 1, max: 99 }
  - name: Reset Everything
    description: Reset the whole account to factory defaults
    method: POST
    url: https://api.example.com/reset
    body: {}
    variables: []
"#;

const PROMPT: &str = r#"# Order desk

You answer customers of an online shop. You are friendly and brief. The shop is open from 9 to 18.
Use the 'Verify Customer' tool before you say anything about an account of the customer.
Also there are 'Cancel Order', 'Report Problem' and 'Reset Everything'.

When using the 'Lookup Order Status' tool:

If the tool returns an error:
- 404: "I don't see an order with that number. Could you double-check?"
- 500: "I'm having trouble accessing the system right now."
- Timeout: "The system is taking longer than expected."
- For any error, offer to have someone call them back.
"#;

/// An agent with a gate, a sensitive value, a confirmation, a free text and an action without values.
pub fn agent() -> Agent {
    let source = SourceFile { path: "agent.yaml".into(), text: AGENT.into() };
    let prompt = SourceFile { path: "p.md".into(), text: PROMPT.into() };
    let loaded = format::parse(&source, Some(&prompt));
    loaded.agent.unwrap_or_else(|| panic!("{:?}", loaded.diagnostics))
}
