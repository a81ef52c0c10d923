use std::{future::Future, pin::Pin};

use crate::{
    agent::{ActionName, Agent},
    dialogue::{DialogueState, Round, SystemAct, UserAct},
    request::Redactor,
    scenario::user::Role,
    value::Reference,
};

/// A future that is boxed, so that the seams can be trait objects.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What whoever understands is given.
#[derive(Clone, Copy, Debug)]
pub struct Listening<'a> {
    /// The agent.
    pub agent: &'a Agent,
    /// The dialogue before the utterance: what is open, asked and known.
    pub state: &'a DialogueState,
    /// When it is said.
    pub at: Reference,
}

/// Turns an utterance into user acts.
pub trait Understand: Send + Sync {
    /// Understands one utterance.
    fn understand<'a>(
        &'a self,
        listening: Listening<'a>,
        utterance: &'a str,
    ) -> BoxFuture<'a, Heard>;
}

/// An understanding, or why there is none.
pub type Heard = Result<Understood, ModelFailure>;

/// What an utterance was taken for, and why.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Understood {
    /// In the order they are to be acted on.
    pub acts: Vec<UserAct>,
    /// Every action with its score, best first; empty where none was needed.
    pub scores: Vec<ActionScore>,
    /// Values or acts the model offered that were not taken, with the reason in words.
    pub refused: Vec<String>,
}

/// How well an action fits an utterance.
#[derive(Clone, Debug, PartialEq)]
pub struct ActionScore {
    /// The action.
    pub action: ActionName,
    /// Its score; the floor and the lead are the understander's own.
    pub score: f32,
    /// The words that carried it, strongest first.
    pub terms: Vec<Term>,
}

/// One word's part in a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// The word of the utterance.
    pub said: String,
    /// The word of the declaration it fits.
    pub declared: String,
    /// Its part of the score.
    pub weight: f32,
}

/// What whoever words is given.
#[derive(Clone, Copy, Debug)]
pub struct Wording<'a> {
    /// The agent.
    pub agent: &'a Agent,
    /// The dialogue after the step.
    pub state: &'a DialogueState,
    /// What is to be said, in order.
    pub acts: &'a [SystemAct],
    /// The user's utterance it answers; empty for a greeting.
    pub utterance: &'a str,
    /// When it is said.
    pub at: Reference,
}

/// Turns system acts into a reply.
pub trait Word: Send + Sync {
    /// Words one reply.
    fn word<'a>(&'a self, wording: Wording<'a>) -> BoxFuture<'a, Result<String, ModelFailure>>;
}

/// Says whether a statement is true of what an agent said.
pub trait Judge: Send + Sync {
    /// Judges one statement.
    fn judge<'a>(
        &'a self,
        statement: &'a str,
        said: &'a str,
    ) -> BoxFuture<'a, Result<Judgement, ModelFailure>>;
}

/// Whether a statement is true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Whether it is.
    pub holds: bool,
    /// Why, in the judge's words.
    pub why: String,
}

/// Plays a customer.
pub trait Simulate: Send + Sync {
    /// What the customer says next. `said` is what it said so far, one less than `heard`: what the agent
    /// said, the greeting first.
    fn simulate<'a>(
        &'a self,
        role: &'a Role,
        heard: &'a [&'a str],
        said: &'a [String],
    ) -> BoxFuture<'a, Result<Spoken, ModelFailure>>;
}

/// What a model that plays a customer does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spoken {
    /// It says this.
    Says(String),
    /// It ends the talk.
    Ends,
}

/// Proposes rewrites of a prompt.
pub trait Propose: Send + Sync {
    /// The answer to one brief: a JSON object of which nothing is checked.
    fn propose<'a>(
        &'a self,
        brief: &'a serde_json::Value,
    ) -> BoxFuture<'a, Result<serde_json::Value, ModelFailure>>;
}

/// What a model that drives is given.
#[derive(Clone, Copy, Debug)]
pub struct Driving<'a> {
    /// The agent.
    pub agent: &'a Agent,
    /// The talk so far.
    pub state: &'a DialogueState,
    /// What the user said, sensitive values covered; `None` for silence.
    pub utterance: Option<&'a str>,
    /// What the model has done in this turn already.
    pub rounds: &'a [Round],
    /// Whether it may make more calls.
    pub calls: Calls,
}

/// Whether a model that drives may make calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calls {
    /// It may.
    Open,
    /// It has made as many as a turn may have, and is to answer.
    Closed,
}

/// Drives a talk as on hosted platforms: it answers, and makes calls as it sees fit.
pub trait Drive: Send + Sync {
    /// One answer of the model: words, calls, or both.
    fn drive<'a>(&'a self, driving: Driving<'a>) -> BoxFuture<'a, Result<Driven, ModelFailure>>;

    /// Knows the secrets that this model was set up with, and the sensitive values of the talk.
    fn redactor(&self, agent: &Agent, state: &DialogueState) -> Redactor;
}

/// What a model that drives does.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Driven {
    /// What it says.
    pub text: String,
    /// What it calls, in order.
    pub calls: Vec<Wish>,
    /// Whether a limit of tokens ended it.
    pub is_cut_off: bool,
}

/// What is told of an answer that a limit of tokens ended.
pub const CUT_OFF: &str =
    "the model's answer was cut off by its limit of tokens; raise it at the server";

/// A call as a model wishes it; nothing of it is checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// The tool's name as written.
    pub tool: String,
    /// The action it stands for, if it stands for one.
    pub action: Option<ActionName>,
    /// The values; `None` when they are broken or cut-off JSON.
    pub arguments: Option<serde_json::Map<String, serde_json::Value>>,
}

/// Why a model gave nothing usable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ModelFailure {
    /// Whose trouble it is.
    pub trouble: Trouble,
    /// What happened and how to mend it.
    pub message: String,
}

impl ModelFailure {
    /// The user stopped it.
    pub fn stopped() -> Self {
        Self { trouble: Trouble::Limit, message: "stopped; say it again to go on".to_owned() }
    }

    /// The user stopped it while it worded: what was done stays done.
    pub fn stopped_wording() -> Self {
        Self { trouble: Trouble::Limit, message: "stopped; worded by template".to_owned() }
    }
}

/// Whose trouble a model's failure is; the verdict and the exit status follow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The answer itself was of no use: the model's own doing, and part of what is rehearsed.
    Answer,
    /// The configuration is wrong: key, name, address.
    Configuration,
    /// The model's server or the network: nothing is known.
    Service,
    /// A limit the user set is used up.
    Limit,
}

impl Trouble {
    /// The name in machine interfaces.
    pub fn name(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Configuration => "configuration",
            Self::Service => "service",
            Self::Limit => "limit",
        }
    }
}
