//! What a model that plays a customer does against its own brief. Found by rule, never by a model.

use std::fmt;

use super::{Role, english::AGENT_MARKS, simulator::truth};
use crate::{
    agent::{ActionName, Agent, Variable, VariableName},
    dialogue::{SystemAct, UserAct},
    transcript::TurnRecord,
    value::{Reference, Value, VariableType, find, parse},
};

/// Words of a sentence that nobody repeats by chance.
const ECHO: usize = 6;

/// A breach of the brief of a customer that a model plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleBreach {
    /// It said a value that contradicts its facts.
    WrongFact {
        /// Of this variable.
        variable: VariableName,
        /// What it said and what its fact is; none where the variable is sensitive.
        values: Option<(String, String)>,
    },
    /// It ended before this action was called or refused.
    EndsTooEarly(ActionName),
    /// It spoke the agent's part.
    SpeaksForAgent,
}

impl RoleBreach {
    /// The stable name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::WrongFact { .. } => "wrong-fact",
            Self::EndsTooEarly(_) => "ends-too-early",
            Self::SpeaksForAgent => "speaks-for-agent",
        }
    }
}

impl fmt::Display for RoleBreach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongFact { variable, values: Some((said, fact)) } => {
                write!(f, "it said {said}, and its fact for {variable} is {fact}")
            }
            Self::WrongFact { variable, values: None } => {
                write!(f, "what it said for {variable} is not its fact")
            }
            Self::EndsTooEarly(action) => {
                write!(f, "it ended the talk before {action} was called or refused")
            }
            Self::SpeaksForAgent => f.write_str("it spoke the agent's part"),
        }
    }
}

impl Role {
    /// What is wrong with saying this after the turns so far.
    pub fn breach_of_words(
        &self,
        (agent, at): (&Agent, &Reference),
        turns: &[&TurnRecord],
        said: &str,
    ) -> Option<RoleBreach> {
        let last = turns.last()?;
        if speaks_for_agent(agent, &last.reply, said) {
            return Some(RoleBreach::SpeaksForAgent);
        }
        let facts = Facts { role: self, agent, at };
        facts.wrong_answer(last, said).or_else(|| facts.wrong_value(last, said))
    }

    /// What is wrong with ending after the turns so far, or with having had the agent end the talk.
    pub fn breach_of_end(&self, turns: &[&TurnRecord]) -> Option<RoleBreach> {
        let gives_up = |turn: &&TurnRecord| turn.ending.is_some() || refuses(turn);
        let is_refused = turns.iter().any(|turn| gives_up(turn) && !breaks_off(turn));
        let calls = || turns.iter().flat_map(|turn| &turn.calls);
        let is_open = |want: &&ActionName| !calls().any(|call| call.action == **want);
        let open = self.wants.iter().find(is_open)?;
        (!is_refused).then(|| RoleBreach::EndsTooEarly(open.clone()))
    }
}

/// Whether it is the customer who lets it be: the agent's answer to that refuses nothing.
fn breaks_off(turn: &TurnRecord) -> bool {
    let lets_be =
        |act: &UserAct| matches!(act, UserAct::Goodbye | UserAct::Cancel | UserAct::AskHandoff);
    turn.user_acts.iter().any(lets_be)
}

/// Whether the agent gives up what is wanted.
fn refuses(turn: &TurnRecord) -> bool {
    turn.system_acts.iter().any(|act| {
        matches!(
            act,
            SystemAct::OfferCallback
                | SystemAct::CallbackAccepted
                | SystemAct::OfferDeclined
                | SystemAct::CallLimit
                | SystemAct::Cancelled { .. }
                | SystemAct::HandOff { .. }
                | SystemAct::Farewell
        )
    })
}

struct Facts<'a> {
    role: &'a Role,
    agent: &'a Agent,
    at: &'a Reference,
}

impl Facts<'_> {
    /// The asked value, said otherwise than it is known.
    fn wrong_answer(&self, last: &TurnRecord, said: &str) -> Option<RoleBreach> {
        let asked = last.asks_for.as_ref().filter(|_| last.phase == "eliciting")?;
        let variable = last
            .action
            .as_ref()
            .and_then(|action| self.agent.action(action)?.variable(asked))
            .or_else(|| self.variables().find(|variable| variable.name == *asked))?;
        let truth = self.truth(&variable.name)?;
        let spec = &variable.spec;
        let is_free = spec.variable_type == VariableType::String
            && spec.pattern.is_none()
            && spec.choices.is_empty();
        if is_free {
            return None;
        }
        let reading = parse(spec, said, self.at).ok()?;
        let mut read = std::iter::once(&reading.value).chain(&reading.alternatives);
        let is_said = find(spec, said, self.at).iter().any(|one| one.value == truth);
        if read.any(|value| *value == truth) || is_said || self.is_a_fact(&reading.value) {
            return None;
        }
        Some(breach(variable, &reading.value, &truth))
    }

    /// A value that can be nothing else, said without being asked for.
    fn wrong_value(&self, last: &TurnRecord, said: &str) -> Option<RoleBreach> {
        self.variables().find_map(|variable| {
            let truth = self.truth(&variable.name)?;
            let found = find(&variable.spec, said, self.at);
            let wrong = found.iter().find(|one| {
                is_distinctive(variable, &one.text)
                    && one.value != truth
                    && !one.alternatives.contains(&truth)
                    && !self.is_a_fact(&one.value)
                    // What the agent read back may be denied.
                    && !last.reply.contains(&one.text)
            })?;
            let is_said = found.iter().any(|one| one.value == truth);
            (!is_said).then(|| breach(variable, &wrong.value, &truth))
        })
    }

    fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.agent.actions.iter().flat_map(|action| &action.variables)
    }

    fn truth(&self, name: &VariableName) -> Option<Value> {
        let text = self.role.facts.get(name)?;
        Some(truth(self.agent, name, text, self.at))
    }

    /// Whether it is what the customer knows, of whatever.
    fn is_a_fact(&self, value: &Value) -> bool {
        let text = value.to_string();
        value.variable_type() != VariableType::Boolean
            && self.role.facts.values().any(|fact| *fact == text)
    }
}

/// Whether a text can be a value of this variable and hardly anything else.
fn is_distinctive(variable: &Variable, text: &str) -> bool {
    let has = |test: fn(char) -> bool| text.contains(test);
    match variable.spec.variable_type {
        VariableType::Email | VariableType::Phone => true,
        VariableType::String => {
            variable.spec.pattern.is_some()
                && has(|c| c.is_ascii_digit())
                && has(char::is_alphabetic)
        }
        VariableType::Integer
        | VariableType::Float
        | VariableType::Boolean
        | VariableType::Date => false,
    }
}

fn breach(variable: &Variable, said: &Value, truth: &Value) -> RoleBreach {
    let values = (!variable.sensitive).then(|| (said.to_string(), truth.to_string()));
    RoleBreach::WrongFact { variable: variable.name.clone(), values }
}

/// Whether a line is marked as the agent's, or a whole sentence of its last reply comes back.
fn speaks_for_agent(agent: &Agent, reply: &str, said: &str) -> bool {
    let own = format!("{}:", agent.name.to_lowercase());
    let is_marked = |line: &str| {
        let line = line.trim_start_matches(['*', '_', '"', ' ']).to_lowercase().replace("**:", ":");
        line.starts_with(&own) || AGENT_MARKS.iter().any(|mark| line.starts_with(mark))
    };
    let said_words = words(said);
    let sentences = reply.split(['.', '?', '!', '\n']).map(words);
    said.lines().any(is_marked)
        || sentences
            .filter(|sentence| sentence.len() >= ECHO)
            .any(|sentence| said_words.windows(sentence.len()).any(|part| part == sentence))
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}
