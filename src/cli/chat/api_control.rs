use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde::{Deserialize, Serialize};

use super::{ApiAnswer, ApiMemory, Backstage};
use crate::{
    agent::ActionName,
    api::{Fault, Reply},
    diagnostic::did_you_mean,
    http::stub::{Conversation, StubState},
};

/// What stands behind a talk in `rehearsal chat`: the stub API, or none with real ones.
pub struct ApiControl {
    /// The stub API's side of the conversation.
    pub api: Option<Conversation>,
    /// The header.
    pub title: String,
    /// What the user should know before the talk begins.
    pub notes: Vec<String>,
    answers: Mutex<BTreeMap<ActionName, ApiAnswer>>,
}

/// What is remembered: the stub's own state and what `/api` set.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Remembered {
    state: StubState,
    answers: BTreeMap<ActionName, ApiAnswer>,
}

impl ApiControl {
    /// Controls this API.
    pub fn new(api: Option<Conversation>, title: String, notes: Vec<String>) -> Self {
        Self { api, title, notes, answers: Mutex::default() }
    }

    fn answers(&self) -> MutexGuard<'_, BTreeMap<ActionName, ApiAnswer>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Backstage for ApiControl {
    fn break_api(&self, action: &ActionName, answer: ApiAnswer) -> Result<String, String> {
        let api = self.api.as_ref().ok_or("the real API answers here, not the stub")?;
        let told = tell(action, &answer);
        match reply(&answer)? {
            Some(reply) => {
                api.override_action(action.clone(), reply);
                self.answers().insert(action.clone(), answer);
            }
            None => {
                api.clear_override(action);
                self.answers().remove(action);
            }
        }
        Ok(told)
    }

    fn snapshot(&self) -> ApiMemory {
        let Some(api) = &self.api else { return ApiMemory::default() };
        let remembered = Remembered { state: api.state(), answers: self.answers().clone() };
        ApiMemory(serde_json::to_value(remembered).unwrap_or_default())
    }

    fn restore(&self, memory: &ApiMemory) {
        let Some(api) = &self.api else { return };
        let remembered: Remembered = serde_json::from_value(memory.0.clone()).unwrap_or_default();
        api.restore(remembered.state);
        let mut answers = self.answers();
        for action in answers.keys() {
            api.clear_override(action);
        }
        for (action, answer) in &remembered.answers {
            if let Ok(Some(reply)) = reply(answer) {
                api.override_action(action.clone(), reply);
            }
        }
        *answers = remembered.answers;
    }

    fn title(&self) -> String {
        self.title.clone()
    }

    fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }
}

/// What the stub answers; `None` leaves it to the rules.
fn reply(answer: &ApiAnswer) -> Result<Option<Reply>, String> {
    match answer {
        ApiAnswer::Status { status, json: None } => Ok(Some(Reply::status(*status))),
        ApiAnswer::Status { status, json: Some(json) } => {
            Ok(Some(Reply::json(*status, json.clone())))
        }
        ApiAnswer::Fault(name) => Fault::parse(name).map(Reply::fault).map(Some).ok_or_else(|| {
            let names = Fault::ALL.iter().map(|(name, _)| *name);
            format!("{name} is no status and no fault: {}", did_you_mean(name, names))
        }),
        ApiAnswer::Rules => Ok(None),
    }
}

fn tell(action: &ActionName, answer: &ApiAnswer) -> String {
    match answer {
        ApiAnswer::Status { status, json: None } => {
            format!("From now on {action} answers {status} without a body.")
        }
        ApiAnswer::Status { status, json: Some(json) } => {
            format!("From now on {action} answers {status} {json}.")
        }
        ApiAnswer::Fault(name) if name == "timeout" => {
            format!("From now on {action} does not answer (fault: timeout).")
        }
        ApiAnswer::Fault(name) => format!("From now on {action} misbehaves (fault: {name})."),
        ApiAnswer::Rules => format!("From now on {action} answers by its rules again."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_has_a_reply_or_a_reason() {
        assert_eq!(reply(&ApiAnswer::Rules), Ok(None));
        assert!(reply(&ApiAnswer::Fault("timeout".into())).is_ok_and(|reply| reply.is_some()));
        let error = reply(&ApiAnswer::Fault("timeuot".into())).unwrap_err();
        assert!(error.ends_with("did you mean `timeout`?"), "{error}");
    }

    #[test]
    fn without_a_stub_nothing_can_be_broken() {
        let control = ApiControl::new(None, String::new(), Vec::new());
        assert!(control.break_api(&ActionName::new("A"), ApiAnswer::Rules).is_err());
        assert_eq!(control.snapshot(), ApiMemory::default());
    }
}
