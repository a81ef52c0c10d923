//! Every row of the dialogue's table, one fact each.

mod support;

use rehearsal::{
    agent::VariableName,
    dialogue::{Ending, HandoffReason, Next, Phase, Provenance, Question, SystemAct, UserAct},
    request::{Body, FailureClass},
};
use serde_json::json;
use support::{
    Said::{Act, Correct, Inform, Request},
    Talk, failure, failure_with, success,
};

const VERIFY: &str = "Verify Customer";
const LOOKUP: &str = "Lookup Order";
const CANCEL: &str = "Cancel Order";

fn timed_out() -> rehearsal::request::Outcome {
    failure(FailureClass::Timeout, None)
}

/// A verified talk in which Cancel Order waits for its confirmation.
fn confirming() -> Talk {
    let mut talk = Talk::verified();
    talk.hear(&[
        Request(CANCEL),
        Inform("order_number", "ORD-12345"),
        Inform("day", "2026-03-04"),
        Inform("email", "ada@example.com"),
    ]);
    assert!(talk.says(|act| matches!(act, SystemAct::Confirm { .. })), "{:?}", talk.said());
    talk
}

/// A verified talk that has just called Lookup Order.
fn looking_up() -> Talk {
    let mut talk = Talk::verified();
    talk.hear(&[Request(LOOKUP), Inform("order_number", "ORD-12345")]);
    talk.call();
    talk
}

#[test]
fn an_unmet_gate_goes_first_and_the_wanted_action_follows_by_itself() {
    let mut talk = Talk::new();
    talk.hear(&[Request(LOOKUP), Inform("order_number", "ORD-12345")]);
    assert!(matches!(talk.said(), [SystemAct::Gate { .. }, SystemAct::Elicit { .. }]));
    assert_eq!(talk.asks_for(), Some("customer_number"));
    talk.hear(&[Inform("customer_number", "48213"), Inform("pin", "4821")]);
    assert_eq!(talk.call().action.as_str(), "Verify Customer");
    talk.answer(&success(json!({ "verified": true })));
    assert_eq!(talk.call().action.as_str(), LOOKUP);
    let number = &talk.call().arguments[&VariableName::new("order_number")];
    assert_eq!(number.provenance, Provenance::User { turn: 1, span: 0..9 });
}

#[test]
fn a_gate_is_passed_once_per_talk() {
    let mut talk = looking_up();
    talk.answer(&success(json!({ "status": "shipped" })));
    talk.hear(&[Request(LOOKUP), Inform("order_number", "ORD-99999")]);
    assert_eq!(talk.call().action.as_str(), LOOKUP);
}

#[test]
fn several_values_in_one_utterance_are_all_taken_and_only_the_missing_is_asked() {
    let mut talk = Talk::verified();
    talk.hear(&[Request(CANCEL), Inform("email", "ada@example.com"), Inform("day", "2026-03-04")]);
    assert_eq!(talk.asks_for(), Some("order_number"));
    assert_eq!(talk.value("day").as_deref(), Some("2026-03-04"));
}

#[test]
fn an_invalid_value_is_refused_with_a_reason_and_asked_again() {
    let mut talk = Talk::verified();
    talk.hear(&[Request(CANCEL), Inform("order_number", "ORD-12345")]);
    talk.hear(&[Inform("day", "30 February")]);
    assert!(matches!(
        talk.said(),
        [SystemAct::Refuse { .. }, SystemAct::Elicit { attempt: 1, .. }]
    ));
    assert_eq!(talk.asks_for(), Some("day"));
}

#[test]
fn a_refused_correction_takes_the_old_value_back_and_asks_again() {
    let mut talk = confirming();
    talk.hear(&[Correct("day", "30 February")]);
    assert!(talk.says(|act| matches!(act, SystemAct::Refuse { .. })));
    assert_eq!(talk.value("day"), None);
    assert_eq!(talk.asks_for(), Some("day"));
}

#[test]
fn the_value_a_refused_correction_disowns_is_not_sent_with_the_last_one_missing() {
    let mut talk = Talk::verified();
    talk.hear(&[Request(CANCEL), Inform("order_number", "ORD-12345"), Inform("day", "2026-03-04")]);
    talk.hear(&[Correct("day", "30 February"), Inform("email", "ada@example.com")]);
    assert_eq!(talk.next(), &Next::Listen);
    assert_eq!(talk.asks_for(), Some("day"));
    talk.hear(&[Inform("day", "2026-03-05")]);
    assert_eq!(talk.value("day").as_deref(), Some("2026-03-05"));
}

#[test]
fn a_value_said_before_its_request_is_taken_by_what_is_requested() {
    let mut talk = Talk::new();
    talk.hear(&[Inform("customer_number", "48213"), Request(LOOKUP)]);
    assert_eq!(talk.asks_for(), Some("pin"));
    assert_eq!(talk.value("customer_number").as_deref(), Some("48213"));
}

#[test]
fn no_match_escalates_and_ends_with_a_person() {
    let mut talk = Talk::verified();
    talk.hear(&[Request(LOOKUP)]);
    for attempt in 1..=2 {
        talk.hear(&[]);
        assert!(talk.says(
            |act| matches!(act, SystemAct::Elicit { attempt: tries, .. } if *tries == attempt)
        ));
    }
    talk.hear(&[]);
    let reason = HandoffReason::Exhausted { variable: VariableName::new("order_number") };
    assert_eq!(talk.next(), &Next::End(Ending::HandedOff { reason }));
}

#[test]
fn silence_has_a_counter_of_its_own() {
    let mut talk = Talk::verified();
    talk.hear(&[Request(LOOKUP)]);
    talk.silence();
    assert!(matches!(talk.said(), [SystemAct::NoInput, SystemAct::Elicit { attempt: 0, .. }]));
    talk.silence();
    talk.silence();
    assert_eq!(talk.next(), &Next::End(Ending::HandedOff { reason: HandoffReason::Silence }));
}

#[test]
fn an_optional_value_can_be_skipped() {
    let mut talk = Talk::verified();
    talk.hear(&[Request(CANCEL), Inform("order_number", "ORD-12345"), Inform("day", "2026-03-04")]);
    assert_eq!(talk.asks_for(), Some("email"));
    talk.hear(&[Act(UserAct::Skip)]);
    assert!(matches!(talk.said(), [SystemAct::Skipped { .. }, SystemAct::Confirm { .. }]));
}

#[test]
fn a_required_value_cannot_be_skipped() {
    let mut talk = Talk::verified();
    talk.hear(&[Request(LOOKUP)]);
    talk.hear(&[Act(UserAct::Skip)]);
    assert!(matches!(talk.said(), [SystemAct::CannotSkip { .. }, SystemAct::Elicit { .. }]));
}

#[test]
fn a_default_is_sent_with_its_origin() {
    let mut talk = confirming();
    talk.hear(&[Act(UserAct::Affirm)]);
    let refund = &talk.call().arguments[&VariableName::new("refund")];
    assert_eq!(refund.provenance, Provenance::Default);
}

#[test]
fn a_correction_of_another_slot_replaces_it_and_the_question_is_asked_again() {
    let mut talk = Talk::verified();
    talk.hear(&[Request(CANCEL), Inform("order_number", "ORD-12345")]);
    talk.hear(&[Correct("order_number", "ORD-99999")]);
    assert!(matches!(talk.said(), [SystemAct::Corrected { .. }, SystemAct::Elicit { .. }]));
    assert_eq!(talk.value("order_number").as_deref(), Some("ORD-99999"));
    assert_eq!(talk.asks_for(), Some("day"));
}

#[test]
fn cancel_drops_the_action_and_with_a_gate_what_it_was_for() {
    let mut talk = Talk::new();
    talk.hear(&[Request(LOOKUP)]);
    talk.hear(&[Act(UserAct::Cancel)]);
    assert!(talk.state.frames.is_empty());
    assert!(
        talk.says(
            |act| matches!(act, SystemAct::Cancelled { action } if action.as_str() == LOOKUP)
        )
    );
}

#[test]
fn a_digression_is_played_and_the_first_action_resumes() {
    let mut talk = Talk::verified();
    talk.hear(&[Request(CANCEL), Inform("order_number", "ORD-12345")]);
    talk.hear(&[Request(LOOKUP), Inform("order_number", "ORD-99999")]);
    assert_eq!(talk.call().action.as_str(), LOOKUP);
    talk.answer(&success(json!({ "status": "shipped" })));
    assert!(matches!(
        talk.said(),
        [SystemAct::Report { .. }, SystemAct::Resume { .. }, SystemAct::Elicit { .. }]
    ));
    assert_eq!(talk.asks_for(), Some("day"));
    assert_eq!(talk.value("order_number").as_deref(), Some("ORD-12345"));
}

#[test]
fn small_talk_is_answered_and_the_question_asked_again_without_counting() {
    let mut talk = Talk::verified();
    talk.hear(&[Request(LOOKUP)]);
    talk.hear(&[Act(UserAct::Chat)]);
    assert!(matches!(talk.said(), [SystemAct::AnswerChat, SystemAct::Elicit { attempt: 0, .. }]));
}

#[test]
fn a_repeat_says_the_last_reply_again() {
    let mut talk = looking_up();
    talk.answer(&success(json!({ "status": "shipped" })));
    talk.hear(&[Act(UserAct::Repeat)]);
    assert!(matches!(talk.said(), [SystemAct::SayAgain, SystemAct::Report { .. }]));
}

#[test]
fn an_affirmed_confirmation_calls() {
    let mut talk = confirming();
    talk.hear(&[Act(UserAct::Affirm)]);
    assert_eq!(talk.call().action.as_str(), CANCEL);
}

#[test]
fn a_denied_confirmation_asks_what_to_change() {
    let mut talk = confirming();
    talk.hear(&[Act(UserAct::Deny)]);
    assert!(matches!(talk.said(), [SystemAct::AskWhatToChange { .. }]));
    talk.hear(&[Inform("day", "2026-03-05")]);
    assert!(talk.says(|act| matches!(act, SystemAct::Confirm { .. })));
    assert_eq!(talk.value("day").as_deref(), Some("2026-03-05"));
}

#[test]
fn a_denial_with_a_change_corrects_and_confirms_again() {
    let mut talk = confirming();
    talk.hear(&[Act(UserAct::Deny), Correct("day", "2026-03-05")]);
    assert!(matches!(talk.said(), [SystemAct::Corrected { .. }, SystemAct::Confirm { .. }]));
}

#[test]
fn a_denied_confirmation_with_a_name_reopens_the_slot() {
    let mut talk = confirming();
    let day = VariableName::new("day");
    talk.hear(&[
        Act(UserAct::Deny),
        Act(UserAct::Correct { variable: day, raw: None, span: 0..0 }),
    ]);
    assert_eq!(talk.asks_for(), Some("day"));
    assert_eq!(talk.value("day"), None);
}

#[test]
fn an_assent_does_not_outlive_a_change() {
    let mut talk = confirming();
    talk.hear(&[Act(UserAct::Affirm), Correct("day", "2026-03-05")]);
    assert!(talk.says(|act| matches!(act, SystemAct::Confirm { .. })), "{:?}", talk.said());
}

#[test]
fn a_success_saves_its_keys_and_is_reported_as_kept() {
    let mut talk = looking_up();
    talk.answer(&success(json!({ "status": "shipped", "tracking": "1Z9", "secret": 1 })));
    let report = SystemAct::Report {
        action: rehearsal::agent::ActionName::new(LOOKUP),
        gate_for: None,
        result: json!({ "status": "shipped" }),
    };
    assert_eq!(talk.said(), [report]);
    assert_eq!(talk.state.saved["tracking"].0, json!("1Z9"));
}

#[test]
fn a_value_the_api_does_not_know_is_asked_again() {
    let mut talk = looking_up();
    talk.answer(&failure(FailureClass::NotFound, Some(404)));
    assert!(matches!(talk.said(), [SystemAct::ReportFailure { .. }, SystemAct::Elicit { .. }]));
    talk.hear(&[Inform("order_number", "ORD-99999")]);
    assert_eq!(talk.call().action.as_str(), LOOKUP);
}

#[test]
fn a_refused_value_is_not_sent_again() {
    let mut talk = looking_up();
    talk.answer(&failure(FailureClass::NotFound, Some(404)));
    talk.hear(&[Inform("order_number", "ORD-12345")]);
    assert!(matches!(talk.said(), [SystemAct::AlreadyTried { .. }, SystemAct::Elicit { .. }]));
}

#[test]
fn refused_values_are_asked_again_only_up_to_a_cap() {
    let mut talk = looking_up();
    talk.answer(&failure(FailureClass::NotFound, Some(404)));
    talk.hear(&[Inform("order_number", "ORD-00001")]);
    talk.answer(&failure(FailureClass::NotFound, Some(404)));
    talk.hear(&[Inform("order_number", "ORD-00002")]);
    talk.answer(&failure(FailureClass::NotFound, Some(404)));
    assert!(matches!(
        talk.next(),
        Next::End(Ending::HandedOff { reason: HandoffReason::Refused { .. } })
    ));
}

#[test]
fn a_400_asks_again_only_for_the_value_it_names() {
    let mut talk = Talk::new();
    talk.hear(&[
        Request("Verify Customer"),
        Inform("customer_number", "48213"),
        Inform("pin", "4821"),
    ]);
    let body = Body::Json(json!({ "errors": [{ "field": "pin" }] }));
    talk.answer(&failure_with(FailureClass::InvalidInput, Some(400), body));
    assert_eq!(talk.asks_for(), Some("pin"));
    assert_eq!(talk.value("customer_number").as_deref(), Some("48213"));
}

#[test]
fn a_400_that_names_nothing_is_not_asked_in_vain() {
    let mut talk = looking_up();
    talk.answer(&failure(FailureClass::InvalidInput, Some(400)));
    assert!(matches!(talk.said(), [SystemAct::ReportFailure { .. }, SystemAct::OfferCallback]));
}

#[test]
fn several_values_without_a_name_ask_what_to_change() {
    let mut talk = Talk::new();
    talk.hear(&[
        Request("Verify Customer"),
        Inform("customer_number", "48213"),
        Inform("pin", "4821"),
    ]);
    talk.answer(&failure(FailureClass::NotFound, Some(404)));
    assert!(matches!(
        talk.said(),
        [SystemAct::ReportFailure { .. }, SystemAct::AskWhatToChange { .. }]
    ));
}

#[test]
fn a_refused_credential_offers_a_callback_and_closes_what_it_gates() {
    let mut talk = Talk::new();
    talk.hear(&[
        Request(LOOKUP),
        Inform("customer_number", "48213"),
        Inform("pin", "4821"),
        Inform("order_number", "ORD-12345"),
    ]);
    talk.answer(&failure(FailureClass::Unauthorized, Some(401)));
    assert!(matches!(talk.said(), [SystemAct::ReportFailure { .. }, SystemAct::OfferCallback]));
    assert!(talk.state.frames.is_empty());
    assert_eq!(talk.state.question, Some(Question::Callback));
}

#[test]
fn a_passing_failure_of_a_safe_method_is_retried_once_and_then_told() {
    let mut talk = looking_up();
    talk.answer(&timed_out());
    assert_eq!(talk.call().retry, 1);
    assert!(talk.call().delay_ms > 0);
    talk.answer(&timed_out());
    assert!(matches!(
        talk.said(),
        [SystemAct::ReportFailure { unknown_result: false, .. }, SystemAct::OfferCallback]
    ));
}

#[test]
fn a_wish_to_wait_too_long_is_not_waited_for() {
    let mut talk = looking_up();
    let mut busy = failure(FailureClass::RateLimited, Some(429));
    if let rehearsal::request::Outcome::Failure { retry_after_ms, .. } = &mut busy {
        *retry_after_ms = Some(3_600_000);
    }
    talk.answer(&busy);
    assert_eq!(talk.next(), &Next::Listen);
}

#[test]
fn a_write_is_never_repeated_by_itself_and_its_result_is_unknown() {
    let mut talk = confirming();
    talk.hear(&[Act(UserAct::Affirm)]);
    talk.answer(&timed_out());
    assert!(matches!(
        talk.said(),
        [SystemAct::ReportFailure { unknown_result: true, .. }, SystemAct::OfferCallback]
    ));
}

#[test]
fn after_an_unknown_write_the_same_again_keeps_its_values_and_needs_a_yes() {
    let mut talk = Talk::new();
    let say =
        [Request("Verify Customer"), Inform("customer_number", "48213"), Inform("pin", "4821")];
    talk.hear(&say);
    talk.answer(&timed_out());
    talk.hear(&[Request("Verify Customer")]);
    assert!(matches!(talk.said(), [SystemAct::Confirm { .. }]), "{:?}", talk.said());
}

#[test]
fn a_callback_is_accepted_or_declined() {
    for (act, expected) in
        [(UserAct::Affirm, SystemAct::CallbackAccepted), (UserAct::Deny, SystemAct::OfferDeclined)]
    {
        let mut talk = looking_up();
        talk.answer(&failure(FailureClass::Forbidden, Some(403)));
        talk.hear(&[Act(act)]);
        assert_eq!(talk.said(), [expected]);
    }
}

#[test]
fn a_person_is_given_at_any_time_with_what_is_known() {
    let mut talk = confirming();
    talk.hear(&[Act(UserAct::AskHandoff)]);
    let summary = rehearsal::dialogue::Summary::of(&talk.agent, &talk.state).expect("a summary");
    assert_eq!(summary.open[0].as_str(), CANCEL);
    assert_eq!(summary.values[0].1, "ORD-12345");
}

#[test]
fn a_goodbye_completes_or_abandons() {
    let mut talk = looking_up();
    talk.answer(&success(json!({})));
    talk.hear(&[Act(UserAct::Goodbye)]);
    assert_eq!(talk.next(), &Next::End(Ending::Completed));
    let mut talk = confirming();
    talk.hear(&[Act(UserAct::Goodbye)]);
    assert_eq!(talk.next(), &Next::End(Ending::Abandoned));
}

#[test]
fn a_saved_value_feeds_the_next_action() {
    let mut talk = Talk::verified();
    let saved = (json!("ORD-77777"), rehearsal::agent::ActionName::new("Other"));
    talk.state.saved.insert("order_number".into(), saved);
    talk.hear(&[Request(LOOKUP)]);
    let number = &talk.call().arguments[&VariableName::new("order_number")];
    assert!(matches!(number.provenance, Provenance::Saved { .. }));
}

#[test]
fn a_context_key_fills_the_variable_of_its_name() {
    let mut talk = Talk::verified();
    talk.state.context.insert("order_number".into(), json!("ORD-77777"));
    talk.hear(&[Request(LOOKUP)]);
    let number = &talk.call().arguments[&VariableName::new("order_number")];
    assert!(matches!(number.provenance, Provenance::Context { .. }));
}

#[test]
fn what_was_said_for_one_action_serves_another() {
    let mut talk = looking_up();
    talk.answer(&success(json!({})));
    talk.hear(&[Request(CANCEL)]);
    assert_eq!(talk.value("order_number").as_deref(), Some("ORD-12345"));
    assert_eq!(talk.asks_for(), Some("day"));
}

#[test]
fn the_same_action_again_is_about_something_new() {
    let mut talk = looking_up();
    talk.answer(&success(json!({})));
    talk.hear(&[Request(LOOKUP)]);
    assert_eq!(talk.asks_for(), Some("order_number"));
}

#[test]
fn a_value_without_an_open_action_follows_the_last_one_up() {
    let mut talk = looking_up();
    talk.answer(&success(json!({})));
    talk.hear(&[Inform("order_number", "ORD-77777")]);
    assert_eq!(talk.call().action.as_str(), LOOKUP);
}

#[test]
fn a_followed_up_write_needs_a_yes() {
    let mut talk = confirming();
    talk.hear(&[Act(UserAct::Affirm)]);
    talk.answer(&success(json!({})));
    talk.hear(&[Inform("order_number", "ORD-77777")]);
    assert!(talk.says(|act| matches!(act, SystemAct::Confirm { .. })), "{:?}", talk.said());
}

#[test]
fn two_close_actions_are_offered_and_values_said_with_them_are_kept() {
    let mut talk = Talk::verified();
    let candidates = [LOOKUP, CANCEL].map(rehearsal::agent::ActionName::new).to_vec();
    talk.hear(&[Act(UserAct::Unclear { candidates }), Inform("order_number", "ORD-12345")]);
    assert!(matches!(talk.said(), [SystemAct::OfferActions { .. }]));
    talk.hear(&[Request(LOOKUP)]);
    assert_eq!(talk.call().action.as_str(), LOOKUP);
}

#[test]
fn an_ungrounded_value_is_left_aside() {
    let mut talk = Talk::verified();
    let invented = UserAct::Inform {
        variable: VariableName::new("order_number"),
        raw: "ORD-12345".into(),
        span: 0..9,
    };
    talk.hear(&[Request(LOOKUP), Act(invented)]);
    assert_eq!(talk.value("order_number"), None);
    assert_eq!(talk.asks_for(), Some("order_number"));
}

#[test]
fn an_outcome_that_nobody_waits_for_changes_nothing() {
    let mut talk = Talk::verified();
    talk.hear(&[Request(LOOKUP)]);
    let before = talk.state.clone();
    talk.answer(&success(json!({})));
    assert_eq!(talk.state, before);
    assert!(matches!(talk.state.frames[0].phase, Phase::Eliciting { .. }));
}

#[test]
fn nothing_understood_again_and_again_ends_with_a_person() {
    let mut talk = Talk::new();
    talk.hear(&[]);
    assert!(matches!(talk.said(), [SystemAct::TellAbilities]));
    talk.hear(&[]);
    talk.hear(&[]);
    assert_eq!(talk.next(), &Next::End(Ending::HandedOff { reason: HandoffReason::NotUnderstood }));
}

#[test]
fn a_write_in_doubt_needs_a_yes_also_after_other_actions() {
    let mut talk = Talk::new();
    talk.hear(&[Request(LOOKUP), Inform("customer_number", "48213")]);
    talk.hear(&[Inform("pin", "4821")]);
    assert_eq!(talk.call().action.as_str(), VERIFY);
    talk.answer(&timed_out());
    // The gate's failure closes what waited for it too: that one ended last.
    talk.hear(&[Request(VERIFY)]);
    assert!(talk.says(|act| matches!(act, SystemAct::Confirm { .. })), "{:?}", talk.said());
    talk.hear(&[Act(UserAct::Affirm)]);
    talk.answer(&success(json!({})));
    assert!(talk.state.uncertain.is_empty());
}

#[test]
fn values_that_were_refused_together_are_not_sent_again() {
    let mut talk = Talk::new();
    talk.hear(&[Request(VERIFY), Inform("customer_number", "48213")]);
    talk.hear(&[Inform("pin", "4821")]);
    talk.answer(&failure(FailureClass::NotFound, Some(404)));
    talk.hear(&[Act(UserAct::Affirm)]);
    assert_eq!(talk.next(), &Next::Listen);
    assert!(talk.says(|act| matches!(act, SystemAct::AskWhatToChange { .. })));
    talk.hear(&[Correct("pin", "4822")]);
    talk.answer(&failure(FailureClass::NotFound, Some(404)));
    talk.hear(&[Correct("pin", "4821")]);
    assert_eq!(talk.next(), &Next::Listen);
    assert!(talk.says(|act| matches!(act, SystemAct::AskWhatToChange { .. })));
}

#[test]
fn a_value_that_waits_for_a_choice_survives_a_correction() {
    let mut talk = Talk::new();
    talk.hear(&[Request(VERIFY)]);
    let candidates = [LOOKUP, CANCEL].map(rehearsal::agent::ActionName::new).to_vec();
    talk.hear(&[Act(UserAct::Unclear { candidates })]);
    talk.hear(&[Inform("customer_number", "48213"), Correct("pin", "4821")]);
    assert_eq!(talk.call().arguments.len(), 2);
}
