use std::time::Duration;

use rehearsal::{
    agent::{
        Action, ActionName, Agent, Auth, Confirmation, Method, OnExhausted, Presence, ResponseRule,
        Variable, VariableName,
    },
    prompt::Prompt,
    value::{Spec, VariableType},
};

/// An agent of actions only.
pub fn agent(name: &str, actions: Vec<Action>) -> Agent {
    Agent {
        name: name.to_owned(),
        prompt: Prompt::default(),
        greeting: String::new(),
        timezone: chrono_tz::Europe::Berlin,
        region: None,
        model: None,
        dynamic_context: None,
        actions,
    }
}

/// An action from "name | description | variables".
pub fn action(line: &str) -> Action {
    let mut parts = line.split('|').map(str::trim);
    let (name, description) = (parts.next().unwrap(), parts.next().unwrap());
    let variables = parts.next().unwrap_or_default();
    Action {
        name: ActionName::new(name),
        description: description.to_owned(),
        examples: Vec::new(),
        method: Method::Post,
        url: "https://api.example.com/".parse().unwrap(),
        path: None,
        auth: Auth::None,
        headers: Vec::new(),
        query: Vec::new(),
        body: None,
        requires: Vec::new(),
        confirm: Confirmation::Never,
        variables: variables
            .split(',')
            .map(str::trim)
            .filter(|v| !v.is_empty())
            .map(variable)
            .collect(),
        response: ResponseRule::default(),
        timeout: Duration::from_secs(5),
        retries: 0,
        idempotency_header: None,
    }
}

/// A variable from "name:type=example"; "name?:type" is optional.
pub fn variable(text: &str) -> Variable {
    let (text, example) =
        text.split_once('=').map_or((text, None), |(a, b)| (a, Some(b.to_owned())));
    let (name, declared) = text.split_once(':').unwrap();
    let optional = name.ends_with('?');
    let name = VariableName::new(name.trim_end_matches('?'));
    let variable_type = VariableType::ALL.into_iter().find(|one| one.name() == declared).unwrap();
    Variable {
        spec: Spec { label: name.in_words(), example, ..Spec::of(variable_type) },
        description: name.in_words(),
        name,
        presence: if optional { Presence::Optional { default: None } } else { Presence::Required },
        ask: None,
        reprompts: Vec::new(),
        attempts: Variable::ATTEMPTS,
        on_exhausted: OnExhausted::Handoff,
        sensitive: false,
        confirm: false,
    }
}
