//! A customer that a model plays.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::{
    Course, Planned, Stop,
    play::{Talk, say},
};
use crate::{
    agent::Agent,
    model::{Simulate, Spoken},
    rehearse::Conversation,
    scenario::{
        TurnEvent,
        user::{Role, RoleBreach},
    },
    transcript::TurnRecord,
    value::Reference,
};

/// Lets a model play the customer until it ends, breaks its brief, or its turns are used up.
pub(super) async fn play_role(
    talk: &mut Talk,
    (role, planned, course): (&Role, &Planned, &Course),
    conversation: &mut Conversation,
    cancel: &CancellationToken,
) {
    let player = match Player::new((role, planned, course), conversation) {
        Ok(player) => player,
        Err(why) => {
            talk.stopped = Some(Stop::Trouble(why));
            return;
        }
    };
    let mut said: Vec<String> = Vec::new();
    while said.len() < role.max_turns as usize {
        let turns: Vec<&TurnRecord> = talk.turns.iter().map(|turn| &turn.record).collect();
        let spoken = tokio::select! {
            spoken = player.next(&turns, &said, conversation.reference()) => spoken,
            () = cancel.cancelled() => Err(Stop::Cancelled),
        };
        match spoken {
            Err(stop) => {
                talk.stopped = Some(stop);
                return;
            }
            Ok(None) => return,
            Ok(Some(Utterance { words, whole })) => {
                said.push(words);
                if !say(talk, &TurnEvent::Says(whole), conversation, cancel).await {
                    return;
                }
            }
        }
    }
}

/// What the customer says: as the model said it, and with its tokens replaced.
struct Utterance {
    words: String,
    whole: String,
}

/// A model in its role.
struct Player<'a> {
    role: &'a Role,
    /// The role as the model is told it.
    told: Role,
    tokens: Vec<Token>,
    agent: Arc<Agent>,
    simulator: Arc<dyn Simulate>,
}

impl<'a> Player<'a> {
    fn new(
        (role, planned, course): (&'a Role, &Planned, &Course),
        conversation: &Conversation,
    ) -> Result<Self, String> {
        let agent = Arc::clone(planned.venue.agent());
        let (told, tokens) = covered(role, &agent);
        let simulator = found((role, planned, course), conversation)?;
        Ok(Self { role, told, tokens, agent, simulator })
    }

    /// What the customer says next; `None` when the talk has ended as it may.
    async fn next(
        &self,
        turns: &[&TurnRecord],
        said: &[String],
        at: Reference,
    ) -> Result<Option<Utterance>, Stop> {
        let ended = |turn: usize| match self.role.breach_of_end(turns) {
            Some(breach) => Err(broken(&breach, turn)),
            None => Ok(None),
        };
        if turns.last().is_none_or(|last| last.ending.is_some()) {
            return ended(turns.len().saturating_sub(1));
        }
        let heard: Vec<&str> = turns.iter().map(|turn| turn.reply.as_str()).collect();
        let spoken = self.simulator.simulate(&self.told, &heard, said).await;
        let words = match spoken.map_err(|failure| Stop::Trouble(failure.message))? {
            Spoken::Ends => return ended(turns.len()),
            Spoken::Says(words) => words,
        };
        let whole = uncovered(&words, &self.tokens);
        match self.role.breach_of_words((&self.agent, &at), turns, &whole) {
            Some(breach) => Err(broken(&breach, turns.len())),
            None => Ok(Some(Utterance { words, whole })),
        }
    }
}

fn found(
    (role, planned, course): (&Role, &Planned, &Course),
    conversation: &Conversation,
) -> Result<Arc<dyn Simulate>, String> {
    let simulators = course.simulators.as_ref();
    let found = simulators.map(|simulators| simulators(planned, &role.model, conversation));
    found.transpose()?.ok_or_else(|| {
        format!("the customer is played by the model {}, and none plays here", role.model)
    })
}

/// Of the customer, not of the agent: nothing is known of that.
fn broken(breach: &RoleBreach, turn: usize) -> Stop {
    Stop::Trouble(format!(
        "the model that plays the customer broke its brief in turn {turn} ({}): {breach}",
        breach.name()
    ))
}

/// A sensitive fact and the token that stands for it.
type Token = (String, String);

/// The brief with tokens in the place of sensitive facts, which no model sees.
fn covered(role: &Role, agent: &Agent) -> (Role, Vec<Token>) {
    let mut told = role.clone();
    let mut tokens = Vec::new();
    for (name, fact) in &mut told.facts {
        let mut declared = agent.actions.iter().filter_map(|action| action.variable(name));
        if declared.any(|variable| variable.sensitive) {
            let token = format!("<{name}>");
            tokens.push((token.clone(), std::mem::replace(fact, token)));
        }
    }
    (told, tokens)
}

fn uncovered(words: &str, tokens: &[Token]) -> String {
    let mut whole = words.to_owned();
    for (token, fact) in tokens {
        whole = whole.replace(token, fact);
    }
    whole
}
