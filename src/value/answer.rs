use super::english::fillers::{
    REPAIRS, is_any, is_bygone, is_clause_break, is_filler, is_negation,
};
use super::heard::{Heard, Kind};
use super::hit::{Hit, Meaning};
use super::{Reading, Refusal, RefusalKind, Spec, Value, clock_time};

/// Makes one answer of the hits in a whole utterance; `budget` is how many words may be about something else.
pub(super) fn settle(
    spec: &Spec,
    heard: &Heard,
    hits: Vec<Hit>,
    budget: usize,
) -> Result<Reading, Refusal> {
    let hits = kept(heard, hits);
    let Some(last) = hits.last() else { return Err(no_match(spec)) };
    if content(spec, heard, &hits) > budget {
        return Err(no_match(spec));
    }
    let mut values: Vec<&Value> = Vec::new();
    for meaning in hits.iter().filter_map(|hit| hit.outcome.as_ref().ok()) {
        if !values.contains(&&meaning.value) {
            values.push(&meaning.value);
        }
    }
    let broken = hits.iter().find_map(|hit| hit.outcome.as_ref().err());
    match (values.as_slice(), broken) {
        ([], Some(refusal)) => Err(refusal.clone()),
        ([_], None) => Ok(reading(heard, &hits, last)),
        (values, _) => Err(several(values)),
    }
}

fn reading(heard: &Heard, hits: &[Hit], last: &Hit) -> Reading {
    let hit = hits.iter().find(|hit| hit.outcome.is_ok()).unwrap_or(last);
    let meaning = hit.outcome.clone().unwrap_or_else(|refusal| Meaning {
        value: Value::String(refusal.message),
        alternatives: refusal.alternatives,
    });
    Reading {
        value: meaning.value,
        span: heard.span(hit.from, hit.to),
        alternatives: meaning.alternatives,
    }
}

/// The refusal for a text that holds nothing of the type.
pub(super) fn no_match(spec: &Spec) -> Refusal {
    use super::VariableType::{Boolean, Date, Email, Float, Integer, Phone, String};
    let label = if spec.label.is_empty() { "that" } else { &spec.label };
    let message = match spec.variable_type {
        String => format!("I didn't catch {}. Could you say it again?", named(label)),
        Integer => "I didn't hear a number. Please say a whole number, such as 12.".to_owned(),
        Float => "I didn't hear a number. Please say a number, such as 12.5.".to_owned(),
        Boolean => "I didn't hear a yes or a no. Which is it?".to_owned(),
        Date => "I didn't hear a date. Please say a day, such as the 3rd of May.".to_owned(),
        Email => {
            "I didn't hear an email address. Please say one such as ada@example.com.".to_owned()
        }
        Phone => "I didn't hear a phone number. Please say it digit by digit.".to_owned(),
    };
    Refusal::new(RefusalKind::NotThisType, message)
}

fn named(label: &str) -> String {
    if label == "that" { label.to_owned() } else { format!("your {label}") }
}

fn several(values: &[&Value]) -> Refusal {
    let listed: Vec<String> = values.iter().map(|value| in_words(value)).collect();
    let message = match listed.as_slice() {
        [only] => {
            format!("I heard {only}, but also something I can't take. Which one do you mean?")
        }
        _ => format!("I heard more than one: {}. Which one do you mean?", listed.join(" and ")),
    };
    let kind = if values.len() > 1 { RefusalKind::Several } else { RefusalKind::Ambiguous };
    Refusal::new(kind, message).offering(values.iter().map(|value| (*value).clone()).collect())
}

/// A value as it is said to a customer.
fn in_words(value: &Value) -> String {
    match value {
        Value::Date(day) => day.format("%A, %-d %B %Y").to_string(),
        Value::Boolean(true) => "yes".to_owned(),
        Value::Boolean(false) => "no".to_owned(),
        other => other.to_string(),
    }
}

/// The hits without those that the speaker took back or denied.
pub(super) fn kept(heard: &Heard, hits: Vec<Hit>) -> Vec<Hit> {
    let mut kept: Vec<Hit> = Vec::with_capacity(hits.len());
    let (mut denied, mut refused) = (0, Vec::new());
    for hit in hits {
        let previous = kept.last().map_or(0, |previous| previous.to);
        let floor = if joins_denials(heard, denied, hit.from) { previous } else { denied };
        if !kept.is_empty() && is_repaired(heard, previous, hit.from) {
            kept.clear();
            kept.push(hit);
        } else if is_denied(heard, floor.max(previous), hit.from) {
            denied = hit.to;
            refused.extend(hit.outcome.ok().map(|meaning| meaning.value));
        } else {
            kept.push(hit);
        }
    }
    for meaning in kept.iter_mut().filter_map(|hit| hit.outcome.as_mut().ok()) {
        meaning.alternatives.retain(|value| !refused.contains(value));
    }
    kept
}

/// "not Monday or Tuesday": one denial reaches over both.
fn joins_denials(heard: &Heard, from: usize, to: usize) -> bool {
    from < to
        && (from..to).all(|at| {
            matches!(heard.mark(at), Some(',' | '/'))
                || matches!(heard.word(at), "and" | "or" | "nor" | "the" | "a")
        })
}

/// Whether "sorry, I mean" or the like stands between two values.
pub(super) fn is_repaired(heard: &Heard, from: usize, to: usize) -> bool {
    let window = from..to.min(from + 12);
    let plain_denial =
        window.clone().any(|at| matches!(heard.word(at), "not" | "isnt" | "never" | "instead"));
    !plain_denial
        && window.clone().any(|at| {
            heard.spaced(at, "rather than").is_none()
                && REPAIRS
                    .iter()
                    .any(|phrase| heard.spaced(at, phrase).is_some_and(|end| end <= to))
                && repair_is_whole(heard, at, from)
        })
}

/// "no" and "better" only repair right after the value.
fn repair_is_whole(heard: &Heard, at: usize, from: usize) -> bool {
    let soft = matches!(heard.word(at), "no" | "better" | "rather");
    !soft
        || (from..at)
            .all(|place| heard.kind(place) == Some(Kind::Mark) || is_passed_over(heard.word(place)))
}

/// "the small one, no": the one stands for the value itself.
fn is_passed_over(word: &str) -> bool {
    is_filler(word) || word == "one"
}

fn is_denied(heard: &Heard, from: usize, to: usize) -> bool {
    let mut at = to;
    let mut steps = 0;
    while at > from && steps < 7 {
        at -= 1;
        steps += 1;
        let word = heard.word(at);
        if word == "but" && (at.saturating_sub(2)..at).any(|place| is_any(heard.word(place))) {
            return true;
        }
        if matches!(heard.mark(at), Some(',' | '.' | ';' | '!' | '?')) || is_clause_break(word) {
            return false;
        }
        let before = heard.before(at).map_or("", |before| heard.word(before));
        let gone = is_bygone(word) && matches!(before, "my" | "the" | "our");
        if gone || word == "to" && before == "used" {
            return true;
        }
        if word == "than" && matches!(before, "rather" | "other")
            || word == "of" && heard.before(at).is_some_and(|b| heard.word(b) == "instead")
        {
            return true;
        }
        let idiom =
            word == "not" && heard.before(at).is_some_and(|before| heard.word(before) == "why");
        if is_negation(word) && !idiom {
            return word != "no" || steps <= 1 || heard.spaced(at, "no later than").is_some();
        }
    }
    false
}

/// How many words of an utterance belong neither to a hit nor to politeness.
fn content(spec: &Spec, heard: &Heard, hits: &[Hit]) -> usize {
    let mut count = 0;
    let mut hits = hits.iter().peekable();
    let mut at = 0;
    while at < heard.len() {
        while hits.peek().is_some_and(|hit| hit.to <= at) {
            hits.next();
        }
        if let Some(hit) = hits.peek().filter(|hit| hit.from <= at) {
            at = hit.to;
            continue;
        }
        if let Some(to) =
            clock_time::clock_time(heard, at).or_else(|| clock_time::day_part(heard, at))
        {
            at = to;
            continue;
        }
        count += usize::from(is_content(spec, heard, at));
        at += 1;
    }
    count
}

fn is_content(spec: &Spec, heard: &Heard, at: usize) -> bool {
    match heard.kind(at) {
        Some(Kind::Word) => {
            let word = heard.word(at);
            !is_filler(word) && !in_label(spec, word)
        }
        Some(Kind::Digits) => true,
        Some(Kind::Mark) | None => false,
    }
}

/// Whether a word belongs to the slot's own name.
pub(super) fn in_label(spec: &Spec, word: &str) -> bool {
    spec.label
        .split(|character: char| !character.is_alphanumeric())
        .any(|part| !part.is_empty() && part.eq_ignore_ascii_case(word))
}
