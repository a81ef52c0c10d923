use super::super::clock_time::clock_time;
use super::super::english::number_names::NUMBER_IDIOMS;
use super::super::english::numbers::{BOUNDS, BOUNDS_BEHIND, is_upper_bound};
use super::super::english::units::{is_currency, is_hundredth};
use super::super::heard::Heard;
use super::super::hit::{Hit, Meaning};
use super::super::{
    Reference, Refusal, RefusalKind, Spec, Value, VariableType, date, email, phone,
};
use super::joined::{join_groups, join_pauses, without_readout, without_scales};
use super::noun::{is_named_otherwise, is_no_quantity};
use super::row::row_length;
use super::spoken::{Spoken, spoken};
use super::{Number, digit_row, sub_hundred};

/// All numbers in an utterance, as the slot's type wants them.
pub(in crate::value) fn scan(spec: &Spec, heard: &Heard, at: &Reference) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut taken = date::spans_of_dates(heard, at);
    taken.extend(email::spans(heard));
    taken.sort_by_key(|span| span.start);
    let mut taken = taken.iter().peekable();
    let mut place = 0;
    while place < heard.len() {
        while taken.peek().is_some_and(|span| span.end <= place) {
            taken.next();
        }
        if let Some(span) = taken.peek().filter(|span| span.start <= place) {
            place = span.end;
            continue;
        }
        place = match step(spec, heard, place, at) {
            Step::Hit(hit) => {
                let to = hit.to;
                hits.push(hit);
                to
            }
            Step::Skip(to) => to.max(place + 1),
        };
    }
    let hits = without_scales(heard, hits);
    let hits = join_groups(spec, heard, hits);
    let hits = without_readout(heard, hits);
    join_pauses(spec, heard, hits)
}

enum Step {
    Hit(Hit),
    Skip(usize),
}

fn step(spec: &Spec, heard: &Heard, place: usize, at: &Reference) -> Step {
    if let Some(to) = clock_time(heard, place).or_else(|| phone::phone_like(heard, place)) {
        return Step::Skip(to);
    }
    if let Some(to) = heard.any_phrase(place, NUMBER_IDIOMS) {
        return Step::Skip(to);
    }
    let Some(number) = spoken(heard, place, at.region) else {
        return Step::Skip(skipped(heard, place));
    };
    let number = with_hundredths(heard, number);
    if number.ordinal && heard.word(number.to) == "one" {
        return Step::Skip(number.to + 1);
    }
    if is_no_quantity(heard, place, &number) {
        return Step::Skip(number.to);
    }
    if is_named_otherwise(spec, heard, place) {
        let whole = spoken(heard, number.to + 1, None).filter(|_| heard.word(number.to) == "of");
        return Step::Skip(whole.map_or(number.to, |whole| whole.to));
    }
    if reads_itself_out(heard, place, &number) {
        return Step::Hit(Hit::broken(place, number.to, read_twice(spec, heard, place)));
    }
    if is_cut_off(heard, number.to) {
        return Step::Hit(Hit::broken(place, number.to, cut_off()));
    }
    let confidence = confidence(heard, place, &number);
    let hit = match in_type(spec.variable_type, &number.number) {
        _ if is_bound(spec, heard, place)
            || is_bound_behind(spec, heard, number.to)
            || is_left_open(heard, place, number.to) =>
        {
            Hit::broken(place, number.to, bound(spec, &number.number))
        }
        _ if number.other.is_some() => by_separator(spec, heard, (place, &number), at),
        Ok(value) => row_readings(spec, heard, (place, &number), value),
        Err(refusal) => Hit::broken(place, number.to, refusal),
    };
    Step::Hit(Hit { confidence: hit.confidence.min(confidence), ..hit })
}

/// Nothing inside an unspaced run that is no number can be one ("ORD-12345").
fn skipped(heard: &Heard, place: usize) -> usize {
    let opens =
        heard.kind(place) == Some(super::super::heard::Kind::Mark) || !heard.word(place).is_empty();
    let joined = heard.glued(place + 1)
        && matches!(
            heard.mark(place + 1),
            None | Some('-' | '_' | '/' | '.' | ':' | '@' | '\\' | '&' | '=')
        );
    match (opens, joined) {
        (true, true) if heard.kind(place) == Some(super::super::heard::Kind::Word) => {
            if joins_words(heard, place) { place + 1 } else { heard.cluster_end(place) }
        }
        (true, _) => place + 1,
        (false, _) => heard.cluster_end(place),
    }
}

/// "ninety-five" after a hyphen is a number still; "ord-5" is none.
fn joins_words(heard: &Heard, place: usize) -> bool {
    matches!(heard.mark(place + 1), Some('-' | '/' | '.')) && !heard.word(place + 2).is_empty()
}

/// The number as a value of the type.
fn in_type(wanted: VariableType, number: &Number) -> Result<Value, Refusal> {
    if wanted == VariableType::Float {
        return number.to_float().map(Value::Float).ok_or_else(too_big);
    }
    if number.has_fraction() {
        return Err(Refusal::new(
            RefusalKind::Fraction,
            "I need a whole number here, without a fraction. Which whole number should it be?",
        ));
    }
    number.to_integer().map(Value::Integer).ok_or_else(too_big)
}

fn too_big() -> Refusal {
    Refusal::new(
        RefusalKind::Overflow,
        "That number is too large for me to take. Could you give a smaller one?",
    )
}

/// "three point" and nothing more.
fn is_cut_off(heard: &Heard, to: usize) -> bool {
    heard.word(to) == "point" && to + 1 == heard.len()
}

fn cut_off() -> Refusal {
    Refusal::new(
        RefusalKind::Ambiguous,
        "I didn't hear what comes after the point. Could you say the whole number again?",
    )
}

fn bound(spec: &Spec, number: &Number) -> Refusal {
    Refusal::new(
        RefusalKind::Ambiguous,
        "I'm not sure how many that makes. Which exact number is it?",
    )
    .offering(in_type(spec.variable_type, number).into_iter().collect())
}

/// "under 30" says no number, unless a limit is what the slot takes.
fn is_bound(spec: &Spec, heard: &Heard, place: usize) -> bool {
    let place =
        place - usize::from(place > 0 && matches!(heard.mark(place - 1), Some('$' | '€' | '£')));
    let said = BOUNDS.iter().filter(|phrase| {
        let length = phrase.split(' ').count();
        place.checked_sub(length).is_some_and(|from| heard.spaced(from, phrase) == Some(place))
    });
    let longest = said.max_by_key(|phrase| phrase.len());
    longest.is_some_and(|phrase| limit_of(&spec.label) != Some(is_upper_bound(phrase)))
}

/// "three or more", "five at most".
fn is_bound_behind(spec: &Spec, heard: &Heard, to: usize) -> bool {
    let said = BOUNDS_BEHIND.iter().filter(|(phrase, _)| {
        heard.spaced(to, phrase).is_some_and(|end| heard.number(end).is_none())
    });
    let longest = said.max_by_key(|(phrase, _)| phrase.len());
    longest.is_some_and(|(_, upper)| limit_of(&spec.label) != Some(*upper))
}

/// "two of us plus a baby" is more than two, and "- 2" may be less than none.
fn is_left_open(heard: &Heard, place: usize, to: usize) -> bool {
    let plus = (to..to + 4).find(|at| heard.word(*at) == "plus");
    let dashed = place == 1 && heard.is_mark(0, '-') && !heard.glued(1);
    dashed || plus.is_some_and(|plus| (plus..plus + 2).all(|at| heard.number(at).is_none()))
}

/// "seventeen one seven": the number and its digits, or all of it digits.
fn reads_itself_out(heard: &Heard, place: usize, number: &Spoken) -> bool {
    let Some((first, after)) = sub_hundred(heard, place).filter(|_| number.row) else {
        return false;
    };
    first >= 10
        && row_length(heard, place, number.to) == 1 + first.to_string().len()
        && digit_row(heard, after)
            .is_some_and(|(row, to)| to == number.to && row == first.to_string())
}

fn read_twice(spec: &Spec, heard: &Heard, place: usize) -> Refusal {
    let once = sub_hundred(heard, place).map(|(first, _)| Number::whole(first.into()));
    let offered = once.and_then(|once| in_type(spec.variable_type, &once).ok());
    Refusal::new(
        RefusalKind::Ambiguous,
        "I'm not sure whether you said the number twice. Which number is it?",
    )
    .offering(offered.into_iter().collect())
}

/// Whether a slot of this name takes an upper limit (or a lower one).
fn limit_of(label: &str) -> Option<bool> {
    label.split(|letter: char| !letter.is_alphanumeric()).find_map(|word| {
        match word.to_ascii_lowercase().as_str() {
            "max" | "maximum" | "highest" | "most" | "limit" | "budget" | "upper" | "ceiling"
            | "cap" | "under" | "below" => Some(true),
            "min" | "minimum" | "lowest" | "least" | "lower" | "floor" | "above" | "over" => {
                Some(false)
            }
            _ => None,
        }
    })
}

/// A point or comma that may be a decimal mark or a mark of thousands.
fn by_separator(spec: &Spec, heard: &Heard, place: (usize, &Spoken), at: &Reference) -> Hit {
    let (from, number) = place;
    let readings: Vec<Value> = [Some(&number.number), number.other.as_ref()]
        .into_iter()
        .flatten()
        .filter_map(|number| in_type(spec.variable_type, number).ok())
        .collect();
    let thousands = at.region.is_none() && (from..number.to).any(|at| heard.is_mark(at, ','));
    match (spec.variable_type, readings.as_slice()) {
        (VariableType::Integer, [.., whole]) if thousands => {
            Hit::sure(from, number.to, whole.clone())
        }
        (VariableType::Float, [value, other]) if at.region.is_some() => {
            let meaning = Meaning { value: value.clone(), alternatives: vec![other.clone()] };
            Hit::meaning(from, number.to, meaning)
        }
        _ => {
            let message =
                "Is that a decimal mark or a mark of thousands? Please say the number in words.";
            let refusal = Refusal::new(RefusalKind::Ambiguous, message).offering(readings);
            Hit::broken(from, number.to, refusal)
        }
    }
}

/// "three fifty" may be 350 or 3.50 where fractions are allowed.
fn row_readings(spec: &Spec, heard: &Heard, place: (usize, &Spoken), value: Value) -> Hit {
    let (from, number) = place;
    let two_pieces = number.row
        && spec.variable_type == VariableType::Float
        && digit_row(heard, from).is_some_and(|(row, _)| matches!(row.len(), 3 | 4))
        && row_length(heard, from, number.to) == 2;
    if let Some(price) = price_of_pairs(spec, heard, place) {
        return Hit::sure(from, number.to, price);
    }
    match number.number.to_integer().filter(|_| two_pieces) {
        Some(whole) => {
            let price = Number::ratio(whole.into(), 100);
            let other = price.to_float().map(Value::Float).into_iter().collect::<Vec<_>>();
            let message = "Did you mean hundreds, or a decimal number? Please say it with “hundred” or “point”.";
            let both = [vec![value], other].concat();
            Hit::broken(
                from,
                number.to,
                Refusal::new(RefusalKind::Ambiguous, message).offering(both),
            )
        }
        None => Hit::sure(from, number.to, value),
    }
}

/// "forty nine ninety nine" is 49.99 where the example has two decimals.
fn price_of_pairs(spec: &Spec, heard: &Heard, (from, number): (usize, &Spoken)) -> Option<Value> {
    let decimals = spec.example.as_deref()?.split_once('.')?.1.len();
    let (whole, middle) = sub_hundred(heard, from)?;
    let (part, to) = sub_hundred(heard, middle)?;
    let priced = spec.variable_type == VariableType::Float && decimals == 2;
    (priced && to == number.to && whole >= 10 && part >= 10)
        .then(|| Value::Float((f64::from(whole) * 100.0 + f64::from(part)) / 100.0))
}

/// "five dollars and twenty cents", "five euros fifty".
fn with_hundredths(heard: &Heard, number: Spoken) -> Spoken {
    if !is_currency(heard.word(number.to)) || number.number.has_fraction() {
        return number;
    }
    let and = number.to + 1 + usize::from(heard.word(number.to + 1) == "and");
    let Some(cents) = spoken(heard, and, None) else { return number };
    let Some(amount) = cents.number.to_integer().filter(|amount| (0..100).contains(amount)) else {
        return number;
    };
    let named = is_hundredth(heard.word(cents.to));
    if !named && (cents.ordinal || amount < 10 || and > number.to + 1) {
        return number;
    }
    let sum = number.number.plus(&Number::ratio(amount.into(), 100));
    Spoken { number: sum, other: None, to: cents.to + usize::from(named), ..number }
}

fn confidence(heard: &Heard, place: usize, number: &Spoken) -> f32 {
    if number.ordinal {
        return if heard.digits(place).is_empty() { 0.2 } else { 0.4 };
    }
    let digits = heard.digits(place);
    if after_code_word(heard, place)
        || matches!(heard.word(place), "half" | "a" | "an") && number.number.has_fraction()
    {
        return 0.3;
    }
    if digits.len() >= 9 || digits.len() > 1 && digits.starts_with('0') {
        return 0.5;
    }
    if heard.word(place) == "one" { 0.5 } else { 0.9 }
}

/// Digits after a short word in capitals are an identifier's ("ORD 12345").
fn after_code_word(heard: &Heard, place: usize) -> bool {
    let Some(before) = heard.before(place) else { return false };
    let said = heard.said(before, before + 1);
    let capitals =
        (2..=5).contains(&said.len()) && said.bytes().all(|byte| byte.is_ascii_uppercase());
    capitals && !heard.digits(place).is_empty() && heard.has_lower()
}

#[cfg(test)]
mod tests {
    use super::super::super::VariableType::{Float, Integer};
    use super::super::super::facts::{found, read_as};

    #[test]
    fn pairs_said_for_a_float_are_asked_about() {
        assert_eq!(read_as(Float, "nineteen ninety nine"), "!ambiguous");
        assert_eq!(read_as(Integer, "nineteen ninety nine"), "1999");
    }

    #[test]
    fn times_and_idioms_are_no_counts() {
        for said in ["half past three", "one moment please", "the last one", "ORD-12345"] {
            assert_eq!(read_as(Integer, said), "!not_this_type", "{said}");
        }
        assert_eq!(read_as(Integer, "just the one please"), "1");
    }

    #[test]
    fn the_value_that_replaces_another_counts() {
        assert_eq!(read_as(Integer, "two no three"), "3");
        assert_eq!(read_as(Integer, "five or six"), "!several");
    }

    #[test]
    fn addresses_hold_no_counts() {
        assert_eq!(found(Integer, "7 boxes to mike 55 at web dot de"), ["7"]);
    }
}
