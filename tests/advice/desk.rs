//! An agent to try prompts on, and the findings on its prompt.

use rehearsal::{
    agent::{Agent, format::parse},
    diagnostic::SourceFile,
    tuning::{Advice, advise},
};

/// Reads, and writes without an idempotency key.
pub const DESK: &str = r#"
  - name: Lookup Order Status
    description: Look up the delivery status of an order
    method: GET
    url: https://api.example.com/orders
    query: { id: "{{order_number}}" }
    variables: [{ name: order_number, type: string, description: Order number, example: ORD-1, required: true }]
  - name: Cancel Order
    description: Cancel an order that has not left yet
    method: POST
    url: https://api.example.com/cancel
    confirm: always
    body: { id: "{{order_number}}" }
    variables: [{ name: order_number, type: string, description: Order number, example: ORD-1, required: true }]
"#;

/// An agent with these actions and this prompt.
pub fn agent(actions: &str, prompt: &str) -> Agent {
    let file = format!("name: Desk\nprompt: p.md\ntimezone: UTC\nregion: US\nactions:\n{actions}");
    let loaded =
        parse(&SourceFile::new("agent.yaml", &file), Some(&SourceFile::new("p.md", prompt)));
    loaded.agent.unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics))
}

/// One more action: its name, method and description.
pub fn with(name: &str, method: &str, description: &str) -> String {
    format!(
        "{DESK}  - name: {name}\n    description: {description}\n    method: {method}\n    url: https://api.example.com/x\n"
    )
}

/// What is found, without what was played.
pub fn found(actions: &str, prompt: &str) -> Vec<Advice> {
    advise(&agent(actions, prompt), &[])
}

/// The lines at which a code is found.
pub fn lines(actions: &str, prompt: &str, code: &str) -> Vec<Option<usize>> {
    let found = found(actions, prompt).into_iter();
    found.filter(|advice| advice.code == code).map(|advice| advice.line).collect()
}

/// Every case of a table gives the code at its lines, or not at all; all that do not are told.
pub fn holds(code: &str, actions: &str, table: &[(&str, &[usize])]) {
    let wrong: Vec<String> = table
        .iter()
        .filter_map(|(prompt, expected)| {
            let expected: Vec<Option<usize>> = expected.iter().copied().map(Some).collect();
            let got = lines(actions, prompt, code);
            (got != expected).then(|| format!("{prompt:?}\n  expected {expected:?}, got {got:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{code}:\n{}", wrong.join("\n"));
}

/// The prompt with one line of the cancelling action, which is its third.
pub fn cancelling(line: &str) -> String {
    format!("Desk.\n## Cancel Order\n{line}\n")
}

/// [`holds`] for single lines of the cancelling action.
pub fn holds_for_lines(code: &str, actions: &str, found: &[&str], near: &[&str]) {
    let at: &[usize] = &[3];
    let none: &[usize] = &[];
    let prompts: Vec<(String, &[usize])> = found
        .iter()
        .map(|line| (cancelling(line), at))
        .chain(near.iter().map(|line| (cancelling(line), none)))
        .collect();
    let table: Vec<(&str, &[usize])> =
        prompts.iter().map(|(prompt, lines)| (prompt.as_str(), *lines)).collect();
    holds(code, actions, &table);
}
