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

/// The variables of an action that a turn asks for, by its acts or by its words.
pub(super) fn asked<'a>(action: &'a Action, played: &PlayedTurn) -> Vec<&'a Variable> {
    let sentences = requests(&played.reply);
    let variables = action.variables.iter();
    variables
        .filter(|variable| {
            let asking = eliciting(&variable.name, played);
            match asking.is_empty() {
                // A question whose action can be seen is not another's of the same words.
                false => asking.contains(&&action.name),
                true => sentences.iter().any(|sentence| names(sentence, variable, action)),
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
