//! `rehearsal understand --batch`: one object a line, as the machine interface says.

use std::path::PathBuf;

use rehearsal::cli::understand::{UnderstandArgs, understand};
use serde_json::{Value as Json, json};

use crate::{
    agents::{action, agent},
    requests::reference,
};

fn run(utterance: Option<&str>, input: &[u8]) -> String {
    let agent = agent(
        "Desk",
        vec![
            action("Cancel Order | Cancel an order that was not sent yet | order_number:integer"),
            action("Open Ticket | Open a ticket about a problem | email:email"),
        ],
    );
    let args = UnderstandArgs {
        agent: PathBuf::new(),
        utterance: utterance.map(str::to_owned),
        json: false,
        batch: utterance.is_none(),
        now: None,
    };
    let mut output = Vec::new();
    understand(&args, (&agent, reference()), &mut &*input, &mut output).unwrap();
    String::from_utf8(output).unwrap()
}

#[test]
fn each_line_is_understood_by_itself() {
    let output = run(None, b"cancel order 4711\n\nhello\r\nasdf \xff\x1b[31m\n");
    let lines: Vec<Json> = output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0]["chosen"], "Cancel Order");
    assert_eq!(lines[0]["slots"]["order_number"]["value"], json!(4711));
    assert_eq!(lines[0]["slots"]["order_number"]["span"], json!({"start": 13, "end": 17}));
    assert_eq!(lines[0]["actions"][0]["name"], "Cancel Order");
    assert_eq!(lines[1]["chosen"], Json::Null);
    assert_eq!(lines[2]["acts"], json!([{"act": "chat"}]));
    assert_eq!(lines[3]["ambiguous"], json!([]));
    assert!(!output.contains('\u{1b}'));
}

#[test]
fn the_report_names_acts_actions_and_slots() {
    let report = run(Some("cancel order 4711"), b"");
    assert!(report.contains("Cancel Order") && report.contains("order~order"), "{report}");
    assert!(report.contains("order_number = 4711  13..17"), "{report}");
}
