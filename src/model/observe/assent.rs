use std::collections::BTreeMap;

use super::Scene;
use crate::{
    agent::{Action, ActionName, VariableName},
    dialogue::{Provenance, SlotValue, UserAct},
    model::{
        Understood,
        openai::read::{NOD, ground, says_yes},
    },
};

/// A question of the agent and what the user said to it.
struct Asked<'a> {
    question: &'a str,
    answer: &'a str,
    turn: u32,
}

/// Whether the user has said yes to a question about this call with just these values, and no such
/// call was made since.
pub(super) fn is_affirmed(
    scene: &Scene<'_>,
    action: &Action,
    sent: &BTreeMap<VariableName, SlotValue>,
) -> bool {
    let last_call = last_call(scene, action);
    asked(scene).iter().any(|asked| {
        says_yes(asked.answer)
            && last_call.is_none_or(|turn| turn < asked.turn)
            && is_about(scene, asked.question, action, sent)
            && sent.iter().all(|(name, held)| was_known(scene, asked, (action, name), held))
    })
}

/// The actions that an utterance may ask for: some of its words, or words near to them.
pub fn may_want(understood: &Understood) -> Vec<ActionName> {
    let scored = understood.scores.iter().filter(|score| score.score >= NOD);
    let mut wanted: Vec<ActionName> = scored.map(|score| score.action.clone()).collect();
    wanted.extend(understood.acts.iter().filter_map(|act| match act {
        UserAct::Request { action } => Some(action.clone()),
        _ => None,
    }));
    wanted
}

/// Whether something in the talk asks for this call: a wish for the action or for one that requires it,
/// a value of its own, or a yes to a question about it.
pub(super) fn is_asked_for(
    scene: &Scene<'_>,
    action: &Action,
    sent: &BTreeMap<VariableName, SlotValue>,
) -> bool {
    let now = may_want(scene.understood);
    let before = scene.state.exchanges.iter().flat_map(|exchange| &exchange.wanted);
    let opens = |name: &ActionName| {
        *name == action.name
            || scene.agent.action(name).is_some_and(|other| other.requires.contains(&action.name))
    };
    let is_said = |held: &SlotValue| matches!(held.provenance, Provenance::User { .. });
    now.iter().chain(before).any(opens)
        || sent.values().any(is_said)
        || asked(scene)
            .iter()
            .any(|asked| says_yes(asked.answer) && is_about(scene, asked.question, action, sent))
}

/// All questions with their answers, the latest first.
fn asked<'a>(scene: &Scene<'a>) -> Vec<Asked<'a>> {
    let exchanges = &scene.state.exchanges;
    let mut asked = Vec::new();
    if let (Some(last), Some(said)) = (exchanges.last(), scene.said) {
        asked.push(Asked { question: &last.reply, answer: &said.text, turn: scene.state.turn });
    }
    for pair in exchanges.windows(2).rev() {
        if let [before, after] = pair
            && let Some(said) = &after.said
        {
            asked.push(Asked { question: &before.reply, answer: &said.text, turn: after.turn });
        }
    }
    asked.retain(|asked| asked.question.contains('?'));
    asked
}

fn last_call(scene: &Scene<'_>, action: &Action) -> Option<u32> {
    let is_it = |round: &crate::dialogue::Round| {
        round
            .calls
            .iter()
            .any(|call| call.fate.is_some() && call.action.as_ref() == Some(&action.name))
    };
    if scene.rounds.iter().any(is_it) {
        return Some(scene.state.turn);
    }
    let mut before = scene.state.exchanges.iter().rev();
    before.find(|exchange| exchange.rounds.iter().any(is_it)).map(|exchange| exchange.turn)
}

/// Whether a question names the action or one of its values.
fn is_about(
    scene: &Scene<'_>,
    question: &str,
    action: &Action,
    sent: &BTreeMap<VariableName, SlotValue>,
) -> bool {
    let stems = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3);
        words.map(|word| word.to_lowercase().chars().take(4).collect()).collect()
    };
    let said = stems(question);
    let is_named = stems(action.name.as_str()).iter().any(|stem| said.contains(stem));
    is_named || sent.iter().any(|(name, held)| names(scene, question, (action, name), held))
}

fn names(
    scene: &Scene<'_>,
    text: &str,
    (action, name): (&Action, &VariableName),
    held: &SlotValue,
) -> bool {
    let variable = action.variable(name);
    variable.is_some_and(|variable| ground(variable, &held.raw, text, &scene.at).is_some())
}

/// Whether the value was on the table when the question was asked: a yes covers nothing newer.
fn was_known(
    scene: &Scene<'_>,
    asked: &Asked<'_>,
    about: (&Action, &VariableName),
    held: &SlotValue,
) -> bool {
    match &held.provenance {
        Provenance::User { turn, .. } if *turn < asked.turn => true,
        Provenance::User { .. } | Provenance::Model => {
            names(scene, asked.question, about, held)
                || scene
                    .utterances()
                    .filter(|(turn, _)| *turn < asked.turn)
                    .any(|(_, said)| names(scene, &said.text, about, held))
        }
        Provenance::Context { .. } | Provenance::Default | Provenance::Saved { .. } => true,
    }
}
