use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::Casting;
use crate::{agent::ActionName, rehearse::Conversation};

/// What a talk needs from behind the scenes: the API it talks to, and what stands in its header.
pub trait Backstage: Send + Sync {
    /// Answers an action like this from now on; gives the sentence to show.
    ///
    /// # Errors
    /// A sentence that says why not.
    fn break_api(&self, action: &ActionName, answer: ApiAnswer) -> Result<String, String>;

    /// What the API remembers now, so that an undo also undoes that.
    fn snapshot(&self) -> ApiMemory;

    /// Puts back what the API remembered.
    fn restore(&self, memory: &ApiMemory);

    /// The header: who talks, by which model, to which API.
    fn title(&self) -> String;

    /// What the user should know before the talk begins.
    fn notes(&self) -> Vec<String>;

    /// The text with every known secret masked.
    fn redact(&self, text: &str) -> String {
        text.to_owned()
    }
}

/// What the API remembers; opaque to the talk.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ApiMemory(pub Json);

/// What `/api` makes of an action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApiAnswer {
    /// This status, with this body where one is given.
    Status {
        /// The HTTP status.
        status: u16,
        /// The body.
        json: Option<Json>,
    },
    /// A misbehaviour by name.
    Fault(String),
    /// What the rules say, again.
    Rules,
}

/// A conversation that is ready, before its greeting, and what stands behind it.
pub struct Rehearsal {
    /// The conversation.
    pub conversation: Conversation,
    /// What stands behind it.
    pub backstage: Arc<dyn Backstage>,
    /// Who plays in it; `None` where that is not to be changed.
    pub casting: Option<Casting>,
}
