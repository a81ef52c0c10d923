use std::ops::Range;

use super::{
    act::{self, Polarity},
    english,
    hearing::Hearing,
    label::name_words,
    phrase,
    slot::{Found, Search, assign},
    word::{Token, stem},
};
use crate::{
    agent::{Variable, VariableName},
    dialogue::{Provenance, Slot, UserAct},
    value::{self, RefusalKind},
};

/// Words after which a new value stands.
const INTRODUCES: &[&str] = &[
    "should have been",
    "should've been",
    "should be",
    "it's actually",
    "is actually",
    "to be",
    "make it",
    "to",
    "is",
    "it's",
    "as",
    "with",
    "for",
];

/// What an utterance changes in the open actions; empty when it changes nothing.
pub fn changes(hearing: &Hearing<'_>) -> Vec<UserAct> {
    let variables = hearing.open_variables();
    let found = found_in_open(hearing, &variables);
    if !found.is_empty() {
        return found.into_iter().map(|found| taken(hearing, found)).collect();
    }
    named_change(hearing, &variables).into_iter().collect()
}

/// The values of the utterance; a strong "I meant" speaks for the slot filled last.
fn found_in_open(hearing: &Hearing<'_>, variables: &[&Variable]) -> Vec<Found> {
    let last = last_filled(hearing);
    let replaces = phrase::find(&hearing.tokens, english::CORRECTION).is_some();
    let asked = hearing.asked().map(|variable| &variable.name);
    let asked = if replaces || asked.is_none() { last } else { asked };
    // "no, make it 100": a value out of its limits is told so, where it can be for nothing else.
    let lone = replaces || act::lead(&hearing.tokens).0 == Some(Polarity::No);
    assign(Search { lone, ..hearing.search(asked) }, variables)
}

/// Replaces what is filled and gives what is not.
pub fn taken(hearing: &Hearing<'_>, found: Found) -> UserAct {
    let replaces = hearing.is_filled(&found.variable) || hearing.confirms(&found.variable);
    if replaces { found.correct() } else { found.inform() }
}

/// The slot of the frame at work that the user filled last.
fn last_filled<'a>(hearing: &Hearing<'a>) -> Option<&'a VariableName> {
    let slots = &hearing.frame()?.slots;
    let said = slots.iter().filter_map(|(name, slot)| match slot {
        Slot::Filled(value) => match &value.provenance {
            Provenance::User { turn, span } => Some((*turn, span.start, name)),
            Provenance::Context { .. }
            | Provenance::Default
            | Provenance::Model
            | Provenance::Saved { .. } => None,
        },
        Slot::Declined => None,
    });
    said.max_by_key(|(turn, start, _)| (*turn, *start)).map(|(_, _, name)| name)
}

/// "the date", "change the name to Ada": a variable named, with a new value or without.
fn named_change(hearing: &Hearing<'_>, variables: &[&Variable]) -> Option<UserAct> {
    let (variable, label) = named(&hearing.tokens, variables)?;
    let rest = &hearing.tokens[label.end..];
    if let Some((raw, span)) = introduced(hearing, rest, variable) {
        return Some(taken(
            hearing,
            Found { variable: variable.name.clone(), raw, span, named: true, clear: true },
        ));
    }
    let span = hearing.tokens[label.start].span.start..hearing.tokens[label.end - 1].span.end;
    Some(UserAct::Correct { variable: variable.name.clone(), raw: None, span })
}

/// The variable that the tokens name best, and which tokens do.
pub fn named<'v>(
    tokens: &[Token],
    variables: &[&'v Variable],
) -> Option<(&'v Variable, Range<usize>)> {
    let stems: Vec<String> = tokens.iter().map(|token| stem(&token.text)).collect();
    let own: Vec<Vec<String>> = variables
        .iter()
        .map(|variable| name_words(variable).iter().map(|word| stem(word)).collect())
        .collect();
    let mut best: Option<(f32, usize, Range<usize>)> = None;
    for (at, words) in own.iter().enumerate() {
        let places: Vec<usize> = (0..stems.len()).filter(|i| words.contains(&stems[*i])).collect();
        let (Some(first), Some(last)) = (places.first(), places.last()) else { continue };
        let distinct =
            |i: &&usize| own.iter().filter(|other| other.contains(&stems[**i])).count() == 1;
        let score = places.len() as f32 + 2.0 * places.iter().filter(distinct).count() as f32;
        if best.as_ref().is_none_or(|(other, ..)| score > *other) {
            best = Some((score, at, *first..*last + 1));
        }
    }
    best.map(|(_, at, range)| (variables[at], range))
}

/// The text after "to", "should be" and the like, where it is a value of the variable, or has the
/// form of one, so that the reason why it is none can be told and the value before be kept.
fn introduced(
    hearing: &Hearing<'_>,
    rest: &[Token],
    variable: &Variable,
) -> Option<(String, Range<usize>)> {
    let (at, length) = phrase::find(rest, INTRODUCES)?;
    let start = rest.get(at + length)?.span.start;
    let raw = hearing.text.get(start..)?.trim_end();
    let raw = raw.trim_end_matches(['.', '!', ',', '?']);
    let has_form = raw.contains(|letter: char| letter.is_ascii_digit() || letter == '@');
    let fits = raw.len() <= 200
        && match value::parse(&variable.spec, raw, &hearing.at) {
            Ok(_) => true,
            Err(refusal) => has_form && refusal.kind != RefusalKind::Empty,
        };
    fits.then(|| (raw.to_owned(), start..start + raw.len()))
}

/// What an utterance comes to while values or a call wait for a yes.
pub fn confirming(hearing: &Hearing<'_>) -> Option<Vec<UserAct>> {
    let tokens = &hearing.tokens;
    if let Some(polarity) = act::yes_or_no(tokens) {
        return Some(vec![polarity_act(polarity)]);
    }
    let (polarity, at) = act::lead(tokens);
    let gives_up = polarity == Some(Polarity::No)
        && phrase::is_only(&tokens[at..], &[english::CANCEL])
        || hearing.gives_up();
    if gives_up {
        return Some(vec![UserAct::Cancel]);
    }
    let wrong = phrase::find(tokens, english::WRONG).is_some();
    let denied = polarity == Some(Polarity::No) || wrong;
    let changes = if is_change(hearing, at, denied) { changes(hearing) } else { Vec::new() };
    if !changes.is_empty() {
        let deny = denied.then_some(UserAct::Deny);
        return Some(deny.into_iter().chain(changes).collect());
    }
    if denied {
        return Some(vec![UserAct::Deny]);
    }
    affirmed(hearing, polarity).map(|act| vec![act])
}

fn polarity_act(polarity: Polarity) -> UserAct {
    match polarity {
        Polarity::Yes => UserAct::Affirm,
        Polarity::No => UserAct::Deny,
    }
}

/// A yes with more behind it is a yes only when nothing in it takes it back.
fn affirmed(hearing: &Hearing<'_>, polarity: Option<Polarity>) -> Option<UserAct> {
    let tokens = &hearing.tokens;
    let holds = |words: &[&str]| tokens.iter().any(|token| words.contains(&token.text.as_str()));
    let taken_back = holds(&[
        "but", "except", "not", "wait", "change", "instead", "don't", "no", "isn't", "cancel",
        "stop",
    ]);
    let agrees = polarity == Some(Polarity::Yes)
        || tokens.len() <= 7
            && phrase::leading(tokens, &[english::AFFIRM]).is_some()
            && !hearing.is_question();
    (agrees && !taken_back).then_some(UserAct::Affirm)
}

/// Whether it may change something: it says so, or is too short to be anything else.
fn is_change(hearing: &Hearing<'_>, rest: usize, denied: bool) -> bool {
    let tokens = &hearing.tokens;
    denied
        || phrase::find(tokens, english::CORRECTION).is_some()
        || phrase::leading(tokens, &[english::CORRECTION_START]).is_some()
        || tokens.iter().any(|token| {
            matches!(token.text.as_str(), "change" | "instead" | "but" | "correct" | "update")
        })
        || !hearing.is_question() && (tokens.len() - rest <= 8 || names_values(hearing))
}

/// "my phone number is oh one five …": a spoken value is long, but it says what it is for.
fn names_values(hearing: &Hearing<'_>) -> bool {
    let found = found_in_open(hearing, &hearing.open_variables());
    !found.is_empty() && found.iter().all(|one| one.named && one.clear)
}
