use std::cell::OnceCell;

use super::english::{
    asking::requests,
    words::{near, plain, squeeze, words},
};
use crate::{
    agent::{Action, ActionName, Variable, VariableName},
    dialogue::SystemAct,
    transcript::PlayedTurn,
    value::Value,
};

/// The sentences of a turn's reply that ask for a value, looked for when they are needed first.
pub(super) struct Asking<'p> {
    played: &'p PlayedTurn,
    sentences: OnceCell<Vec<String>>,
}

impl<'p> Asking<'p> {
    /// Those of this turn.
    pub fn of(played: &'p PlayedTurn) -> Self {
        Self { played, sentences: OnceCell::new() }
    }

    fn sentences(&self) -> &[String] {
        self.sentences.get_or_init(|| requests(&self.played.reply))
    }
}

/// The variables of an action that a turn asks for, by its acts or by its words.
pub(super) fn asked<'a>(action: &'a Action, asking: &Asking<'_>) -> Vec<&'a Variable> {
    let variables = action.variables.iter();
    variables
        .filter(|variable| {
            let eliciting = eliciting(&variable.name, asking.played);
            match eliciting.is_empty() {
                // A question whose action can be seen is not another's of the same words.
                false => eliciting.contains(&&action.name),
                true => asking.sentences().iter().any(|sentence| names(sentence, variable, action)),
            }
        })
        .collect()
}

/// The actions for which a turn asks for a variable, as far as its acts tell.
fn eliciting<'p>(variable: &VariableName, played: &'p PlayedTurn) -> Vec<&'p ActionName> {
    let acts = played.record.system_acts.iter();
    acts.filter_map(|act| match act {
        SystemAct::Elicit { action, variable: asked, .. } if asked == variable => Some(action),
        _ => None,
    })
    .collect()
}

/// Whether a question is about a variable: it is the author's own, or has the words of its name.
fn names(sentence: &str, variable: &Variable, action: &Action) -> bool {
    let own = variable.ask.iter().chain(&variable.reprompts);
    if own.into_iter().any(|own| squeeze(sentence) == squeeze(own)) {
        return true;
    }
    let said = words(sentence);
    let label = words(&variable.name.in_words());
    let is_named = |label: &[String]| {
        label
            .iter()
            .all(|word| said.iter().any(|said| near(word, said) || is_short_for(said, word)))
    };
    // A longer name that is said too is the one that is meant.
    let longer = action.variables.iter().any(|other| {
        let theirs = words(&other.name.in_words());
        other.name != variable.name
            && theirs.len() > label.len()
            && label.iter().all(|word| theirs.contains(word))
            && is_named(&theirs)
    });
    is_named(&label) && !longer
}

fn is_short_for(said: &str, word: &str) -> bool {
    matches!(
        (said, word),
        ("no" | "id" | "code" | "#", "number")
            | ("mail" | "e", "email")
            | ("telephone" | "mobile", "phone")
    )
}

/// Whether a sentence has the value itself in it: it reads back, it does not ask.
pub(super) fn has_value(reply: &str, value: &Value) -> bool {
    let wanted = squeeze(&value.to_string());
    let sentences = requests(reply);
    !wanted.is_empty()
        && sentences.iter().any(|sentence| squeeze(&plain(sentence)).contains(&wanted))
}
