use super::super::english::numbers::{
    NumberWord, denominator, is_point, number_word, plural_scale,
};
use super::super::english::units::is_spoken_unit;
use super::super::heard::Heard;
use super::Number;
use super::row::digit_row;
use super::spoken::{Spoken, scale_at, skip_hyphen};

/// "half a million", "a quarter", "three quarters", "two thirds of a million".
pub(super) fn leading_fraction(heard: &Heard, at: usize) -> Option<Spoken> {
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
    let (over, under, after) = fraction_words(heard, at)?;
    let to = after - 1;
    let of = usize::from(heard.word(to + 1) == "of");
    let article = usize::from(matches!(heard.word(to + 1 + of), "a" | "an"));
    let number = Number::ratio(over, under);
    Some(match scale_at(heard, to + 1 + of + article) {
        Some((scale, after)) if of == 1 || under == 4 => Spoken::plain(number.times(scale), after),
        _ => Spoken::plain(number, to + 1),
    })
}

/// "two thirds", "a quarter": what is counted, of how many parts, and the token after.
fn fraction_words(heard: &Heard, at: usize) -> Option<(i128, i128, usize)> {
    let (over, to) = match heard.word(at) {
        "a" | "an" => (1, at + 1),
        word => match number_word(word)? {
            NumberWord::Unit(unit) if unit > 0 => (i128::from(unit), at + 1),
            NumberWord::Teen(teen) => (i128::from(teen), at + 1),
            _ => return None,
        },
    };
    let to = skip_hyphen(heard, to);
    let (under, plural) = denominator(heard.word(to))?;
    let ends = heard.word(to + 1).is_empty() && heard.digits(to + 1).is_empty();
    if plural != (over > 1) || heard.word(at) == "a" && !matches!(under, 2..=4) && !ends {
        return None;
    }
    Some((over, under, to + 1))
}

/// What may follow a whole number: "point five", "and a half", "million", "and two thirds".
pub(super) fn with_tail(heard: &Heard, base: Spoken) -> Spoken {
    let mut value = point_tail(heard, base);
    value = half_tail(heard, value);
    while let Some((scale, to)) = scale_at(heard, skip_hyphen(heard, value.to)) {
        let number = value.number.times(scale);
        value = Spoken { number, other: None, to, row: false, ..value };
    }
    if let Some(scale) = plural_scale(heard.word(value.to)) {
        let number = value.number.times(scale.into());
        value = Spoken { number, other: None, to: value.to + 1, row: false, ..value };
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
    let unit = usize::from(is_spoken_unit(heard.word(base.to)));
    if heard.word(base.to + unit) != "and" {
        return base;
    }
    let Some(fraction) = small_fraction(heard, base.to + unit + 1) else { return base };
    let step = trailing_scale(heard, base.to);
    Spoken::plain(base.number.plus(&fraction.number.times(step)), fraction.to)
}

/// "a half", "three quarters", without a scale after it.
pub(super) fn small_fraction(heard: &Heard, at: usize) -> Option<Spoken> {
    let article = usize::from(matches!(heard.word(at), "a" | "an" | "one"));
    if heard.word(at + article) == "half" {
        return Some(Spoken::plain(Number::ratio(1, 2), at + article + 1));
    }
    let (over, under, to) = fraction_words(heard, at)?;
    Some(Spoken::plain(Number::ratio(over, under), to)).filter(|half| half.number.has_fraction())
}

/// "a million and a half" means half a million more, "a dozen and a half" six.
fn trailing_scale(heard: &Heard, to: usize) -> i128 {
    to.checked_sub(1)
        .and_then(|last| scale_at(heard, last))
        .map_or(1, |(scale, _)| if scale >= 1_000_000 || scale == 12 { scale } else { 1 })
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
