//! A desk of its own, and talks made by hand, one turn after the other.

use std::{collections::BTreeMap, sync::LazyLock};

use chrono::TimeZone;
use rehearsal::{
    agent::{ActionName, Agent, VariableName, format},
    api::Note,
    diagnostic::{Place, SourceFile},
    dialogue::{DialogueState, Frame, Phase, Provenance, Slot, SlotValue, SystemAct, UserAct},
    request::{Body, FailureClass, Outcome, Redactor, Surroundings, freeze},
    scenario::{
        Finding,
        checks::{CheckName, Talk, Unused, check},
    },
    transcript::{PlayedTurn, SentCall, Timings, TurnRecord},
    value::{Reference, Region, Value, parse},
};
use serde_json::{Value as Json, json};

const AGENT: &str = r#"
name: Desk
prompt: p.md
greeting: Hello, this is the desk.
timezone: Europe/Berlin
region: DE
actions:
  - name: Verify Customer
    description: Check who the customer is before account data is shown
    method: POST
    url: https://api.desk.test/verify
    body: { customer: "{{customer_number}}", pin: "{{pin}}" }
    variables:
      - { name: customer_number, type: integer, description: Customer number, example: 48213, required: true }
      - { name: pin, type: string, description: Four-digit PIN, example: "4821", required: true, pattern: '^\d{4}$', sensitive: true }
  - name: Lookup Order
    description: Look up the state of an order by its number
    method: GET
    url: https://api.desk.test/orders
    query: { order: "{{order_number}}" }
    variables:
      - { name: order_number, type: string, description: Order number, example: ORD-12345, required: true, pattern: 'ORD-\d{5}' }
    response: { save: { tracking: $.tracking } }
    retry: { attempts: 1 }
  - name: Cancel Order
    description: Cancel an order that has not left yet
    method: DELETE
    url: https://api.desk.test/cancel
    query: { order: "{{order_number}}" }
    requires: [Verify Customer]
    variables:
      - { name: order_number, type: string, description: Order number, example: ORD-12345, required: true, pattern: 'ORD-\d{5}' }
  - name: Book Visit
    description: Book a visit of a technician on a day
    method: POST
    url: https://api.desk.test/visits
    body: { day: "{{day}}", time: "{{time}}", email: "{{email}}", phone: "{{phone}}", people: "{{people}}", note: "{{note}}", reminder: "{{reminder}}", budget: "{{budget}}" }
    confirm: always
    variables:
      - { name: day, type: date, description: Day of the visit, example: "2026-03-05", required: true, earliest: today, latest: +90d, ask: Which day suits you? }
      - { name: time, type: string, description: Time of the visit, example: "10:30", pattern: '([01]\d|2[0-3]):[0-5]\d' }
      - { name: email, type: email, description: Where to confirm it, example: ada@example.com }
      - { name: phone, type: phone, description: Number in case of changes, example: "+4915112345678" }
      - { name: people, type: integer, description: How many come, example: 2, min: 1, max: 8 }
      - { name: note, type: string, description: What it is about, example: The tap drips all night }
      - { name: reminder, type: boolean, description: Whether to remind, example: true, default: false }
      - { name: budget, type: float, description: Most that may be spent, example: 99.5 }
  - name: Pay Invoice
    description: Pay an open invoice by its number
    method: POST
    url: https://api.desk.test/payments
    body: { invoice: "{{invoice_number}}" }
    idempotency_key: Idempotency-Key
    variables:
      - { name: invoice_number, type: integer, description: Number of the invoice, example: 7001, required: true }
"#;

const PROMPT: &str = r#"# Desk

We are open from 9:00 to 17:30 on weekdays. Returns are free within 14 days. A visit costs 49 euros.
More on returns stands on https://help.desk.test/returns. Complaints go to care@desk.test or +49 30 5550 1234.

When using the 'Cancel Order' tool:

If the tool returns an error:
- 404: "I don't see an order with that number. Could you double-check?"
- 403: "That order was locked by our warehouse. Please check the order number with them."
- 500: "I'm having trouble accessing the system right now."
- Timeout: "I can't tell whether it went through."
"#;

/// Monday, 2 March 2026, ten in the morning in Berlin.
pub fn at() -> Reference {
    let now = chrono_tz::Europe::Berlin.with_ymd_and_hms(2026, 3, 2, 10, 0, 0).unwrap();
    Reference { now, region: Region::parse("DE") }
}

static DESK: LazyLock<Agent> = LazyLock::new(|| {
    let source = SourceFile::new("agent.yaml", AGENT);
    let loaded = format::parse(&source, Some(&SourceFile::new("p.md", PROMPT)));
    loaded.agent.unwrap_or_else(|| panic!("{:?}", loaded.diagnostics))
});

pub fn agent() -> Agent {
    DESK.clone()
}

pub fn success(body: Json) -> Outcome {
    Outcome::Success { status: 200, body: Body::Json(body) }
}

pub fn failure(class: FailureClass, status: u16) -> Outcome {
    failure_with(class, Some(status), Body::Empty)
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

pub fn timeout() -> Outcome {
    failure_with(FailureClass::Timeout, None, Body::Empty)
}

pub fn server_error() -> Outcome {
    failure(FailureClass::ServerError, 500)
}

/// A call as it would leave, with values as the customer says them.
pub fn call(action: &str, values: &[(&str, &str)], outcome: Outcome) -> SentCall {
    let action = DESK.action(&ActionName::new(action)).unwrap();
    let arguments = values.iter().map(|(name, raw)| {
        let name = VariableName::new(*name);
        let reading = parse(&action.variable(&name).unwrap().spec, raw, &at());
        let value =
            reading.map_or_else(|refusal| panic!("{name}: {refusal:?}"), |reading| reading.value);
        (
            name,
            SlotValue {
                value,
                raw: (*raw).to_owned(),
                provenance: Provenance::User { turn: 1, span: 0..0 },
            },
        )
    });
    refreeze(SentCall {
        action: action.name.clone(),
        arguments: arguments.collect(),
        request: None,
        outcome,
        retry: 0,
        notes: Vec::new(),
    })
}

/// The call with the request that its arguments make.
pub fn refreeze(mut call: SentCall) -> SentCall {
    let empty = BTreeMap::new();
    let around = Surroundings {
        context: &empty,
        saved: &BTreeMap::new(),
        runtime: &empty,
        idempotency_key: Some("key-1"),
    };
    let values =
        call.arguments.iter().map(|(name, held)| (name.clone(), held.value.clone())).collect();
    call.request = freeze(DESK.action(&call.action).unwrap(), &values, &around, &()).ok();
    call
}

/// A call whose argument is this value, whatever was said.
pub fn with_value(mut call: SentCall, name: &str, value: Value) -> SentCall {
    let held = SlotValue {
        value,
        raw: String::new(),
        provenance: Provenance::User { turn: 1, span: 0..0 },
    };
    call.arguments.insert(VariableName::new(name), held);
    refreeze(call)
}

/// A talk made by hand.
pub struct Desk {
    pub agent: Agent,
    pub turns: Vec<PlayedTurn>,
    pub secrets: Redactor,
    pub rules: Vec<Place>,
    pub faults: Vec<Place>,
    pub state: DialogueState,
}

impl Desk {
    /// A talk that begins with the greeting, the customer verified.
    pub fn new() -> Self {
        let mut state = DialogueState::default();
        state.succeeded.insert(ActionName::new("Verify Customer"));
        let desk = Self {
            agent: agent(),
            turns: Vec::new(),
            secrets: Redactor::default(),
            rules: Vec::new(),
            faults: Vec::new(),
            state,
        };
        desk.turn_of(None, Vec::new(), "Hello, this is the desk.")
    }

    /// One more turn.
    pub fn turn(self, said: &str, calls: Vec<SentCall>, reply: &str) -> Self {
        self.turn_of(Some(said), calls, reply)
    }

    pub fn turn_of(mut self, said: Option<&str>, calls: Vec<SentCall>, reply: &str) -> Self {
        self.state.turn = u32::try_from(self.turns.len()).unwrap();
        let record = TurnRecord {
            turn: self.state.turn,
            user: said.map(str::to_owned),
            reply: reply.to_owned(),
            user_acts: Vec::new(),
            system_acts: Vec::new(),
            phase: "idle".into(),
            action: None,
            asks_for: None,
            slots: BTreeMap::new(),
            calls: Vec::new(),
            refused: Vec::new(),
            ending: None,
            handoff: None,
            timings: Timings::default(),
            scores: Vec::new(),
            changes: Vec::new(),
            trouble: None,
            ..serde_json::from_value(blank()).unwrap()
        };
        self.turns.push(PlayedTurn {
            record,
            utterance: said.map(str::to_owned),
            reply: reply.to_owned(),
            calls,
            at: at(),
            state: self.state.clone(),
        });
        self
    }

    /// The acts of the last turn.
    pub fn acts(mut self, heard: Vec<UserAct>, done: Vec<SystemAct>) -> Self {
        let record = &mut self.turns.last_mut().unwrap().record;
        record.user_acts = heard;
        record.system_acts = done;
        self
    }

    /// From the last turn on this action is open with these values.
    pub fn open(mut self, action: &str, values: &[(&str, &str)]) -> Self {
        let sent = call(action, values, timeout());
        let mut frame: Frame = serde_json::from_value(json!({
            "action": action, "gate_for": null, "phase": "waiting", "assent": "not_needed", "slots": {},
            "attempts": {}, "doubts": [], "rejected": {}, "failures": 0, "retries": 0
        }))
        .unwrap();
        frame.phase = Phase::Waiting;
        let turn = u32::try_from(self.turns.len() - 1).unwrap();
        for (name, mut held) in sent.arguments {
            held.provenance = Provenance::User { turn, span: 0..0 };
            frame.slots.insert(name, Slot::Filled(held));
        }
        self.state.frames = vec![frame];
        self.turns.last_mut().unwrap().state.frames = self.state.frames.clone();
        self
    }

    /// Everything that is found.
    pub fn findings(&self) -> Vec<Finding> {
        self.findings_but(&[])
    }

    fn findings_but(&self, off: &[CheckName]) -> Vec<Finding> {
        let runtime = BTreeMap::from([("agent_number".to_owned(), json!("+15555550100"))]);
        let talk = Talk {
            agent: &self.agent,
            turns: &self.turns,
            secrets: &self.secrets,
            runtime: &runtime,
            began: at(),
            heard_at: &[],
            unused: Unused { rules: &self.rules, faults: &self.faults },
        };
        check(&talk, off)
    }

    /// The names of the checks that find something, each once.
    pub fn found(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.findings().iter().map(|finding| finding.kind).collect();
        names.dedup();
        names
    }

    /// Whether this check finds something.
    pub fn finds(&self, name: CheckName) -> bool {
        let mut others = CheckName::ALL.to_vec();
        others.retain(|other| *other != name);
        !self.findings_but(&others).is_empty()
    }
}

/// The least that a record is read from.
fn blank() -> Json {
    json!({
        "turn": 0, "user": null, "reply": "", "user_acts": [], "system_acts": [], "phase": "idle", "action": null,
        "asks_for": null, "slots": {}, "calls": [], "refused": [], "ending": null, "handoff": null,
        "timings": { "understand_ms": 0, "calls_ms": 0, "word_ms": 0 }
    })
}

/// What the stub has to say when a rule answered.
pub fn answered() -> Note {
    Note::Answered {
        rule: Place { path: "x.scenario.yaml".into(), span: 0..1 },
        reply: 0,
        fault: None,
    }
}

/// The replies of a table that are judged otherwise than they should be.
pub fn misjudged<'t>(
    name: CheckName,
    rows: &[&'t str],
    expected: bool,
    talk: impl Fn(&str) -> Desk,
) -> Vec<&'t str> {
    rows.iter().copied().filter(|reply| talk(reply).finds(name) != expected).collect()
}
