//! What the tests of the dialogue share: an agent of their own, and a fixed time.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop at what it did not expect")]
#![allow(dead_code, reason = "each test binary uses a part of it")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test may stop")]

use chrono::TimeZone;
use rehearsal::{
    agent::{ActionName, Agent, VariableName, format},
    diagnostic::SourceFile,
    dialogue::{Call, DialogueState, Input, Next, Step, SystemAct, UserAct, step},
    request::{Body, FailureClass, Outcome},
    value::{Reference, Region},
};

const AGENT: &str = r#"
name: Fixture
prompt: p.md
greeting: Hello
timezone: Europe/Berlin
region: DE
actions:
  - name: Verify Customer
    description: Check who the customer is before account data is shown
    method: POST
    url: https://api.example.com/verify
    body: { customer: "{{customer_number}}", pin: "{{pin}}" }
    variables:
      - { name: customer_number, type: integer, description: Customer number, example: 48213, required: true }
      - { name: pin, type: string, description: Four-digit PIN, example: "4821", required: true, pattern: '^\d{4}$', sensitive: true }
  - name: Lookup Order
    description: Look up the state of an order by its number
    method: GET
    url: https://api.example.com/orders
    query: { order: "{{order_number}}" }
    requires: [Verify Customer]
    variables:
      - { name: order_number, type: string, description: Order number, example: ORD-12345, required: true, pattern: 'ORD-\d{5}' }
    response: { keep: [status], save: { tracking: $.tracking } }
    retry: { attempts: 1 }
  - name: Cancel Order
    description: Cancel an order that was not shipped yet
    method: DELETE
    url: https://api.example.com/cancel
    query: { order: "{{order_number}}", on: "{{day}}", mail: "{{email}}" }
    confirm: always
    variables:
      - { name: order_number, type: string, description: Order number, example: ORD-12345, required: true, pattern: 'ORD-\d{5}' }
      - { name: day, type: date, description: Day of the cancellation, example: "2026-03-03", required: true, earliest: today }
      - { name: email, type: email, description: Where to confirm it, example: ada@example.com, ask: Shall we confirm by mail, on_exhausted: skip }
      - { name: refund, type: boolean, description: Whether money is paid back, example: true, default: false }
"#;

/// An agent with a gate, a confirmation, an optional question and a default.
pub fn fixture_agent() -> Agent {
    let source = SourceFile { path: "agent.yaml".into(), text: AGENT.into() };
    let prompt = SourceFile { path: "p.md".into(), text: "You help.".into() };
    let loaded = format::parse(&source, Some(&prompt));
    loaded.agent.unwrap_or_else(|| panic!("{:?}", loaded.diagnostics))
}

/// Monday, 2 March 2026, ten in the morning in Berlin.
pub fn at() -> Reference {
    let now = chrono_tz::Europe::Berlin.with_ymd_and_hms(2026, 3, 2, 10, 0, 0).unwrap();
    Reference { now, region: Region::parse("DE") }
}

/// A dialogue that is driven act by act.
pub struct Talk {
    pub agent: Agent,
    pub state: DialogueState,
    pub step: Option<Step>,
}

impl Talk {
    pub fn new() -> Self {
        Self { agent: fixture_agent(), state: DialogueState::default(), step: None }
    }

    /// A talk in which the customer is verified already.
    pub fn verified() -> Self {
        let mut talk = Self::new();
        talk.state.succeeded.insert(ActionName::new("Verify Customer"));
        talk
    }

    fn take(&mut self, step: Step) -> &Step {
        self.state = step.state.clone();
        self.step.insert(step)
    }

    /// Hears acts whose words are given as `variable=words`, joined to one utterance.
    pub fn hear(&mut self, said: &[Said<'_>]) -> &Step {
        let (mut utterance, mut acts) = (String::new(), Vec::new());
        for said in said {
            acts.push(said.act(&mut utterance));
        }
        let step = step(
            &self.agent,
            self.state.clone(),
            Input::Heard { acts: &acts, utterance: &utterance, at: at() },
        );
        self.take(step)
    }

    pub fn answer(&mut self, outcome: &Outcome) -> &Step {
        let input = Input::Outcome { outcome, at: at() };
        let step = step(&self.agent, self.state.clone(), input);
        self.take(step)
    }

    pub fn silence(&mut self) -> &Step {
        let step = step(&self.agent, self.state.clone(), Input::Silence { at: at() });
        self.take(step)
    }

    pub fn said(&self) -> &[SystemAct] {
        self.step.as_ref().map_or(&[], |step| &step.said)
    }

    pub fn next(&self) -> &Next {
        &self.step.as_ref().expect("a step was made").next
    }

    /// The call the last step asks for.
    pub fn call(&self) -> &Call {
        match self.next() {
            Next::Call(call) => call,
            other => panic!("no call but {other:?}, said {:?}", self.said()),
        }
    }

    /// The variable asked for by the last question.
    pub fn asks_for(&self) -> Option<&str> {
        self.said().iter().rev().find_map(|act| match act {
            SystemAct::Elicit { variable, .. } | SystemAct::ConfirmValue { variable, .. } => {
                Some(variable.as_str())
            }
            _ => None,
        })
    }

    pub fn value(&self, variable: &str) -> Option<String> {
        let name = VariableName::new(variable);
        let found = self.state.frames.iter().rev().find_map(|frame| frame.value(&name));
        found.map(|held| held.value.to_string())
    }

    pub fn says(&self, test: impl Fn(&SystemAct) -> bool) -> bool {
        self.said().iter().any(test)
    }
}

/// One act of a test's utterance.
pub enum Said<'a> {
    Act(UserAct),
    Request(&'a str),
    Inform(&'a str, &'a str),
    Correct(&'a str, &'a str),
}

impl Said<'_> {
    fn act(&self, utterance: &mut String) -> UserAct {
        let mut place = |words: &str| {
            if !utterance.is_empty() {
                utterance.push(' ');
            }
            let start = utterance.len();
            utterance.push_str(words);
            start..utterance.len()
        };
        match self {
            Self::Act(act) => act.clone(),
            Self::Request(action) => UserAct::Request { action: ActionName::new(*action) },
            Self::Inform(variable, words) => UserAct::Inform {
                variable: VariableName::new(*variable),
                raw: (*words).to_owned(),
                span: place(words),
            },
            Self::Correct(variable, words) => UserAct::Correct {
                variable: VariableName::new(*variable),
                raw: Some((*words).to_owned()),
                span: place(words),
            },
        }
    }
}

pub fn success(body: serde_json::Value) -> Outcome {
    Outcome::Success { status: 200, body: Body::Json(body) }
}

pub fn failure(class: FailureClass, status: Option<u16>) -> Outcome {
    failure_with(class, status, Body::Empty)
}

pub fn failure_with(class: FailureClass, status: Option<u16>, body: Body) -> Outcome {
    Outcome::Failure {
        class,
        status,
        body,
        detail: String::new(),
        never_sent: false,
        retry_after_ms: None,
    }
}
