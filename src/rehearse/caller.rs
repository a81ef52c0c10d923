use std::{collections::BTreeMap, sync::Arc, time::Duration};

use chrono::SecondsFormat;
use serde_json::Value as Json;
use tokio_util::sync::CancellationToken;

use super::{Execute, Executed, Reel};
use crate::{
    agent::{Action, Agent, VariableName},
    api::Note,
    dialogue::{Call, DialogueState},
    http::Executor,
    model::BoxFuture,
    request::{
        Body, FailureClass, FreezeError, FrozenRequest, Outcome, Redactor, SecretLookup,
        Surroundings, freeze,
    },
    transcript::Mask,
    value::{Reference, Value},
};

/// Secrets that several threads may look up.
pub type Secrets = Arc<dyn SecretLookup + Send + Sync>;

/// Freezes the requests of one conversation, sends them, and masks what comes back for showing.
pub struct Caller {
    /// The agent whose actions are called.
    pub agent: Arc<Agent>,
    /// Sends requests.
    pub executor: Executor,
    /// Where secrets come from.
    pub secrets: Secrets,
    /// Knows every secret value the agent names.
    pub redactor: Redactor,
    /// `agent_uuid`, `direction` and the other runtime variables but the time.
    pub runtime: BTreeMap<String, Json>,
    /// The recording of the talk, where there is one.
    pub reel: Option<Arc<Reel>>,
}

impl Execute for Caller {
    fn execute<'a>(
        &'a self,
        call: &'a Call,
        state: &'a DialogueState,
        at: Reference,
        cancel: &'a CancellationToken,
    ) -> BoxFuture<'a, Executed> {
        Box::pin(self.call(call, state, at, cancel))
    }
}

impl Caller {
    async fn call(
        &self,
        call: &Call,
        state: &DialogueState,
        at: Reference,
        cancel: &CancellationToken,
    ) -> Executed {
        let Some(action) = self.agent.action(&call.action) else {
            return never_sent("the agent has no such action");
        };
        let values = call.arguments.iter().map(|(name, held)| (name.clone(), held.value.clone()));
        let values = values.collect();
        let request = match self.freeze(action, (call, &values), state, at) {
            Ok(request) => request,
            Err(error) => return never_sent(&error.to_string()),
        };
        let redactor = self.redactor_for((action, call), state);
        if let Some(reel) = &self.reel {
            reel.learn(action, call, at);
        }
        let executed = self.executor.execute_call(action, &values, &request, cancel).await;
        let notes: Vec<_> = executed.notes.iter().filter_map(worth_saying).collect();
        Executed {
            request: Some(redactor.mask(action, &request)),
            shown: redactor.outcome(&executed.outcome),
            outcome: executed.outcome,
            elapsed: executed.elapsed,
            note: (!notes.is_empty()).then(|| redactor.text(&notes.join("; ")).into_owned()),
            frozen: Some(request),
            notes: executed.notes,
        }
    }

    fn freeze(
        &self,
        action: &Action,
        (call, values): (&Call, &BTreeMap<VariableName, Value>),
        state: &DialogueState,
        at: Reference,
    ) -> Result<FrozenRequest, FreezeError> {
        let runtime = with_time(&self.runtime, at);
        let key = self.idempotency_key(state, call);
        let surroundings = Surroundings {
            context: &state.context,
            saved: &state.saved,
            runtime: &runtime,
            idempotency_key: action.idempotency_header.is_some().then_some(key.as_str()),
        };
        freeze(action, values, &surroundings, &*self.secrets)
    }

    /// The same for a repeated call, and for no other call of this talk or of another.
    fn idempotency_key(&self, state: &DialogueState, call: &Call) -> String {
        let talk = self.runtime.get("agent_uuid").and_then(Json::as_str).unwrap_or_default();
        format!("{talk}-{}", state.calls.saturating_sub(call.retry))
    }

    /// Knows the sensitive values of this call too, and those that earlier calls sent: an answer may
    /// have echoed them into a saved key.
    fn redactor_for(&self, (action, call): (&Action, &Call), state: &DialogueState) -> Redactor {
        let mut redactor = self.redactor.clone();
        let known = Mask::new(&self.agent).sensitive_values(state);
        known.for_each(|value| redactor.add_sensitive(value));
        for variable in action.variables.iter().filter(|variable| variable.sensitive) {
            if let Some(held) = call.arguments.get(&variable.name) {
                redactor.add_sensitive(&held.value);
            }
        }
        redactor
    }
}

/// The runtime variables with the time as it is now.
pub fn with_time(runtime: &BTreeMap<String, Json>, at: Reference) -> BTreeMap<String, Json> {
    let mut runtime = runtime.clone();
    runtime.insert(
        "current_datetime".into(),
        at.now.to_rfc3339_opts(SecondsFormat::Secs, false).into(),
    );
    runtime.insert("timezone".into(), at.now.timezone().name().into());
    runtime
}

/// What the reader of a transcript should know about how the stub came to its answer.
fn worth_saying(note: &Note) -> Option<String> {
    match note {
        Note::Answered { fault, .. } => fault.as_ref().map(|fault| format!("fault: {fault}")),
        Note::Overridden { .. } => Some("answered as set with /api".to_owned()),
        Note::BreaksSchema { difference, .. } => Some(format!(
            "the stub API's answer is not as declared: {}",
            difference.told_by("the schema")
        )),
        Note::Denied { flaw, .. } => Some(format!("the stub API answers 401: {flaw}")),
        Note::NoRule { fault: Some(fault), .. } => Some(format!("fault: {fault}")),
        Note::NoRule { action, fault: None } => {
            Some(format!("the stub API has no rule for {action}: answered 200 with {{}}"))
        }
        Note::Unrecorded { miss, .. } => Some(miss.clone()),
        Note::Unmatched { action, nearest: None } => {
            Some(format!("no rule of the stub API for {action} matches"))
        }
        Note::Unmatched { action, nearest: Some((_, difference)) } => {
            Some(format!("no rule of the stub API for {action} matches; nearest: {difference}"))
        }
    }
}

fn never_sent(why: &str) -> Executed {
    let outcome = Outcome::Failure {
        class: FailureClass::OtherStatus,
        status: None,
        body: Body::Empty,
        detail: format!("nothing was sent: {why}"),
        never_sent: true,
        retry_after_ms: None,
    };
    Executed {
        request: None,
        shown: outcome.clone(),
        outcome,
        elapsed: Duration::ZERO,
        note: None,
        frozen: None,
        notes: Vec::new(),
    }
}
