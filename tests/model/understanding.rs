use rehearsal::{model::openai::Budget, transcript::TurnRecord};
use serde_json::{Value as Json, json};

use super::{
    script::{call, calls, raw, status, text},
    talk::{Talk, refused, slot},
};

const WHERE: &str = "Where is my order ORD-12345?";

async fn one(answer: wiremock::ResponseTemplate, said: &str) -> (Talk, TurnRecord) {
    let mut talk = Talk::new(vec![answer]).await;
    let record = talk.hear(said).await;
    (talk, record)
}

#[tokio::test]
async fn a_good_call_opens_the_action_behind_its_gate() {
    let (talk, record) =
        one(call("lookup_order_status", json!({ "order_number": "ORD-12345" })), WHERE).await;
    assert_eq!(record.asks_for.unwrap().as_str(), "customer_number");
    assert_eq!(record.refused, Vec::<String>::new());
    assert!(talk.called().is_empty());
    let request = &talk.script.requests()[0];
    let names: Vec<_> = request["tools"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tool| tool["function"]["name"].as_str().unwrap())
        .collect();
    assert!(names.contains(&"lookup_order_status") && names.contains(&"other_talk"));
    assert!(!names.contains(&"cancel_request"), "nothing is open that could be cancelled");
    assert_eq!(request["temperature"], 0.0);
}

#[tokio::test]
async fn several_calls_at_once_fill_gate_and_action_in_any_order() {
    let answer = calls(&[
        ("verify_customer", json!({ "customer_number": 48213 })),
        ("lookup_order_status", json!({ "order_number": "ORD-12345" })),
    ]);
    let said = "Where's ORD-12345? customer 48213, PIN 7350";
    let mut talk = Talk::new(vec![answer, text("It is on its way.")]).await;
    talk.api_answers(json!({ "verified": true }));
    talk.api_answers(json!({ "status": "on its way" }));
    let record = talk.hear(said).await;
    assert_eq!(talk.called(), ["Verify Customer", "Lookup Order Status"]);
    assert!(record.reply.contains("on its way"), "{record:#?}");
    let sent = &talk.api.calls.lock().unwrap()[0].1;
    assert!(
        sent.contains(&("pin".into(), "7350".into())),
        "the engine filled the PIN itself: {sent:?}"
    );
}

#[tokio::test]
async fn an_invented_value_is_dropped_named_and_asked_for() {
    let mut talk =
        Talk::verified(vec![call("lookup_order_status", json!({ "order_number": "ORD-77777" }))])
            .await;
    let record = talk.hear("Where is my order?").await;
    assert_eq!(record.asks_for.as_ref().unwrap().as_str(), "order_number");
    assert!(
        refused(&record, "ORD-77777") && refused(&record, "did not say"),
        "{:?}",
        record.refused
    );
    assert!(talk.called().is_empty());
}

#[tokio::test]
async fn an_unknown_tool_is_left_aside_and_our_own_understanding_steps_in() {
    let (_, record) = one(call("delete_account", json!({})), WHERE).await;
    assert!(refused(&record, "`delete_account`, which is no tool"));
    assert_eq!(record.asks_for.unwrap().as_str(), "customer_number");
}

#[tokio::test]
async fn an_unknown_argument_and_one_of_another_action_are_left_aside() {
    let answer = call(
        "lookup_order_status",
        json!({ "order_number": "ORD-12345", "colour": "red", "day": "2026-03-03" }),
    );
    let (_, record) = one(answer, WHERE).await;
    assert!(
        refused(&record, "`colour` is unknown") && refused(&record, "`day` belongs to another")
    );
    assert!(record.asks_for.is_some());
}

#[tokio::test]
async fn wrong_types_are_left_aside_and_numbers_as_texts_are_numbers() {
    let answer = calls(&[(
        "report_problem",
        json!({
            "description": { "text": "x" }, "copies": "3", "urgency": ["high"],
        }),
    )]);
    let said = "I have a problem to report: all 3 lamps flicker, it is high urgency";
    let (_, record) = one(answer, said).await;
    assert!(refused(&record, "`description` is of a wrong type"), "{:?}", record.refused);
    assert_eq!(slot(&record, "copies"), Some(json!(3)));
    assert_eq!(slot(&record, "urgency"), Some(json!("high")));
}

#[tokio::test]
async fn a_free_text_is_grounded_by_most_of_its_words() {
    let said = "I want to report a problem, the lamp in my kitchen flickers all the time";
    let answer =
        call("report_problem", json!({ "description": "Kitchen lamp flickers all the time" }));
    let (talk, record) = one(answer, said).await;
    let sent = talk.api.calls.lock().unwrap().clone();
    assert_eq!(sent.len(), 1, "{record:#?}");
    assert!(sent[0].1.iter().any(
        |(name, value)| name == "description" && value.contains("lamp in my kitchen flickers")
    ));
    let answer = call(
        "report_problem",
        json!({ "description": "Customer demands compensation of 500 euros" }),
    );
    let (talk, record) = one(answer, "I want to report a problem").await;
    assert!(talk.called().is_empty() && refused(&record, "did not say"));
}

#[tokio::test]
async fn values_for_an_action_nobody_asked_for_open_nothing() {
    let mut talk = Talk::verified(vec![call("lookup_order_status", json!({}))]).await;
    talk.hear("where is my order").await;
    talk.script.then(call("reset_everything", json!({ "confirm": true })));
    let record = talk.hear("hmm let me see where I put that").await;
    assert!(refused(&record, "nobody asked for that action"), "{:?}", record.refused);
    assert!(talk.called().is_empty());
    assert_eq!(record.asks_for.unwrap().as_str(), "order_number");
}

#[tokio::test]
async fn an_action_without_values_that_nobody_asked_for_is_asked_about() {
    let (talk, record) = one(call("reset_everything", json!({})), "good morning to you").await;
    assert!(talk.called().is_empty());
    assert!(refused(&record, "was not started"));
    assert_eq!(record.phase, "choosing");
}

#[tokio::test]
async fn broken_and_cut_off_arguments_keep_the_request_and_lose_the_values() {
    for arguments in [r#"{"order_number": "ORD-1"#, "{'order_number': 1}", "[1,2", "order_number=1"]
    {
        let answer = call("lookup_order_status", Json::String(arguments.into()));
        let (_, record) = one(answer, "where is my order?").await;
        assert!(refused(&record, "broken or cut-off JSON"), "{arguments}: {:?}", record.refused);
        assert_eq!(record.asks_for.unwrap().as_str(), "customer_number");
    }
}

#[tokio::test]
async fn text_and_call_together_count_as_the_call() {
    let message = json!({
        "role": "assistant", "content": "Let me look that up: lookup_order_status()",
        "tool_calls": [{ "id": "1", "type": "function", "function": { "name": "cancel_order", "arguments": "{}" } }],
    });
    let (_, record) = one(raw(message, "tool_calls"), "please cancel an order").await;
    assert_eq!(record.action.unwrap().as_str(), "Cancel Order");
}

#[tokio::test]
async fn an_answer_of_no_use_is_named_and_understood_without_the_model() {
    for (message, finish, words) in [
        (json!({ "content": null }), "stop", "answered nothing"),
        (json!({ "content": "" }), "stop", "answered nothing"),
        (json!({ "content": null, "refusal": "I can't." }), "stop", "refused"),
        (json!({ "content": "" }), "length", "cut off"),
        (json!({ "content": "x" }), "content_filter", "content filter"),
        (json!({ "content": "Sure, I can help you with that!" }), "stop", "called no tool"),
        (json!({ "content": null, "reasoning_content": "hm" }), "stop", "answered nothing"),
    ] {
        let (_, record) = one(raw(message, finish), WHERE).await;
        assert!(refused(&record, words), "{words}: {:?}", record.refused);
        assert_eq!(record.asks_for.unwrap().as_str(), "customer_number", "{words}");
        assert_eq!(record.trouble, None);
    }
}

#[tokio::test]
async fn a_call_written_into_the_text_is_understood() {
    for written in [
        r#"<tool_call>{"name": "lookup_order_status", "arguments": {"order_number": "ORD-12345"}}</tool_call>"#,
        r#"<tool_call>{"name": "lookup_order_status", "arguments": {"order_number": "ORD-12345"}}"#,
        "```json\n{\"name\": \"lookup_order_status\", \"parameters\": {\"order_number\": \"ORD-12345\"}}\n```",
        r#"[{"name": "lookup_order_status", "arguments": {"order_number": "ORD-12345"}}]"#,
        r#"[TOOL_CALLS][{"name": "lookup_order_status", "arguments": "{\"order_number\": \"ORD-12345\"}"}]"#,
        r#"{"tool_calls": [{"function": {"name": "lookup_order_status", "arguments": {"order_number": "ORD-12345"}}}]}"#,
        r#"{"lookup_order_status": {"order_number": "ORD-12345"}}"#,
        r#"<function=lookup_order_status>{"order_number": "ORD-12345"}</function>"#,
        r#"I will call lookup_order_status(order_number="ORD-12345") for you."#,
        r#"lookup_order_status({"order_number": "ORD-12345"})"#,
        r#"<think>the customer wants {a}</think>{"name":"LookupOrderStatus","arguments":{"order_number":"ORD-12345"}}"#,
    ] {
        let mut talk = Talk::verified(vec![text(written), text("On its way.")]).await;
        talk.api_answers(json!({ "status": "on its way" }));
        let record = talk.hear("can you have a look at ORD-12345 and its order status").await;
        assert_eq!(talk.called(), ["Lookup Order Status"], "{written}: {:?}", record.refused);
    }
}

#[tokio::test]
async fn a_flood_of_text_that_looks_like_json_ends() {
    let (_, record) = one(text(&"{[".repeat(50_000)), WHERE).await;
    assert!(refused(&record, "called no tool"));
}

#[tokio::test]
async fn a_server_without_tools_is_asked_in_text() {
    let mut talk = Talk::verified(vec![
        status(400, json!({ "error": { "message": "test-model does not support tools" } })),
        text(r#"[{"name": "lookup_order_status", "arguments": {}}]"#),
    ])
    .await;
    let record = talk.hear("where is my order").await;
    assert_eq!(record.asks_for.unwrap().as_str(), "order_number");
    let requests = talk.script.requests();
    assert!(requests[0].get("tools").is_some() && requests[1].get("tools").is_none());
    assert!(requests[1]["messages"][0]["content"].as_str().unwrap().contains("JSON list of calls"));
}

#[tokio::test]
async fn a_bare_value_needs_no_model() {
    let mut talk =
        Talk::new(vec![call("lookup_order_status", json!({ "order_number": "ORD-12345" }))]).await;
    talk.hear(WHERE).await;
    let record = talk.hear("It's four eight two one three").await;
    assert_eq!(slot(&record, "customer_number"), Some(json!(48213)));
    assert_eq!(record.asks_for.unwrap().as_str(), "pin");
    let record = talk.hear("my PIN is 73 50 1").await;
    assert_eq!(record.asks_for.as_ref().unwrap().as_str(), "pin", "{record:#?}");
    talk.api_answers(json!({}));
    talk.api_fails(rehearsal::request::FailureClass::NotFound, Some(404));
    talk.script.then(text("I don't see an order with that number. Could you double-check?"));
    let record = talk.hear("7350").await;
    assert_eq!(talk.called(), ["Verify Customer", "Lookup Order Status"]);
    assert_eq!(record.reply.matches("double-check").count(), 1);
    assert_eq!(talk.script.requests().len(), 2, "one to understand, one to word");
}

#[tokio::test]
async fn without_the_fast_path_the_model_hears_every_value() {
    let answers = vec![
        call("lookup_order_status", json!({})),
        call("lookup_order_status", json!({ "order_number": "ORD-12345" })),
        text("It is on its way."),
    ];
    let mut talk = Talk::with(answers, |model| model.without_fast_path(), Budget::default()).await;
    talk.verify();
    talk.hear("where is my order").await;
    talk.hear("ORD-12345").await;
    assert_eq!(talk.script.requests().len(), 3);
}

#[tokio::test]
async fn a_sensitive_value_never_leaves_now_or_in_the_history() {
    let mut talk =
        Talk::new(vec![call("lookup_order_status", json!({})), call("other_talk", json!({}))])
            .await;
    talk.hear("My PIN is 7350 and I would like to know where my order is").await;
    talk.script.then(text("We are open from 9 to 18."));
    talk.hear("by the way, when are you open?").await;
    let requests = talk.script.requests();
    let first =
        requests[0]["messages"].as_array().unwrap().last().unwrap()["content"].as_str().unwrap();
    assert!(first.contains("{pin}"), "{first}");
    assert!(requests[1].to_string().contains("{pin}"), "the history keeps the name");
}

#[tokio::test]
async fn the_model_is_not_asked_for_a_sensitive_value_and_giving_one_is_refused() {
    let mut talk = Talk::new(vec![call(
        "verify_customer",
        json!({ "customer_number": 48213, "pin": "9999" }),
    )])
    .await;
    let record = talk.hear("please verify customer number 48213").await;
    assert!(refused(&record, "`pin` is filled by the engine"));
    assert_eq!(record.asks_for.unwrap().as_str(), "pin");
}

#[tokio::test]
async fn a_correction_replaces_a_value_that_was_said() {
    let mut talk =
        Talk::new(vec![call("cancel_order", json!({ "order_number": "ORD-12345" }))]).await;
    talk.hear("cancel my order ORD-12345").await;
    talk.script
        .then(call("correct_value", json!({ "variable": "order_number", "value": "ORD-54321" })));
    let record = talk.hear("wait, actually I meant the one with ORD-54321").await;
    assert_eq!(slot(&record, "order_number"), Some(json!("ORD-54321")));
    talk.script
        .then(call("correct_value", json!({ "variable": "order_number", "value": "ORD-99999" })));
    let record = talk.hear("hmm, that is not quite what I had in mind").await;
    assert_eq!(slot(&record, "order_number"), Some(json!("ORD-54321")));
    assert!(refused(&record, "did not say"));
}

#[tokio::test]
async fn a_yes_must_be_said_for_a_call_to_be_made() {
    let mut talk = Talk::new(vec![call(
        "cancel_order",
        json!({ "order_number": "ORD-12345", "day": "tomorrow" }),
    )])
    .await;
    let record = talk.hear("cancel my order ORD-12345 tomorrow").await;
    assert_eq!(record.phase, "confirming", "{record:#?}");
    talk.script.then(call("customer_says_yes", json!({})));
    let record = talk.hear("what exactly will happen with my order?").await;
    assert!(refused(&record, "took the utterance for a yes") && talk.called().is_empty());
    talk.script.then(call("customer_says_yes", json!({})));
    talk.script.then(text("Your order has been cancelled."));
    talk.hear("well then, sounds good, please go ahead with it").await;
    assert_eq!(talk.called(), ["Cancel Order"]);
}

#[tokio::test]
async fn leaving_and_handing_over_must_be_said() {
    let (_, record) =
        one(call("customer_says_goodbye", json!({})), "what do you mean by that").await;
    assert!(refused(&record, "a farewell") && record.ending.is_none());
    let (_, record) = one(call("hand_off_to_person", json!({})), "what do you mean by that").await;
    assert!(refused(&record, "a wish for a person") && record.ending.is_none());
    let (_, record) =
        one(call("hand_off_to_person", json!({})), "this is silly, get me somebody who can help")
            .await;
    assert!(record.ending.is_some());
}

#[tokio::test]
async fn undo_takes_back_what_the_model_is_told() {
    let mut talk = Talk::verified(vec![call("lookup_order_status", json!({}))]).await;
    let before = talk.conversation.memory().clone();
    talk.hear("where is my parcel, the order I mean").await;
    talk.conversation.restore(before);
    talk.script.then(call("other_talk", json!({})));
    talk.script.then(text("Hello there."));
    talk.hear("well good morning, and how are you today?").await;
    assert!(!talk.script.requests()[1].to_string().contains("parcel"));
}

#[tokio::test]
async fn the_budget_stops_cleanly_and_keeps_the_talk() {
    let budget = Budget { calls: Some(1), ..Budget::default() };
    let mut talk =
        Talk::with(vec![call("lookup_order_status", json!({}))], |model| model, budget).await;
    talk.hear("where is my order").await;
    let state = talk.conversation.memory().state.clone();
    let record = talk.hear("could you tell me what you mean by that number").await;
    assert_eq!(record.trouble.unwrap().kind, "limit");
    assert!(record.refused[0].contains("--max-calls"));
    assert_eq!(talk.conversation.memory().state, state);
    let spent = talk.model.spent();
    assert_eq!((spent.calls, spent.prompt_tokens, spent.answer_tokens), (1, 100, 10));
    assert!((spent.cost - 0.00012).abs() < 1e-9);
}
