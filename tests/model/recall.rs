//! A value of an earlier turn that the model names later.

use serde_json::json;

use super::{
    agent::PIN,
    script::{call, text},
    talk::{Talk, refused, slot},
};

fn chat() -> wiremock::ResponseTemplate {
    call("other_talk", json!({}))
}

fn lookup(number: &str) -> wiremock::ResponseTemplate {
    call("lookup_order_status", json!({ "order_number": number }))
}

#[tokio::test]
async fn a_value_said_before_is_taken_for_a_reading_and_its_turn_is_told() {
    let answers = vec![chat(), text("Oh dear."), lookup("ORD-12345"), text("It was shipped.")];
    let mut talk = Talk::verified(answers).await;
    talk.api_answers(json!({ "status": "shipped" }));
    talk.hear("I am so unhappy about ORD-12345").await;
    let record = talk.hear("can you look up the order status?").await;
    assert_eq!(talk.sent(), [("order_number".into(), "ORD-12345".into())]);
    assert_eq!(record.reply, "It was shipped.");
    let provenance = &record.slots.values().next().unwrap().provenance;
    let said = rehearsal::dialogue::Provenance::User { turn: 1, span: 22..31 };
    assert_eq!(*provenance, said);
}

#[tokio::test]
async fn a_value_that_nobody_ever_said_is_still_refused() {
    let answers = vec![chat(), text("Oh dear."), lookup("ORD-12346")];
    let mut talk = Talk::verified(answers).await;
    talk.hear("I am so unhappy about ORD-12345").await;
    let record = talk.hear("can you look up the order status?").await;
    assert_eq!(talk.called(), [""; 0]);
    assert_eq!(record.asks_for.as_ref().unwrap().as_str(), "order_number");
    assert!(refused(&record, "which the customer did not say"));
}

#[tokio::test]
async fn what_the_agent_said_is_not_what_the_customer_said() {
    let answers =
        vec![chat(), text("We had ORD-12345 today."), text("Really."), lookup("ORD-12345")];
    let mut talk = Talk::verified(answers).await;
    talk.hear("hello there").await;
    let record = talk.hear("can you look up the order status?").await;
    assert_eq!(talk.called(), [""; 0], "{record:#?}");
}

#[tokio::test]
async fn for_a_write_the_customer_is_asked_whether_the_old_value_is_meant() {
    let ticket = json!({ "description": "lamp flickers all day" });
    let answers = vec![chat(), text("Oh dear."), call("report_problem", ticket)];
    let mut talk = Talk::new(answers).await;
    talk.hear("my lamp flickers all day").await;
    let record = talk.hear("can you report that problem?").await;
    assert_eq!(record.phase, "confirming_value", "{record:#?}");
    assert_eq!(talk.called(), [""; 0]);
    talk.hear("yes").await;
    assert_eq!(talk.called(), ["Report Problem"]);
}

#[tokio::test]
async fn a_value_taken_back_is_asked_about_before_it_is_used_again() {
    let mut talk = Talk::new(vec![lookup("ORD-12345")]).await;
    talk.hear("where is ORD-12345").await;
    talk.script.then(call("correct_value", json!({ "variable": "order_number" })));
    talk.hear("the order number is wrong, I must change it").await;
    talk.script.then(call("lookup_order_status", json!({ "order_number": "ORD-12345" })));
    let record = talk.hear("hm, let me think about that order").await;
    assert_eq!(slot(&record, "order_number"), None, "{record:#?}");
}

#[tokio::test]
async fn a_sensitive_value_is_never_recalled() {
    let answers = vec![chat(), text("Oh."), call("verify_customer", json!({ "pin": PIN }))];
    let mut talk = Talk::new(answers).await;
    talk.hear(&format!("my lucky number is {PIN}")).await;
    let record = talk.hear("verify me as a customer").await;
    assert!(slot(&record, "pin").is_none(), "{record:#?}");
}
