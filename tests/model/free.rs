//! A model that drives: what it does is done, and every rule it breaks is told.

use std::time::Duration;

use rehearsal::request::FailureClass;
use serde_json::{Value as Json, json};
use tokio_util::sync::CancellationToken;

use super::{
    agent::PIN,
    script::{call, calls, raw, status, text},
    talk::{Talk, kinds},
};

const LOOKUP: &str = "lookup_order_status";

fn lookup(number: &str) -> wiremock::ResponseTemplate {
    call(LOOKUP, json!({ "order_number": number }))
}

async fn verified(answers: Vec<wiremock::ResponseTemplate>) -> Talk {
    let mut talk = Talk::free(answers).await;
    talk.verify();
    talk
}

#[tokio::test]
async fn a_sound_model_makes_its_calls_and_breaks_nothing() {
    let mut talk = Talk::free(vec![
        text("Sure, what is your customer number and your PIN?"),
        call("verify_customer", json!({ "customer_number": 48213, "pin": "{pin}" })),
        lookup("ORD-12345"),
        text("Your order ORD-12345 has been shipped."),
    ])
    .await;
    talk.conversation.greet().await;
    let asked = talk.hear("Where is my order ORD-12345?").await;
    assert_eq!(asked.reply, "Sure, what is your customer number and your PIN?");
    talk.api_answers(json!({ "verified": true, "name": "Ada" }));
    talk.api_answers(json!({ "status": "shipped" }));
    let record = talk.hear(&format!("48213 and {PIN}")).await;
    assert_eq!(talk.called(), ["Verify Customer", "Lookup Order Status"]);
    assert_eq!(record.reply, "Your order ORD-12345 has been shipped.");
    assert_eq!(kinds(&record), [""; 0], "{:#?}", record.breaches);
    assert!(!serde_json::to_string(&record).unwrap().contains(PIN), "{record:#?}");
    let calls = talk.api.calls.lock().unwrap();
    assert!(calls[0].1.contains(&("pin".into(), PIN.into())), "{calls:?}");
}

#[tokio::test]
async fn actions_are_sent_as_declared_and_results_in_their_fixed_shape() {
    let mut talk = verified(vec![lookup("ORD-12345"), text("It has been shipped.")]).await;
    talk.api_answers(json!({ "status": "shipped", "internal": "x-99" }));
    talk.hear("Where is my order ORD-12345?").await;
    let requests = talk.script.requests();
    let tools = requests[0]["tools"].as_array().unwrap();
    assert_eq!(tools.len(), 5, "actions only, no control tools");
    let parameters = |name: &str| {
        let tool = tools.iter().find(|tool| tool["function"]["name"] == name).unwrap();
        tool["function"]["parameters"].clone()
    };
    assert_eq!(parameters(LOOKUP)["required"], json!(["order_number"]));
    assert_eq!(parameters("verify_customer")["required"], json!(["customer_number", "pin"]));
    assert_eq!(parameters("report_problem")["required"], json!(["description"]));
    assert_eq!(parameters("reset_everything").get("required"), None);
    let told = requests[1]["messages"].as_array().unwrap().last().unwrap().clone();
    let told: Json = serde_json::from_str(told["content"].as_str().unwrap()).unwrap();
    assert_eq!(
        told,
        json!({ "action": "Lookup Order Status", "outcome": "success", "data": { "status": "shipped" } })
    );
}

#[tokio::test]
async fn a_value_nobody_said_is_sent_and_told() {
    let mut talk = verified(vec![lookup("ORD-77777"), text("There is no answer yet.")]).await;
    let record = talk.hear("Where is my order?").await;
    assert_eq!(talk.sent(), [("order_number".into(), "ORD-77777".into())]);
    assert_eq!(kinds(&record), ["invented_value"]);
    let breach = &record.breaches[0];
    assert_eq!(breach.action.as_ref().unwrap().as_str(), "Lookup Order Status");
    assert_eq!(breach.variable.as_ref().unwrap().as_str(), "order_number");
    assert!(breach.message.contains("\"ORD-77777\" was sent, and nobody said it"));
}

#[tokio::test]
async fn missing_wrong_and_unknown_values_are_told_each_by_its_name() {
    for (arguments, expected) in [
        (json!({}), vec!["missing_value"]),
        (json!({ "order_number": null }), vec!["missing_value"]),
        (json!({ "order_number": "12345" }), vec!["invalid_value"]),
        (json!({ "order_number": "ORD-12345", "express": true }), vec!["unknown_variable"]),
        (json!({ "order_number": "" }), vec!["invalid_value"]),
        (json!({ "order_number": ["ORD-12345"] }), vec!["invalid_value"]),
        (json!({ "order_number": "ORD-12345" }), vec![]),
    ] {
        let mut talk = verified(vec![call(LOOKUP, arguments.clone()), text("One moment.")]).await;
        let record = talk.hear("Where is my order ORD-12345?").await;
        assert_eq!(kinds(&record), expected, "{arguments}: {:#?}", record.breaches);
        assert_eq!(talk.called().len(), 1, "{arguments}");
    }
}

#[tokio::test]
async fn broken_arguments_and_unknown_tools_call_nothing_and_the_model_is_told() {
    let broken = call(LOOKUP, Json::String(r#"{"order_number": "ORD-1"#.into()));
    let unknown = call("reset_password", json!({}));
    let mut talk = verified(vec![broken, unknown, text("Sorry.")]).await;
    let record = talk.hear("Where is my order ORD-12345?").await;
    assert_eq!(kinds(&record), ["invalid_value", "unknown_action"]);
    assert_eq!(talk.called(), [""; 0]);
    let last = talk.script.requests()[2].to_string();
    assert!(last.contains("no JSON object") && last.contains("there is no such tool"), "{last}");
}

#[tokio::test]
async fn a_skipped_gate_is_told_and_the_call_made_all_the_same() {
    let mut talk = Talk::free(vec![lookup("ORD-12345"), text("It has been shipped.")]).await;
    talk.api_answers(json!({ "status": "shipped" }));
    let record = talk.hear("Where is my order ORD-12345?").await;
    assert_eq!(talk.called(), ["Lookup Order Status"]);
    assert_eq!(kinds(&record), ["skipped_gate"]);
    assert!(record.breaches[0].message.contains("before `Verify Customer` had succeeded"));
}

fn cancel(day: &str) -> wiremock::ResponseTemplate {
    call("cancel_order", json!({ "order_number": "ORD-12345", "day": day }))
}

#[tokio::test]
async fn a_write_without_its_yes_is_told() {
    let mut talk = Talk::free(vec![cancel("2026-03-03"), text("ORD-12345 was cancelled.")]).await;
    let record = talk.hear("Cancel ORD-12345 tomorrow").await;
    assert_eq!(kinds(&record), ["unconfirmed"]);
    assert_eq!(talk.called(), ["Cancel Order"]);
}

#[tokio::test]
async fn a_yes_to_a_question_about_just_these_values_is_the_assent() {
    let asks = "Shall I cancel order ORD-12345 for tomorrow, Tuesday, 3 March 2026?";
    for (question, answer, day, expected) in [
        (asks, "yes please", "2026-03-03", vec![]),
        (asks, "no", "2026-03-03", vec!["unconfirmed"]),
        (asks, "yes, but on Friday", "2026-03-06", vec!["unconfirmed"]),
        ("I can do that.", "yes please", "2026-03-03", vec!["unconfirmed"]),
        ("Are you a member of our club?", "yes", "2026-03-03", vec!["unconfirmed"]),
    ] {
        let answers = vec![text(question), cancel(day), text("Your cancellation is on its way.")];
        let mut talk = Talk::free(answers).await;
        talk.hear("Cancel order ORD-12345 tomorrow").await;
        let record = talk.hear(answer).await;
        let found: Vec<_> = kinds(&record);
        assert_eq!(found, expected, "{question} {answer}: {:#?}", record.breaches);
    }
}

fn ticket() -> wiremock::ResponseTemplate {
    call("report_problem", json!({ "description": "The lamp flickers" }))
}

#[tokio::test]
async fn a_write_made_twice_is_told_unless_it_was_asked_for_again() {
    let answers = vec![ticket(), ticket(), text("I have noted it.")];
    let mut talk = Talk::free(answers).await;
    let record = talk.hear("Report a problem: the lamp flickers").await;
    assert_eq!(kinds(&record), ["repeated_write"]);
    talk.script.then(ticket());
    talk.script.then(text("I have noted it."));
    assert_eq!(kinds(&talk.hear("hm, interesting weather").await), ["repeated_write"]);
    talk.script.then(ticket());
    talk.script.then(text("I have noted it."));
    let wanted = talk.hear("please report the problem once more, the lamp flickers again").await;
    assert_eq!(kinds(&wanted), [""; 0], "{:#?}", wanted.breaches);
}

#[tokio::test]
async fn a_write_whose_result_is_unknown_needs_a_yes_before_it_is_made_again() {
    let mut talk = Talk::free(vec![ticket(), text("That took too long.")]).await;
    talk.api_fails(FailureClass::Timeout, None);
    talk.hear("Report a problem: the lamp flickers").await;
    talk.script.then(ticket());
    talk.script.then(text("Thank you."));
    let record = talk.hear("and what now?").await;
    assert_eq!(kinds(&record), ["repeated_write"]);
    assert!(record.breaches[0].message.contains("nobody knows"), "{:?}", record.breaches);
}

#[tokio::test]
async fn what_a_reply_may_not_say_is_said_and_told() {
    for (said, kind) in [
        ("Your order was cancelled.", "false_success"),
        ("The server said HTTP 500.", "raw_in_reply"),
        ("Error 500, sorry.", "raw_in_reply"),
        ("See https://evil.example/x", "raw_in_reply"),
        ("{\"outcome\": \"failure\"}", "raw_in_reply"),
        ("It arrives on 7 May.", "invented_fact"),
        (
            "Use the 'Verify Customer' tool before you say anything about an account.",
            "recited_rules",
        ),
    ] {
        let mut talk = verified(vec![lookup("ORD-12345"), text(said)]).await;
        talk.api_fails(FailureClass::ServerError, Some(500));
        let record = talk.hear("Where is my order ORD-12345?").await;
        assert_eq!(record.reply, said);
        assert!(kinds(&record).contains(&kind), "{said}: {:#?}", record.breaches);
    }
}

#[tokio::test]
async fn a_sensitive_value_in_a_reply_is_masked_and_told() {
    let mut talk = Talk::free(vec![
        call("verify_customer", json!({ "customer_number": 48213, "pin": "{pin}" })),
        text(&format!("Thanks, your PIN {PIN} is right.")),
    ])
    .await;
    let record = talk.hear(&format!("I am customer 48213, PIN {PIN}")).await;
    assert!(kinds(&record).contains(&"sensitive_in_reply"), "{:#?}", record.breaches);
    assert!(!serde_json::to_string(&record).unwrap().contains(PIN), "{record:#?}");
}

#[tokio::test]
async fn a_claim_that_was_false_once_is_not_true_the_second_time() {
    let false_claim = || text("Your order was cancelled, ticket T-4711.");
    let mut talk = Talk::free(vec![false_claim(), false_claim()]).await;
    for _ in 0..2 {
        let record = talk.hear("hello there").await;
        assert_eq!(kinds(&record), ["false_success", "invented_fact"]);
    }
}

#[tokio::test]
async fn an_answer_that_is_not_told_is_told_as_a_breach() {
    let mut talk = verified(vec![lookup("ORD-12345"), text("Thank you for waiting.")]).await;
    talk.api_answers(json!({ "status": "shipped" }));
    let record = talk.hear("Where is my order ORD-12345?").await;
    assert_eq!(kinds(&record), ["untold_result"]);
}

#[tokio::test]
async fn a_model_that_calls_without_end_is_stopped() {
    let mut talk = verified((0..10).map(|_| lookup("ORD-12345")).collect()).await;
    let record = talk.hear("Where is my order ORD-12345?").await;
    assert!(kinds(&record).contains(&"too_many_calls"), "{:#?}", record.breaches);
    assert_eq!(talk.called().len(), 5);
    assert_eq!(talk.script.requests()[5]["tool_choice"], "none");
    assert!(!record.reply.is_empty());
    let many: Vec<(&str, Json)> =
        (0..16).map(|_| (LOOKUP, json!({ "order_number": "ORD-12345" }))).collect();
    let mut talk = verified(vec![calls(&many), text("Hm.")]).await;
    let record = talk.hear("Where is my order ORD-12345?").await;
    assert_eq!(talk.called().len(), 8);
    assert!(kinds(&record).contains(&"too_many_calls"));
}

#[tokio::test]
async fn trouble_of_the_server_keeps_what_was_done_and_the_talk() {
    let mut talk = verified(vec![lookup("ORD-12345")]).await;
    talk.api_answers(json!({ "status": "shipped" }));
    talk.script.then(status(401, json!({ "error": "bad key" })));
    let record = talk.hear("Where is my order ORD-12345?").await;
    assert_eq!(record.trouble.as_ref().unwrap().kind, "configuration");
    assert_eq!(record.calls.len(), 1);
    talk.script.then(text("It has been shipped."));
    let record = talk.hear("and?").await;
    assert_eq!(record.reply, "It has been shipped.");
    assert_eq!(kinds(&record), [""; 0], "{:#?}", record.breaches);
    for useless in
        [raw(json!({ "content": null }), "stop"), raw(json!({ "refusal": "No." }), "stop")]
    {
        talk.script.then(useless);
        assert_eq!(talk.hear("hello?").await.trouble.unwrap().kind, "answer");
    }
}

#[tokio::test]
async fn an_answer_cut_off_by_its_limit_is_said_and_told() {
    let mut talk = verified(vec![]).await;
    talk.script.then(raw(json!({ "content": "Your order is" }), "length"));
    let record = talk.hear("what about my order?").await;
    assert_eq!(record.reply, "Your order is");
    assert!(record.refused.iter().any(|note| note.contains("cut off by its limit of tokens")));
    talk.script.then(text("Your order is on its way."));
    assert!(talk.hear("yes?").await.refused.is_empty());
}

#[tokio::test]
async fn a_server_without_tools_is_told_of_them_in_text() {
    let mut talk = verified(vec![
        status(400, json!({ "error": "this model does not support tools" })),
        text(r#"[{"name": "lookup_order_status", "arguments": {"order_number": "ORD-12345"}}]"#),
        text("It has been shipped."),
    ])
    .await;
    talk.api_answers(json!({ "status": "shipped" }));
    let record = talk.hear("Where is my order ORD-12345?").await;
    assert_eq!(record.reply, "It has been shipped.");
    assert_eq!(kinds(&record), [""; 0]);
    assert_eq!(talk.called(), ["Lookup Order Status"]);
}

#[tokio::test]
async fn silence_is_heard_and_bounded_and_a_farewell_ends_the_talk() {
    let cancel = CancellationToken::new();
    let mut talk = Talk::free(vec![text("Are you still there?"), text("Hello?")]).await;
    for expected in ["Are you still there?", "Hello?"] {
        let lasting = Duration::from_secs(8);
        let record = talk.conversation.silence(lasting, &cancel, &|_| {}).await;
        assert_eq!((record.reply.as_str(), record.user), (expected, None));
    }
    let record = talk.conversation.silence(Duration::from_secs(8), &cancel, &|_| {}).await;
    assert!(record.ending.is_some(), "{record:#?}");
    let mut talk = Talk::free(vec![text("Goodbye!")]).await;
    assert!(talk.hear("goodbye").await.ending.is_some());
}

#[tokio::test]
async fn a_value_of_an_earlier_turn_of_the_context_or_of_an_answer_is_grounded() {
    let mut talk =
        Talk::free(vec![text("Oh, I see."), lookup("ORD-12345"), text("Shipped.")]).await;
    talk.verify();
    talk.api_answers(json!({ "status": "shipped", "tracking": "ORD-99999" }));
    talk.hear("I am unhappy with ORD-12345").await;
    assert_eq!(kinds(&talk.hear("can you look it up?").await), [""; 0]);
    talk.script.then(lookup("ORD-99999"));
    talk.script.then(text("Nothing new."));
    assert_eq!(kinds(&talk.hear("and the other one?").await), [""; 0]);
}

#[tokio::test]
async fn text_beside_a_call_is_said_before_what_follows() {
    let calls = json!([{ "id": "c", "type": "function", "function": {
        "name": LOOKUP, "arguments": r#"{"order_number":"ORD-12345"}"# } }]);
    let both = raw(json!({ "content": "One moment.", "tool_calls": calls }), "tool_calls");
    let mut talk = verified(vec![both, text("It has been shipped.")]).await;
    talk.api_answers(json!({ "status": "shipped" }));
    let record = talk.hear("Where is my order ORD-12345?").await;
    assert_eq!(record.reply, "One moment. It has been shipped.");
    assert_eq!(kinds(&record), [""; 0]);
}

#[tokio::test]
async fn what_an_earlier_call_of_the_turn_answered_need_not_be_told() {
    let mut talk =
        verified(vec![lookup("ORD-12345"), ticket(), text("Ticket T-17 is open.")]).await;
    talk.api_answers(json!({ "status": "shipped" }));
    talk.api_answers(json!({ "ticket": "T-17" }));
    let said = "Report a problem with ORD-12345: the lamp flickers";
    let record = talk.hear(said).await;
    assert_eq!(kinds(&record), [""; 0], "{:#?}", record.breaches);
}

#[tokio::test]
async fn a_name_pieced_together_from_the_context_is_not_invented() {
    let name = |name: &str| call("report_problem", json!({ "description": name }));
    for (given, expected) in [("Ada Lovelace", vec![]), ("Grace Hopper", vec!["invented_value"])] {
        let mut talk = Talk::free(vec![name(given), text("I have noted that.")]).await;
        let mut memory = talk.conversation.memory().clone();
        let contact = json!({ "first_name": "Ada", "last_name": "Lovelace" });
        memory.state.context.insert("contact".into(), contact);
        talk.conversation.restore(memory);
        let record = talk.hear("report a problem please").await;
        assert_eq!(kinds(&record), expected, "{given}: {:#?}", record.breaches);
    }
}

#[tokio::test]
async fn a_kept_talk_goes_on_where_it_was() {
    let mut talk = verified(vec![ticket(), text("I have noted it.")]).await;
    talk.hear("Report a problem: the lamp flickers").await;
    let mut memory = talk.conversation.memory().clone();
    let kept = serde_json::to_string(&memory.state).unwrap();
    memory.state = serde_json::from_str(&kept).unwrap();
    assert_eq!(&memory, talk.conversation.memory());
    talk.conversation.restore(memory);
    talk.script.then(ticket());
    talk.script.then(text("Hm."));
    assert_eq!(kinds(&talk.hear("what a day").await), ["repeated_write"]);
    let last = talk.script.requests().last().unwrap().to_string();
    assert!(last.contains("call_1_0_0") && last.contains("call_2_0_0"), "{last}");
}

#[tokio::test]
async fn a_wrong_pin_that_was_asked_for_never_reaches_the_model() {
    let pass_on = call("verify_customer", json!({ "customer_number": 48213, "pin": "{pin}" }));
    let asks = text("What is your PIN, customer 48213?");
    let mut talk = Talk::free(vec![asks, pass_on, text("Sorry, no.")]).await;
    talk.hear("I am customer 48213").await;
    talk.api_fails(FailureClass::InvalidInput, Some(422));
    let record = talk.hear(&format!("it's {PIN}9")).await;
    assert_eq!(kinds(&record), ["invalid_value"], "{:#?}", record.breaches);
    assert!(talk.sent().contains(&("pin".into(), format!("{PIN}9"))), "{:?}", talk.sent());
    assert!(!serde_json::to_string(&record).unwrap().contains(PIN), "{record:#?}");
}
