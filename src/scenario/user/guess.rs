//! What a reply asks for, by its words alone: the way of a caller who sees nothing else.

use super::{
    english::{CALLBACK_WORDS, CHECK_WORDS, NO_LABEL, QUESTION_WORDS},
    situation::Situation,
};
use crate::agent::{Action, Variable};

/// The situation that a reply puts its hearer in, who is busy with one of these actions.
pub(super) fn guess(reply: &str, actions: &[&Action]) -> Situation {
    let reply = reply.to_lowercase().replace('’', "'");
    let Some(question) = question(&reply) else { return Situation::Nothing };
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| question.contains(phrase));
    if says(&CALLBACK_WORDS) {
        return Situation::Callback;
    }
    if says(&CHECK_WORDS) {
        return Situation::Consent;
    }
    let variables = actions.iter().flat_map(|action| &action.variables);
    let scored = variables.map(|variable| (likeness(question, variable), variable));
    // The first of equals: variables are asked for in their order.
    let best = scored.fold((0, None), |best, (score, variable)| match score > best.0 {
        true => (score, Some(variable)),
        false => best,
    });
    best.1.map_or(Situation::Nothing, |variable| Situation::Asked(variable.name.clone()))
}

/// The last sentence that wants an answer.
fn question(reply: &str) -> Option<&str> {
    let sentences = reply.split_inclusive(['?', '!', '\n']).flat_map(|part| part.split(". "));
    let asks = |sentence: &&str| {
        sentence.contains('?') || QUESTION_WORDS.iter().any(|word| sentence.contains(word))
    };
    sentences.filter(asks).last()
}

/// Worth of a word of the name beside one of the description.
const NAME_WORTH: usize = 3;

/// How many of a variable's words stand in a question; those of its name count most.
fn likeness(question: &str, variable: &Variable) -> usize {
    let said: Vec<String> = words(question);
    let stands = |word: &String| said.iter().any(|other| near(word, other));
    let count = |text: &str| words(text).iter().filter(|word| stands(word)).count();
    let own = variable.ask.as_deref().map_or(0, count);
    NAME_WORTH * count(&variable.name.in_words()) + count(&variable.description).max(own)
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|letter: char| !letter.is_alphanumeric());
    let words = parts.filter(|word| word.len() > 2 && !NO_LABEL.contains(word));
    words.map(str::to_lowercase).collect()
}

/// Letters that a word and its other endings share.
const STEM: usize = 5;

fn near(one: &str, other: &str) -> bool {
    let stem = |word: &str| word.chars().take(STEM).collect::<String>();
    one == other || (one.len() >= STEM && stem(one) == stem(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{agent::format, diagnostic::SourceFile};

    const AGENT: &str = "name: A\nprompt: p.md\nactions:\n  - name: Look Up\n    \
        description: Look up an order\n    method: GET\n    url: https://a.example.com\n    \
        query: { n: \"{{order_number}}\", p: \"{{pin}}\" }\n    variables:\n      \
        - { name: order_number, type: string, description: Number of the order, example: A-1, required: true }\n      \
        - { name: pin, type: string, description: Four-digit secret, example: \"4821\", required: true }\n";

    fn of(reply: &str) -> Situation {
        let source = SourceFile { path: "agent.yaml".into(), text: AGENT.into() };
        let prompt = SourceFile { path: "p.md".into(), text: "Help.".into() };
        let agent = format::parse(&source, Some(&prompt)).agent.unwrap();
        guess(reply, &agent.actions.iter().collect::<Vec<_>>())
    }

    #[test]
    fn a_question_is_known_by_the_words_of_its_variable() {
        let asked = |name: &str| Situation::Asked(crate::agent::VariableName::new(name));
        assert_eq!(of("Sure. What's your order number?"), asked("order_number"));
        assert_eq!(of("Thanks! And could you tell me your PIN?"), asked("pin"));
        assert_eq!(of("I need the four-digit secret, please."), asked("pin"));
        assert_eq!(of("Shall I have someone call you back?"), Situation::Callback);
        assert_eq!(of("So order A-1, is that correct?"), Situation::Consent);
        assert_eq!(of("Your order is on its way."), Situation::Nothing);
    }
}
