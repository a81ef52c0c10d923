use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::{
    Conversation, Watch,
    asked::requests,
    conversation::{STALLED, Turn},
    drove::{Drove, nothing_said, too_many, uncalled},
    show::{self, Heard},
};
use crate::{
    agent::Agent,
    dialogue::{Ending, Exchange, Input, ModelCall, Round, Said, Step, SystemAct, UserAct, step},
    model::{
        Calls, Drive, Driven, Driving, Listening, ModelFailure, Understood, Wish,
        observe::{Scene, judge, may_want, observe, reply_breaches},
        template, veil_after,
    },
    transcript::{Purpose, TurnRecord},
};

/// Most answers of the model in one turn; the last one may make no calls.
const MOST_ROUNDS: usize = 6;
/// Most exchanges that the model is told of.
const MOST_EXCHANGES: usize = 50;

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
            is_cut_off: false,
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
    fn begin(&mut self, utterance: Option<&str>) -> Step {
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
            lead.is_cut_off |= driven.is_cut_off;
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
        lead.turn.requests.extend(requests(&self.trace, Purpose::Leading));
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
        let agent = Arc::clone(&self.cast.agent);
        let callable = lead.callable(&wish, &agent, self.memory.state.calls);
        let (action, given) = match callable {
            Ok(callable) => callable,
            Err(why) => return uncalled(&wish, why),
        };
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
        ModelCall { sent, fate, answer: observed.answer, ..uncalled(&wish, "") }
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
        let agent = Arc::clone(&self.cast.agent);
        let is_over = self.memory.state.ending.is_some();
        let reply = if text.is_empty() { self.unsaid(&mut lead, utterance) } else { text };
        self.raw.reply.clone_from(&reply);
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
        let refused = lead.left_aside();
        let understood = Understood { acts: lead.acts, ..lead.understood };
        let heard = Heard { utterance, understood: &understood, refused };
        show::turn((&agent, &self.secrets), &self.memory.state, heard, lead.turn.into_shown(reply))
    }

    /// What is said where the model said nothing: a farewell once the talk is over.
    fn unsaid(&self, lead: &mut Drove<'_>, utterance: Option<&str>) -> String {
        if self.memory.state.ending.is_none() {
            lead.turn.trouble.get_or_insert_with(nothing_said);
            return STALLED.to_owned();
        }
        template::reply(&template::Placed {
            agent: &self.cast.agent,
            acts: &lead.turn.said,
            greeting: &self.cast.agent.greeting,
            utterance: utterance.unwrap_or_default(),
        })
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
