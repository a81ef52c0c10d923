use std::cell::OnceCell;

use super::english::{
    asking::requests,
    words::{near, plain, squeeze, words},
};
use crate::{
    agent::{Action, Agent, Variable},
    dialogue::SystemAct,
    transcript::PlayedTurn,
    value::Value,
};

/// What a turn's reply asks for; what is costly is looked for when it is needed first.
pub(super) struct Asking<'p> {
    played: &'p PlayedTurn,
    questions: Vec<Question<'p>>,
    sentences: OnceCell<Vec<String>>,
}

impl<'p> Asking<'p> {
    /// What this turn asks for.
    pub fn of(agent: &'p Agent, played: &'p PlayedTurn) -> Self {
        Self { played, questions: questions(agent, played), sentences: OnceCell::new() }
    }

    fn sentences(&self) -> &[String] {
        self.sentences.get_or_init(|| requests(&self.played.reply))
    }

    fn asks_in_words(&self, variable: &Variable, action: &Action) -> bool {
        self.sentences().iter().any(|sentence| {
            let is_explained =
                || self.questions.iter().any(|asked| asked.explains(sentence, variable, action));
            names(sentence, variable, action) && !is_explained()
        })
    }
}

/// The variables of an action that a turn asks for, by its acts or by its words.
pub(super) fn asked<'a>(action: &'a Action, asking: &Asking<'_>) -> Vec<&'a Variable> {
    let variables = action.variables.iter();
    variables
        .filter(|variable| {
            let mut same =
                asking.questions.iter().filter(|asked| asked.variable.name == variable.name);
            match same.next() {
                // A question whose action can be seen is not another's of the same words.
                Some(first) => first.is_of(action) || same.any(|asked| asked.is_of(action)),
                None => asking.asks_in_words(variable, action),
            }
        })
        .collect()
}

/// What a turn asks for, as far as its acts tell.
struct Question<'q> {
    action: &'q Action,
    variable: &'q Variable,
}

fn questions<'q>(agent: &'q Agent, played: &PlayedTurn) -> Vec<Question<'q>> {
    let acts = played.record.system_acts.iter();
    acts.filter_map(|act| match act {
        SystemAct::Elicit { action, variable, .. } => {
            let action = agent.action(action)?;
            Some(Question { action, variable: action.variable(variable)? })
        }
        _ => None,
    })
    .collect()
}

impl Question<'_> {
    fn is_of(&self, action: &Action) -> bool {
        self.action.name == action.name
    }

    /// Whether a sentence that has the words for a variable has them because it asks for this one:
    /// two actions may call a value by names that are alike.
    fn explains(&self, sentence: &str, variable: &Variable, action: &Action) -> bool {
        names(sentence, self.variable, self.action)
            && (is_own(sentence, self.variable)
                || names(&self.variable.name.in_words(), variable, action))
    }
}

/// Whether a sentence is just the author's question for a variable.
fn is_own(sentence: &str, variable: &Variable) -> bool {
    let mut own = variable.ask.iter().chain(&variable.reprompts);
    own.any(|own| squeeze(sentence) == squeeze(own))
}

/// Whether a question is about a variable: it is the author's own, or has the words of its name.
fn names(sentence: &str, variable: &Variable, action: &Action) -> bool {
    if is_own(sentence, variable) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{agent::format, diagnostic::SourceFile};

    const AGENT: &str = "name: Desk\nprompt: p.md\nactions:\n  - name: Find\n    \
        description: Find an order by its number\n    method: GET\n    url: https://a.example.com\n    \
        query: { a: \"{{number}}\", b: \"{{order_number}}\", c: \"{{number_order}}\" }\n    variables:\n      \
        - { name: number, type: string, description: Of the house, example: A-1, required: true }\n      \
        - { name: order_number, type: string, description: Of the order, example: A-2, required: true }\n      \
        - { name: number_order, type: string, description: The other way, example: A-3, required: true }\n";

    #[test]
    fn the_longest_name_that_is_said_is_meant() {
        let file = |path, text| SourceFile::new(path, text);
        let prompt = file("p.md", "Use the 'Find' tool.\n");
        let loaded = format::parse(&file("agent.yaml", AGENT), Some(&prompt));
        let agent = loaded.agent.unwrap_or_else(|| panic!("{:?}", loaded.diagnostics));
        let action = &agent.actions[0];
        let named = |sentence: &str| -> Vec<&str> {
            let variables = action.variables.iter();
            let named = variables.filter(|variable| names(sentence, variable, action));
            named.map(|variable| variable.name.as_str()).collect()
        };
        assert_eq!(named("What is the number?"), ["number"]);
        // Names of the same words cannot be told apart.
        assert_eq!(named("What is the order number?"), ["order_number", "number_order"]);
        assert_eq!(named("What is the street?"), [""; 0]);
    }
}
