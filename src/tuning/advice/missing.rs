use super::{
    Advice,
    situation::{Situation, names},
};
use crate::{
    agent::{Action, ActionName, Agent},
    prompt::ErrorLine,
};

const NO_LINE: &str = "outcome-without-line";
const NO_SENTENCE: &str = "outcome-without-sentence";

/// Failures for which the prompt has no line, or a line that quotes no sentence, action by action.
pub(super) fn find(agent: &Agent) -> Vec<Advice> {
    agent.actions.iter().flat_map(|action| of_action(agent, action)).collect()
}

fn of_action(agent: &Agent, action: &Action) -> Vec<Advice> {
    let played = Situation::played();
    let unsaid = played.iter().copied().filter(|one| one.line(agent, &action.name).is_none());
    let mut without_line = Vec::new();
    let mut by_guidance: Vec<(usize, Vec<Situation>)> = Vec::new();
    for situation in unsaid {
        let Some(line) = guidance(agent, &action.name, situation) else {
            without_line.push(situation);
            continue;
        };
        match by_guidance.iter_mut().find(|(known, _)| *known == line.line) {
            Some((_, situations)) => situations.push(situation),
            None => by_guidance.push((line.line, vec![situation])),
        }
    }
    let mut found: Vec<Advice> = by_guidance
        .into_iter()
        .map(|(line, situations)| without_sentence(&action.name, line, &situations))
        .collect();
    found.extend(no_line(&action.name, &without_line, played.len()));
    found
}

/// The nearest line that says what to do, whether or not it quotes a sentence: the action's own first.
fn guidance<'a>(
    agent: &'a Agent,
    action: &ActionName,
    situation: Situation,
) -> Option<&'a ErrorLine> {
    let lines = agent.prompt.error_lines.iter();
    let fitting = lines.filter(|line| line.action.as_ref().is_none_or(|own| own == action));
    let mut best: Option<((u8, bool), &ErrorLine)> = None;
    for line in fitting {
        let Some(fit) = situation.fit(line) else { continue };
        let rank = (fit, line.action.is_some());
        if best.is_none_or(|(held, _)| rank > held) {
            best = Some((rank, line));
        }
    }
    best.map(|(_, line)| line)
}

fn no_line(action: &ActionName, situations: &[Situation], all: usize) -> Option<Advice> {
    let message = match situations.len() {
        0 => return None,
        count if count == all => {
            format!("The prompt has no line for a call of \"{action}\" that fails.")
        }
        _ => format!(
            "The prompt has no line for these failures of \"{action}\": {}.",
            names(situations)
        ),
    };
    let mend = "Write a line for each that deserves its own words, and one for the rest, such as: \
                - Any other error: \"I can't get that done right now.\"";
    Some(Advice::new(NO_LINE, None, message, mend))
}

fn without_sentence(action: &ActionName, line: usize, situations: &[Situation]) -> Advice {
    let message = format!(
        "For these failures of \"{action}\" the line says what to do but quotes no sentence, so every \
         model finds words of its own: {}.",
        names(situations)
    );
    let mend = "Put the sentence that is to be said into quotation marks after the condition, and keep \
                what is to be done behind it.";
    Advice::new(NO_SENTENCE, Some(line), message, mend)
}
