//! What is told in confidence: words that an utterance itself gives to a sensitive variable, whatever
//! is asked for and whatever stands open.

use std::ops::Range;

use super::{
    english,
    label::name_words,
    word::{Token, stem, tokens},
};
use crate::{
    agent::{Agent, Variable, VariableName},
    dialogue::UserAct,
    value::{self, Reference},
};

/// Words between a name and its value, at most.
const REACH: usize = 4;

/// The words with digits or numbers that stand at the name of a sensitive variable, right or wrong.
pub fn confided(agent: &Agent, text: &str, at: &Reference) -> Vec<(VariableName, Range<usize>)> {
    let tokens = tokens(text);
    let mut found: Vec<(VariableName, Range<usize>)> = Vec::new();
    for variable in sensitive(agent) {
        for place in named_at(agent, variable, &tokens) {
            let Some(span) = value_beside(variable, &place, (&tokens, text), at) else { continue };
            if !found.iter().any(|(_, other)| overlap(other, &span)) {
                found.push((variable.name.clone(), span));
            }
        }
    }
    found
}

/// Gives the confided words to their variable, and takes them from all others.
pub fn confide(agent: &Agent, text: &str, at: &Reference, acts: Vec<UserAct>) -> Vec<UserAct> {
    let confided = confided(agent, text, at);
    let hides = |name: &VariableName| sensitive(agent).any(|known| known.name == *name);
    let is_anothers = |act: &UserAct| match value_of(act) {
        Some((name, span)) => {
            !hides(name) && confided.iter().any(|(_, other)| overlap(other, span))
        }
        None => false,
    };
    let mut acts: Vec<UserAct> = acts.into_iter().filter(|act| !is_anothers(act)).collect();
    for (variable, span) in confided {
        let is_given = acts.iter().filter_map(value_of).any(|(_, other)| overlap(other, &span));
        if let Some(raw) = text.get(span.clone()).filter(|_| !is_given) {
            acts.push(UserAct::Inform { variable, raw: raw.to_owned(), span });
        }
    }
    acts
}

fn value_of(act: &UserAct) -> Option<(&VariableName, &Range<usize>)> {
    match act {
        UserAct::Inform { variable, span, .. }
        | UserAct::Correct { variable, raw: Some(_), span } => Some((variable, span)),
        _ => None,
    }
}

fn sensitive(agent: &Agent) -> impl Iterator<Item = &Variable> {
    let all = agent.actions.iter().flat_map(|action| &action.variables);
    all.filter(|variable| variable.sensitive)
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Where words stand that name this variable and none that may be told openly.
fn named_at(agent: &Agent, variable: &Variable, tokens: &[Token]) -> Vec<Range<usize>> {
    let all = agent.actions.iter().flat_map(|action| &action.variables);
    let open: Vec<String> = all
        .filter(|other| !other.sensitive && other.name != variable.name)
        .flat_map(name_words)
        .map(|word| stem(&word))
        .collect();
    let own: Vec<String> = name_words(variable)
        .iter()
        .filter(|word| !english::is_stop_word(word))
        .map(|word| stem(word))
        .collect();
    let names = |token: &Token| own.contains(&stem(&token.text));
    let tells = |token: &Token| !open.contains(&stem(&token.text));
    let mut places = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let length = tokens[at..].iter().take_while(|token| names(token)).count();
        if tokens[at..at + length].iter().any(tells) {
            places.push(at..at + length);
        }
        at += length.max(1);
    }
    places
}

/// The value behind a name ("the pin is 4821"), or before it ("4821 is my pin").
fn value_beside(
    variable: &Variable,
    name: &Range<usize>,
    (tokens, text): (&[Token], &str),
    at: &Reference,
) -> Option<Range<usize>> {
    let links = |token: &&Token| english::LINKS.contains(&token.text.as_str());
    let behind = tokens[name.end..].iter().take(REACH).take_while(links).count();
    let first = name.end + behind;
    let run = value_run(&tokens[first.min(tokens.len())..], text);
    if run > 0 {
        let whole = tokens[first].span.start..tokens[first + run - 1].span.end;
        return Some(recognised(variable, text, &whole, at).unwrap_or(whole));
    }
    let before = &tokens[..name.start];
    let gap = before.iter().rev().take(REACH).take_while(links).count();
    let last = name.start.checked_sub(gap + 1)?;
    let joined = tokens[last + 1..=name.start].iter().all(|token| !token.after_break);
    if !joined || !is_value(&tokens[last]) {
        return None;
    }
    let length = before[..=last].iter().rev().take_while(|token| is_value(token)).count();
    Some(tokens[last + 1 - length].span.start..tokens[last].span.end)
}

/// How many tokens make up the value that begins here.
fn value_run(tokens: &[Token], text: &str) -> usize {
    let goes_on = |at: usize| {
        let gap = text.get(tokens[at - 1].span.end..tokens[at].span.start).unwrap_or_default();
        is_value(&tokens[at]) && !gap.contains([',', ';', '.', '!', '?'])
    };
    match tokens.first() {
        Some(first) if is_value(first) => {
            1 + (1..tokens.len()).take_while(|at| goes_on(*at)).count()
        }
        Some(_) | None => 0,
    }
}

fn is_value(token: &Token) -> bool {
    token.text.contains(|letter: char| letter.is_ascii_digit())
        || english::is_number_word(&token.text)
}

/// What the recogniser takes from where the value begins.
fn recognised(
    variable: &Variable,
    text: &str,
    run: &Range<usize>,
    at: &Reference,
) -> Option<Range<usize>> {
    let found = value::find(&variable.spec, text, at);
    found.into_iter().map(|one| one.span).find(|span| span.start == run.start)
}
