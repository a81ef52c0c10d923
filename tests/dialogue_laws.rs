//! The laws of the dialogue, driven with arbitrary inputs in arbitrary states.
#![expect(clippy::expect_used, reason = "a test may stop")]

mod support;

use proptest::prelude::*;
use rehearsal::{
    agent::{ActionName, Agent, VariableName},
    dialogue::{
        Assent, Call, DialogueState, Exchange, Input, Next, Phase, Provenance, Said, Step,
        SystemAct, UserAct, step,
    },
    request::{Body, FailureClass, Outcome},
    value::{Reference, parse, validate},
};
use support::{at, fixture_agent};

/// Words a user may say: values good and bad for the fixture's variables, and noise.
const WORDS: &[&str] = &[
    "48213",
    "4821",
    "12",
    "ORD-12345",
    "ORD-99999",
    "tomorrow",
    "2026-02-30",
    "yes",
    "no",
    "ada@example.com",
    "nonsense",
    "",
    "\u{202e}x",
    "3.5",
    "99999999999999999999",
];

fn variables() -> Vec<VariableName> {
    let agent = fixture_agent();
    let mut names: Vec<_> = agent
        .actions
        .iter()
        .flat_map(|action| action.variables.iter().map(|variable| variable.name.clone()))
        .collect();
    names.push(VariableName::new("unheard_of"));
    names
}

#[derive(Clone, Debug)]
enum Event {
    Heard { acts: Vec<UserAct>, utterance: String },
    Outcome(Outcome),
    Silence,
}

fn act() -> impl Strategy<Value = (UserAct, String)> {
    let actions: Vec<_> =
        fixture_agent().actions.iter().map(|action| action.name.clone()).collect();
    let action = prop::sample::select(actions.clone());
    let variable = prop::sample::select(variables());
    let word = prop::sample::select(WORDS.to_vec());
    let bare = prop::sample::select(vec![
        UserAct::Affirm,
        UserAct::Deny,
        UserAct::Cancel,
        UserAct::Skip,
        UserAct::Repeat,
        UserAct::Chat,
    ]);
    prop_oneof![
        3 => action.clone().prop_map(|action| (UserAct::Request { action }, String::new())),
        6 => (variable.clone(), word.clone(), any::<bool>()).prop_map(|(variable, word, grounded)| {
            let span = if grounded { 0..word.len() } else { 1..word.len() + 3 };
            (UserAct::Inform { variable, raw: word.to_owned(), span }, word.to_owned())
        }),
        2 => (variable.clone(), word.clone(), 1..6_u32).prop_map(|(variable, word, turn)| {
            let (raw, span) = (word.to_owned(), 0..word.len());
            (UserAct::Recall { variable, raw, turn, span }, String::new())
        }),
        2 => (variable, prop::option::of(word)).prop_map(|(variable, word)| {
            let said = word.unwrap_or_default().to_owned();
            let span = 0..said.len();
            (UserAct::Correct { variable, raw: word.map(str::to_owned), span }, said)
        }),
        4 => bare.prop_map(|act| (act, String::new())),
        1 => prop::collection::vec(action, 0..3)
            .prop_map(|candidates| (UserAct::Unclear { candidates }, String::new())),
    ]
}

fn outcome() -> impl Strategy<Value = Outcome> {
    let body = prop::sample::select(vec![
        Body::Empty,
        Body::Json(serde_json::json!({ "status": "shipped", "tracking": "1Z9" })),
        Body::Json(serde_json::json!({ "error": { "field": "pin" } })),
        Body::Text("<html>".into()),
    ]);
    let class = prop::sample::select(vec![
        FailureClass::NotFound,
        FailureClass::Unauthorized,
        FailureClass::InvalidInput,
        FailureClass::ServerError,
        FailureClass::Timeout,
        FailureClass::RateLimited,
        FailureClass::BrokenAnswer,
        FailureClass::Cancelled,
    ]);
    prop_oneof![
        body.clone().prop_map(|body| Outcome::Success { status: 200, body }),
        (class, body, any::<bool>(), prop::option::of(0..20_000_u64)).prop_map(
            |(class, body, never_sent, retry_after_ms)| Outcome::Failure {
                class,
                status: Some(422),
                body,
                detail: String::new(),
                never_sent,
                retry_after_ms,
            }
        ),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        8 => prop::collection::vec(act(), 0..4).prop_map(|acts| {
            // Each act's words are the whole utterance of its own; the last one's win.
            let utterance = acts.iter().rev().map(|(_, said)| said.clone()).find(|said| !said.is_empty());
            Event::Heard {
                acts: acts.into_iter().map(|(act, _)| act).collect(),
                utterance: utterance.unwrap_or_default(),
            }
        }),
        4 => outcome().prop_map(Event::Outcome),
        3 => corrected_with_a_yes(),
        1 => Just(Event::Silence),
    ]
}

fn says(variable: &str, words: &str) -> Event {
    let act = UserAct::Inform {
        variable: VariableName::new(variable),
        raw: words.to_owned(),
        span: 0..words.len(),
    };
    Event::Heard { acts: vec![act], utterance: words.to_owned() }
}

/// A call that is confirmed, refused for one of its values and about to be confirmed with another.
fn refused_once() -> Vec<Event> {
    let acts = |act| Event::Heard { acts: vec![act], utterance: String::new() };
    vec![
        acts(UserAct::Request { action: ActionName::new("Cancel Order") }),
        says("order_number", "ORD-12345"),
        says("day", "tomorrow"),
        says("email", "ada@example.com"),
        acts(UserAct::Affirm),
        Event::Outcome(Outcome::Failure {
            class: FailureClass::InvalidInput,
            status: Some(422),
            body: Body::Json(serde_json::json!({ "field": "order_number" })),
            detail: String::new(),
            never_sent: false,
            retry_after_ms: None,
        }),
        says("order_number", "ORD-99999"),
    ]
}

/// A correction and a yes in one breath.
fn corrected_with_a_yes() -> impl Strategy<Value = Event> {
    let words = prop::sample::select(vec!["ORD-12345", "ORD-99999", "2026-02-30", "nonsense"]);
    (prop::sample::select(variables()), words).prop_map(|(variable, word)| {
        let correct =
            UserAct::Correct { variable, raw: Some(word.to_owned()), span: 0..word.len() };
        Event::Heard { acts: vec![correct, UserAct::Affirm], utterance: word.to_owned() }
    })
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let any = || prop::collection::vec(event(), 1..40);
    prop_oneof![any(), any().prop_map(|rest| refused_once().into_iter().chain(rest).collect()),]
}

fn play(agent: &Agent, state: DialogueState, event: &Event, at: Reference) -> Step {
    match event {
        Event::Heard { acts, utterance } => {
            step(agent, state, Input::Heard { acts, utterance, at })
        }
        Event::Outcome(outcome) => step(agent, state, Input::Outcome { outcome, at }),
        Event::Silence => step(agent, state, Input::Silence { at }),
    }
}

/// Keeps what was said, as whoever drives the dialogue does.
fn keep(state: &mut DialogueState, utterance: &str) {
    let said = Said { text: utterance.to_owned(), covered: Vec::new() };
    let exchange = Exchange { turn: state.turn, said: Some(said), ..Exchange::default() };
    state.keep_exchange(exchange, DialogueState::MOST_EXCHANGES);
}

fn call_is_lawful(
    agent: &Agent,
    before: &DialogueState,
    call: &Call,
    said: &[String],
    at: Reference,
) {
    let action = agent.action(&call.action).expect("only declared actions are called");
    for variable in &action.variables {
        match call.arguments.get(&variable.name) {
            None => assert!(!variable.is_required(), "{} is missing", variable.name),
            Some(held) => {
                assert_eq!(validate(&variable.spec, &held.value, &at), Ok(()));
                if let Provenance::User { turn, span } = &held.provenance {
                    let utterance = &said[*turn as usize - 1];
                    assert_eq!(utterance.get(span.clone()), Some(held.raw.as_str()), "ungrounded");
                }
            }
        }
    }
    for required in &action.requires {
        assert!(before.succeeded.contains(required), "{required} has not succeeded");
    }
}

fn no_filled_slot_is_asked(step: &Step) {
    for act in &step.said {
        if let SystemAct::Elicit { action, variable, .. } = act
            && let Some(frame) = step.state.frames.iter().find(|frame| frame.action == *action)
        {
            assert!(frame.value(variable).is_none(), "{variable} is filled and was asked");
        }
    }
}

/// Whether what was to replace a value was refused, and said to be.
fn is_correction_refused(acts: &[UserAct], after: &Step, name: &VariableName) -> bool {
    let corrects =
        |act: &UserAct| matches!(act, UserAct::Correct { variable, .. } if variable == name);
    let refuses = |act: &SystemAct| match act {
        SystemAct::Refuse { variable, .. } | SystemAct::AlreadyTried { variable, .. } => {
            variable == name
        }
        _ => false,
    };
    acts.iter().any(corrects) && after.said.iter().any(refuses)
}

/// Slots keep their value unless they were replaced, taken back or refused by the API.
fn no_good_value_is_lost(before: &DialogueState, event: &Event, after: &Step) {
    let Event::Heard { acts, .. } = event else { return };
    for frame in &before.frames {
        let Some(kept) = after.state.frames.iter().find(|f| f.action == frame.action) else {
            continue;
        };
        for name in frame.slots.keys() {
            let is_taken_back = acts.iter().any(|act| match act {
                UserAct::Correct { variable, raw: None, .. } => variable == name,
                _ => false,
            });
            let is_taken_back = is_taken_back || is_correction_refused(acts, after, name);
            let restarted = acts.iter().any(|act| matches!(act, UserAct::Cancel | UserAct::Deny));
            if frame.value(name).is_some() && !is_taken_back && !restarted {
                assert!(kept.slots.contains_key(name), "{name} was lost");
            }
        }
    }
}

/// A value that was to be replaced, by words that hold no other or one that the API has rejected, is
/// not sent in the same turn.
fn no_disowned_value_is_sent(
    agent: &Agent,
    before: &DialogueState,
    event: &Event,
    after: &Step,
    at: Reference,
) {
    let (Event::Heard { acts, utterance }, Next::Call(call)) = (event, &after.next) else { return };
    let action = agent.action(&call.action).expect("only declared actions are called");
    let Some(frame) = before.frames.iter().rfind(|frame| frame.action == call.action) else {
        return;
    };
    for act in acts {
        let UserAct::Correct { variable, raw: Some(raw), span } = act else { continue };
        let Some(declared) = action.variable(variable) else { continue };
        let is_said = !raw.is_empty() && utterance.get(span.clone()) == Some(raw);
        let is_refused = match parse(&declared.spec, raw, &at) {
            Ok(reading) => {
                let rejected = frame.rejected.get(variable);
                rejected.is_some_and(|values| values.contains(&reading.value))
            }
            Err(_) => true,
        };
        if is_said && frame.value(variable).is_some() && is_refused {
            let sent = call.arguments.get(variable).map(|held| &held.provenance);
            let is_new =
                matches!(sent, Some(Provenance::User { turn, .. }) if *turn == after.state.turn);
            assert!(is_new, "{variable} was disowned and is sent");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn every_law_holds_over_any_inputs(events in events()) {
        let agent = fixture_agent();
        let at = at();
        let mut state = DialogueState::default();
        let mut said = Vec::new();
        for event in &events {
            if let Event::Heard { utterance, .. } = event && state.ending.is_none() {
                said.push(utterance.clone());
            }
            let before = state.clone();
            let stepped = play(&agent, state, event, at);

            // A serialised state continues exactly like the original, and undo repeats exactly.
            let text = serde_json::to_string(&before).expect("a state serialises");
            let again: DialogueState = serde_json::from_str(&text).expect("and comes back");
            prop_assert_eq!(&again, &before);
            prop_assert_eq!(&play(&agent, again, event, at), &stepped);

            if let Next::Call(call) = &stepped.next {
                call_is_lawful(&agent, &stepped.state, call, &said, at);
                let top = stepped.state.frames.last().expect("a frame waits for the call");
                prop_assert_eq!(&top.phase, &Phase::Calling);
                prop_assert_ne!(top.assent, Assent::Needed);
            }
            no_filled_slot_is_asked(&stepped);
            no_good_value_is_lost(&before, event, &stepped);
            no_disowned_value_is_sent(&agent, &before, event, &stepped, at);
            let was_open = before.ending.is_none();
            state = stepped.state;
            if let Event::Heard { utterance, .. } = event && was_open {
                keep(&mut state, utterance);
            }
        }

        // Every dialogue can end.
        let outcome = Outcome::Success { status: 200, body: Body::Empty };
        let state = step(&agent, state, Input::Outcome { outcome: &outcome, at }).state;
        let bye = [UserAct::Goodbye];
        let ended = step(&agent, state, Input::Heard { acts: &bye, utterance: "", at });
        prop_assert!(ended.state.ending.is_some());
    }

    #[test]
    fn silence_alone_ends_every_dialogue(events in prop::collection::vec(event(), 0..10)) {
        let agent = fixture_agent();
        let at = at();
        let mut state = DialogueState::default();
        for event in &events {
            state = play(&agent, state, event, at).state;
        }
        for _ in 0..3 {
            state = play(&agent, state, &Event::Silence, at).state;
        }
        prop_assert!(state.ending.is_some());
    }
}
