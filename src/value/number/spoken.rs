use super::super::Region;
use super::super::english::numbers::{NumberWord, is_minus, is_point, ordinal_word, plural_scale};
use super::super::english::units::{is_currency, is_spoken_unit};
use super::super::heard::Heard;
use super::Number;
use super::fraction::{leading_fraction, small_fraction, with_tail};
use super::row::{digit_row, row_length, sub_hundred};
use super::written::{writes_comma, written};

/// A number said in words, or in words and digits.
#[derive(Debug)]
pub(super) struct Spoken {
    /// What it comes to.
    pub number: Number,
    /// The other reading of a written part.
    pub other: Option<Number>,
    /// The token after it.
    pub to: usize,
    /// Whether it is an ordinal.
    pub ordinal: bool,
    /// Whether it is a row of pieces read one after the other ("three fifty").
    pub row: bool,
}

impl Spoken {
    /// A number and nothing else to say about it.
    pub fn plain(number: Number, to: usize) -> Self {
        Self { number, other: None, to, ordinal: false, row: false }
    }
}

/// Reads the longest number that begins here, in digits, words or both.
pub(super) fn spoken(heard: &Heard, at: usize, region: Option<Region>) -> Option<Spoken> {
    if !heard.opens_number(at) {
        return None;
    }
    if is_minus(heard.word(at)) {
        let rest = unsigned(heard, skip_hyphen(heard, at + 1), region)?;
        return Some(Spoken {
            number: rest.number.negated(),
            other: rest.other.map(Number::negated),
            ..rest
        });
    }
    if matches!(heard.mark(at), Some('-' | '+')) && heard.glued(at + 1) {
        let rest = unsigned(heard, at + 1, region)?;
        if heard.is_mark(at, '+') {
            return Some(rest);
        }
        return Some(Spoken {
            number: rest.number.negated(),
            other: rest.other.map(Number::negated),
            ..rest
        });
    }
    unsigned(heard, at, region)
}

fn unsigned(heard: &Heard, at: usize, region: Option<Region>) -> Option<Spoken> {
    if let Some(fraction) = leading_fraction(heard, at) {
        return Some(fraction);
    }
    let base = match heard.kind(at)? {
        super::super::heard::Kind::Word => words(heard, at)?,
        super::super::heard::Kind::Digits | super::super::heard::Kind::Mark => {
            digits(heard, at, region)?
        }
    };
    if base.ordinal {
        return Some(base);
    }
    Some(with_tail(heard, comma_tail(heard, base, region)))
}

/// "three comma five" where the comma is the decimal mark.
fn comma_tail(heard: &Heard, base: Spoken, region: Option<Region>) -> Spoken {
    let said = heard.word(base.to) == "comma" && writes_comma(region);
    let whole = base.number.to_integer().filter(|_| said && !base.number.has_fraction());
    match (whole, digit_row(heard, base.to + 1)) {
        (Some(whole), Some((fraction, to))) => {
            Spoken::plain(Number::decimal(&whole.to_string(), &fraction), to)
        }
        _ => base,
    }
}

fn digits(heard: &Heard, at: usize, region: Option<Region>) -> Option<Spoken> {
    if let Some((row, to)) = digit_row(heard, at).filter(|(row, _)| row.len() >= 4)
        && heard.is_mark(at + 1, '-')
        && heard.digits(at).len() == 1
        && !heard.glued(to)
    {
        return Some(Spoken { row: true, ..Spoken::plain(Number::decimal(&row, ""), to) });
    }
    let written = written(heard, at, region)?;
    if let Some(mixed) = cardinal(heard, at).filter(|mixed| mixed.to > written.to + 1) {
        return Some(mixed);
    }
    let single = written.bare.as_ref().is_some_and(|digits| digits.len() == 1);
    if single
        && let Some((row, to)) = digit_row(heard, at)
        && row.len() > 1
        && to > written.to
    {
        return Some(Spoken { row: true, ..Spoken::plain(Number::decimal(&row, ""), to) });
    }
    Some(Spoken {
        number: written.number,
        other: written.other,
        to: written.to,
        ordinal: written.ordinal,
        row: false,
    })
}

/// A word that multiplies: "hundred", "million", "dozen".
pub(super) fn scale_at(heard: &Heard, at: usize) -> Option<(i128, usize)> {
    let scale = match heard.number(at)? {
        NumberWord::Hundred => 100,
        NumberWord::Scale(scale) => scale.into(),
        NumberWord::Dozen(count) => count.into(),
        _ => return None,
    };
    Some((scale, at + 1))
}

fn words(heard: &Heard, at: usize) -> Option<Spoken> {
    if is_point(heard.word(at)) {
        let (fraction, to) = digit_row(heard, at + 1)?;
        let spoken = heard.word(at) == "point";
        return spoken.then(|| Spoken::plain(Number::decimal("0", &fraction), to));
    }
    if let Some(ordinal) = ordinal(heard, at) {
        return Some(ordinal);
    }
    if matches!(heard.word(at), "a" | "an") {
        return article(heard, at);
    }
    if let Some((row, to)) = digit_row(heard, at)
        && scale_at(heard, skip_hyphen(heard, to)).is_none()
        && row_length(heard, at, to) > 1
    {
        return Some(Spoken { row: true, ..Spoken::plain(Number::decimal(&row, ""), to) });
    }
    cardinal(heard, at)
}

fn article(heard: &Heard, at: usize) -> Option<Spoken> {
    if heard.word(at + 1) == "couple" {
        return Some(Spoken::plain(Number::whole(2), at + 2));
    }
    if heard.word(at + 1) == "single" {
        return Some(Spoken::plain(Number::whole(1), at + 2));
    }
    if is_currency(heard.word(at + 1)) && sub_hundred(heard, at + 2).is_some() {
        return Some(Spoken::plain(Number::whole(1), at + 1));
    }
    if is_spoken_unit(heard.word(at + 1)) && heard.word(at + 2) == "and" {
        return small_fraction(heard, at + 3).map(|_| Spoken::plain(Number::whole(1), at + 1));
    }
    scale_at(heard, at + 1)?;
    let inner = cardinal(heard, at + 1)?;
    Some(inner)
}

fn ordinal(heard: &Heard, at: usize) -> Option<Spoken> {
    let (value, to) = match heard.number(at) {
        Some(NumberWord::Tens(tens)) => {
            let next = skip_hyphen(heard, at + 1);
            let unit = ordinal_word(heard.word(next)).filter(|unit| *unit < 10)?;
            (tens + unit, next + 1)
        }
        _ => (ordinal_word(heard.word(at))?, at + 1),
    };
    Some(Spoken { ordinal: true, ..Spoken::plain(Number::whole(value.into()), to) })
}

/// A cardinal with hundreds and scales: "two thousand five hundred and twelve".
fn cardinal(heard: &Heard, at: usize) -> Option<Spoken> {
    let (mut total, mut last_scale): (i128, i128) = (0, i128::MAX);
    let mut to = at;
    let mut any = false;
    while let Some((group, after)) = below_thousand(heard, to, any) {
        let scale = match heard.number(skip_hyphen(heard, after)) {
            Some(NumberWord::Scale(scale)) => i128::from(scale),
            _ => plural_scale(heard.word(after))
                .filter(|scale| *scale >= 1_000)
                .map_or(1, i128::from),
        };
        if scale >= last_scale || any && group >= last_scale {
            break;
        }
        total += group * scale;
        (last_scale, any) = (scale, true);
        to = if scale > 1 { skip_hyphen(heard, after) + 1 } else { after };
        if scale == 1 {
            break;
        }
    }
    if !any {
        let (scale, after) = scale_at(heard, at)?;
        return Some(Spoken::plain(Number::whole(scale), after));
    }
    Some(Spoken::plain(Number::whole(total), to))
}

/// The digits of a number said with its hundreds or thousands ("two thousand and one").
pub(in crate::value) fn scaled_digits(heard: &Heard, at: usize) -> Option<(String, usize)> {
    let number = cardinal(heard, at)?;
    let scaled = (at..number.to)
        .any(|at| matches!(heard.number(at), Some(NumberWord::Hundred | NumberWord::Scale(_))));
    let value = number.number.to_integer().filter(|_| scaled)?;
    Some((value.to_string(), number.to))
}

/// "five hundred and twelve", "twenty-one hundred", "a hundred", or written digits before a scale word.
fn below_thousand(heard: &Heard, at: usize, continued: bool) -> Option<(i128, usize)> {
    let mut at = skip_comma(heard, at, continued);
    if continued && heard.word(at) == "and" {
        at += 1;
    }
    let at = if matches!(heard.word(at), "a" | "an") && scale_at(heard, at + 1).is_some() {
        at + 1
    } else {
        at
    };
    let (head, after) = match heard.number(at) {
        Some(NumberWord::Hundred | NumberWord::Scale(_)) if !continued => (1, at),
        Some(NumberWord::Hundred) if continued && heard.word(at - 1) == "a" => (1, at),
        _ => match sub_hundred(heard, at) {
            Some((value, after)) => (i128::from(value), after),
            None => written_group(heard, at, continued)?,
        },
    };
    let hundred = skip_hyphen(heard, after);
    if heard.number(hundred) != Some(NumberWord::Hundred) {
        return Some((head, after));
    }
    let value = head * 100;
    let and = hundred + 1 + usize::from(heard.word(hundred + 1) == "and");
    match sub_hundred(heard, skip_hyphen(heard, and)) {
        Some((rest, to)) => Some((value + i128::from(rest), to)),
        None => Some((value, hundred + 1)),
    }
}

fn written_group(heard: &Heard, at: usize, continued: bool) -> Option<(i128, usize)> {
    let digits = heard.digits(at);
    let scaled = scale_at(heard, at + 1).is_some();
    let fits = (continued || scaled)
        && (1..=3).contains(&digits.len())
        && !heard.glued(at)
        && !heard.glued(at + 1);
    if !fits {
        return None;
    }
    Some((digits.parse().ok()?, at + 1))
}

fn skip_comma(heard: &Heard, at: usize, continued: bool) -> usize {
    let comma = continued && heard.is_mark(at, ',') && sub_hundred(heard, at + 1).is_some();
    let at = if comma { at + 1 } else { at };
    if continued { skip_hyphen(heard, at) } else { at }
}

/// The place after a hyphen inside a compound.
pub(super) fn skip_hyphen(heard: &Heard, at: usize) -> usize {
    if heard.is_mark(at, '-') && heard.glued(at) && heard.glued(at + 1) { at + 1 } else { at }
}
