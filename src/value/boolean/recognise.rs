use super::super::english::answers::{
    AFTER_IDLE_NOT, CLAUSE_STARTS, Polarity, REPAIRS, TURNS, is_opening,
};
use super::super::heard::Heard;
use super::super::hit::{Hit, Meaning};
use super::super::{Reading, Refusal, RefusalKind, Spec, Value, answer};
use super::labelled::{labelled, labelled_reading};
use super::lean::{Lean, leans, opening_lean};
use super::verdict::{Verdict, verdict};

/// Reads a whole answer to a yes-or-no question.
pub(in crate::value) fn parse(spec: &Spec, heard: &Heard) -> Result<Reading, Refusal> {
    if let Some(reading) = labelled_reading(spec, heard) {
        return Ok(reading);
    }
    let leans = leans(heard);
    let Some(first) = leans.first() else {
        return bare_denial(heard).ok_or_else(|| answer::no_match(spec));
    };
    let leans = after_repair(heard, &leans);
    let (from, to) = (first.from, leans.last().map_or(first.to, |last| last.to));
    let span = heard.span(from, to);
    match verdict(heard, &leans) {
        Verdict::Clear(truth) => {
            Ok(Reading { value: Value::Boolean(truth), span, alternatives: Vec::new() })
        }
        Verdict::Unclear => Err(unclear()),
        Verdict::Nothing => Err(answer::no_match(spec)),
    }
}

/// "not as such", "not in this case": a short answer that begins with "not" denies, whatever follows.
fn bare_denial(heard: &Heard) -> Option<Reading> {
    let from = (0..heard.len())
        .find(|at| heard.mark(*at).is_none() && !is_opening(heard.word(*at)))
        .filter(|at| heard.word(*at) == "not")?;
    let words = (from..heard.len()).filter(|at| heard.mark(*at).is_none()).count();
    let plain =
        (from..heard.len()).all(|at| heard.digits(at).is_empty() && !heard.is_mark(at, '?'));
    let turned = (from..heard.len()).any(|at| TURNS.contains(&heard.word(at)));
    let short = (2..=LONGEST_DENIAL).contains(&words);
    let idle = AFTER_IDLE_NOT.contains(&heard.word(from + 1));
    (short && plain && !turned && !idle).then(|| Reading {
        value: Value::Boolean(false),
        span: heard.span(from, heard.len()),
        alternatives: Vec::new(),
    })
}

/// A longer text says something else than a plain no.
const LONGEST_DENIAL: usize = 6;

fn unclear() -> Refusal {
    Refusal::new(RefusalKind::Ambiguous, "I'm not sure whether that's a yes or a no. Which is it?")
        .offering(vec![Value::Boolean(true), Value::Boolean(false)])
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
    if later.is_empty()
        && let Some(last) = leans.last().filter(|last| closes_with_repair(heard, last.to, marker))
    {
        return vec![*last];
    }
    let doubted = leans.iter().any(|lean| lean.from > marker && lean.polarity == Polarity::Unclear);
    if later.is_empty() && doubted {
        return leans.iter().filter(|lean| lean.from > marker).copied().collect();
    }
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

/// "no, yes I mean": a repair right behind the last answer makes that one count.
fn closes_with_repair(heard: &Heard, to: usize, marker: usize) -> bool {
    let behind = to <= marker && (to..marker).all(|at| heard.mark(at).is_some());
    behind
        && heard.spaced(marker, "i mean").or(heard.spaced(marker, "i meant")) == Some(heard.len())
}

/// A yes or no inside a longer utterance: only where it opens a clause and closes it.
pub(in crate::value) fn scan(spec: &Spec, heard: &Heard) -> Vec<Hit> {
    let mut hits: Vec<Hit> = labelled(spec, heard)
        .into_iter()
        .map(|(from, to, truth)| Hit::sure(from, to, Value::Boolean(truth)))
        .collect();
    if !hits.is_empty() {
        return hits;
    }
    let Some(first) = opening_lean(heard) else { return hits };
    let to = ends_clause(heard, first.to);
    if first.polarity == Polarity::Unclear || !first.is_answer(heard) || !to {
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
        || CLAUSE_STARTS.contains(&heard.word(at))
}

#[cfg(test)]
mod tests {
    use super::super::super::VariableType::Boolean;
    use super::super::super::facts::read_as;

    #[test]
    fn a_denied_thought_denies_what_is_thought() {
        assert_eq!(read_as(Boolean, "I don't think that's right"), "false");
        assert_eq!(read_as(Boolean, "I think that's right"), "true");
    }

    #[test]
    fn a_question_is_no_answer() {
        assert_eq!(read_as(Boolean, "are you sure"), "!ambiguous");
    }

    #[test]
    fn what_leans_both_ways_is_asked_again() {
        assert_eq!(read_as(Boolean, "yeah no"), "!ambiguous");
        assert_eq!(read_as(Boolean, "yes but not today"), "!ambiguous");
    }
}
