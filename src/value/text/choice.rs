use super::super::english::names::is_altering;
use super::super::heard::Heard;
use super::super::hit::{Hit, Meaning};
use super::super::{Reading, Refusal, RefusalKind, Spec, Value, answer};
use super::free;

/// How many words of an answer may be about something else.
const BUDGET: usize = 6;

/// How many words may be about something else where the choice is only nearly said.
const SLIP_BUDGET: usize = 2;

/// Fewest characters of a word that is believed to be a slip inside a sentence.
const SLIP_LENGTH: usize = 6;

/// Reads a whole answer as one of the choices.
pub(super) fn parse(spec: &Spec, heard: &Heard) -> Result<Reading, Refusal> {
    let hits = scan(spec, heard);
    if !hits.is_empty() {
        return answer::settle(spec, heard, hits, BUDGET);
    }
    let slips = slips(spec, heard);
    if !slips.is_empty() && heard.len() > 1 {
        return answer::settle(spec, heard, slips, SLIP_BUDGET);
    }
    let (from, to) = free::inner(spec, heard);
    let said = phrase(heard, from, to);
    let near = nearest(spec, &said);
    match near.as_slice() {
        [only] => Ok(Reading {
            value: Value::String((*only).to_owned()),
            span: heard.span(from, to),
            alternatives: Vec::new(),
        }),
        [] if free::is_no_answer(heard) => Err(answer::no_match(spec)),
        [] => Err(no_such(spec)),
        several => Err(Refusal::new(
            RefusalKind::Ambiguous,
            format!("Do you mean {}?", several.join(" or ")),
        )
        .offering(several.iter().map(|value| Value::String((*value).to_owned())).collect())),
    }
}

fn no_such(spec: &Spec) -> Refusal {
    let listed: Vec<&str> = spec.choices.iter().map(|choice| choice.value.as_str()).collect();
    Refusal::new(
        RefusalKind::Choice,
        format!("That's not one of the choices. You can say {}.", listed.join(", ")),
    )
    .offering(listed.iter().map(|value| Value::String((*value).to_owned())).collect())
}

/// All choices named in an utterance.
pub(super) fn scan(spec: &Spec, heard: &Heard) -> Vec<Hit> {
    let wordings = wordings(spec);
    let mut hits: Vec<Hit> = Vec::new();
    let mut at = 0;
    while at < heard.len() {
        let best = wordings
            .iter()
            .filter_map(|(words, value)| Some((spelled(heard, at, words)?, *value)))
            .max_by_key(|(to, _)| *to);
        match best {
            Some((to, _)) if at > 0 && is_altering(heard.word(at - 1)) => at = to,
            Some((to, value)) => {
                let meaning =
                    Meaning { value: Value::String(value.to_owned()), alternatives: Vec::new() };
                hits.push(Hit::meaning(at, to, meaning).with_confidence(0.9));
                at = to;
            }
            None => at += 1,
        }
    }
    hits
}

fn wordings(spec: &Spec) -> Vec<(Vec<String>, &str)> {
    spec.choices
        .iter()
        .flat_map(|choice| {
            std::iter::once(&choice.value)
                .chain(&choice.synonyms)
                .map(|wording| (words(wording), choice.value.as_str()))
        })
        .filter(|(words, _)| !words.is_empty())
        .collect()
}

fn words(wording: &str) -> Vec<String> {
    let heard = Heard::new(wording);
    (0..heard.len())
        .filter(|at| heard.mark(*at).is_none())
        .map(|at| heard.text(at).to_owned())
        .collect()
}

/// The words in order, whatever joins them; a plural s does not matter.
fn spelled(heard: &Heard, at: usize, words: &[String]) -> Option<usize> {
    let mut place = at;
    for (nth, word) in words.iter().enumerate() {
        while nth > 0 && matches!(heard.mark(place), Some('-' | '_' | '/' | '&' | '.')) {
            place += 1;
        }
        let text = heard.text(place);
        let plural = word.len() > 3 && text.strip_suffix('s') == Some(word)
            || text.len() > 3 && word.strip_suffix('s') == Some(text);
        if text != word && !plural {
            return None;
        }
        place += 1;
    }
    Some(place)
}

/// Choices that are said with a typing slip inside a sentence ("the Luckenwlade one").
fn slips(spec: &Spec, heard: &Heard) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    for (words, value) in wordings(spec) {
        let wording = words.join(" ");
        if wording.chars().count() < SLIP_LENGTH {
            continue;
        }
        for at in 0..(heard.len() + 1).saturating_sub(words.len()).min(FARTHEST) {
            let to = at + words.len();
            let said = phrase(heard, at, to);
            let altered = at > 0 && is_altering(heard.word(at - 1));
            let opens = said.bytes().next() == wording.bytes().next();
            if opens && !altered && strsim::damerau_levenshtein(&said, &wording) == 1 {
                hits.push(Hit::sure(at, to, Value::String(value.to_owned())).with_confidence(0.6));
            }
        }
    }
    hits.sort_by_key(|hit| hit.from);
    hits
}

/// How far into an answer a choice with a slip is looked for.
const FARTHEST: usize = 12;

fn phrase(heard: &Heard, from: usize, to: usize) -> String {
    let words: Vec<&str> =
        (from..to).filter(|at| heard.mark(*at).is_none()).map(|at| heard.text(at)).collect();
    words.join(" ")
}

/// The choices whose wording is within a typing slip of what was said.
fn nearest<'a>(spec: &'a Spec, said: &str) -> Vec<&'a str> {
    let mut near: Vec<&str> = Vec::new();
    if said.len() > 64 {
        return near;
    }
    for (words, value) in wordings(spec) {
        if is_near(said, &words.join(" ")) && !near.contains(&value) {
            near.push(value);
        }
    }
    near
}

/// Whether two wordings differ by typing slips only.
fn is_near(said: &str, wording: &str) -> bool {
    let length = said.chars().count().min(wording.chars().count());
    let allowed = match length {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    };
    strsim::damerau_levenshtein(said, wording) <= allowed
}
