use std::collections::HashMap;
use std::sync::LazyLock;

use super::super::english::answers::{
    AFTER_ADVERB_RIGHT, AFTER_ANSWERS, AFTER_NOUN_NO, ANSWER_OPENERS, ATTENUATORS,
    BEFORE_JUDGEMENTS, COMMANDS, HEDGES, JUDGEMENTS, PHRASES, PRONOUNS, Polarity, SELDOM_ANSWERS,
    SHORT_DENIALS, STRESSES, SUBORDINATES, THOUGHTS, WEAK, WHOLE_ANSWERS, is_opening, is_saying,
};
use super::super::english::fillers::is_negation;
use super::super::heard::{Heard, Kind};

type Starts = HashMap<&'static str, Vec<(&'static str, Polarity)>>;

/// Phrases by their first word, longest first.
static BY_FIRST_WORD: LazyLock<Starts> = LazyLock::new(|| {
    let mut starts = Starts::new();
    for (polarity, phrases) in PHRASES {
        for phrase in *phrases {
            let first = phrase.split(' ').next().unwrap_or_default();
            starts.entry(first).or_default().push((phrase, *polarity));
        }
    }
    for phrases in starts.values_mut() {
        phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.split(' ').count()));
    }
    starts
});

/// One leaning phrase in an utterance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lean {
    /// First token.
    pub from: usize,
    /// The token after the last.
    pub to: usize,
    /// What it leans to.
    pub polarity: Polarity,
}

impl Lean {
    /// "please", "great" and the like say yes only when nothing else does.
    pub fn is_weak(&self, heard: &Heard) -> bool {
        let word = heard.word(self.from);
        COMMANDS.contains(&word) || self.to == self.from + 1 && WEAK.contains(&word)
    }

    /// Whether it answers when it stands first.
    pub fn is_answer(&self, heard: &Heard) -> bool {
        self.to > self.from + 1 || !SELDOM_ANSWERS.contains(&heard.word(self.from))
    }

    /// "yeah, probably": the doubt is weaker than the answer before it.
    pub fn is_hedge(&self, heard: &Heard) -> bool {
        HEDGES.contains(&heard.word(self.from))
    }
}

/// All leans, in the order of the text.
pub(super) fn leans(heard: &Heard) -> Vec<Lean> {
    let mut leans = Vec::new();
    let mut at = 0;
    while at < heard.len() {
        match lean_at(heard, at) {
            Some(lean) => {
                at = lean.to;
                leans.push(lean);
            }
            None => at += 1,
        }
    }
    leans
}

/// Whether nothing but openings stands before a place.
pub(super) fn opens(heard: &Heard, at: usize) -> bool {
    (0..at).all(|place| is_opener(heard, place))
}

/// The first lean, where nothing but openings stands before it.
pub(super) fn opening_lean(heard: &Heard) -> Option<Lean> {
    for at in 0..heard.len() {
        if let Some(lean) = lean_at(heard, at) {
            return Some(lean);
        }
        if !is_opener(heard, at) {
            return None;
        }
    }
    None
}

fn is_opener(heard: &Heard, at: usize) -> bool {
    heard.kind(at) == Some(Kind::Mark)
        || is_opening(heard.word(at))
        || ANSWER_OPENERS.contains(&heard.word(at))
}

fn lean_at(heard: &Heard, at: usize) -> Option<Lean> {
    let Some(phrases) = BY_FIRST_WORD.get(heard.text(at)) else { return drawn_out(heard, at) };
    phrases.iter().find_map(|(phrase, polarity)| {
        let to = across_commas(heard, at, phrase).or_else(|| stressed(heard, at, phrase))?;
        if is_part_of_idiom(heard, phrase, to) {
            return None;
        }
        if phrase == &"sure" && assures_clause(heard, at, to) {
            return None;
        }
        if phrase == &"no" && names_number(heard, to) {
            return None;
        }
        if is_short_answer(phrase) && !stands_as_answer(heard, at, to) {
            return None;
        }
        Some(Lean { from: at, to, polarity: raised(heard, (at, to), *polarity) })
    })
}

/// "I most certainly do not": stress between the pronoun and its verb.
fn stressed(heard: &Heard, at: usize, phrase: &str) -> Option<usize> {
    let (first, rest) = phrase.split_once(' ')?;
    let mut place = at + 1;
    while STRESSES.contains(&heard.word(place)) {
        place += 1;
    }
    let moved = place > at + 1 && PRONOUNS.contains(&first) && heard.word(at) == first;
    moved.then(|| heard.spaced(place, rest)).flatten()
}

/// "no one", "right there", "yes@example.com": the word is no answer.
fn is_part_of_idiom(heard: &Heard, phrase: &str, to: usize) -> bool {
    if heard.glued(to) && matches!(heard.mark(to), Some('@' | '_')) {
        return true;
    }
    let next = heard.word(to);
    phrase == "no" && AFTER_NOUN_NO.contains(&next)
        || phrase == "right" && AFTER_ADVERB_RIGHT.contains(&next)
}

/// "I'm sure I don't": what is sure is the clause that follows.
fn assures_clause(heard: &Heard, at: usize, to: usize) -> bool {
    let assuring = at > 0 && matches!(heard.word(at - 1), "im" | "am" | "be" | "make" | "quite");
    assuring && PRONOUNS.contains(&heard.word(to))
}

/// "No. 5" is a number.
fn names_number(heard: &Heard, at: usize) -> bool {
    heard.is_mark(at, '.') && heard.glued(at) && !heard.digits(at + 1).is_empty()
}

/// "yesss", "nooo", "okaaay": a drawn-out word is the word.
fn drawn_out(heard: &Heard, at: usize) -> Option<Lean> {
    let word = heard.word(at);
    let bytes = word.as_bytes();
    let drawn = bytes.len() <= LONGEST_DRAWN
        && bytes.windows(3).any(|three| matches!(three, [a, b, c] if a == b && b == c));
    let short = drawn.then(|| squeezed(word))?;
    let (_, polarity) = PHRASES
        .iter()
        .flat_map(|(polarity, phrases)| phrases.iter().map(move |phrase| (phrase, polarity)))
        .find(|(phrase, _)| !phrase.contains(' ') && squeezed(phrase) == short)?;
    Some(Lean { from: at, to: at + 1, polarity: raised(heard, (at, at + 1), *polarity) })
}

/// Longer words are nobody's answer.
const LONGEST_DRAWN: usize = 24;

/// Every letter once where it is repeated.
fn squeezed(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// "I don't think that's right": the denial before the thought belongs to what is thought.
fn raised(heard: &Heard, place: (usize, usize), polarity: Polarity) -> Polarity {
    let (at, to) = place;
    if polarity == Polarity::Yes && at > 0 && ATTENUATORS.contains(&heard.word(at - 1)) {
        return Polarity::Unclear;
    }
    if polarity == Polarity::Yes && is_denied_judgement(heard, at, to) {
        return Polarity::No;
    }
    if polarity == Polarity::Yes && at > 0 && heard.word(at - 1) == "dont" {
        return Polarity::No;
    }
    if at > 1 && is_saying(heard.word(at - 1)) && is_negation(heard.word(at - 2)) {
        return Polarity::Unclear;
    }
    let Some(denial) = at.checked_sub(2) else { return polarity };
    let thought = THOUGHTS.contains(&heard.word(at - 1));
    match polarity {
        Polarity::Yes if thought && is_negation(heard.word(denial)) => Polarity::No,
        Polarity::No if thought && is_negation(heard.word(denial)) => Polarity::Unclear,
        other => other,
    }
}

/// "that doesn't sound right": the denial reaches through the words between.
fn is_denied_judgement(heard: &Heard, at: usize, to: usize) -> bool {
    if !JUDGEMENTS.contains(&heard.word(to - 1)) {
        return false;
    }
    let mut place = at;
    while place > 0 && BEFORE_JUDGEMENTS.contains(&heard.word(place - 1)) {
        place -= 1;
    }
    place > 0 && is_negation(heard.word(place - 1)) && heard.word(place - 1) != "no"
}

/// "I do", "it isn't": an answer only when the clause ends with it.
fn is_short_answer(phrase: &str) -> bool {
    let first = phrase.split(' ').next().unwrap_or_default();
    PRONOUNS.contains(&first)
        && match phrase.split(' ').count() {
            1 | 2 => !WHOLE_ANSWERS.contains(&phrase),
            3 => SHORT_DENIALS.contains(&phrase),
            _ => false,
        }
}

fn stands_as_answer(heard: &Heard, at: usize, to: usize) -> bool {
    let after = heard.word(to);
    let ends = after.is_empty() && heard.digits(to).is_empty() || AFTER_ANSWERS.contains(&after);
    let before = heard.before(at).map_or("", |before| heard.word(before));
    ends && !SUBORDINATES.contains(&before)
}

/// A phrase, where a comma after its first word does not matter ("no, that's fine").
fn across_commas(heard: &Heard, at: usize, phrase: &str) -> Option<usize> {
    let Some((first, rest)) = phrase.split_once(' ') else { return heard.spaced(at, phrase) };
    if first == "no" && heard.is_mark(at + 1, ',') && heard.word(at) == first {
        return heard.spaced(at + 2, rest);
    }
    heard.spaced(at, phrase)
}
