use super::super::english::fillers::is_filler;
use super::super::english::requests::is_other_number;
use super::super::heard::Heard;
use super::super::hit::{Hit, Meaning};
use super::super::{Reading, Refusal, RefusalKind, Spec, Value, answer};
use super::patterned::{fixes_letters, matching};
use super::run::{Pauses, Run, runs};
use super::shape::{Fit, Letters, Shape};
use super::{clock, free};

/// How many words of an answer may be about something else.
const BUDGET: usize = 5;

/// Reads a whole answer as an identifier.
pub(super) fn parse(spec: &Spec, heard: &Heard) -> Result<Reading, Refusal> {
    let shape = Shape::of(spec);
    let hits = hits(spec, heard, shape.as_ref());
    let runs = runs(heard, shape.as_ref(), Pauses::End);
    if let Some(last) = hits.last() {
        if runs.iter().any(|run| corrects_a_part(heard, last.to, run)) {
            return Err(only_a_part(spec));
        }
        return answer::settle(spec, heard, hits, BUDGET);
    }
    if let Some(reading) = as_said(spec, heard) {
        return Ok(reading);
    }
    if let Some((part, time)) = clock::part_of_day(spec, heard).filter(|_| clock::is_clock(spec))
        && !runs.iter().any(is_meant)
    {
        return Err(only_part_of_day(part, time.as_deref()));
    }
    let longest = runs.iter().max_by_key(|run| run.text.len()).filter(|run| is_meant(run));
    match (longest, spec.pattern.is_some()) {
        (Some(run), false) if is_other_code(run) => Ok(Reading {
            value: Value::String(in_case(shape.as_ref(), run)),
            span: heard.span(run.from, run.to),
            alternatives: Vec::new(),
        }),
        (Some(run), _) => Err(misshapen(spec, &run.text)),
        (None, true) if !free::is_no_answer(heard) && heard.len() <= 6 => {
            Err(misshapen(spec, heard.original().trim()))
        }
        (None, _) => Err(answer::no_match(spec)),
    }
}

/// What has the slot's form: across pauses where that makes a whole identifier, else between them.
fn hits(spec: &Spec, heard: &Heard, shape: Option<&Shape>) -> Vec<Hit> {
    let of = |runs: Vec<Run>| -> Vec<Hit> {
        runs.iter()
            .filter_map(|run| {
                either(
                    spec,
                    heard,
                    run,
                    [hit(spec, heard, run, shape), widened(spec, heard, run, shape)],
                )
            })
            .collect()
    };
    let paused = (0..heard.len()).any(|at| matches!(heard.mark(at), Some(',' | '.' | '…')));
    if paused {
        let joined = runs(heard, shape, Pauses::Join);
        let plain = |text: &str| text.bytes().filter(u8::is_ascii_alphanumeric).count();
        let exact = |hit: &Hit| match &hit.outcome {
            Ok(Meaning { value: Value::String(value), .. }) => {
                shape.is_none_or(|shape| plain(shape.example()) == plain(value))
            }
            _ => false,
        };
        let whole: Vec<Hit> = of(joined).into_iter().filter(exact).collect();
        if !whole.is_empty() {
            return whole;
        }
    }
    of(runs(heard, shape, Pauses::End))
}

/// "…, no, two two": digits after a change of mind that are no whole identifier.
fn corrects_a_part(heard: &Heard, to: usize, run: &Run) -> bool {
    let digits = run.text.bytes().filter(u8::is_ascii_digit).count();
    run.from >= to && digits >= 2 && answer::is_repaired(heard, to, run.from)
}

fn only_a_part(spec: &Spec) -> Refusal {
    let label = if spec.label.is_empty() { "it" } else { &spec.label };
    let whole =
        if spec.label.is_empty() { "it all".to_owned() } else { format!("the whole {label}") };
    Refusal::new(
        RefusalKind::Ambiguous,
        format!("I heard a correction, but only of a part. Could you say {whole} again?"),
    )
}

fn only_part_of_day(part: &str, time: Option<&str>) -> Refusal {
    let such = time.map_or(String::new(), |time| format!(", for example {time}"));
    Refusal::new(RefusalKind::Ambiguous, format!("What time in the {part} do you mean{such}?"))
}

/// An identifier of its own form, written in one piece with letters and digits, or nothing but digits.
fn is_other_code(run: &Run) -> bool {
    let digits = run.text.bytes().filter(u8::is_ascii_digit).count();
    let letters = run.text.bytes().filter(u8::is_ascii_alphabetic).count();
    digits >= 2 && letters >= 1 && run.plain().len() >= 4
}

fn is_meant(run: &Run) -> bool {
    run.text.bytes().any(|byte| byte.is_ascii_digit()) || run.text.len() >= 3
}

fn in_case(shape: Option<&Shape>, run: &Run) -> String {
    let upper =
        shape.is_some_and(|shape| !shape.example().bytes().any(|byte| byte.is_ascii_lowercase()));
    if upper { run.text.to_ascii_uppercase() } else { run.text.clone() }
}

/// All identifiers of the slot's form inside an utterance.
pub(super) fn scan(spec: &Spec, heard: &Heard) -> Vec<Hit> {
    let shape = Shape::of(spec);
    hits(spec, heard, shape.as_ref())
        .into_iter()
        .filter(|hit| {
            let guessed = hit.confidence <= 0.6;
            let whole = hit.to - hit.from == heard.len();
            let prefix = shape.as_ref().map_or("", Shape::example);
            !guessed || whole || is_introduced(spec, heard, hit.from, prefix)
        })
        .collect()
}

/// Runs that the words before them call the slot's though they do not have its form.
pub(super) fn misshapen_runs(spec: &Spec, heard: &Heard) -> Vec<(usize, usize)> {
    let shape = Shape::of(spec);
    let prefix = shape.as_ref().map_or("", Shape::example);
    let digits =
        |run: &Run| (run.from..run.to).find(|at| !heard.digits(*at).is_empty()).unwrap_or(run.from);
    runs(heard, shape.as_ref(), Pauses::End)
        .into_iter()
        .filter(|run| run.text.bytes().any(|byte| byte.is_ascii_digit()))
        .filter(|run| {
            let from = digits(run);
            is_introduced(spec, heard, from, prefix) && stands_alone(heard, run)
        })
        .filter(|run| {
            hit(spec, heard, run, shape.as_ref()).is_none()
                && widened(spec, heard, run, shape.as_ref()).is_none()
        })
        .map(|run| (digits(&run), run.to))
        .collect()
}

/// A run without the word before it ("PIN 4821").
fn widened(spec: &Spec, heard: &Heard, run: &Run, shape: Option<&Shape>) -> Option<Hit> {
    let letters = heard.word(run.from);
    let loose = letters.len() > 1 && run.to > run.from + 1 && !heard.glued(run.from + 1);
    let rest = run
        .text
        .get(letters.len()..)
        .filter(|_| loose && run.text.to_lowercase().starts_with(letters))?;
    let rest = rest.trim_start_matches(|character: char| !character.is_ascii_alphanumeric());
    hit(
        spec,
        heard,
        &Run { from: run.from + 1, to: run.to, text: rest.to_owned(), written: run.written },
        shape,
    )
}

/// The run with the letters before its digits, or without the word that they may be ("ref 20431").
fn either(spec: &Spec, heard: &Heard, run: &Run, readings: [Option<Hit>; 2]) -> Option<Hit> {
    let [whole, rest] = readings;
    let Some(mut whole) = whole else { return rest };
    let Some(rest) = rest.filter(|_| whole.confidence <= 0.6 && is_word(heard, run.from)) else {
        return Some(whole);
    };
    let word = heard.word(run.from);
    if is_other_number(word) || answer::in_label(spec, word) || is_filler(word) {
        return Some(rest);
    }
    if let (Ok(meaning), Ok(other)) = (&mut whole.outcome, &rest.outcome) {
        meaning.alternatives.push(other.value.clone());
    }
    Some(whole)
}

/// Whether a token may be read aloud and is not written as a code is.
fn is_word(heard: &Heard, at: usize) -> bool {
    let said = heard.said(at, at + 1);
    let capitals = heard.has_lower() && said.bytes().all(|byte| byte.is_ascii_uppercase());
    !capitals && said.bytes().any(|byte| b"aeiouAEIOU".contains(&byte))
}

/// The few words before a place, back to a mark or a number.
fn introduction(heard: &Heard, at: usize) -> std::ops::Range<usize> {
    let start =
        (at.saturating_sub(4)..at).rev().take_while(|place| !heard.word(*place).is_empty()).last();
    start.unwrap_or(at)..at
}

/// Whether the words before a run name another number than the slot's ("customer 48213").
fn is_introduced_otherwise(spec: &Spec, heard: &Heard, run: &Run) -> bool {
    let prefix = spec
        .example
        .as_deref()
        .map_or("", |example| example.trim_end_matches(|c: char| !c.is_ascii_alphabetic()));
    let prefix = prefix.to_ascii_lowercase();
    let own =
        |word: &str| answer::in_label(spec, word) || prefix.len() > 1 && word.starts_with(&prefix);
    let before = introduction(heard, run.from);
    before.clone().any(|at| is_other_number(heard.word(at)) && !own(heard.word(at)))
        && !before.clone().any(|at| own(heard.word(at)) && heard.word(at) != "number")
}

/// Whether the words before bare digits name the slot ("order 12345").
fn is_introduced(spec: &Spec, heard: &Heard, from: usize, prefix: &str) -> bool {
    let prefix: String = prefix
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .collect::<String>()
        .to_ascii_lowercase();
    introduction(heard, from).any(|at| {
        let word = heard.word(at);
        prefix.len() > 1 && word.starts_with(&prefix)
            || answer::in_label(spec, word) && word != "number"
    })
}

fn hit(spec: &Spec, heard: &Heard, run: &Run, shape: Option<&Shape>) -> Option<Hit> {
    let plain = run.plain();
    let fit = shape.and_then(|shape| shape.fit(&plain));
    let guessed = fit.as_ref().is_some_and(|fit| fit.letters == Letters::Guessed);
    let named = !spec.label.is_empty() || guessed;
    if !stands_alone(heard, run) || named && is_introduced_otherwise(spec, heard, run) {
        return None;
    }
    if guessed && is_part_of_row(heard, run) {
        return None;
    }
    if let Some(pattern) = &spec.pattern {
        let known = |fit: &&Fit| !guessed || fixes_letters(pattern, &fit.value);
        let fitted = fit.as_ref().filter(|fit| pattern.matches(&fit.value)).filter(known);
        let (value, confidence) = match fitted {
            Some(fit) => (fit.value.clone(), if guessed { 0.6 } else { 0.95 }),
            None => (matching(pattern, run, &plain)?, 0.9),
        };
        return Some(Hit::sure(run.from, run.to, Value::String(value)).with_confidence(confidence));
    }
    let fit = fit?;
    if !fit.same_length && !fit.value.starts_with(|character: char| character.is_ascii_alphabetic())
    {
        return None;
    }
    let alternatives = Vec::new();
    let meaning = Meaning { value: Value::String(fit.value), alternatives };
    let confidence = match (fit.letters, fit.same_length) {
        (Letters::Guessed, _) => 0.5,
        (Letters::Other, _) => 0.6,
        (Letters::Own, true) => 0.95,
        (Letters::Own, false) => 0.7,
    };
    Some(Hit::meaning(run.from, run.to, meaning).with_confidence(confidence))
}

/// Whether more digits stand beside a run, as in a phone number.
fn is_part_of_row(heard: &Heard, run: &Run) -> bool {
    let before = heard.before(run.from).is_some_and(|before| !heard.digits(before).is_empty());
    before || !heard.digits(run.to).is_empty()
}

/// Letters or digits that touch a run on either side make it part of something else.
fn stands_alone(heard: &Heard, run: &Run) -> bool {
    let before = !heard.glued(run.from)
        || heard.mark(run.from - 1).is_some_and(|mark| {
            !matches!(mark, '@' | '_' | '-' | '/' | '.' | ':' | '+')
                || mark == ':'
                    && heard.before(run.from - 1).is_some_and(|b| heard.digits(b).is_empty())
        });
    let after = !heard.glued(run.to)
        || heard.mark(run.to).is_some_and(|mark| {
            let digits = heard.glued(run.to + 1) && !heard.digits(run.to + 1).is_empty();
            let joins = matches!(mark, ':' | '.' | ',') && digits;
            !joins && !matches!(mark, '@' | '_')
        });
    before && after
}

/// The answer without its introduction, taken literally where the pattern matches it.
fn as_said(spec: &Spec, heard: &Heard) -> Option<Reading> {
    let pattern = spec.pattern.as_ref()?;
    let (from, to) = free::inner(spec, heard);
    let said = heard.said(from, to);
    let found = [said.to_owned(), said.to_uppercase(), said.to_lowercase(), said.replace(' ', "")]
        .into_iter()
        .find(|form| !form.is_empty() && pattern.matches(form))?;
    Some(Reading {
        value: Value::String(found),
        span: heard.span(from, to),
        alternatives: Vec::new(),
    })
}

/// Several words without a digit are an answer of another kind.
fn is_prose(said: &str) -> bool {
    said.split_whitespace().count() > 2 && !said.bytes().any(|byte| byte.is_ascii_digit())
}

/// The refusal of a text that does not have the slot's form.
pub(super) fn misshapen(spec: &Spec, said: &str) -> Refusal {
    let label = if spec.label.is_empty() { "value" } else { &spec.label };
    let said: String = said.chars().take(40).collect();
    let like = spec
        .example
        .as_ref()
        .map_or(String::new(), |example| format!(" It should look like {example}."));
    let heard = if is_prose(&said) {
        format!("I didn't hear a {label} in that.")
    } else {
        format!("I heard {said}, but that's not a valid {label}.")
    };
    let message = format!("{heard}{like} Could you check it and say it again?");
    Refusal::new(RefusalKind::Pattern, message)
}
