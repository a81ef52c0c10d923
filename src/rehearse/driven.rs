use serde_json::{Value as Json, json};
use tokio_util::sync::CancellationToken;

use super::{
    Conversation, Watch,
    conversation::{STALLED, Turn},
    show::{self, Heard},
};
use crate::{
    agent::{Action, Agent},
    dialogue::{
        Call, Ending, Exchange, Input, ModelCall, Provenance, Round, Said, Step, SystemAct,
        UserAct, step,
    },
    model::{
        Calls, Drive, Driven, Driving, Listening, ModelFailure, Trouble, Understood, Wish,
        observe::{Scene, judge, may_want, observe, reply_breaches},
        template, veil_after,
    },
    transcript::{Breach, BreachKind, TurnRecord},
};

/// Most answers of the model in one turn; the last one may make no calls.
const MOST_ROUNDS: usize = 6;
/// Most calls of one turn.
const MOST_CALLS: usize = 8;
/// Most calls of one talk, as under the engine's lead.
const MOST_CALLS_OF_TALK: u32 = 50;
/// Most exchanges that the model is told of.
const MOST_EXCHANGES: usize = 50;

/// A turn that a model leads, at work.
struct Drove<'a> {
    drive: &'a dyn Drive,
    cancel: &'a CancellationToken,
    watch: Watch<'a>,
    said: Option<Said>,
    /// The utterance as the model may read it.
    readable: Option<String>,
    understood: Understood,
    rounds: Vec<Round>,
    acts: Vec<UserAct>,
    turn: Turn,
}

impl Drove<'_> {
    /// What the model took the utterance for: the action, and the values that stand in it.
    fn take_acts(&mut self, call: &Call, turn: u32) {
        self.acts.push(UserAct::Request { action: call.action.clone() });
        for (variable, held) in &call.arguments {
            let Provenance::User { turn: said_in, span } = &held.provenance else { continue };
            let raw = self.said.as_ref().and_then(|said| said.text.get(span.clone()));
            let Some(raw) = raw.filter(|_| *said_in == turn) else { continue };
            let (variable, raw) = (variable.clone(), raw.to_owned());
            let act = UserAct::Inform { variable, raw, span: span.clone() };
            if !self.acts.contains(&act) {
                self.acts.push(act);
            }
        }
    }
}

impl Conversation {
    /// A turn under the model's lead: it answers and makes calls as it sees fit; the state machine
    /// runs beside it, blocks nothing, and every breach is kept.
    pub(super) async fn drive(
        &mut self,
        drive: &dyn Drive,
        utterance: Option<&str>,
        cancel: &CancellationToken,
        watch: Watch<'_>,
    ) -> TurnRecord {
        let understood = self.overhear(utterance).await;
        let begun = self.begin(utterance);
        self.memory.state = begun.state;
        self.memory.state.frames.clear();
        self.memory.state.question = None;
        let mut lead = self.lead(drive, utterance, understood, (cancel, watch));
        if self.memory.state.ending.is_some() {
            lead.turn.said = begun.said;
            return self.end_driven(lead, String::new(), utterance);
        }
        let text = self.play_rounds(&mut lead).await;
        self.end_driven(lead, text, utterance)
    }

    fn lead<'a>(
        &self,
        drive: &'a dyn Drive,
        utterance: Option<&str>,
        understood: Understood,
        (cancel, watch): (&'a CancellationToken, Watch<'a>),
    ) -> Drove<'a> {
        let last = self.memory.state.exchanges.last().map(|last| last.reply.as_str());
        let at = self.reference();
        let veiled = utterance
            .map(|said| (said, veil_after(&self.cast.agent, last.unwrap_or_default(), said, &at)));
        let said = veiled.as_ref().map(|(said, veiled)| Said {
            text: (*said).to_owned(),
            covered: veiled.covered.clone(),
        });
        let covered = said.iter().flat_map(|said| {
            said.covered.iter().filter_map(|(variable, span)| {
                let raw = said.text.get(span.clone())?.to_owned();
                Some(UserAct::Inform { variable: variable.clone(), raw, span: span.clone() })
            })
        });
        Drove {
            drive,
            cancel,
            watch,
            acts: covered.collect(),
            readable: veiled.map(|(_, veiled)| veiled.text),
            said,
            understood,
            rounds: Vec::new(),
            turn: Turn::new(),
        }
    }

    /// What our own understanding makes of the utterance; it only serves whoever watches.
    async fn overhear(&self, utterance: Option<&str>) -> Understood {
        let Some(utterance) = utterance else { return Understood::default() };
        let listening =
            Listening { agent: &self.cast.agent, state: &self.memory.state, at: self.reference() };
        self.cast.understand.understand(listening, utterance).await.unwrap_or_default()
    }

    /// Counts the turn as the state machine does, limits and silences included.
    fn begin(&self, utterance: Option<&str>) -> Step {
        let at = self.reference();
        match utterance {
            Some(utterance) => self.step(Input::Heard { acts: &[UserAct::Chat], utterance, at }),
            None => self.step(Input::Silence { at }),
        }
    }

    /// The loop: the model answers; as long as it makes calls they are made and it is told.
    async fn play_rounds(&mut self, lead: &mut Drove<'_>) -> String {
        let mut spoken: Vec<String> = Vec::new();
        loop {
            let is_open = lead.rounds.len() + 1 < MOST_ROUNDS && !lead.cancel.is_cancelled();
            let calls = if is_open { Calls::Open } else { Calls::Closed };
            let driven = match self.ask(lead, calls).await {
                Ok(driven) => driven,
                Err(failure) => {
                    lead.turn.trouble = Some(failure);
                    break;
                }
            };
            if !driven.text.trim().is_empty() {
                spoken.push(driven.text.trim().to_owned());
            }
            if calls == Calls::Closed {
                lead.turn.breaches.extend(driven.calls.first().map(too_many));
                break;
            }
            if driven.calls.is_empty() {
                break;
            }
            self.play_round(lead, driven).await;
        }
        spoken.join(" ")
    }

    async fn ask(&self, lead: &mut Drove<'_>, calls: Calls) -> Result<Driven, ModelFailure> {
        let before = self.memory.clock.now();
        let driving = Driving {
            agent: &self.cast.agent,
            state: &self.memory.state,
            utterance: lead.readable.as_deref(),
            rounds: &lead.rounds,
            calls,
        };
        let driven = tokio::select! {
            driven = lead.drive.drive(driving) => driven,
            () = lead.cancel.cancelled() => Err(ModelFailure::stopped()),
        };
        lead.turn.timings.word_ms += self.memory.clock.ms_since(before);
        driven
    }

    async fn play_round(&mut self, lead: &mut Drove<'_>, driven: Driven) {
        lead.rounds.push(Round { text: driven.text.trim().to_owned(), calls: Vec::new() });
        for wish in driven.calls {
            let made = self.make(lead, wish).await;
            if let Some(round) = lead.rounds.last_mut() {
                round.calls.push(made);
            }
        }
    }

    /// Makes one call as it was wished, and says what the model is told of it.
    async fn make(&mut self, lead: &mut Drove<'_>, wish: Wish) -> ModelCall {
        let agent = std::sync::Arc::clone(&self.cast.agent);
        let arguments =
            wish.arguments.clone().map_or(Json::Object(Default::default()), Json::Object);
        let untold = |answer: &str| ModelCall {
            tool: wish.tool.clone(),
            action: wish.action.clone(),
            arguments: arguments.clone(),
            sent: Default::default(),
            fate: None,
            answer: json!({ "error": answer }),
        };
        let Some(action) = wish.action.as_ref().and_then(|name| agent.action(name)) else {
            lead.turn.breaches.push(unknown(&wish));
            return untold("there is no such tool");
        };
        let Some(given) = &wish.arguments else {
            lead.turn.breaches.push(broken(action));
            return untold("the arguments are no JSON object");
        };
        let made: usize = lead.rounds.iter().map(|round| round.calls.len()).sum();
        if made >= MOST_CALLS || self.memory.state.calls >= MOST_CALLS_OF_TALK {
            lead.turn.breaches.push(too_many(&wish));
            return untold("no more calls can be made now");
        }
        let judged = judge(&self.scene(lead, &agent), action, given);
        lead.turn.breaches.extend(judged.breaches);
        lead.take_acts(&judged.call, self.memory.state.turn);
        self.memory.state = judged.state;
        let (cancel, watch) = (lead.cancel, lead.watch);
        let outcome = self.call(&mut lead.turn, &judged.call, cancel, watch).await;
        let observed = observe(&self.scene(lead, &agent), self.memory.state.clone(), &outcome);
        self.memory.state = observed.state;
        lead.turn.said.extend(observed.act);
        let sent = judged.call.arguments.into_iter().map(|(name, held)| (name, held.value));
        let (sent, fate) = (sent.collect(), Some(observed.fate));
        ModelCall { sent, fate, answer: observed.answer, ..untold("") }
    }

    fn scene<'s>(&'s self, lead: &'s Drove<'_>, agent: &'s Agent) -> Scene<'s> {
        Scene {
            agent,
            state: &self.memory.state,
            said: lead.said.as_ref(),
            understood: &lead.understood,
            rounds: &lead.rounds,
            at: self.reference(),
        }
    }

    fn end_driven(
        &mut self,
        mut lead: Drove<'_>,
        text: String,
        utterance: Option<&str>,
    ) -> TurnRecord {
        let agent = std::sync::Arc::clone(&self.cast.agent);
        let is_over = self.memory.state.ending.is_some();
        let reply = match (text.is_empty(), is_over) {
            (false, _) => text,
            (true, true) => template::reply(&template::Placed {
                agent: &agent,
                acts: &lead.turn.said,
                greeting: &agent.greeting,
                utterance: utterance.unwrap_or_default(),
            }),
            (true, false) => {
                lead.turn.trouble.get_or_insert_with(nothing_said);
                STALLED.to_owned()
            }
        };
        let redactor = lead.drive.redactor(&agent, &self.memory.state);
        if lead.turn.trouble.is_none() && !is_over {
            let readable = lead.readable.clone().unwrap_or_default();
            let scene = self.scene(&lead, &agent);
            let broken = reply_breaches(&scene, (&reply, &readable), &lead.turn.said, &redactor);
            lead.turn.breaches.extend(broken);
            self.memory.state.ending = self.farewell(&lead, &reply);
        }
        let reply = redactor.text(&reply).into_owned();
        if lead.turn.said.is_empty() {
            lead.turn.said.push(SystemAct::AnswerChat);
        }
        self.memory.state.last_said.clone_from(&lead.turn.said);
        self.keep_driven(&mut lead, reply.clone());
        let refused = lead.turn.trouble.iter().map(|failure| failure.message.clone()).collect();
        let understood = Understood { acts: lead.acts, ..lead.understood };
        let heard = Heard { utterance, understood: &understood, refused };
        show::turn(&agent, &self.memory.state, heard, lead.turn.into_shown(reply))
    }

    /// The talk is over when the user leaves and the agent asks nothing.
    fn farewell(&self, lead: &Drove<'_>, reply: &str) -> Option<Ending> {
        let said = lead.said.as_ref()?;
        let leaves = lead.understood.acts == [UserAct::Goodbye] && lead.rounds.is_empty();
        if !leaves || reply.contains('?') {
            return None;
        }
        let at = self.reference();
        let input = Input::Heard { acts: &lead.understood.acts, utterance: &said.text, at };
        step(&self.cast.agent, self.memory.state.clone(), input).state.ending
    }

    fn keep_driven(&mut self, lead: &mut Drove<'_>, reply: String) {
        let exchange = Exchange {
            user: lead.readable.take(),
            reply,
            turn: self.memory.state.turn,
            said: lead.said.take(),
            wanted: may_want(&lead.understood),
            rounds: std::mem::take(&mut lead.rounds),
        };
        self.memory.state.keep_exchange(exchange, MOST_EXCHANGES);
    }
}

fn nothing_said() -> ModelFailure {
    let message = "the model answered nothing; say it again, or try another model".to_owned();
    ModelFailure { trouble: Trouble::Answer, message }
}

fn unknown(wish: &Wish) -> Breach {
    let tool = crate::model::template::plain_text(&wish.tool);
    let message = format!("the model called `{tool}`, which is no action of this agent");
    Breach { kind: BreachKind::UnknownAction, action: None, variable: None, message }
}

fn broken(action: &Action) -> Breach {
    let message =
        format!("the values for `{}` are broken or cut-off JSON; nothing was called", action.name);
    let action = Some(action.name.clone());
    Breach { kind: BreachKind::InvalidValue, action, variable: None, message }
}

fn too_many(wish: &Wish) -> Breach {
    let tool = crate::model::template::plain_text(&wish.tool);
    let message = format!(
        "`{tool}` was not called: one turn makes {MOST_CALLS} calls at most, one talk \
         {MOST_CALLS_OF_TALK}"
    );
    Breach { kind: BreachKind::TooManyCalls, action: wish.action.clone(), variable: None, message }
}
