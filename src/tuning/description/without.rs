use super::Place;
use crate::agent::{ActionName, Agent};

/// What stands in for a name that had no other word.
const NAMELESS: &str = "\u{2205}";

/// The agent without an example that is the very utterance, else everything would be too easy.
pub(super) fn without_example(agent: &Agent, text: &str) -> Agent {
    let mut agent = agent.clone();
    for action in &mut agent.actions {
        action.examples.retain(|example| !example.eq_ignore_ascii_case(text));
    }
    agent
}

/// The agent without one word of an action's name or description, and the name it then has.
pub(super) fn without_word(
    agent: &Agent,
    action: &ActionName,
    (place, word): (Place, &str),
) -> (Agent, ActionName) {
    let mut agent = agent.clone();
    match place {
        Place::Description => {
            for known in agent.actions.iter_mut().filter(|known| known.name == *action) {
                known.description = removed(&known.description, word);
            }
            (agent, action.clone())
        }
        Place::Name => {
            let shorter = removed(action.as_str(), word);
            let name = ActionName::new(if shorter.is_empty() { NAMELESS } else { &shorter });
            rename(&mut agent, action, &name);
            (agent, name)
        }
    }
}

/// Everywhere, so that nothing but the word is missing.
fn rename(agent: &mut Agent, from: &ActionName, to: &ActionName) {
    for action in &mut agent.actions {
        let all = action.requires.iter_mut().chain([&mut action.name]);
        all.filter(|name| *name == from).for_each(|name| *name = to.clone());
    }
    agent.prompt.text = agent.prompt.text.replace(from.as_str(), to.as_str());
    for line in &mut agent.prompt.error_lines {
        if line.action.as_ref() == Some(from) {
            line.action = Some(to.clone());
        }
    }
}

/// The text without a word, wherever it stands.
fn removed(text: &str, word: &str) -> String {
    let kept = text.split_whitespace().filter(|piece| bare(piece) != word);
    kept.collect::<Vec<_>>().join(" ")
}

/// A word as it is compared and shown: in lower case, without marks around it.
pub(super) fn bare(piece: &str) -> String {
    piece.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase()
}
