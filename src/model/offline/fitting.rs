//! Choosing among actions by the values of an utterance: which of them takes what was said.

use super::{
    english,
    hearing::Hearing,
    slot::{Found, assign, specificity},
    word::Token,
};
use crate::{
    agent::{ActionName, Confirmation, Variable},
    model::ActionScore,
    value::VariableType,
};

/// The only candidate that takes all values of the utterance, where they have a form that tells.
pub fn by_form(hearing: &Hearing<'_>, candidates: &[ActionName]) -> Option<ActionName> {
    const TELLING: f32 = 0.4;
    let told = |candidate: &ActionName| {
        let variables = hearing.requested_variables(candidate);
        let found = assign(hearing.search(None), &variables);
        let form = |found: &Found| {
            let variable = variables.iter().find(|variable| variable.name == found.variable);
            variable.is_some_and(|variable| specificity(variable) >= TELLING)
        };
        (found.iter().filter(|found| form(found)).count(), found.len())
    };
    let counts: Vec<(usize, usize)> = candidates.iter().map(told).collect();
    let best = *counts.iter().max_by_key(|(_, all)| *all)?;
    let mut most = counts.iter().zip(candidates).filter(|((_, all), _)| *all == best.1);
    let (_, only) = most.next().filter(|_| most.next().is_none())?;
    let harmless = hearing
        .agent
        .action(only)
        .is_some_and(|action| !action.method.is_write() || action.confirm == Confirmation::Always);
    let enough = candidates.len() > 1 || best.1 > 1 && harmless;
    (best.0 > 0 && enough).then(|| only.clone())
}

/// "a problem with ticket 35436": an action that only looks something up by a value that is said and
/// named, where the clear one has no use for it.
pub fn better_fit(
    hearing: &Hearing<'_>,
    scores: &[ActionScore],
    clear: &ActionName,
) -> Option<ActionName> {
    const NEAR: f32 = 1.0;
    let named = |action: &ActionName| {
        let variables = hearing.requested_variables(action);
        let found = assign(hearing.search(None), &variables);
        found.into_iter().find(|one| {
            let variable = variables.iter().find(|variable| variable.name == one.variable);
            one.clear
                && one.raw.contains(|letter: char| letter.is_ascii_digit())
                && variable.is_some_and(|variable| variable.is_required())
        })
    };
    if named(clear).is_some()
        || !assign(hearing.search(None), &hearing.requested_variables(clear)).is_empty()
    {
        return None;
    }
    let best = scores.first()?.score;
    let near = scores.iter().skip(1).take_while(|score| best - score.score < NEAR);
    let reads = |action: &ActionName| {
        hearing.agent.action(action).is_some_and(|action| !action.method.is_write())
    };
    let mut fitting =
        near.map(|score| &score.action).filter(|name| reads(name) && named(name).is_some());
    fitting.next().cloned()
}

/// How many of the closest actions are searched for a place for an identifier.
const MOST_SEARCHED: usize = 20;

/// A string with a form of its own.
fn is_coded(variable: &Variable) -> bool {
    let spec = &variable.spec;
    let has_digit = |example: &String| example.contains(|letter: char| letter.is_ascii_digit());
    spec.variable_type == VariableType::String
        && (spec.pattern.is_some() || spec.example.as_ref().is_some_and(has_digit))
}

/// The actions that take an identifier of the utterance: it is about one of them, however it is worded.
pub fn by_identifier(hearing: &Hearing<'_>, scores: &[ActionScore]) -> Option<Vec<ActionName>> {
    let takes = |action: &ActionName| {
        let declared = hearing.agent.action(action).map_or(&[][..], |action| &action.variables);
        if !declared.iter().any(is_coded) {
            return false;
        }
        let variables: Vec<_> = declared.iter().collect();
        assign(hearing.search(None), &variables).iter().any(|found| {
            let variable = variables.iter().find(|variable| variable.name == found.variable);
            is_identifier(&found.raw)
                && variable.is_some_and(|one| one.spec.variable_type == VariableType::String)
        })
    };
    if !is_identifier(hearing.text) {
        return None;
    }
    let closest = scores.iter().take(MOST_SEARCHED).map(|score| &score.action);
    let names = closest.filter(|name| takes(name));
    let candidates: Vec<ActionName> = names.take(3).cloned().collect();
    (!candidates.is_empty()).then_some(candidates)
}

/// Whether nothing is said but values that the actions take.
pub fn is_bare(hearing: &Hearing<'_>, actions: &[ActionName]) -> bool {
    let spans = actions
        .iter()
        .flat_map(|action| assign(hearing.search(None), &hearing.requested_variables(action)));
    let spans: Vec<_> = spans.map(|found| found.span).collect();
    let inside = |token: &&Token| {
        spans.iter().any(|span| span.start <= token.span.start && token.span.end <= span.end)
    };
    hearing.tokens.iter().all(|token| inside(&token) || english::is_stop_word(&token.text))
}

/// Letters and digits together.
fn is_identifier(text: &str) -> bool {
    text.contains(char::is_alphabetic) && text.contains(|letter: char| letter.is_ascii_digit())
}
