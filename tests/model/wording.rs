use rehearsal::{agent::Words, model::openai::Budget, request::FailureClass};
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

async fn worded_by(words: Words, answers: Vec<wiremock::ResponseTemplate>) -> Talk {
    Talk::with(answers, |model| model.wording(words), Budget::default()).await
}

#[tokio::test]
async fn with_wording_model_questions_are_asked_in_its_words() {
    let asked = "Happy to help! Which number stands on your customer card?";
    let mut talk =
        worded_by(Words::Model, vec![call("verify_customer", json!({})), text(asked)]).await;
    let record = talk.hear("please check who I am").await;
    assert_eq!(record.reply, asked);
    let last = talk.script.requests()[1]["messages"].as_array().unwrap().last().unwrap().clone();
    let last: serde_json::Value = serde_json::from_str(last["content"].as_str().unwrap()).unwrap();
    assert_eq!(last["say"], "What is the customer number?");
}

#[tokio::test]
async fn a_question_that_the_model_does_not_ask_is_asked_by_template() {
    for bad in ["All right.", "How are you today?", "It is 99213, isn't it, your customer number?"]
    {
        let answers = vec![call("verify_customer", json!({})), text(bad), text(bad)];
        let mut talk = worded_by(Words::Model, answers).await;
        let record = talk.hear("please check who I am").await;
        assert_eq!(record.reply, "What is the customer number?", "{bad}");
        assert!(refused(&record, "worded by template"), "{bad}");
    }
}

#[tokio::test]
async fn what_a_yes_answers_is_read_back_by_template_whoever_words() {
    let value = json!({ "order_number": "ORD-12345", "day": "tomorrow" });
    let mut talk = worded_by(Words::Model, vec![call("cancel_order", value)]).await;
    let record = talk.hear("cancel my order ORD-12345 tomorrow").await;
    assert_eq!(record.phase, "confirming");
    assert!(
        record.reply.contains("ORD-12345") && record.reply.contains("3 March"),
        "{}",
        record.reply
    );
    assert_eq!(talk.script.requests().len(), 1);
}

#[tokio::test]
async fn with_wording_template_the_model_only_understands() {
    let answers = vec![call("lookup_order_status", json!({ "order_number": "ORD-12345" }))];
    let mut talk = worded_by(Words::Template, answers).await;
    talk.verify();
    talk.api_answers(json!({ "status": "shipped" }));
    assert_eq!(talk.hear(WHERE).await.reply, "Your order has been shipped.");
    assert_eq!(talk.script.requests().len(), 1);
}

#[tokio::test]
async fn a_success_that_is_not_told_is_asked_for_once_more_and_then_told_by_template() {
    let mut talk = looked_up(&["Thank you for waiting!", "It has been shipped."]).await;
    talk.api_answers(json!({ "status": "shipped" }));
    assert_eq!(talk.hear(WHERE).await.reply, "It has been shipped.");
    assert!(talk.script.requests()[2].to_string().contains("tells nothing of what"));
    let mut talk = looked_up(&["Thank you!", "Here you are."]).await;
    talk.api_answers(json!({ "status": "shipped" }));
    let record = talk.hear(WHERE).await;
    assert_eq!(record.reply, "Your order has been shipped.");
    assert!(refused(&record, "tells nothing of what Lookup Order Status answered"));
}
