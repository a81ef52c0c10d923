use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde_json::Value as Json;

use super::{Shelf, Track};
use crate::{
    agent::{Action, Agent, Auth},
    cassette::{
        Address, Answer, Entry, Hidden, HttpAnswer, Key, Kind, ModelAnswer, http_request,
        model_request,
    },
    dialogue::Call,
    http,
    model::openai,
    rehearse::{Clock, with_time},
    request::{FailureClass, FrozenRequest, Outcome, Redactor, SecretLookup},
    value::Reference,
};

/// The recording of one talk: knows what of its requests is secret or different in each run, and
/// counts the same requests.
pub struct Reel {
    shelf: Arc<Shelf>,
    talk: Option<String>,
    repeat: u32,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    hidden: Hidden,
    redactor: Redactor,
    has_fixed_time: bool,
    asked: HashMap<Key, u32>,
}

impl fmt::Debug for Reel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reel").field("talk", &self.talk).finish_non_exhaustive()
    }
}

/// What a talk begins with, as far as a recording must know it.
pub(in crate::rehearse) struct Beginning<'a> {
    pub agent: &'a Agent,
    pub secrets: &'a dyn SecretLookup,
    pub redactor: Redactor,
    pub runtime: &'a BTreeMap<String, Json>,
    pub clock: Clock,
    pub at: Reference,
}

impl Reel {
    pub(super) fn new(shelf: Arc<Shelf>, talk: Option<String>, repeat: u32) -> Self {
        Self { shelf, talk, repeat, state: Mutex::default() }
    }

    /// The shelf it belongs to.
    pub fn shelf(&self) -> &Arc<Shelf> {
        &self.shelf
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Learns what the talk begins with.
    pub(in crate::rehearse) fn begin(&self, beginning: Beginning<'_>) {
        let mut state = self.state();
        let Beginning { agent, secrets, redactor, runtime, clock, at } = beginning;
        let context = agent.dynamic_context.as_ref().map(|context| &context.auth);
        for auth in agent.actions.iter().map(|action| &action.auth).chain(context) {
            hide_secrets(&mut state.hidden, auth, secrets);
        }
        if let Some(identity) = runtime.get("agent_uuid").and_then(Json::as_str) {
            state.hidden.renew("agent_uuid", &identity.into());
        }
        state.hidden.set_net(redactor.clone());
        state.redactor = redactor;
        state.has_fixed_time = matches!(clock, Clock::Virtual(_));
        state.learn_time(at);
    }

    /// Learns the sensitive values of a call, and its time, before its request is looked at.
    pub(in crate::rehearse) fn learn(&self, action: &Action, call: &Call, at: Reference) {
        let mut state = self.state();
        for variable in action.variables.iter().filter(|variable| variable.sensitive) {
            if let Some(held) = call.arguments.get(&variable.name) {
                state.redactor.add_sensitive(&held.value);
                if !matches!(held.value, crate::value::Value::Boolean(_)) {
                    let text = held.value.to_string();
                    state.hidden.add(variable.name.as_str(), &text.into());
                }
            }
        }
        state.learn_time(at);
    }

    /// The address of a request, and how often the same was asked so far.
    fn address(&self, state: &mut State, kind: Kind, request: Json) -> Address {
        let count = state.asked.entry(Key::of(&request)).or_default();
        *count += 1;
        Address { kind, repeat: self.repeat, ordinal: *count, talk: None, request }
    }

    fn keep(&self, address: Address, answer: Answer) {
        self.shelf.keep(Entry { address, answer }, self.talk.as_deref());
    }

    fn find(&self, address: &Address) -> Option<Answer> {
        self.shelf.find(address, self.talk.as_deref())
    }
}

impl State {
    /// The time is no part of a request where it is another one in every run.
    fn learn_time(&mut self, at: Reference) {
        if self.has_fixed_time {
            return;
        }
        if let Some(now) = with_time(&BTreeMap::new(), at).get("current_datetime")
            && let Some(now) = now.as_str()
        {
            self.hidden.renew("current_datetime", &now.into());
        }
    }
}

fn hide_secrets(hidden: &mut Hidden, auth: &Auth, secrets: &dyn SecretLookup) {
    for name in auth.secrets() {
        let Some(value) = secrets.secret(name) else { continue };
        match auth {
            Auth::Basic { username, .. } => hidden.add_basic(name.as_str(), username, value),
            Auth::None | Auth::Bearer(_) | Auth::Header { .. } | Auth::Body(_) => {
                hidden.add(name.as_str(), value);
            }
        }
    }
}

impl http::Tape for Reel {
    fn cue(&self, action: &Action, request: &FrozenRequest) -> http::Cue {
        let track = self.shelf.taping().http;
        if track == Track::Live {
            return http::Cue::Ask(None);
        }
        let mut state = self.state();
        let masked = state.redactor.mask(action, request);
        let request = http_request(action, &masked, &state.hidden);
        let address = self.address(&mut state, Kind::Http, request);
        if track == Track::Record {
            return http::Cue::Ask(Some(address));
        }
        let answer = match self.find(&address) {
            Some(Answer::Http(answer)) => {
                answer.outcome(&state.hidden).map(|outcome| (outcome, answer.elapsed()))
            }
            Some(Answer::Model(_)) | None => None,
        };
        match answer {
            Some((outcome, elapsed)) => http::Cue::Play(outcome, elapsed),
            None if track == Track::Complete => http::Cue::Ask(Some(address)),
            None => {
                let miss = self.shelf.miss(address, state.has_fixed_time);
                http::Cue::Missing(miss.to_string())
            }
        }
    }

    fn keep(&self, ticket: http::Ticket, outcome: &Outcome, elapsed: Duration) {
        let is_stopped = matches!(outcome, Outcome::Failure { class: FailureClass::Cancelled, .. });
        let Some(address) = ticket.filter(|_| !is_stopped) else { return };
        let answer = HttpAnswer::of(outcome, elapsed, &self.state().hidden);
        Reel::keep(self, address, Answer::Http(answer));
    }
}

impl openai::Tape for Reel {
    fn cue(&self, request: &Json) -> openai::Cue {
        let track = self.shelf.taping().model;
        if track == Track::Live {
            return openai::Cue::Ask(None);
        }
        let mut state = self.state();
        let request = model_request(request, &state.hidden);
        let address = self.address(&mut state, Kind::Model, request);
        if track == Track::Record {
            return openai::Cue::Ask(Some(address));
        }
        match self.find(&address) {
            Some(Answer::Model(answer)) => openai::Cue::Play(answer.revealing(&state.hidden)),
            Some(Answer::Http(_)) | None if track == Track::Complete => {
                openai::Cue::Ask(Some(address))
            }
            Some(Answer::Http(_)) | None => {
                let miss = self.shelf.miss(address, state.has_fixed_time);
                openai::Cue::Missing(miss.to_string())
            }
        }
    }

    fn keep(&self, ticket: openai::Ticket, answer: ModelAnswer) {
        let Some(address) = ticket else { return };
        let answer = answer.hiding(&self.state().hidden);
        Reel::keep(self, address, Answer::Model(answer));
    }
}
