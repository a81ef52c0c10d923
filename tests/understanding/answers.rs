//! What an utterance is taken for while something stands open. An agent invented for this test.

use rehearsal::{
    agent::{ActionName, Agent, VariableName},
    dialogue::{
        DialogueState, Doubt, Frame, Phase, Provenance, Question, Slot, SlotValue, UserAct,
    },
    model::{Listening, OfflineModel},
    value::{Choice, Pattern, Value},
};

use crate::{
    agents::{action, agent},
    requests::reference,
};

fn ferry() -> Agent {
    let mut book = action(
        "Book Crossing | Book a ferry crossing for a car | outward_date:date, return_date?:date, passengers:integer, cabin:string, email:email, phone?:phone, pets:boolean",
    );
    let choice = |value: &str| Choice { value: value.into(), synonyms: Vec::new() };
    book.variables[3].spec.choices = vec![choice("inside"), choice("outside"), choice("suite")];
    let mut verify = action(
        "Verify Member | Check the member by number and PIN | member_number:integer, pin:string",
    );
    verify.variables[1].spec.pattern = Some(Pattern::new(r"\d{4}").unwrap());
    let mut points = action("Show Points | Show the bonus points of a member | year?:integer");
    points.requires = vec![ActionName::new("Verify Member")];
    let mut complain = action(
        "Send Complaint | Send a complaint to the captain | ship_name:string, message:string, ticket:string",
    );
    complain.variables[2].spec.example = Some("FX-2041".into());
    let cancel = action("Cancel Crossing | Cancel a booked crossing | booking_number:integer");
    agent("Ferry", vec![book, verify, points, complain, cancel])
}

/// "Action/variable" asks, "Action!" confirms, "Action?" asks what to change.
pub fn state(open: &str, filled: &[(&str, Value)]) -> DialogueState {
    let (action, phase) = match open.split_once('/') {
        Some((action, variable)) => {
            (action, Phase::Eliciting { variable: VariableName::new(variable) })
        }
        None if open.ends_with('!') => (open.trim_end_matches('!'), Phase::Confirming),
        None => (open.trim_end_matches('?'), Phase::Changing),
    };
    let slot = |(at, (name, value)): (usize, &(&str, Value))| {
        let provenance = Provenance::User { turn: at as u32 + 1, span: 0..1 };
        let value = SlotValue { value: value.clone(), raw: value.to_string(), provenance };
        (VariableName::new(*name), Slot::Filled(value))
    };
    let mut frame = Frame::new(ActionName::new(action));
    frame.phase = phase;
    frame.slots = filled.iter().enumerate().map(slot).collect();
    DialogueState { frames: vec![frame], ..DialogueState::default() }
}

fn short(act: &UserAct) -> String {
    match act {
        UserAct::Request { action } => format!("request {action}"),
        UserAct::Inform { variable, raw, .. } => format!("{variable}={raw}"),
        UserAct::Correct { variable, raw: Some(raw), .. } => format!("{variable}:={raw}"),
        UserAct::Correct { variable, raw: None, .. } => format!("{variable}:=?"),
        UserAct::Unclear { candidates } if candidates.is_empty() => "unclear".into(),
        UserAct::Unclear { candidates } => {
            let names: Vec<&str> = candidates.iter().map(|name| name.as_str()).collect();
            format!("unclear {}", names.join("|"))
        }
        other => format!("{other:?}").to_lowercase(),
    }
}

fn hear(state: &DialogueState, utterance: &str) -> String {
    hear_of(&ferry(), state, utterance)
}

fn hear_of(agent: &Agent, state: &DialogueState, utterance: &str) -> String {
    let listening = Listening { agent, state, at: reference() };
    let acts = OfflineModel::new(agent).hear(listening, utterance).acts;
    for act in &acts {
        if let UserAct::Inform { span, .. } | UserAct::Correct { span, .. } = act {
            assert!(utterance.get(span.clone()).is_some(), "{utterance}");
        }
    }
    acts.iter().map(short).collect::<Vec<_>>().join("; ")
}

/// All rows are tried before any fails, so that one run shows all.
fn expect(open: &str, filled: &[(&str, Value)], rows: &[(&str, &str)]) {
    expect_of(&ferry(), &state(open, filled), rows);
}

/// What an agent takes each utterance for in a state.
pub fn expect_of(agent: &Agent, state: &DialogueState, rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(said, wanted)| {
            let heard = hear_of(agent, state, said);
            (heard != *wanted).then(|| format!("{said:?}\n   wanted {wanted}\n   heard  {heard}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} wrong\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

pub fn day(text: &str) -> Value {
    Value::Date(text.parse().unwrap())
}

#[test]
fn an_answer_fills_what_was_asked_and_what_came_with_it() {
    expect(
        "Book Crossing/passengers",
        &[("outward_date", day("2026-05-01"))],
        &[
            ("four", "passengers=four"),
            ("4", "passengers=4"),
            ("we are 4", "passengers=we are 4"),
            ("4 passengers and my email is ann@example.com", "passengers=4; email=ann@example.com"),
            ("an outside cabin for 4", "cabin=outside; passengers=4"),
            ("what?", "repeat"),
            ("sorry, say that again?", "repeat"),
            ("I don't know", "skip"),
            ("never mind", "cancel"),
            ("can I talk to a human", "askhandoff"),
            ("bye", "goodbye"),
            ("thanks", "chat"),
            ("why do you need that?", "chat"),
            ("do dogs travel free?", "chat"),
            ("how many bonus points do I have?", "request Show Points"),
            (
                "wait, I want to cancel a crossing, number 77123",
                "request Cancel Crossing; booking_number=77123",
            ),
            ("sorry, change the outward date to June 3rd", "outward_date:=June 3rd"),
            ("blah blah", "unclear"),
        ],
    );
}

#[test]
fn a_value_that_is_not_valid_is_passed_on_for_a_reason() {
    expect(
        "Book Crossing/outward_date",
        &[],
        &[
            ("the 30th of February", "outward_date=the 30th of February"),
            ("May 3rd", "outward_date=May 3rd"),
            ("on May 3rd, back on May 10th", "outward_date=May 3rd; return_date=May 10th"),
        ],
    );
    expect(
        "Verify Member/pin",
        &[("member_number", Value::Integer(48213))],
        &[
            ("12", "pin=12"),
            ("4821", "pin=4821"),
            ("it's 4821", "pin=it's 4821"),
            ("sorry, I meant member number 48214", "member_number:=48214"),
        ],
    );
}

#[test]
fn yes_and_no_are_values_of_a_boolean_and_nothing_else() {
    expect(
        "Book Crossing/pets",
        &[],
        &[("yes", "pets=yes"), ("no", "pets=no"), ("nope", "pets=nope")],
    );
    expect(
        "Book Crossing/email",
        &[],
        &[
            ("yes", "affirm"),
            ("no", "deny"),
            ("ann@example.com", "email=ann@example.com"),
            ("it's ann@example.com thanks", "email=it's ann@example.com thanks"),
        ],
    );
    expect(
        "Book Crossing/phone",
        &[],
        &[("no phone", "skip"), ("I don't have a phone number", "skip"), ("skip that", "skip")],
    );
}

#[test]
fn free_text_is_taken_whole_unless_it_is_something_else() {
    expect(
        "Send Complaint/message",
        &[],
        &[
            ("The soup was cold and nobody cared", "message=The soup was cold and nobody cared"),
            (
                "I want you to cancel my crossing and pay me back",
                "message=I want you to cancel my crossing and pay me back",
            ),
            ("I don't know", "skip"),
            ("forget it", "cancel"),
            ("could you repeat that?", "repeat"),
        ],
    );
    expect(
        "Send Complaint/ship_name",
        &[],
        &[
            ("Queen of the North", "ship_name=Queen of the North"),
            ("I'd like to book a crossing", "request Book Crossing"),
            ("what can you do?", "chat"),
        ],
    );
}

#[test]
fn a_confirmation_is_affirmed_denied_or_changed() {
    let filled = [
        ("outward_date", day("2026-05-01")),
        ("passengers", Value::Integer(3)),
        ("email", Value::Email("ann@example.com".into())),
    ];
    expect(
        "Book Crossing!",
        &filled,
        &[
            ("yes", "affirm"),
            ("yep, go ahead", "affirm"),
            ("yes that's correct", "affirm"),
            ("looks good to me", "affirm"),
            ("no", "deny"),
            ("no, that's wrong", "deny"),
            ("no, the date", "deny; outward_date:=?"),
            ("no the email is wrong", "deny; email:=?"),
            ("no, make it May 8th", "deny; outward_date:=May 8th"),
            ("change the passengers to 5", "passengers:=5"),
            ("yes, but change the email to bob@example.com", "email:=bob@example.com"),
            ("May 8th", "outward_date:=May 8th"),
            ("the number of passengers should be 5", "deny; passengers:=5"),
            ("the email should be ann@nowhere", "deny; email:=ann@nowhere"),
            (
                "my email address is bob dot jones at example dot com",
                "email:=bob dot jones at example dot com",
            ),
            ("no, cancel that", "cancel"),
            ("never mind", "cancel"),
            ("what was that?", "repeat"),
            ("is breakfast included?", "chat"),
            ("I'd like to see my bonus points", "request Show Points"),
        ],
    );
    expect(
        "Book Crossing?",
        &filled,
        &[
            ("the email", "email:=?"),
            ("the date, please make it May 8th", "outward_date:=May 8th"),
            ("5 passengers", "passengers:=5"),
            ("nothing, go ahead", "affirm"),
            ("forget it", "cancel"),
        ],
    );
}

#[test]
fn questions_beside_the_task_are_answered() {
    let with = |question| DialogueState { question: Some(question), ..DialogueState::default() };
    let candidates = vec![ActionName::new("Book Crossing"), ActionName::new("Cancel Crossing")];
    let which = with(Question::WhichAction { candidates: candidates.clone(), told: Vec::new() });
    assert_eq!(hear(&which, "the first one"), "request Book Crossing");
    assert_eq!(hear(&which, "the second"), "request Cancel Crossing");
    assert_eq!(hear(&which, "cancel"), "request Cancel Crossing");
    assert_eq!(hear(&which, "booking please"), "request Book Crossing");
    assert_eq!(hear(&which, "neither"), "deny");
    let one =
        with(Question::WhichAction { candidates: candidates[..1].to_vec(), told: Vec::new() });
    assert_eq!(hear(&one, "yes please"), "request Book Crossing");
    let more = with(Question::More);
    assert_eq!(hear(&more, "no, that's it"), "goodbye");
    assert_eq!(hear(&more, "no thanks"), "deny");
    assert_eq!(hear(&more, "yes"), "affirm");
    assert_eq!(hear(&more, "I want to see my bonus points"), "request Show Points");
    let callback = with(Question::Callback);
    assert_eq!(hear(&callback, "yes please, that would be great"), "affirm");
    assert_eq!(hear(&callback, "no thank you"), "deny");
    assert_eq!(hear(&callback, "no, I want to see my bonus points"), "deny; request Show Points");
    assert_eq!(hear(&which, "show points"), "request Show Points");
}

#[test]
fn a_request_brings_its_values_and_those_of_what_it_requires() {
    let idle = DialogueState::default();
    assert_eq!(
        hear(&idle, "show my bonus points, member number 48213, PIN 4821"),
        "request Show Points; member_number=48213; pin=4821"
    );
    assert_eq!(
        hear(&idle, "I want to book a crossing from May 3rd until May 10th for 3 passengers"),
        "request Book Crossing; outward_date=May 3rd; return_date=May 10th; passengers=3"
    );
    assert_eq!(hear(&idle, "cancel"), "cancel");
    assert_eq!(hear(&idle, "hello"), "chat");
    assert_eq!(hear(&idle, "qwpo eirut"), "unclear");
}

#[test]
fn an_endless_answer_is_heard_without_harm() {
    let long = "four 12 the May 3rd ".repeat(50_000);
    for open in
        ["Book Crossing/passengers", "Book Crossing/email", "Verify Member/pin", "Book Crossing!"]
    {
        assert!(!hear(&state(open, &[]), &long).is_empty());
    }
    let message = hear(&state("Send Complaint/message", &[]), &long);
    assert_eq!(message, format!("message={}", long.trim()));
}

#[test]
fn a_reading_is_picked_by_its_place() {
    let value = SlotValue {
        value: day("2026-04-03"),
        raw: "03/04".into(),
        provenance: Provenance::User { turn: 1, span: 0..5 },
    };
    let mut picking = state("Book Crossing!", &[]);
    picking.frames[0].phase = Phase::ConfirmingValue(Doubt {
        variable: VariableName::new("outward_date"),
        reading: value,
        alternatives: vec![day("2026-03-04")],
    });
    assert_eq!(hear(&picking, "the first one"), "affirm");
    assert_eq!(hear(&picking, "the second one, please"), "deny; affirm");
    assert_eq!(hear(&picking, "the third one"), "unclear");
}

#[test]
fn the_last_clause_gives_up_unless_an_action_cancels_something() {
    let said = "It is too expensive after all. Cancel it, please";
    let booking = state("Book Crossing/passengers", &[]);
    assert_eq!(hear(&booking, said), "request Cancel Crossing");
    let mut without = ferry();
    without.actions.retain(|action| action.name.as_str() != "Cancel Crossing");
    for (open, said) in [
        ("Book Crossing/passengers", said),
        ("Book Crossing!", said),
        ("Book Crossing?", "Nothing, forget it"),
    ] {
        assert_eq!(hear_of(&without, &state(open, &[]), said), "cancel", "{open}");
    }
    let yes = "Yes please, drop it";
    assert_ne!(hear_of(&without, &state("Book Crossing!", &[]), yes), "cancel");
}
