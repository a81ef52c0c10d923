//! Agents, secrets and servers that the tests share.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use rehearsal::{
    agent::{
        Action, ActionName, Auth, BodyTemplate, Confirmation, HeaderTemplate, Method, Presence,
        QueryTemplate, ResponseRule, SecretName, Template, Variable, VariableName,
    },
    api::{AuthCheck, Layer, Repetition, Reply, Rule, Rules, When},
    diagnostic::{Place, SourceFile},
    http::{
        Clock, Executed, Executor,
        stub::{Conversation, Settings, StubApi, Unruled},
    },
    request::{FreezeError, FrozenRequest, SecretLookup, Surroundings, freeze},
    value::{Spec, Value, VariableType},
};
use secrecy::SecretString;
use serde_json::Value as Json;
use tokio_util::sync::CancellationToken;

/// The planted secret: it must turn up nowhere.
pub const PLANTED: &str = "planted-secret-9c1f";

/// Knows one value for every name.
pub struct Planted(pub SecretString);

impl Default for Planted {
    fn default() -> Self {
        Self(PLANTED.into())
    }
}

impl SecretLookup for Planted {
    fn secret(&self, _name: &SecretName) -> Option<&SecretString> {
        Some(&self.0)
    }
}

pub fn action(method: Method, url: &str) -> Action {
    Action {
        name: ActionName::new("Lookup"),
        description: "Look something up".into(),
        examples: Vec::new(),
        method,
        url: url.parse().unwrap(),
        path: None,
        auth: Auth::None,
        headers: Vec::new(),
        query: Vec::new(),
        body: None,
        requires: Vec::new(),
        confirm: Confirmation::Never,
        variables: Vec::new(),
        response: ResponseRule::default(),
        timeout: Duration::from_secs(8),
        retries: 0,
        idempotency_header: None,
    }
}

pub fn bearer() -> Auth {
    Auth::Bearer(SecretName::new("TOKEN"))
}

pub fn variable(name: &str, presence: Presence) -> Variable {
    Variable {
        name: VariableName::new(name),
        spec: Spec::of(VariableType::String),
        description: "a value".into(),
        presence,
        ask: None,
        reprompts: Vec::new(),
        attempts: 3,
        on_exhausted: rehearsal::agent::OnExhausted::Handoff,
        sensitive: false,
        confirm: false,
    }
}

pub fn query(key: &str, template: &str) -> QueryTemplate {
    QueryTemplate { key: key.into(), value: Template::parse(template) }
}

pub fn header(name: &str, template: &str) -> HeaderTemplate {
    HeaderTemplate { name: name.into(), value: Template::parse(template) }
}

pub fn body(json: &Json) -> BodyTemplate {
    match json {
        Json::Null => BodyTemplate::Null,
        Json::Bool(truth) => BodyTemplate::Boolean(*truth),
        Json::Number(number) => BodyTemplate::Number(number.clone()),
        Json::String(text) => BodyTemplate::Text(Template::parse(text)),
        Json::Array(items) => BodyTemplate::List(items.iter().map(body).collect()),
        Json::Object(map) => {
            BodyTemplate::Map(map.iter().map(|(key, item)| (key.clone(), body(item))).collect())
        }
    }
}

pub fn frozen(action: &Action, values: &[(&str, Value)]) -> Result<FrozenRequest, FreezeError> {
    let values: BTreeMap<VariableName, Value> =
        values.iter().map(|(name, value)| (VariableName::new(*name), value.clone())).collect();
    let around = Surroundings {
        context: &BTreeMap::new(),
        saved: &BTreeMap::new(),
        runtime: &BTreeMap::new(),
        idempotency_key: None,
    };
    freeze(action, &values, &around, &Planted::default())
}

pub fn rule(replies: Vec<Reply>) -> Rule {
    Rule {
        when: When::default(),
        replies,
        repetition: Repetition::Last,
        auth: AuthCheck::Ignore,
        store: Vec::new(),
        place: Place { path: "api.yaml".into(), span: 0..1 },
        layer: Layer::Scenario,
    }
}

pub fn clock() -> Clock {
    Clock::starting_at("2026-03-02T09:00:00Z".parse().unwrap())
}

pub fn conversation(stub: &StubApi, rules: Vec<Rule>, unruled: Unruled) -> Conversation {
    let mut set = Rules::default();
    for rule in rules {
        set.push(ActionName::new("Lookup"), rule);
    }
    stub.converse(Settings {
        rules: Arc::new(set),
        clock: clock(),
        unruled,
        secrets: Arc::new(Planted::default()),
        faults: Arc::default(),
        seed: 7,
    })
}

/// Sends an action without variables.
pub async fn call(executor: &Executor, action: &Action) -> Executed {
    let request = frozen(action, &[]).unwrap();
    executor.execute(action, &request, &CancellationToken::new()).await
}

/// An agent with these actions, from a file.
pub fn agent(actions: &[(&str, &str)]) -> rehearsal::agent::Agent {
    let mut text =
        "name: Desk\nprompt: p.md\ngreeting: Hi\ntimezone: Europe/Berlin\nactions:\n".to_owned();
    for (name, method) in actions {
        text.push_str(&format!(
            "  - name: {name}\n    description: Do something for the customer\n    method: {method}\n    \
             url: https://api.company.invalid/orders\n    variables: []\n"
        ));
    }
    let prompt = SourceFile::new("p.md", "Be kind.");
    let loaded =
        rehearsal::agent::format::parse(&SourceFile::new("agent.yaml", text), Some(&prompt));
    loaded.agent.unwrap()
}
