use serde_json::{Value as Json, json};

use super::{Tools, result::told, situation::situation};
use crate::{
    agent::Agent,
    dialogue::{DialogueState, Exchange, SystemAct},
    prompt::ErrorLine,
    request::{Redactor, fits},
};

const UNDERSTAND: &str = include_str!("understand.md");
const WORD: &str = include_str!("word.md");
const ASK_NOTHING: &str = "- Ask no question of your own and offer nothing: the next question is added \
    behind your text.\n";
const SAY_ALSO: &str = "- Say what stands under \"say\" in your own words, without leaving anything \
    out; where it asks something, end with that question. Ask and offer nothing else.\n";

/// A talk as a model is told of it.
#[derive(Clone, Copy, Debug)]
pub struct Talk<'a> {
    /// The agent, its prompt rendered.
    pub agent: &'a Agent,
    /// Where it stands.
    pub state: &'a DialogueState,
    /// The last utterance, sensitive values covered.
    pub utterance: &'a str,
    /// Masks what must not leave.
    pub redactor: &'a Redactor,
}

/// The messages of a request to understand the last utterance.
pub fn understanding(talk: Talk<'_>) -> Vec<Json> {
    let situation = situation(talk.agent, talk.state);
    // What is said after a failure is no matter of the ear, and may change without asking it anew.
    let prompt = talk.agent.prompt.without(|_| true);
    let rules = format!("{prompt}\n\n{UNDERSTAND}\n{situation}");
    let mut messages = vec![talk.message("system", &rules)];
    messages.extend(talk.history());
    messages.push(talk.message("user", talk.utterance));
    messages
}

/// The messages of a request to word what these acts tell.
///
/// `say` is what the template would say besides; where there is some, the model words that, too.
pub fn wording(talk: Talk<'_>, acts: &[SystemAct], say: &str) -> Vec<Json> {
    let last_rule = if say.is_empty() { ASK_NOTHING } else { SAY_ALSO };
    let prompt = talk.agent.prompt.without(|line| !is_of_use(line, acts));
    let rules = format!("{prompt}\n\n{WORD}{last_rule}");
    let results: Vec<Json> = acts.iter().filter_map(told).collect();
    // As JSON, so that nothing a customer writes passes for a result.
    let mut last = json!({ "customer_said": talk.utterance, "result": results });
    if !say.is_empty() {
        last["say"] = say.into();
    }
    if acts.contains(&SystemAct::AnswerChat) && results_are_missing(acts) {
        last["task"] = "answer from the prompt alone, or say that you can't answer it".into();
    }
    let mut messages = vec![talk.message("system", &rules)];
    messages.extend(talk.history());
    messages.push(talk.message("user", &last.to_string()));
    messages
}

/// Whether a line of the prompt is for a failure that is told; a question may be about any of them.
fn is_of_use(line: &ErrorLine, acts: &[SystemAct]) -> bool {
    acts.iter().any(|act| match act {
        SystemAct::ReportFailure { action, class, status, .. } => {
            line.action.as_ref().is_none_or(|of| of == action)
                && line.matches.iter().any(|condition| fits(*condition, *class, *status).is_some())
        }
        SystemAct::AnswerChat => true,
        _ => false,
    })
}

fn results_are_missing(acts: &[SystemAct]) -> bool {
    !acts.iter().any(|act| told(act).is_some())
}

/// The messages again, with a reply that was not shown and the reason.
pub fn reminder(mut messages: Vec<Json>, reply: &str, reason: &str) -> Vec<Json> {
    let again = format!(
        "(That was not shown to the customer: {reason}. Write it again without that, from the \
         result alone.)"
    );
    messages.push(json!({ "role": "assistant", "content": reply }));
    messages.push(json!({ "role": "user", "content": again }));
    messages
}

/// The messages for a server that knows no tools: they are described, and called in text.
pub fn without_tools(mut messages: Vec<Json>, tools: &Tools) -> Vec<Json> {
    let described: Vec<String> = tools
        .schemas()
        .iter()
        .filter_map(|schema| schema.get("function"))
        .map(Json::to_string)
        .collect();
    let how = format!(
        "\n\nThe tools:\n{}\n\nAnswer with nothing but a JSON list of calls, such as \
         [{{\"name\": \"other_talk\", \"arguments\": {{}}}}].",
        described.join("\n")
    );
    if let Some(Json::String(content)) = messages.first_mut().and_then(|m| m.get_mut("content")) {
        content.push_str(&how);
    }
    messages
}

impl Talk<'_> {
    /// The exchanges before, as alternating messages; the greeting opens them.
    fn history(&self) -> Vec<Json> {
        let mut messages = Vec::new();
        for Exchange { user, reply, .. } in &self.state.exchanges {
            // A user's message comes first: many servers refuse a talk the assistant opens.
            let said = user.as_deref().filter(|said| !said.is_empty());
            messages.push(self.message("user", said.unwrap_or("(silence)")));
            messages.push(self.message("assistant", if reply.is_empty() { "…" } else { reply }));
        }
        messages
    }

    pub(super) fn message(&self, role: &str, content: &str) -> Json {
        json!({ "role": role, "content": self.redactor.text(content) })
    }
}
