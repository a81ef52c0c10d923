use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::{
    Clock, Event, Execute, Lead, Reel, Watch,
    asked::requests,
    show::{self, Heard},
};
use crate::{
    agent::Agent,
    dialogue::{
        Call, Change, DialogueState, Engine, Exchange, Input, Next, Said, Step, SystemAct, UserAct,
        step,
    },
    model::{
        Drive, Listening, ModelFailure, Understand, Understood, Word, Wording, openai::Trace,
        template, veil_understood,
    },
    prompt::Prompt,
    request::{Outcome, Redactor},
    transcript::{
        Beginnings, Breach, CallRecord, Mask, ModelRequest, PlayedTurn, Purpose, SentCall, Timings,
        TurnRecord,
    },
    value::Reference,
};

/// Who plays: the agent and those who understand, word and call for it.
#[derive(Clone)]
pub struct Cast {
    /// The agent, its greeting already rendered.
    pub agent: Arc<Agent>,
    /// Understands utterances.
    pub understand: Arc<dyn Understand>,
    /// Words replies.
    pub word: Arc<dyn Word>,
    /// Makes calls.
    pub execute: Arc<dyn Execute>,
    /// Who leads: the engine, or a model that the engine watches.
    pub lead: Lead,
}

/// What a conversation remembers between turns; a copy of it is a point to go back to.
#[derive(Clone, Debug, PartialEq)]
pub struct Memory {
    /// The dialogue.
    pub state: DialogueState,
    /// The conversation's time.
    pub clock: Clock,
}

/// One conversation.
pub struct Conversation {
    pub(super) cast: Cast,
    pub(super) memory: Memory,
    /// The last turn as it really was.
    pub(super) raw: Raw,
    reel: Option<Arc<Reel>>,
    /// Knows every secret that must not be shown.
    pub(super) secrets: Redactor,
    /// What decides.
    engine: Engine,
    /// What the models of this talk were asked, where they write it there.
    pub(super) trace: Arc<Trace>,
    /// What of it records tell already.
    told: Beginnings,
}

/// What a record does not hold, because it is masked.
#[derive(Default)]
pub(super) struct Raw {
    utterance: Option<String>,
    pub(super) reply: String,
    pub(super) calls: Vec<SentCall>,
    at: Option<Reference>,
}

/// One turn at work.
pub(super) struct Turn {
    pub said: Vec<SystemAct>,
    pub changes: Vec<Change>,
    pub calls: Vec<CallRecord>,
    pub timings: Timings,
    pub trouble: Option<ModelFailure>,
    pub breaches: Vec<Breach>,
    pub requests: Vec<ModelRequest>,
}

impl Conversation {
    /// A conversation that begins, or goes on, from a memory.
    pub fn new(cast: Cast, memory: Memory) -> Self {
        Self {
            cast,
            memory,
            raw: Raw::default(),
            reel: None,
            secrets: Redactor::default(),
            engine: step,
            trace: Arc::default(),
            told: Beginnings::default(),
        }
    }

    /// Lets another engine decide from here on: one with a fault, in a test of what finds it.
    pub fn decide_by(&mut self, engine: Engine) {
        self.engine = engine;
    }

    /// With what is recorded or replayed.
    #[must_use]
    pub fn with_reel(self, reel: Option<Arc<Reel>>) -> Self {
        Self { reel, ..self }
    }

    /// With secrets that are masked wherever a turn shows them, whoever says them.
    #[must_use]
    pub fn with_secrets(self, secrets: Redactor) -> Self {
        Self { secrets, ..self }
    }

    /// What is recorded or replayed; a model that joins the talk is to be taped by it.
    pub fn reel(&self) -> Option<&Arc<Reel>> {
        self.reel.as_ref()
    }

    /// Where a model of this talk may write what it is asked, to be told in records.
    pub fn trace(&self) -> &Arc<Trace> {
        &self.trace
    }

    /// The agent that talks.
    pub fn agent(&self) -> &Agent {
        &self.cast.agent
    }

    /// Who plays.
    pub fn cast(&self) -> &Cast {
        &self.cast
    }

    /// What is remembered now.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// The turn that this record tells, with everything as it really was; asked for once a turn.
    pub fn played(&mut self, mut record: TurnRecord) -> PlayedTurn {
        self.told.shorten(&mut record.model_requests);
        let Raw { utterance, reply, calls, at } = std::mem::take(&mut self.raw);
        PlayedTurn {
            record,
            utterance,
            reply,
            calls,
            at: at.unwrap_or_else(|| self.reference()),
            state: self.memory.state.clone(),
        }
    }

    /// What a model that judges was asked since the last turn.
    pub fn judging(&self) -> Vec<ModelRequest> {
        let asked = requests(&self.trace, Purpose::Judging);
        let known = (&*self.cast.agent, &self.secrets);
        let mut asked = show::requests(known, &self.memory.state, asked);
        Beginnings::default().shorten(&mut asked);
        asked
    }

    /// Goes back, or elsewhere, to a remembered point.
    pub fn restore(&mut self, memory: Memory) {
        self.memory = memory;
    }

    /// Lets others understand and word from here on, under the engine's lead.
    pub fn recast(&mut self, understand: Arc<dyn Understand>, word: Arc<dyn Word>) {
        self.cast.understand = understand;
        self.cast.word = word;
        self.cast.lead = Lead::Engine;
    }

    /// Lets this model lead from here on; the cast's understanding serves to watch it.
    pub fn let_drive(&mut self, drive: Arc<dyn Drive>) {
        self.cast.lead = Lead::Model(drive);
    }

    /// Goes on with another prompt.
    pub fn learn(&mut self, prompt: Prompt) {
        self.cast.agent = Arc::new(Agent { prompt, ..(*self.cast.agent).clone() });
    }

    /// When and where it is now.
    pub fn reference(&self) -> Reference {
        Reference { now: self.memory.clock.now(), region: self.cast.agent.region }
    }

    /// Says the greeting.
    pub async fn greet(&mut self) -> TurnRecord {
        self.raw = Raw { at: Some(self.reference()), ..Raw::default() };
        let mut turn = Turn::new();
        turn.said.push(SystemAct::Greet);
        self.memory.state.last_said.clone_from(&turn.said);
        let never = CancellationToken::new();
        self.close(turn, (None, &Understood::default()), &never).await
    }

    /// Hears an utterance and answers it.
    pub async fn hear(
        &mut self,
        utterance: &str,
        cancel: &CancellationToken,
        watch: Watch<'_>,
    ) -> TurnRecord {
        self.raw = Raw {
            utterance: Some(utterance.to_owned()),
            at: Some(self.reference()),
            ..Raw::default()
        };
        if let Lead::Model(drive) = self.cast.lead.clone() {
            return self.drive(&*drive, Some(utterance), cancel, watch).await;
        }
        let mut turn = Turn::new();
        let before = self.memory.clock.now();
        let listening =
            Listening { agent: &self.cast.agent, state: &self.memory.state, at: self.reference() };
        let understood = tokio::select! {
            understood = self.cast.understand.understand(listening, utterance) => understood,
            () = cancel.cancelled() => Err(ModelFailure::stopped()),
        };
        turn.timings.understand_ms = self.memory.clock.ms_since(before);
        turn.requests = requests(&self.trace, Purpose::Understanding);
        let understood = match understood {
            Ok(understood) => understood,
            Err(failure) => return self.stall(turn, utterance, failure),
        };
        let input = Input::Heard { acts: &understood.acts, utterance, at: self.reference() };
        let first = self.step(input);
        self.play(&mut turn, first, cancel, watch).await;
        self.close(turn, (Some(utterance), &understood), cancel).await
    }

    /// Notices that the user said nothing for so long.
    pub async fn silence(
        &mut self,
        lasting: std::time::Duration,
        cancel: &CancellationToken,
        watch: Watch<'_>,
    ) -> TurnRecord {
        self.memory.clock.advance(lasting);
        self.raw = Raw { at: Some(self.reference()), ..Raw::default() };
        if let Lead::Model(drive) = self.cast.lead.clone() {
            return self.drive(&*drive, None, cancel, watch).await;
        }
        let mut turn = Turn::new();
        let first = self.step(Input::Silence { at: self.reference() });
        self.play(&mut turn, first, cancel, watch).await;
        self.close(turn, (None, &Understood::default()), cancel).await
    }

    /// The loop: as long as a step asks for a call, the call is made and its outcome stepped on.
    async fn play(
        &mut self,
        turn: &mut Turn,
        first: Step,
        cancel: &CancellationToken,
        watch: Watch<'_>,
    ) {
        let mut step = first;
        loop {
            self.memory.state = step.state;
            turn.said.extend(step.said);
            turn.changes.extend(step.changes);
            let Next::Call(call) = step.next else { return };
            let outcome = self.call(turn, &call, cancel, watch).await;
            step = self.step(Input::Outcome { outcome: &outcome, at: self.reference() });
        }
    }

    /// Steps on from the state, which goes into the step and comes back with it.
    pub(super) fn step(&mut self, input: Input<'_>) -> Step {
        let state = std::mem::take(&mut self.memory.state);
        (self.engine)(&self.cast.agent, state, input)
    }

    pub(super) async fn call(
        &mut self,
        turn: &mut Turn,
        call: &Call,
        cancel: &CancellationToken,
        watch: Watch<'_>,
    ) -> Outcome {
        watch(Event::CallStarted { action: call.action.clone(), retry: call.retry });
        let before = self.memory.clock.now();
        self.wait(call.delay_ms, cancel).await;
        let (state, at) = (&self.memory.state, self.reference());
        let executed = self.cast.execute.execute(call, state, at, cancel).await;
        watch(Event::CallEnded { action: call.action.clone() });
        self.memory.clock.advance(executed.elapsed);
        turn.timings.calls_ms += self.memory.clock.ms_since(before);
        turn.calls.push(show::call(&self.cast.agent, call, &executed));
        self.raw.calls.push(executed.as_sent(call));
        if turn.trouble.is_none() {
            turn.trouble = executed.trouble();
        }
        executed.outcome
    }

    /// Waits before a repeated call: on the wall clock for real, else by moving the clock.
    async fn wait(&mut self, delay_ms: u64, cancel: &CancellationToken) {
        let delay = std::time::Duration::from_millis(delay_ms);
        match self.memory.clock {
            Clock::Virtual(_) => self.memory.clock.advance(delay),
            Clock::Real(_) if delay.is_zero() => {}
            Clock::Real(_) => {
                tokio::select! {
                    () = tokio::time::sleep(delay) => {}
                    () = cancel.cancelled() => {}
                }
            }
        }
    }

    async fn close(
        &mut self,
        mut turn: Turn,
        (utterance, understood): (Option<&str>, &Understood),
        cancel: &CancellationToken,
    ) -> TurnRecord {
        let before = self.memory.clock.now();
        let wording = Wording {
            agent: &self.cast.agent,
            state: &self.memory.state,
            acts: &turn.said,
            utterance: utterance.unwrap_or_default(),
            at: self.reference(),
        };
        // What is worded at once is worded, though a call was stopped before it.
        let worded = tokio::select! {
            biased;
            worded = self.cast.word.word(wording) => worded,
            () = cancel.cancelled() => Err(ModelFailure::stopped_wording()),
        };
        let mut refused = understood.refused.clone();
        let reply = match worded {
            Ok(reply) => reply,
            Err(failure) => {
                refused.push(failure.message.clone());
                turn.trouble.get_or_insert(failure);
                template::reply(&template::Placed::of(&wording))
            }
        };
        turn.timings.word_ms = self.memory.clock.ms_since(before);
        turn.requests.extend(requests(&self.trace, Purpose::Wording));
        self.raw.reply.clone_from(&reply);
        self.keep_exchange(
            utterance,
            &understood.acts,
            readable(&self.cast.agent, &turn.said, &reply),
        );
        let heard = Heard { utterance, understood, refused };
        show::turn(
            (&self.cast.agent, &self.secrets),
            &self.memory.state,
            heard,
            turn.into_shown(reply),
        )
    }

    /// The model gave nothing: the dialogue stays where it was, and the same can be said again.
    fn stall(&mut self, mut turn: Turn, utterance: &str, failure: ModelFailure) -> TurnRecord {
        let refused = vec![failure.message.clone()];
        turn.trouble = Some(failure);
        let understood = Understood::default();
        let heard = Heard { utterance: Some(utterance), understood: &understood, refused };
        let reply = STALLED.to_owned();
        self.raw.reply.clone_from(&reply);
        show::turn(
            (&self.cast.agent, &self.secrets),
            &self.memory.state,
            heard,
            turn.into_shown(reply),
        )
    }

    fn keep_exchange(&mut self, utterance: Option<&str>, acts: &[UserAct], reply: String) {
        let at = self.reference();
        let veiled = utterance.map(|said| veil_understood(&self.cast.agent, acts, said, &at));
        let said = utterance
            .zip(veiled.as_ref())
            .map(|(text, veiled)| Said { text: text.to_owned(), covered: veiled.covered.clone() });
        let user = veiled.map(|veiled| veiled.text);
        let turn = self.memory.state.turn;
        let exchange = Exchange { user, reply, turn, said, ..Exchange::default() };
        self.memory.state.keep_exchange(exchange, DialogueState::MOST_EXCHANGES);
    }
}

/// A reply as a model may read it: a refusal of a sensitive value may quote what was heard.
fn readable(agent: &Agent, said: &[SystemAct], reply: &str) -> String {
    let mask = Mask::new(agent);
    said.iter().fold(reply.to_owned(), |reply, act| match act {
        SystemAct::Refuse { variable, refusal, .. } if mask.hides(variable) => {
            reply.replace(&refusal.message, &format!("That is no valid {}.", variable.in_words()))
        }
        _ => reply,
    })
}

/// What is said when the model gave nothing.
pub(super) const STALLED: &str = "I'm sorry, I can't answer just now. Could you say that again?";

impl Turn {
    pub fn new() -> Self {
        Self {
            said: Vec::new(),
            changes: Vec::new(),
            calls: Vec::new(),
            timings: Timings::default(),
            trouble: None,
            breaches: Vec::new(),
            requests: Vec::new(),
        }
    }

    pub fn into_shown(self, reply: String) -> show::Played {
        show::Played {
            reply,
            said: self.said,
            changes: self.changes,
            calls: self.calls,
            timings: self.timings,
            trouble: self.trouble,
            breaches: self.breaches,
            requests: self.requests,
        }
    }
}
