use serde_json::{Value as Json, json};

use super::{Histories, Messages, Tools, result::told, situation::situation};
use crate::{
    agent::Agent,
    dialogue::{DialogueState, SystemAct},
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
pub fn understanding(talk: Talk<'_>, histories: &Histories) -> Messages {
    let situation = situation(talk.agent, talk.state);
    // What is said after a failure is no matter of the ear, and may change without asking it anew.
    let prompt = talk.agent.prompt.without(|_| true);
    let rules = format!("{prompt}\n\n{UNDERSTAND}\n{situation}");
    let (rules, last) = (talk.message("system", &rules), talk.message("user", talk.utterance));
    Messages::around(rules, histories.of(talk), last)
}

/// The messages of a request to word what these acts tell.
///
/// `say` is what the template would say besides; where there is some, the model words that, too.
pub fn wording(talk: Talk<'_>, acts: &[SystemAct], say: &str, histories: &Histories) -> Messages {
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
    let (rules, last) = (talk.message("system", &rules), talk.message("user", &last.to_string()));
    Messages::around(rules, histories.of(talk), last)
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
pub fn reminder(mut messages: Messages, reply: &str, reason: &str) -> Messages {
    let again = format!(
        "(That was not shown to the customer: {reason}. Write it again without that, from the \
         result alone.)"
    );
    messages.all.push(json!({ "role": "assistant", "content": reply }));
    messages.all.push(json!({ "role": "user", "content": again }));
    messages
}

/// The messages for a server that knows no tools: they are described, and called in text.
pub fn without_tools(mut messages: Messages, tools: &Tools) -> Messages {
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
    let first = messages.all.first_mut();
    if let Some(Json::String(content)) = first.and_then(|first| first.get_mut("content")) {
        content.push_str(&how);
    }
    messages
}

impl Talk<'_> {
    pub(super) fn message(&self, role: &str, content: &str) -> Json {
        json!({ "role": role, "content": self.redactor.text(content) })
    }
}
