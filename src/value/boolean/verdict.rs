use super::super::english::answers::{Polarity, QUESTION_WORDS, TURNS, is_inverted, is_opening};
use super::super::english::fillers::{is_filler, is_negation};
use super::super::heard::Heard;
use super::lean::{Lean, opens};

/// What all leans of an answer come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Yes or no.
    Clear(bool),
    /// Something was answered, but not which.
    Unclear,
    /// No answer.
    Nothing,
}

/// Weighs the leans of an answer.
pub(super) fn verdict(heard: &Heard, leans: &[Lean]) -> Verdict {
    let strays = strays(heard, leans);
    let polarities = counted(heard, leans);
    let leans_to = |polarity| polarities.contains(&polarity);
    let leading =
        leans.first().is_some_and(|lean| opens(heard, lean.from) && lean.is_answer(heard));
    match (leans_to(Polarity::Yes), leans_to(Polarity::No)) {
        (true, true) => Verdict::Unclear,
        (false, false) if strays.words > 3 => Verdict::Nothing,
        (false, false) => Verdict::Unclear,
        _ if asks_back(heard, leans) => Verdict::Unclear,
        _ if leans_to(Polarity::Unclear) && !is_hedged(heard, leans) => Verdict::Unclear,
        (true, false) if strays.denials > 0 => Verdict::Unclear,
        _ if strays.turns => Verdict::Unclear,
        (true, false) if strays.words > 0 && !leading && is_only_polite(heard, leans) => {
            Verdict::Nothing
        }
        (yes, _) => weighed(heard, yes, leading, strays.words),
    }
}

/// One clear lean among so many other words.
fn weighed(heard: &Heard, yes: bool, leading: bool, strays: usize) -> Verdict {
    let answers = if leading { strays <= 12 } else { strays <= 2 && !is_question(heard) };
    if answers { Verdict::Clear(yes) } else { Verdict::Nothing }
}

/// What the strong leans lean to, or the weak ones where there is no strong one.
fn counted(heard: &Heard, leans: &[Lean]) -> Vec<Polarity> {
    let strong: Vec<Polarity> =
        leans.iter().filter(|lean| !lean.is_weak(heard)).map(|lean| lean.polarity).collect();
    match strong.is_empty() {
        true => leans.iter().map(|lean| lean.polarity).collect(),
        false => strong,
    }
}

/// "twelve boxes please": the politeness belongs to something else.
fn is_only_polite(heard: &Heard, leans: &[Lean]) -> bool {
    leans.iter().all(|lean| lean.to == lean.from + 1 && heard.word(lean.from) == "please")
}

fn is_hedged(heard: &Heard, leans: &[Lean]) -> bool {
    leans.iter().filter(|lean| lean.polarity == Polarity::Unclear).all(|lean| lean.is_hedge(heard))
}

fn is_question(heard: &Heard) -> bool {
    heard.len() > 0 && heard.is_mark(heard.len() - 1, '?')
}

/// "are you sure", "do you think that's right": asks back, whatever leans it holds.
fn asks_back(heard: &Heard, leans: &[Lean]) -> bool {
    let start = (0..heard.len())
        .find(|at| heard.mark(*at).is_none() && !is_opening(heard.word(*at)))
        .unwrap_or(0);
    let asked = usize::from(QUESTION_WORDS.contains(&heard.word(start)));
    is_inverted(heard.word(start + asked), heard.word(start + asked + 1))
        && leans.first().is_none_or(|lean| lean.from > start || asked == 1 && lean.to == start + 1)
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
    let mut following = leans.iter().peekable();
    for at in 0..heard.len() {
        let word = heard.word(at);
        while following.peek().is_some_and(|lean| lean.to <= at) {
            following.next();
        }
        let inside = following.peek().is_some_and(|lean| lean.from <= at);
        if inside || word.is_empty() && heard.digits(at).is_empty() {
            continue;
        }
        strays.words += usize::from(!is_filler(word) && !is_opening(word));
        strays.denials += usize::from(at > start && is_negation(word));
        strays.turns |= at > start && TURNS.contains(&word);
    }
    strays
}
