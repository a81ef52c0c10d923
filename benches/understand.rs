//! Understanding one utterance offline, by the number of actions.

use std::time::Duration;

use rehearsal::{
    agent::{
        Action, ActionName, Agent, Auth, Confirmation, Method, OnExhausted, Presence, ResponseRule,
        Variable, VariableName,
    },
    dialogue::DialogueState,
    model::{Listening, OfflineModel},
    prompt::Prompt,
    value::{Reference, Spec, VariableType},
};

fn main() {
    divan::main();
}

const VERBS: [&str; 10] =
    ["get", "create", "update", "cancel", "search", "book", "send", "check", "list", "close"];
const THINGS: [&str; 10] = [
    "order", "invoice", "ticket", "flight", "meeting", "loan", "parcel", "contact", "report",
    "room",
];
const PLACES: [&str; 5] = ["archive", "desk", "branch", "project", "account"];

#[divan::bench(args = [5, 50, 500])]
fn one_utterance(bencher: divan::Bencher<'_, '_>, actions: usize) {
    let agent = agent(actions);
    let model = OfflineModel::new(&agent);
    let state = DialogueState::default();
    let now = chrono::DateTime::UNIX_EPOCH.with_timezone(&chrono_tz::UTC);
    let listening = Listening { agent: &agent, state: &state, at: Reference { now, region: None } };
    bencher.bench(|| {
        model.hear(listening, "could you cancel the order I made yesterday, number 48213")
    });
}

#[divan::bench(args = [5, 50, 500])]
fn preparing_an_agent(bencher: divan::Bencher<'_, '_>, actions: usize) {
    let agent = agent(actions);
    bencher.bench(|| OfflineModel::new(&agent));
}

fn agent(actions: usize) -> Agent {
    Agent {
        name: "Bench".to_owned(),
        prompt: Prompt::default(),
        greeting: String::new(),
        timezone: chrono_tz::UTC,
        region: None,
        model: None,
        dynamic_context: None,
        actions: (0..actions).map(action).collect(),
    }
}

fn action(at: usize) -> Action {
    let (verb, thing, place) = (VERBS[at % 10], THINGS[at / 10 % 10], PLACES[at / 100 % 5]);
    Action {
        name: ActionName::new(format!("{verb}_{thing}_{place}")),
        description: format!("Use this to {verb} the {thing} that a customer has in the {place}"),
        examples: Vec::new(),
        method: Method::Get,
        url: url::Url::parse("https://api.example.com/").unwrap_or_else(|_| std::process::abort()),
        path: None,
        auth: Auth::None,
        headers: Vec::new(),
        query: Vec::new(),
        body: None,
        requires: Vec::new(),
        confirm: Confirmation::Never,
        variables: vec![variable(&format!("{thing}_number")), variable("customer_number")],
        response: ResponseRule::default(),
        timeout: Duration::from_secs(5),
        retries: 0,
        idempotency_header: None,
    }
}

fn variable(name: &str) -> Variable {
    let name = VariableName::new(name);
    Variable {
        spec: Spec { label: name.in_words(), ..Spec::of(VariableType::Integer) },
        description: format!("The {} on the card", name.in_words()),
        name,
        presence: Presence::Required,
        ask: None,
        reprompts: Vec::new(),
        attempts: Variable::ATTEMPTS,
        on_exhausted: OnExhausted::Handoff,
        sensitive: false,
        confirm: false,
    }
}
