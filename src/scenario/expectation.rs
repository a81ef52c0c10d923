use std::time::Duration;

use crate::{
    agent::{ActionName, VariableName},
    api::Matcher,
    diagnostic::Place,
    value::Pattern,
};

/// One thing that must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// What is looked at.
    pub what: What,
    /// Whether it must hold, or must not.
    pub polarity: Polarity,
    /// The YAML it stands in.
    pub place: Place,
    /// Its path in the file, such as `turns[1].expect.calls[0]`.
    pub key_path: String,
}

/// Whether something must hold or must not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Polarity {
    /// It must.
    #[default]
    Must,
    /// It stands under `not:`.
    MustNot,
}

/// What an expectation looks at.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// `understood`: what the utterance was understood as; each in this order, others between.
    Understood(Vec<ActMatcher>),
    /// `acts`: what the agent did; each in this order, others between.
    Acts(Vec<ActMatcher>),
    /// `asks_for`: the variable that is asked for now; `None` is `nothing`.
    AsksFor(Option<VariableName>),
    /// `calls`: the calls of the turn, all of them, in order; retries do not count.
    Calls(Vec<CallMatcher>),
    /// `no_calls: true`.
    NoCalls,
    /// `requests`: what really left in the turn, all of it, in order, retries included.
    Requests(Vec<RequestMatcher>),
    /// `outcomes`: what the last call of an action in the turn came to: `success` or a failure class.
    Outcome(ActionName, String),
    /// `slots`: the value of a variable.
    Slot(VariableName, Matcher),
    /// `phase`: what is waited for.
    Phase(String),
    /// `ending`: how the talk ended.
    Ending(EndingName),
    /// `reply`: what the agent's words are like.
    Reply(ReplyMatcher),
    /// `within`: the longest the answer may take, on the talk's clock.
    Within(Duration),
    /// `breaches`: a breach that the observer of `policy: free` reports, by kind.
    Breach(String),
}

impl What {
    /// The key that files use.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Understood(_) => "understood",
            Self::Acts(_) => "acts",
            Self::AsksFor(_) => "asks_for",
            Self::Calls(_) => "calls",
            Self::NoCalls => "no_calls",
            Self::Requests(_) => "requests",
            Self::Outcome(..) => "outcomes",
            Self::Slot(..) => "slots",
            Self::Phase(_) => "phase",
            Self::Ending(_) => "ending",
            Self::Reply(_) => "reply",
            Self::Within(_) => "within",
            Self::Breach(_) => "breaches",
        }
    }
}

/// A dialogue act: its name and what its fields are like.
#[derive(Clone, Debug, PartialEq)]
pub struct ActMatcher {
    /// The name, such as `elicit`.
    pub act: String,
    /// Fields that matter.
    pub fields: Vec<(String, Matcher)>,
    /// Where it stands.
    pub place: Place,
}

/// A call: the action and what its arguments are like; what is not named may be anything.
#[derive(Clone, Debug, PartialEq)]
pub struct CallMatcher {
    /// The action.
    pub action: ActionName,
    /// Arguments that matter.
    pub arguments: Vec<(VariableName, Matcher, Place)>,
    /// Where it stands.
    pub place: Place,
}

/// A request as it left; what is not named may be anything.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestMatcher {
    /// The action it belongs to.
    pub action: Option<ActionName>,
    /// `GET` and so on.
    pub method: Option<String>,
    /// The whole URL, query included.
    pub url: Option<Matcher>,
    /// The path of the URL.
    pub path: Option<Matcher>,
    /// Query pairs.
    pub query: Vec<(String, Matcher)>,
    /// Headers after authentication, by lower-case name.
    pub headers: Vec<(String, Matcher)>,
    /// The JSON body.
    pub body: Option<Matcher>,
    /// Where it stands.
    pub place: Place,
}

/// What the agent's words are like. Texts are compared without regard to case, runs of white space
/// and the shape of quotation marks, but for `equals`.
#[derive(Clone, Debug, PartialEq)]
pub enum ReplyMatcher {
    /// Holds this text.
    Contains(String),
    /// A part of it matches this pattern.
    Matches(Pattern),
    /// Is this text, white space at its ends aside.
    Equals(String),
    /// A model says that this is true of it.
    Judge(String),
}

/// How a talk ended, as files name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndingName {
    /// Nothing was left open, whether goodbye was said or the script was over.
    Completed,
    /// The customer left with an action open.
    Abandoned,
    /// Passed to a person.
    HandedOff,
    /// The script was over with an action open.
    Open,
}

impl EndingName {
    /// All of them, by the names files use.
    pub const ALL: [(&'static str, Self); 4] = [
        ("completed", Self::Completed),
        ("abandoned", Self::Abandoned),
        ("handed_off", Self::HandedOff),
        ("open", Self::Open),
    ];

    /// The name that files use.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, known)| *known == self).map_or("open", |(name, _)| name)
    }
}
