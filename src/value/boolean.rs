use std::collections::HashMap;
use std::sync::LazyLock;

use super::english::answers::{PHRASES, Polarity, REPAIRS, is_opening};
use super::english::fillers::{is_filler, is_negation};
use super::heard::{Heard, Kind};
use super::hit::{Hit, Meaning};
use super::{Reading, Refusal, RefusalKind, Spec, Value, answer};

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
struct Lean {
    from: usize,
    to: usize,
    polarity: Polarity,
}

/// Reads a whole answer to a yes-or-no question.
pub(super) fn parse(spec: &Spec, heard: &Heard) -> Result<Reading, Refusal> {
    if let Some(reading) = labelled_reading(spec, heard) {
        return Ok(reading);
    }
    let leans = leans(heard);
    let Some(first) = leans.first() else { return Err(answer::no_match(spec)) };
    let leans = after_repair(heard, &leans);
    let (from, to) = (first.from, leans.last().map_or(first.to, |last| last.to));
    let span = heard.span(from, to);
    let strays = strays(heard, &leans);
    match verdict(heard, &leans, strays) {
        Verdict::Clear(truth) => {
            Ok(Reading { value: Value::Boolean(truth), span, alternatives: Vec::new() })
        }
        Verdict::Unclear => Err(unclear()),
        Verdict::Nothing => Err(answer::no_match(spec)),
    }
}

enum Verdict {
    Clear(bool),
    Unclear,
    Nothing,
}

fn unclear() -> Refusal {
    Refusal::new(RefusalKind::Ambiguous, "I'm not sure whether that's a yes or a no. Which is it?")
        .offering(vec![Value::Boolean(true), Value::Boolean(false)])
}

fn verdict(heard: &Heard, leans: &[Lean], strays: Strays) -> Verdict {
    let strong: Vec<&Lean> = leans.iter().filter(|lean| !is_weak(heard, lean)).collect();
    let counted: Vec<&Lean> = if strong.is_empty() { leans.iter().collect() } else { strong };
    let polarities: Vec<Polarity> = counted.iter().map(|lean| lean.polarity).collect();
    let yes = polarities.contains(&Polarity::Yes);
    let no = polarities.contains(&Polarity::No);
    let leading =
        leans.first().is_some_and(|lean| opens(heard, lean.from) && is_answer_word(heard, lean));
    match (yes, no) {
        (true, true) => Verdict::Unclear,
        (false, false) => {
            if strays.words > 3 {
                Verdict::Nothing
            } else {
                Verdict::Unclear
            }
        }
        _ if polarities.contains(&Polarity::Unclear) && !hedged(heard, leans) => Verdict::Unclear,
        (true, false) if strays.denials > 0 || strays.turns => Verdict::Unclear,
        (false, true) if strays.turns => Verdict::Unclear,
        _ if leading || strays.words <= 2 && !is_question(heard) => {
            if leading && strays.words > 12 { Verdict::Nothing } else { Verdict::Clear(yes) }
        }
        _ => Verdict::Nothing,
    }
}

/// "yeah, probably": the doubt is weaker than the answer before it.
fn hedged(heard: &Heard, leans: &[Lean]) -> bool {
    leans.iter().filter(|lean| lean.polarity == Polarity::Unclear).all(|lean| {
        matches!(
            heard.word(lean.from),
            "probably" | "most" | "likely" | "really" | "sorry" | "whatever"
        )
    })
}

/// "please", "great" and the like say yes only when nothing else does.
fn is_weak(heard: &Heard, lean: &Lean) -> bool {
    matches!(heard.word(lean.from), "cancel" | "leave" | "stop" | "forget" | "continue" | "proceed")
        || lean.to == lean.from + 1
            && matches!(
                heard.word(lean.from),
                "please"
                    | "great"
                    | "perfect"
                    | "fine"
                    | "wonderful"
                    | "excellent"
                    | "right"
                    | "ok"
                    | "okay"
                    | "alright"
                    | "sorry"
                    | "stop"
                    | "cancel"
                    | "na"
                    | "really"
                    | "k"
                    | "none"
                    | "wait"
                    | "naturally"
                    | "obviously"
                    | "totally"
                    | "n"
                    | "y"
                    | "ye"
                    | "what"
                    | "why"
                    | "continue"
                    | "exactly"
                    | "non"
                    | "later"
                    | "indeed"
                    | "definitely"
                    | "absolutely"
                    | "certainly"
                    | "positive"
                    | "negative"
                    | "true"
                    | "dont"
            )
}

fn is_answer_word(heard: &Heard, lean: &Lean) -> bool {
    lean.to > lean.from + 1
        || !matches!(
            heard.word(lean.from),
            "right"
                | "please"
                | "great"
                | "fine"
                | "perfect"
                | "k"
                | "n"
                | "y"
                | "positive"
                | "na"
                | "continue"
                | "stop"
                | "cancel"
                | "none"
                | "what"
                | "never"
                | "proceed"
                | "dont"
                | "accept"
                | "confirm"
                | "indeed"
                | "true"
                | "false"
                | "wrong"
        )
}

fn opens(heard: &Heard, at: usize) -> bool {
    (0..at).all(|place| {
        heard.kind(place) == Some(Kind::Mark)
            || is_opening(heard.word(place))
            || matches!(
                heard.word(place),
                "i" | "think"
                    | "said"
                    | "id"
                    | "say"
                    | "my"
                    | "answer"
                    | "is"
                    | "its"
                    | "the"
                    | "that"
                    | "thats"
                    | "a"
            )
    })
}

fn is_question(heard: &Heard) -> bool {
    heard.len() > 0 && heard.is_mark(heard.len() - 1, '?')
}

fn leans(heard: &Heard) -> Vec<Lean> {
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

fn lean_at(heard: &Heard, at: usize) -> Option<Lean> {
    let phrases = BY_FIRST_WORD.get(heard.word(at))?;
    phrases.iter().find_map(|(phrase, polarity)| {
        let to = across_commas(heard, at, phrase)?;
        if is_short_answer(phrase) && !stands_as_answer(heard, at, to) {
            return None;
        }
        Some(Lean { from: at, to, polarity: *polarity })
    })
}

/// "I do", "it isn't": an answer only when the clause ends with it.
fn is_short_answer(phrase: &str) -> bool {
    let first = phrase.split(' ').next().unwrap_or_default();
    let words = phrase.split(' ').count();
    let pronoun = matches!(
        first,
        "i" | "we"
            | "it"
            | "they"
            | "he"
            | "she"
            | "there"
            | "you"
            | "its"
            | "im"
            | "that"
            | "thats"
    );
    pronoun
        && words <= 2
        && !matches!(
            phrase,
            "i guess"
                | "i suppose"
                | "i confirm"
                | "i agree"
                | "i accept"
                | "im good"
                | "im in"
                | "that works"
                | "i doubt"
                | "im sure"
                | "i disagree"
                | "i refuse"
                | "i decline"
        )
        || pronoun
            && words == 3
            && matches!(
                phrase,
                "i do not"
                    | "i am not"
                    | "it is not"
                    | "i have not"
                    | "i did not"
                    | "i will not"
                    | "i would not"
                    | "we do not"
                    | "we are not"
                    | "we have not"
                    | "they do not"
                    | "they are not"
                    | "it does not"
                    | "that is not"
            )
}

fn stands_as_answer(heard: &Heard, at: usize, to: usize) -> bool {
    let after = heard.word(to);
    let ends = after.is_empty() && heard.digits(to).is_empty()
        || matches!(
            after,
            "too"
                | "indeed"
                | "please"
                | "thanks"
                | "thank"
                | "though"
                | "actually"
                | "yes"
                | "no"
                | "so"
                | "sir"
                | "maam"
                | "really"
                | "sorry"
        );
    let before = heard.before(at).map_or("", |before| heard.word(before));
    ends && !matches!(
        before,
        "as" | "what"
            | "where"
            | "how"
            | "who"
            | "if"
            | "than"
            | "whether"
            | "that"
            | "when"
            | "which"
            | "why"
    )
}

/// A phrase, where a comma after its first word does not matter ("no, that's fine").
fn across_commas(heard: &Heard, at: usize, phrase: &str) -> Option<usize> {
    let Some((first, rest)) = phrase.split_once(' ') else { return heard.spaced(at, phrase) };
    if first == "no" && heard.is_mark(at + 1, ',') && heard.word(at) == first {
        return heard.spaced(at + 2, rest);
    }
    heard.spaced(at, phrase)
}

/// What was said after the last change of mind counts.
fn after_repair(heard: &Heard, leans: &[Lean]) -> Vec<Lean> {
    let marker = (0..heard.len())
        .rev()
        .find(|at| REPAIRS.iter().any(|phrase| heard.spaced(*at, phrase).is_some()));
    let Some(marker) = marker else { return leans.to_vec() };
    let later: Vec<Lean> = leans
        .iter()
        .filter(|lean| lean.from > marker && lean.polarity != Polarity::Unclear)
        .copied()
        .collect();
    let earlier = leans.iter().any(|lean| lean.from < marker && lean.polarity != Polarity::Unclear);
    if later.is_empty() && earlier {
        return leans
            .iter()
            .filter(|lean| lean.from != marker || heard.word(marker) == "wait")
            .copied()
            .collect();
    }
    if later.is_empty() { leans.to_vec() } else { later }
}

/// What stands beside the leaning phrases.
#[derive(Clone, Copy, Debug, Default)]
struct Strays {
    words: usize,
    denials: usize,
    turns: bool,
}

fn strays(heard: &Heard, leans: &[Lean]) -> Strays {
    let mut strays = Strays::default();
    let start = leans.first().map_or(0, |lean| lean.from);
    for at in 0..heard.len() {
        let word = heard.word(at);
        let inside = leans.iter().any(|lean| (lean.from..lean.to).contains(&at));
        if inside || word.is_empty() && heard.digits(at).is_empty() {
            continue;
        }
        strays.words += usize::from(!is_filler(word) && !is_opening(word));
        strays.denials += usize::from(at > start && is_negation(word));
        strays.turns |= at > start && matches!(word, "but" | "unless" | "except" | "if" | "or");
    }
    strays
}

/// What the slot's own name says with a small word beside it, where it says but one thing.
fn labelled_reading(spec: &Spec, heard: &Heard) -> Option<Reading> {
    let found = labelled(spec, heard);
    let (from, to, truth) = found.last().copied()?;
    let unanimous = found.iter().all(|(_, _, other)| *other == truth);
    unanimous.then(|| Reading {
        value: Value::Boolean(truth),
        span: heard.span(from, to),
        alternatives: Vec::new(),
    })
}

/// "with a reminder", "no reminder", "reminder: yes": places with what they say.
fn labelled(spec: &Spec, heard: &Heard) -> Vec<(usize, usize, bool)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < heard.len() {
        let length = (at..heard.len()).take_while(|at| names(spec, heard.word(*at))).count();
        if length == 0 {
            at += 1;
            continue;
        }
        found.extend(
            before_label(heard, at, at + length).or_else(|| after_label(heard, at, at + length)),
        );
        at += length;
    }
    found
}

fn names(spec: &Spec, word: &str) -> bool {
    word.len() > 3 && !is_filler(word) && answer::in_label(spec, word)
}

fn before_label(heard: &Heard, label: usize, to: usize) -> Option<(usize, usize, bool)> {
    let article = |at: usize| matches!(heard.word(at), "a" | "an" | "the" | "my" | "any" | "me");
    let from = (label.saturating_sub(2)..label).rev().find(|at| !article(*at))?;
    let denied = from > 0 && is_negation(heard.word(from - 1));
    match heard.word(from) {
        "with" | "include" | "including" | "add" => Some((from, to, !denied)),
        "want" | "need" | "send" => Some((from - usize::from(denied), to, !denied)),
        "without" | "no" | "skip" => Some((from, to, false)),
        _ => None,
    }
}

fn after_label(heard: &Heard, from: usize, label: usize) -> Option<(usize, usize, bool)> {
    let marked = heard.mark(label).is_some_and(|mark| matches!(mark, ':' | '=' | '-' | ','));
    let at = label + usize::from(marked || heard.word(label) == "is");
    match heard.word(at) {
        "yes" | "on" | "true" => Some((from, at + 1, true)),
        "no" | "off" | "false" => Some((from, at + 1, false)),
        _ => None,
    }
}

/// A yes or no inside a longer utterance: only where it opens a clause and closes it.
pub(super) fn scan(spec: &Spec, heard: &Heard) -> Vec<Hit> {
    let mut hits: Vec<Hit> = labelled(spec, heard)
        .into_iter()
        .map(|(from, to, truth)| Hit::sure(from, to, Value::Boolean(truth)))
        .collect();
    if !hits.is_empty() {
        return hits;
    }
    let Some(first) = leans(heard).into_iter().next() else { return hits };
    let to = ends_clause(heard, first.to);
    if first.polarity == Polarity::Unclear
        || !opens(heard, first.from)
        || !is_answer_word(heard, &first)
        || !to
    {
        return hits;
    }
    let value = Value::Boolean(first.polarity == Polarity::Yes);
    let whole = first.to >= heard.len();
    let meaning = Meaning { value, alternatives: Vec::new() };
    hits.push(Hit::meaning(first.from, first.to, meaning).with_confidence(if whole {
        0.95
    } else {
        0.7
    }));
    hits
}

fn ends_clause(heard: &Heard, at: usize) -> bool {
    at >= heard.len()
        || matches!(heard.mark(at), Some(',' | '.' | '!' | ';' | ':' | '-' | ')' | '"'))
        || matches!(
            heard.word(at),
            "please"
                | "thanks"
                | "thank"
                | "i"
                | "its"
                | "my"
                | "the"
                | "that"
                | "thats"
                | "you"
                | "lets"
                | "and"
                | "it"
        )
}
