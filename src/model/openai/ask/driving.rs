use serde_json::{Value as Json, json};

use super::{Talk, Tools};
use crate::{
    agent::Agent,
    dialogue::{Exchange, ModelCall, Round},
};

/// Said once where the agent has sensitive variables; everything else is the author's prompt.
const COVERED: &str = "A word in braces such as {pin} stands for a value that the customer gave in \
    confidence. Pass it on as it stands.";

/// How a server is told of tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// By its own means.
    Tools,
    /// In text, because it knows none.
    Text,
}

/// The messages for a model that drives: the prompt, the whole talk with its calls, and this turn.
pub fn driving(
    talk: Talk<'_>,
    (utterance, rounds): (Option<&str>, &[Round]),
    tools: &Tools,
    form: Form,
) -> Vec<Json> {
    let mut messages = vec![talk.message("system", &rules(talk.agent, tools, form))];
    for Exchange { user, reply, turn, rounds, .. } in &talk.state.exchanges {
        messages.push(talk.message("user", heard(user.as_deref())));
        messages.extend(talk.rounds(rounds, *turn, form));
        messages.push(talk.message("assistant", if reply.is_empty() { "…" } else { reply }));
    }
    messages.push(talk.message("user", heard(utterance)));
    messages.extend(talk.rounds(rounds, talk.state.turn, form));
    messages
}

fn heard(utterance: Option<&str>) -> &str {
    utterance.filter(|said| !said.is_empty()).unwrap_or("(silence)")
}

fn rules(agent: &Agent, tools: &Tools, form: Form) -> String {
    let mut rules = agent.prompt.text.trim_end().to_owned();
    let mut variables = agent.actions.iter().flat_map(|action| &action.variables);
    if variables.any(|variable| variable.sensitive) {
        rules.push_str(&format!("\n\n{COVERED}"));
    }
    if form == Form::Text {
        let described = tools.schemas().iter().filter_map(|schema| schema.get("function"));
        let described: Vec<String> = described.map(Json::to_string).collect();
        rules.push_str(&format!(
            "\n\nThe tools:\n{}\n\nTo call tools, answer with nothing but a JSON list such as \
             [{{\"name\": \"..\", \"arguments\": {{}}}}]; the results follow. Else answer the customer.",
            described.join("\n")
        ));
    }
    rules
}

impl Talk<'_> {
    /// The model's calls and what it was told, as it was told.
    fn rounds(&self, rounds: &[Round], turn: u32, form: Form) -> Vec<Json> {
        let numbered = rounds.iter().enumerate();
        let told = numbered.flat_map(|(at, round)| match form {
            Form::Tools => self.in_tools(round, &format!("call_{turn}_{at}")),
            Form::Text => self.in_text(round),
        });
        told.collect()
    }

    fn in_tools(&self, round: &Round, id: &str) -> Vec<Json> {
        let calls = round.calls.iter().enumerate().map(|(at, call)| {
            let arguments = self.redactor.text(&call.arguments.to_string()).into_owned();
            json!({
                "id": format!("{id}_{at}"),
                "type": "function",
                "function": { "name": &call.tool, "arguments": arguments },
            })
        });
        let mut calling = json!({ "role": "assistant", "tool_calls": calls.collect::<Vec<_>>() });
        calling["content"] = match round.text.is_empty() {
            true => Json::Null,
            false => self.redactor.text(&round.text).into_owned().into(),
        };
        let answers = round.calls.iter().enumerate().map(|(at, call)| {
            let mut answer = self.message("tool", &call.answer.to_string());
            answer["tool_call_id"] = format!("{id}_{at}").into();
            answer
        });
        std::iter::once(calling).chain(answers).collect()
    }

    fn in_text(&self, round: &Round) -> Vec<Json> {
        let call = |call: &ModelCall| json!({ "name": &call.tool, "arguments": &call.arguments });
        let calls: Vec<Json> = round.calls.iter().map(call).collect();
        let answers: Vec<&Json> = round.calls.iter().map(|call| &call.answer).collect();
        let told = json!({ "results": answers }).to_string();
        vec![self.message("assistant", &Json::from(calls).to_string()), self.message("user", &told)]
    }
}
