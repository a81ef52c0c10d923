use super::super::Region;
use super::super::english::numbers::{
    NumberWord, denominator, is_minus, is_point, number_word, ordinal_word,
};
use super::super::heard::Heard;
use super::Number;
use super::written::written;

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
    fn plain(number: Number, to: usize) -> Self {
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
    Some(with_tail(heard, base))
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

/// "half a million", "a quarter", "three quarters", "two thirds of a million".
fn leading_fraction(heard: &Heard, at: usize) -> Option<Spoken> {
    let article = usize::from(matches!(heard.word(at), "a" | "an" | "one"));
    if heard.word(at + article) == "half" {
        let number = Number::ratio(1, 2);
        let after = at + article + 1;
        let of = usize::from(heard.word(after) == "of");
        let second = usize::from(matches!(heard.word(after + of), "a" | "an"));
        return Some(match scale_at(heard, after + of + second) {
            Some((scale, to)) => Spoken::plain(number.times(scale), to),
            None => Spoken::plain(number, after),
        });
    }
    let (over, to) = match heard.word(at) {
        "a" | "an" => (1, at + 1),
        word => match number_word(word)? {
            NumberWord::Unit(unit) if unit > 0 => (i128::from(unit), at + 1),
            _ => return None,
        },
    };
    let to = skip_hyphen(heard, to);
    let (under, plural) = denominator(heard.word(to))?;
    if plural != (over > 1) || heard.word(at) == "a" && !matches!(under, 2..=4) {
        return None;
    }
    let of = usize::from(heard.word(to + 1) == "of");
    let article = usize::from(matches!(heard.word(to + 1 + of), "a" | "an"));
    let number = Number::ratio(over, under.into());
    Some(match scale_at(heard, to + 1 + of + article) {
        Some((scale, after)) if of == 1 => Spoken::plain(number.times(scale), after),
        _ => Spoken::plain(number, to + 1),
    })
}

fn scale_at(heard: &Heard, at: usize) -> Option<(i128, usize)> {
    let scale = match heard.number(at)? {
        NumberWord::Hundred => 100,
        NumberWord::Scale(scale) => scale.into(),
        NumberWord::Dozen(count) => count.into(),
        _ => return None,
    };
    Some((scale, at + 1))
}

/// What may follow a whole number: "point five", "and a half", "million", "and two thirds".
fn with_tail(heard: &Heard, base: Spoken) -> Spoken {
    let mut value = point_tail(heard, base);
    value = half_tail(heard, value);
    while let Some((scale, to)) = scale_at(heard, skip_hyphen(heard, value.to)) {
        let number = value.number.times(scale);
        value = Spoken { number, other: None, to, row: false, ..value };
    }
    if heard.word(value.to) == "k" && !heard.glued(value.to) && !heard.glued(value.to + 1) {
        value =
            Spoken { number: value.number.times(1_000), other: None, to: value.to + 1, ..value };
    }
    if value.number.has_fraction() { value } else { half_tail(heard, value) }
}

fn point_tail(heard: &Heard, base: Spoken) -> Spoken {
    if !is_point(heard.word(base.to)) || base.number.has_fraction() {
        return base;
    }
    let Some((fraction, to)) = digit_row(heard, base.to + 1) else { return base };
    let Some(whole) = base.number.to_integer() else { return base };
    Spoken::plain(Number::decimal(&whole.to_string(), &fraction), to)
}

fn half_tail(heard: &Heard, base: Spoken) -> Spoken {
    if base.number.has_fraction() {
        return base;
    }
    if let Some((over, under)) = written_fraction(heard, base.to) {
        return Spoken::plain(base.number.plus(&Number::ratio(over, under)), base.to + 3);
    }
    if heard.word(base.to) != "and" {
        return base;
    }
    let Some(fraction) = small_fraction(heard, base.to + 1) else { return base };
    let step = trailing_scale(heard, base.to);
    Spoken::plain(base.number.plus(&fraction.number.times(step)), fraction.to)
}

/// "a half", "three quarters", without a scale after it.
fn small_fraction(heard: &Heard, at: usize) -> Option<Spoken> {
    let article = usize::from(matches!(heard.word(at), "a" | "an" | "one"));
    if heard.word(at + article) == "half" {
        return Some(Spoken::plain(Number::ratio(1, 2), at + article + 1));
    }
    leading_fraction(heard, at).filter(|fraction| fraction.number.has_fraction())
}

/// "a million and a half" means half a million more.
fn trailing_scale(heard: &Heard, to: usize) -> i128 {
    to.checked_sub(1)
        .and_then(|last| scale_at(heard, last))
        .map_or(1, |(scale, _)| if scale >= 1_000_000 { scale } else { 1 })
}

fn written_fraction(heard: &Heard, at: usize) -> Option<(i128, i128)> {
    let joined = heard.is_mark(at + 1, '/') && heard.glued(at + 1) && heard.glued(at + 2);
    if !joined || heard.glued(at) || heard.digits(at + 2).len() > 2 || heard.glued(at + 3) {
        return None;
    }
    let over: i128 = heard.digits(at).parse().ok()?;
    let under: i128 = heard.digits(at + 2).parse().ok()?;
    (over < under).then_some((over, under))
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

/// A number below a hundred said as one piece: "seven", "fifteen", "twenty-one".
pub(in crate::value) fn sub_hundred(heard: &Heard, at: usize) -> Option<(u8, usize)> {
    match heard.number(at)? {
        NumberWord::Unit(value) | NumberWord::Teen(value) => Some((value, at + 1)),
        NumberWord::Tens(tens) => {
            let next = skip_hyphen(heard, at + 1);
            match heard.number(next) {
                Some(NumberWord::Unit(unit)) if unit > 0 => Some((tens + unit, next + 1)),
                _ => Some((tens, at + 1)),
            }
        }
        _ => None,
    }
}

/// Digits read one after the other, in words, pairs or single written digits: "four eight", "double seven", "oh five".
pub(in crate::value) fn digit_row(heard: &Heard, at: usize) -> Option<(String, usize)> {
    let (mut row, mut to) = (String::new(), at);
    while row.len() < 64 {
        let at = if row.is_empty() { to } else { skip_hyphen(heard, to) };
        let Some((piece, after)) = row_piece(heard, at, row.is_empty()) else { break };
        row.push_str(&piece);
        to = after;
    }
    (!row.is_empty()).then_some((row, to))
}

fn row_piece(heard: &Heard, at: usize, first: bool) -> Option<(String, usize)> {
    let single = heard.digits(at);
    if !single.is_empty() {
        let alone = !heard.glued(at) || heard.is_mark(at - 1, '-') && !first;
        let ends =
            !heard.glued(at + 1) || matches!(heard.mark(at + 1), Some('.' | ',' | '!' | '?' | '-'));
        return (alone
            && ends
            && (single.len() == 1 || heard.before(at).is_some_and(|b| is_point(heard.word(b)))))
        .then(|| (single.to_owned(), at + 1));
    }
    match heard.number(at)? {
        NumberWord::Oh => {
            let neighbour = row_neighbour(heard, at + 1) || !first;
            neighbour.then(|| ("0".to_owned(), at + 1))
        }
        NumberWord::Repeat(count) => {
            let next = skip_hyphen(heard, at + 1);
            let digit = match heard.number(next) {
                Some(NumberWord::Unit(unit)) => unit.to_string(),
                Some(NumberWord::Oh) => "0".to_owned(),
                _ => Some(heard.digits(next)).filter(|digits| digits.len() == 1)?.to_owned(),
            };
            Some((digit.repeat(count.into()), next + 1))
        }
        _ => {
            let (value, to) = sub_hundred(heard, at)?;
            Some((value.to_string(), to))
        }
    }
}

fn row_neighbour(heard: &Heard, at: usize) -> bool {
    heard.digits(at).len() == 1
        || matches!(
            heard.number(at),
            Some(
                NumberWord::Unit(_)
                    | NumberWord::Oh
                    | NumberWord::Repeat(_)
                    | NumberWord::Tens(_)
                    | NumberWord::Teen(_)
            )
        )
}

/// How many pieces a row is read in.
pub(super) fn row_length(heard: &Heard, at: usize, to: usize) -> usize {
    let (mut pieces, mut place) = (0, at);
    while place < to {
        let Some((_, after)) = row_piece(heard, place, pieces == 0) else { break };
        pieces += 1 + usize::from(matches!(heard.number(place), Some(NumberWord::Repeat(_))));
        place = skip_hyphen(heard, after);
    }
    pieces
}

/// A cardinal with hundreds and scales: "two thousand five hundred and twelve".
fn cardinal(heard: &Heard, at: usize) -> Option<Spoken> {
    let (mut total, mut last_scale): (i128, i128) = (0, i128::MAX);
    let mut to = at;
    let mut any = false;
    while let Some((group, after)) = below_thousand(heard, to, any) {
        let scale = match heard.number(skip_hyphen(heard, after)) {
            Some(NumberWord::Scale(scale)) => i128::from(scale),
            _ => 1,
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
    let fits =
        continued && (1..=3).contains(&digits.len()) && !heard.glued(at) && !heard.glued(at + 1);
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

fn skip_hyphen(heard: &Heard, at: usize) -> usize {
    if heard.is_mark(at, '-') && heard.glued(at) && heard.glued(at + 1) { at + 1 } else { at }
}
