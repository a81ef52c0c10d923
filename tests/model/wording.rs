use rehearsal::request::FailureClass;
use serde_json::json;

use super::{
    script::{call, raw, status, text},
    talk::{Talk, refused},
};

async fn looked_up(words: &[&str]) -> Talk {
    let mut answers = vec![call("lookup_order_status", json!({ "order_number": "ORD-12345" }))];
    answers.extend(words.iter().map(|words| text(words)));
    Talk::verified(answers).await
}

const WHERE: &str = "Where is my order ORD-12345?";

#[tokio::test]
async fn a_result_is_told_in_the_model_s_words() {
    let mut talk =
        looked_up(&["Good news: your order ORD-12345 has been shipped, tracking 1Z999."]).await;
    talk.api_answers(json!({ "status": "shipped", "tracking": "1Z999", "internal": "x-99" }));
    let record = talk.hear(WHERE).await;
    assert!(record.reply.starts_with("Good news"), "{}", record.reply);
    let request = talk.script.requests()[1].clone();
    assert!(request.get("tools").is_none(), "the call that words has no tools");
    let told = request["messages"].as_array().unwrap().last().unwrap()["content"].as_str().unwrap();
    let told: serde_json::Value = serde_json::from_str(told).unwrap();
    assert_eq!(told["result"][0]["outcome"], "success");
    assert_eq!(told["result"][0]["data"], json!({ "status": "shipped", "tracking": "1Z999" }));
}

#[tokio::test]
async fn a_reply_that_breaks_a_rule_is_asked_for_once_more_with_the_reason() {
    let mut talk = looked_up(&["Tracking number 1Z998.", "Tracking number 1Z999."]).await;
    talk.api_answers(json!({ "tracking": "1Z999" }));
    let record = talk.hear(WHERE).await;
    assert_eq!(record.reply, "Tracking number 1Z999.");
    let asked_again = talk.script.requests()[2].to_string();
    assert!(asked_again.contains("1Z998") && asked_again.contains("stands neither in the result"));
}

#[tokio::test]
async fn a_reply_that_breaks_rules_twice_gives_way_to_the_template() {
    for (bad, reason) in [
        ("Your order has been cancelled!", "claims success"),
        ("The status code is 404.", "status code"),
        ("Error 404 came back.", "status code"),
        ("It will arrive on 7 May.", "stands neither"),
        ("Your ticket is T-9981.", "stands neither"),
        ("See https://evil.example/x", "a URL"),
        (r#"{"name": "cancel_order"}"#, "JSON"),
        ("java.lang.NullPointerException at com.x.Y(Z.java:12)", "a stack"),
        ("The tool lookup_order_status failed.", "an internal name"),
        (
            "Use the 'Verify Customer' tool before you say anything about an account.",
            "recites the rules",
        ),
        ("Your PIN is {pin}.", "covered value"),
        ("", "answered nothing"),
    ] {
        let mut talk = looked_up(&[bad, bad]).await;
        talk.api_fails(FailureClass::NotFound, Some(404));
        let record = talk.hear(WHERE).await;
        assert!(
            record.reply.starts_with("I don't see an order with that number."),
            "{bad}: {}",
            record.reply
        );
        assert!(refused(&record, reason), "{bad}: {:?}", record.refused);
        assert!(refused(&record, "worded by template"));
        assert_eq!(record.trouble.as_ref().unwrap().kind, "answer");
    }
}

#[tokio::test]
async fn a_failure_in_the_prompt_s_words_holds() {
    for said in [
        "I don't see an order with that number. Could you double-check?",
        "Hm, there seems to be no order ORD-12345. Could you check it again?",
    ] {
        let mut talk = looked_up(&[said]).await;
        talk.api_fails(FailureClass::NotFound, Some(404));
        let record = talk.hear(WHERE).await;
        assert_eq!(record.reply, said, "the question is not asked twice");
    }
}

#[tokio::test]
async fn an_unknown_result_is_told_in_fixed_words_without_the_model() {
    let answers = vec![call("report_problem", json!({ "description": "the lamp flickers" }))];
    let mut talk = Talk::new(answers).await;
    talk.api_fails(FailureClass::Timeout, None);
    let record = talk.hear("I want to report a problem: the lamp flickers").await;
    assert!(record.reply.contains("can't tell whether"), "{}", record.reply);
    assert_eq!(talk.script.requests().len(), 1);
}

#[tokio::test]
async fn a_cut_off_reply_is_not_said() {
    let mut talk = looked_up(&[]).await;
    for _ in 0..2 {
        talk.script.then(raw(json!({ "content": "Your order has been ship" }), "length"));
    }
    talk.api_answers(json!({ "status": "shipped" }));
    let record = talk.hear(WHERE).await;
    assert_eq!(record.reply, "Your order has been shipped.");
    assert!(refused(&record, "cut off in the middle"));
}

#[tokio::test]
async fn a_server_that_fails_while_wording_leaves_the_template_and_says_so() {
    let mut talk = looked_up(&[]).await;
    talk.script.then(status(401, json!({ "error": "bad key" })));
    talk.api_answers(json!({ "status": "shipped" }));
    let record = talk.hear(WHERE).await;
    assert_eq!(record.reply, "Your order has been shipped.");
    assert_eq!(record.trouble.unwrap().kind, "configuration");
}

#[tokio::test]
async fn a_question_is_answered_from_the_prompt_and_the_open_one_asked_again() {
    let mut talk = Talk::verified(vec![call("lookup_order_status", json!({}))]).await;
    talk.hear("where is my order").await;
    talk.script.then(call("other_talk", json!({})));
    talk.script.then(text("We are open from 9 to 18."));
    let record = talk.hear("when is your shop open by the way?").await;
    assert!(
        record.reply.starts_with("We are open from 9 to 18. What is the order number"),
        "{}",
        record.reply
    );
}

#[tokio::test]
async fn questions_and_confirmations_cost_no_model_call() {
    let mut talk =
        Talk::new(vec![call("cancel_order", json!({ "order_number": "ORD-12345" }))]).await;
    talk.hear("cancel my order ORD-12345").await;
    talk.hear("tomorrow").await;
    assert_eq!(talk.script.requests().len(), 1);
}

#[tokio::test]
async fn control_characters_of_a_reply_are_left_out() {
    let mut talk = looked_up(&["Your order \u{1b}[31mhas been\u{202e} shipped."]).await;
    talk.api_answers(json!({ "status": "shipped" }));
    let record = talk.hear(WHERE).await;
    assert!(!record.reply.contains(['\u{1b}', '\u{202e}']), "{:?}", record.reply);
}
