//! How far free text goes: "12 Mill Lane, Bath" is one value, and a comma may also end one.

use std::ops::Range;

use super::{
    answer::is_free,
    english,
    label::name_words,
    slot::Search,
    word::{Token, stem},
};
use crate::{
    agent::Variable,
    value::{self, Candidate},
};

/// Words between two commas that may go on with a value, at most.
const MOST_WORDS: usize = 6;
/// Words that join another statement to the one before.
const JOINS: &[&str] = &["and", "but", "with", "for", "on"];

/// The candidates, those of free text as far as nothing behind their comma is for something else.
pub fn extended(
    candidates: Vec<(usize, Candidate)>,
    search: Search<'_>,
    variables: &[&Variable],
) -> Vec<(usize, Candidate)> {
    let takes = |order: usize| is_free(variables[order]) && !is_name(variables[order]);
    let ends = candidates.iter().map(|(order, one)| match takes(*order) {
        true => end(*order, one, (&candidates, search, variables)),
        false => one.span.end,
    });
    let ends: Vec<usize> = ends.collect();
    let stretched = candidates.into_iter().zip(ends).map(|((order, one), end)| {
        let longer = (end > one.span.end).then(|| stretch(&one, end, search, variables[order]));
        (order, longer.flatten().unwrap_or(one))
    });
    stretched.collect()
}

fn is_name(variable: &Variable) -> bool {
    name_words(variable).iter().any(|word| word == "name")
}

fn stretch(
    one: &Candidate,
    end: usize,
    search: Search<'_>,
    variable: &Variable,
) -> Option<Candidate> {
    let span = one.span.start..end;
    let text = search.text.get(span.clone())?.to_owned();
    let value = value::parse(&variable.spec, &text, search.at).ok()?.value;
    Some(Candidate { value, span, text, ..one.clone() })
}

type Around<'a> = (&'a [(usize, Candidate)], Search<'a>, &'a [&'a Variable]);

/// Where a value ends that begins as the candidate does.
fn end(order: usize, one: &Candidate, around: Around<'_>) -> usize {
    let mut end = one.span.end;
    while let Some((next, is_all)) = piece(order, end, around) {
        end = next;
        if !is_all {
            break;
        }
    }
    end
}

/// The end of what goes on behind the comma at `from`, and whether it goes as far as the next mark.
fn piece(order: usize, from: usize, around: Around<'_>) -> Option<(usize, bool)> {
    let (_, search, _) = around;
    let first = search.tokens.iter().position(|token| token.span.start >= from)?;
    let gap = search.text.get(from..search.tokens[first].span.start)?;
    if gap.trim() != "," || english::is_stop_word(&search.tokens[first].text) {
        return None;
    }
    let rest = &search.tokens[first..];
    let length = 1 + rest[1..].iter().take_while(|token| !token.after_break).count();
    let joined = rest[..length].iter().position(|token| JOINS.contains(&token.text.as_str()));
    let goes_on = |length: usize| {
        length > 0 && length <= MOST_WORDS && is_own(order, &rest[..length], around)
    };
    match joined.filter(|_| !goes_on(length)) {
        Some(short) if goes_on(short) => Some((rest[short - 1].span.end, false)),
        None if goes_on(length) => Some((rest[length - 1].span.end, true)),
        Some(_) | None => None,
    }
}

/// Whether nothing in the words is a value or the name of another variable.
fn is_own(order: usize, words: &[Token], (candidates, _, variables): Around<'_>) -> bool {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let span = first.span.start..last.span.end;
    let is_anothers = |(other, one): &(usize, Candidate)| *other != order && meet(&one.span, &span);
    let others = variables.iter().enumerate().filter(|(other, _)| *other != order);
    let names: Vec<String> =
        others.flat_map(|(_, variable)| name_words(variable)).map(|word| stem(&word)).collect();
    let is_filler = |token: &Token| english::FILLER.contains(&token.text.as_str());
    !candidates.iter().any(is_anothers)
        && !is_filler(first)
        && words.iter().all(|token| !names.contains(&stem(&token.text)))
}

fn meet(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        agent::format,
        diagnostic::SourceFile,
        model::offline::{slot::assign, word::tokens},
    };

    const AGENT: &str = r#"
name: Desk
prompt: p.md
greeting: Hello
timezone: Europe/Berlin
region: DE
actions:
  - name: Send Parcel
    description: Send a parcel
    method: POST
    url: https://api.example.com/parcels
    body: { address: "{{address}}", email: "{{email}}" }
    variables:
      - { name: address, type: string, description: Where it goes, required: true }
      - { name: email, type: email, description: Whom to tell, required: true }
"#;

    fn address(text: &str) -> Option<String> {
        use chrono::TimeZone;
        let source = SourceFile { path: "agent.yaml".into(), text: AGENT.into() };
        let prompt = SourceFile { path: "p.md".into(), text: "You help.".into() };
        let agent = format::parse(&source, Some(&prompt)).agent.expect("a sound agent");
        let now = chrono_tz::Europe::Berlin.with_ymd_and_hms(2026, 3, 2, 10, 0, 0).unwrap();
        let at = value::Reference { now, region: None };
        let tokens = tokens(text);
        let search = Search { text, tokens: &tokens, at: &at, asked: None, lone: false };
        let variables: Vec<&Variable> = agent.actions[0].variables.iter().collect();
        let found = assign(search, &variables).into_iter();
        found
            .map(|one| (one.variable, one.raw))
            .find(|(name, _)| name.as_str() == "address")
            .map(|(_, raw)| raw)
    }

    #[test]
    fn free_text_goes_past_a_comma_as_far_as_what_is_for_something_else() {
        for rest in ["", ", my email is a@b.com", " and my email is a@b.com", ", thanks"] {
            let said = format!("the address is 12 Mill Lane, Bath{rest}");
            assert_eq!(address(&said).as_deref(), Some("12 Mill Lane, Bath"), "{said}");
        }
    }
}
