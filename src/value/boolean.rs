use std::collections::HashMap;
use std::sync::LazyLock;

use super::english::answers::{PHRASES, Polarity, REPAIRS, is_inverted, is_opening};
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
        _ if asks_back(heard, leans) => Verdict::Unclear,
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
    (0..at).all(|place| is_opener(heard, place))
}

/// The first lean, where nothing but openings stands before it.
fn opening_lean(heard: &Heard) -> Option<Lean> {
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
        || matches!(
            heard.word(at),
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
        Some(Lean { from: at, to, polarity: raised(heard, at, *polarity) })
    })
}

/// "I don't think that's right": the denial before the thought belongs to what is thought.
fn raised(heard: &Heard, at: usize, polarity: Polarity) -> Polarity {
    let Some(denial) = at.checked_sub(2) else { return polarity };
    let thought = matches!(heard.word(at - 1), "think" | "believe" | "reckon" | "suppose" | "feel");
    match polarity {
        Polarity::Yes if thought && is_negation(heard.word(denial)) => Polarity::No,
        Polarity::No if thought && is_negation(heard.word(denial)) => Polarity::Unclear,
        other => other,
    }
}

/// "are you sure", "do you think that's right": asks back, whatever leans it holds.
fn asks_back(heard: &Heard, leans: &[Lean]) -> bool {
    let start = (0..heard.len())
        .find(|at| heard.mark(*at).is_none() && !is_opening(heard.word(*at)))
        .unwrap_or(0);
    is_inverted(heard.word(start), heard.word(start + 1))
        && leans.first().is_none_or(|lean| lean.from > start)
}

/// "I do", "it isn't": an answer only when the clause ends with it.
#[expect(clippy::too_many_lines, reason = "one list of words")]
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

/// A yes or no inside a longer utterance: only where it opens a clause and closes it.
pub(super) fn scan(heard: &Heard) -> Vec<Hit> {
    let mut hits = Vec::new();
    let Some(first) = opening_lean(heard) else { return hits };
    let to = ends_clause(heard, first.to);
    if first.polarity == Polarity::Unclear || !is_answer_word(heard, &first) || !to {
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
