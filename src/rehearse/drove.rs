use serde_json::{Map, Value as Json, json};
use tokio_util::sync::CancellationToken;

use super::{Watch, conversation::Turn};
use crate::{
    agent::{Action, Agent},
    dialogue::{Call, ModelCall, Provenance, Round, Said, UserAct},
    model::{CUT_OFF, Drive, ModelFailure, Trouble, Understood, Wish, template::plain_text},
    transcript::{Breach, BreachKind},
};

/// Most calls of one turn.
const MOST_CALLS: usize = 8;
/// Most calls of one talk, as under the engine's lead.
const MOST_CALLS_OF_TALK: u32 = 50;

/// A turn that a model leads, at work.
pub(super) struct Drove<'a> {
    pub drive: &'a dyn Drive,
    pub cancel: &'a CancellationToken,
    pub watch: Watch<'a>,
    pub said: Option<Said>,
    /// The utterance as the model may read it.
    pub readable: Option<String>,
    pub understood: Understood,
    pub rounds: Vec<Round>,
    pub acts: Vec<UserAct>,
    /// Whether a limit of tokens ended one of the model's answers.
    pub is_cut_off: bool,
    pub turn: Turn,
}

impl Drove<'_> {
    /// What was left aside in the turn, and why.
    pub fn left_aside(&self) -> Vec<String> {
        let cut = self.is_cut_off.then(|| CUT_OFF.to_owned());
        let trouble = self.turn.trouble.iter().map(|failure| failure.message.clone());
        cut.into_iter().chain(trouble).collect()
    }

    /// What the model took the utterance for: the action, and the values that stand in it.
    pub fn take_acts(&mut self, call: &Call, turn: u32) {
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

    /// The action and the values of a wish that can be called at all; else it is told, and why it was
    /// not comes back for the model.
    pub fn callable<'s>(
        &mut self,
        wish: &'s Wish,
        agent: &'s Agent,
        calls_of_talk: u32,
    ) -> Result<(&'s Action, &'s Map<String, Json>), &'static str> {
        let Some(action) = wish.action.as_ref().and_then(|name| agent.action(name)) else {
            self.turn.breaches.push(unknown(wish));
            return Err("there is no such tool");
        };
        let Some(given) = &wish.arguments else {
            self.turn.breaches.push(broken(action));
            return Err("the arguments are no JSON object");
        };
        let made: usize = self.rounds.iter().map(|round| round.calls.len()).sum();
        if made >= MOST_CALLS || calls_of_talk >= MOST_CALLS_OF_TALK {
            self.turn.breaches.push(too_many(wish));
            return Err("no more calls can be made now");
        }
        Ok((action, given))
    }
}

/// A call that was not made, with what the model is told.
pub(super) fn uncalled(wish: &Wish, told: &str) -> ModelCall {
    ModelCall {
        tool: wish.tool.clone(),
        action: wish.action.clone(),
        arguments: Json::Object(wish.arguments.clone().unwrap_or_default()),
        sent: Default::default(),
        fate: None,
        answer: json!({ "error": told }),
    }
}

/// A model that neither said nor called anything.
pub(super) fn nothing_said() -> ModelFailure {
    let message = "the model answered nothing; say it again, or try another model".to_owned();
    ModelFailure { trouble: Trouble::Answer, message }
}

fn unknown(wish: &Wish) -> Breach {
    let tool = plain_text(&wish.tool);
    let message = format!("the model called `{tool}`, which is no action of this agent");
    Breach { kind: BreachKind::UnknownAction, action: None, variable: None, message }
}

fn broken(action: &Action) -> Breach {
    let message =
        format!("the values for `{}` are broken or cut-off JSON; nothing was called", action.name);
    let action = Some(action.name.clone());
    Breach { kind: BreachKind::InvalidValue, action, variable: None, message }
}

/// A call beyond what a turn or a talk may have.
pub(super) fn too_many(wish: &Wish) -> Breach {
    let tool = plain_text(&wish.tool);
    let message = format!(
        "`{tool}` was not called: one turn makes {MOST_CALLS} calls at most, one talk \
         {MOST_CALLS_OF_TALK}"
    );
    Breach { kind: BreachKind::TooManyCalls, action: wish.action.clone(), variable: None, message }
}
