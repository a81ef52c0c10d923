//! What a customer may say, each with the act it is.

use std::collections::BTreeMap;

use super::words::{Quality, words_for};
use crate::{
    agent::{Action, ActionName, Agent, Variable, VariableName},
    dialogue::UserAct,
    value::Reference,
};

/// What kind of thing is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Asks for an action.
    Request,
    /// Gives a value.
    Value(Quality),
    /// Replaces a value.
    Correction(Quality),
    /// Takes a value back.
    TakenBack,
    /// Is understood as a value that was not said.
    Unsaid,
    /// Anything without a value.
    Plain,
}

/// One thing a customer may say.
#[derive(Clone, Debug, PartialEq)]
pub struct Saying {
    /// What kind it is.
    pub kind: Kind,
    /// The words as they stand in an utterance.
    pub text: String,
    /// The act; its span counts from the start of the words.
    pub act: UserAct,
}

impl Saying {
    /// The variable it is about.
    pub fn variable(&self) -> Option<&VariableName> {
        match &self.act {
            UserAct::Inform { variable, .. } | UserAct::Correct { variable, .. } => Some(variable),
            _ => None,
        }
    }

    /// The act where the words begin at this byte of the utterance.
    pub fn act_at(&self, start: usize) -> UserAct {
        let mut act = self.act.clone();
        if let UserAct::Inform { span, .. } | UserAct::Correct { span, .. } = &mut act {
            *span = span.start + start..span.end + start;
        }
        act
    }
}

/// All that a customer of this agent may say, the simplest of each kind first.
pub fn sayings(agent: &Agent, at: &Reference) -> Vec<Saying> {
    let mut all: Vec<Saying> = agent.actions.iter().map(request).collect();
    let mut seen: BTreeMap<&VariableName, Vec<String>> = BTreeMap::new();
    for variable in agent.actions.iter().flat_map(|action| &action.variables) {
        let known = seen.entry(&variable.name).or_default();
        let is_first = known.is_empty();
        let words: Vec<_> = words_for(variable, at, 2);
        let fresh: Vec<_> = words.into_iter().filter(|(said, _)| !known.contains(said)).collect();
        known.extend(fresh.iter().map(|(said, _)| said.clone()));
        about(variable, &fresh, &mut all);
        if is_first {
            all.extend([taken_back(variable), unsaid(variable, &fresh)].into_iter().flatten());
        }
    }
    all.extend(plain(agent));
    all
}

fn request(action: &Action) -> Saying {
    let usual = || format!("I want to {}", action.name.as_str().to_lowercase());
    // A value in it would be heard as well, and this saying gives none.
    let without_value = |said: &&String| !said.contains(|letter: char| letter.is_ascii_digit());
    Saying {
        kind: Kind::Request,
        text: action.examples.iter().find(without_value).cloned().unwrap_or_else(usual),
        act: UserAct::Request { action: action.name.clone() },
    }
}

fn about(variable: &Variable, words: &[(String, Quality)], all: &mut Vec<Saying>) {
    let name = &variable.name;
    for (said, quality) in words {
        let (text, span) = placed(&format!("the {} is", name.in_words()), said);
        let act = UserAct::Inform { variable: name.clone(), raw: said.clone(), span };
        all.push(Saying { kind: Kind::Value(*quality), text, act });
    }
    for (said, quality) in words.iter().filter(|(_, quality)| *quality != Quality::Empty) {
        let (text, span) = placed(&format!("actually, the {} is", name.in_words()), said);
        let act = UserAct::Correct { variable: name.clone(), raw: Some(said.clone()), span };
        all.push(Saying { kind: Kind::Correction(*quality), text, act });
    }
}

fn placed(lead: &str, words: &str) -> (String, std::ops::Range<usize>) {
    let start = lead.len() + 1;
    (format!("{lead} {words}"), start..start + words.len())
}

fn taken_back(variable: &Variable) -> Option<Saying> {
    let act = UserAct::Correct { variable: variable.name.clone(), raw: None, span: 0..0 };
    let text = format!("the {} is wrong", variable.name.in_words());
    Some(Saying { kind: Kind::TakenBack, text, act })
}

/// A good value that the words do not hold.
fn unsaid(variable: &Variable, words: &[(String, Quality)]) -> Option<Saying> {
    let (raw, _) = words.iter().find(|(_, quality)| *quality == Quality::Good)?;
    let text = "as I told your colleague".to_owned();
    let (variable, span) = (variable.name.clone(), text.len()..text.len() + raw.len());
    let act = UserAct::Inform { variable, raw: raw.clone(), span };
    Some(Saying { kind: Kind::Unsaid, text, act })
}

fn plain(agent: &Agent) -> Vec<Saying> {
    let mut acts = vec![
        ("yes", UserAct::Affirm),
        ("no", UserAct::Deny),
        ("cancel that", UserAct::Cancel),
        ("I don't know", UserAct::Skip),
        ("say that again", UserAct::Repeat),
        ("how are you", UserAct::Chat),
        ("goodbye", UserAct::Goodbye),
        ("I want to talk to a person", UserAct::AskHandoff),
        ("hm hm", UserAct::Unclear { candidates: Vec::new() }),
    ];
    let two: Vec<ActionName> = agent.actions.iter().map(|a| a.name.clone()).take(2).collect();
    if two.len() == 2 {
        acts.push(("one of those", UserAct::Unclear { candidates: two }));
    }
    let saying = |(text, act): (&str, _)| Saying { kind: Kind::Plain, text: text.to_owned(), act };
    acts.into_iter().map(saying).collect()
}
