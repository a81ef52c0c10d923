use super::super::Region;
use super::super::english::numbers::is_ordinal_suffix;
use super::super::english::units::{glued_factor, is_glued_unit, is_quantity_mark};
use super::super::heard::Heard;
use super::Number;

/// A number written with digits.
#[derive(Debug)]
pub(super) struct Written {
    /// The number by the region's separators.
    pub number: Number,
    /// The other reading of its separator, where that exists.
    pub other: Option<Number>,
    /// The token after it, glued units included.
    pub to: usize,
    /// Whether it is an ordinal ("3rd").
    pub ordinal: bool,
    /// The plain digits, when it is nothing but digits.
    pub bare: Option<String>,
}

/// How a region writes a number's separators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decimal {
    Point,
    Comma,
    Unknown,
}

/// Reads the written number that begins at a token of digits (or at a leading decimal point).
pub(super) fn written(heard: &Heard, at: usize, region: Option<Region>) -> Option<Written> {
    if !may_begin(heard, at) {
        return None;
    }
    let (groups, separators, mut to) = groups(heard, at)?;
    let (mut number, mut other) = interpret(&groups, &separators, decimal_mark(region))?;
    let bare = (separators.is_empty() && groups.len() == 1).then(|| groups.concat());
    let (mut ordinal, mut plain) = (false, true);
    if heard.glued(to) && !heard.word(to).is_empty() {
        let suffix = heard.word(to);
        plain = false;
        if is_millions_or_metres(heard, to) {
            return None;
        }
        if is_ordinal_suffix(suffix) {
            ordinal = true;
        } else if let Some(factor) = glued_factor(suffix) {
            (number, other) = (number.times(factor.into()), None);
        } else if suffix == "e" {
            let (exponent, after) = exponent(heard, to + 1)?;
            (number, other, to) = (scientific(&groups, &separators, exponent)?, None, after - 1);
        } else if !is_glued_unit(suffix) {
            return None;
        }
        to += 1;
    } else if let Some((ratio, after)) = slash_fraction(heard, at, to) {
        return Some(Written { number: ratio, other: None, to: after, ordinal: false, bare: None });
    }
    let to = skip_quantity_marks(heard, to);
    may_end(heard, to).then(|| Written { number, other, to, ordinal, bare: bare.filter(|_| plain) })
}

/// "3M" says millions to some and metres to others.
fn is_millions_or_metres(heard: &Heard, at: usize) -> bool {
    heard.said(at, at + 1) == "M"
}

/// Before a number stand blanks, quotes, brackets, quantity marks or a sign, nothing else.
fn may_begin(heard: &Heard, at: usize) -> bool {
    let start = at;
    let mut at = at;
    while heard.glued(at) && start - at < 16 {
        at -= 1;
        match heard.mark(at) {
            Some(
                '(' | '[' | '"' | '\'' | '<' | '=' | ':' | '*' | ',' | ';' | '{' | '!' | '?' | '…'
                | '|',
            ) => {
                return !(heard.is_mark(at, ':')
                    && heard.glued(at)
                    && (!heard.digits(at - 1).is_empty() || heard.is_mark(at - 1, ':')));
            }
            Some('-' | '+' | '.') => {
                return !heard.glued(at)
                    || heard.mark(at - 1).is_some_and(|m| is_quantity_mark(m) || m == '(');
            }
            Some(mark) if is_quantity_mark(mark) => {}
            _ => return false,
        }
    }
    true
}

/// After a number no letter, digit or joining mark may touch it.
fn may_end(heard: &Heard, to: usize) -> bool {
    if !heard.glued(to) {
        return true;
    }
    match heard.mark(to) {
        None => false,
        Some('-' | '/' | ':' | '.' | ',' | '\'' | '+') => {
            !heard.glued(to + 1) || ends_clause(heard, to + 1)
        }
        Some('@' | '_' | '\\' | '&' | '=') => false,
        Some(_) => true,
    }
}

fn ends_clause(heard: &Heard, at: usize) -> bool {
    matches!(heard.mark(at), Some('"' | '\'' | ')' | ']' | '.' | ',' | '!' | '?' | '-' | ';'))
        && !heard.glued(at + 1)
}

fn skip_quantity_marks(heard: &Heard, at: usize) -> usize {
    let mut at = at;
    while heard.mark(at).is_some_and(is_quantity_mark)
        && at < heard.len()
        && !heard.is_mark(at, '#')
    {
        at += 1;
        let degrees = heard.is_mark(at - 1, '°') && matches!(heard.word(at), "c" | "f" | "k");
        if degrees && heard.glued(at) {
            return at + 1;
        }
    }
    at
}

type Groups<'h> = (Vec<&'h str>, Vec<char>, usize);

fn groups<'h>(heard: &'h Heard, at: usize) -> Option<Groups<'h>> {
    let mut groups = Vec::with_capacity(2);
    let (mut separators, mut to) = (Vec::new(), at);
    if heard.is_mark(at, '.') && heard.glued(at + 1) && !heard.digits(at + 1).is_empty() {
        groups.push("0");
        separators.push('.');
        to = at + 1;
    }
    if heard.digits(to).is_empty() {
        return None;
    }
    groups.push(heard.digits(to));
    to += 1;
    while groups.len() < 24 {
        match heard.mark(to) {
            Some(mark @ ('.' | ',' | '\'' | '_'))
                if heard.glued(to) && heard.glued(to + 1) && !heard.digits(to + 1).is_empty() =>
            {
                separators.push(mark);
                groups.push(heard.digits(to + 1));
                to += 2;
            }
            _ if separators.iter().all(|separator| *separator == ' ')
                && spaced_group(heard, to, &groups) =>
            {
                separators.push(' ');
                groups.push(heard.digits(to));
                to += 1;
            }
            _ => break,
        }
    }
    Some((groups, separators, to))
}

/// Whether the next token is a further group of three digits after a blank ("12 345").
fn spaced_group(heard: &Heard, at: usize, groups: &[&str]) -> bool {
    let fits = groups.iter().skip(1).all(|group| group.len() == 3)
        && groups
            .first()
            .is_some_and(|first| (1..=3).contains(&first.len()) && !first.starts_with('0'));
    let free =
        !heard.glued(at + 1) || heard.mark(at + 1).is_some_and(|mark| ".,!?;)".contains(mark));
    fits && heard.digits(at).len() == 3 && !heard.glued(at) && free
}

fn interpret(
    groups: &[&str],
    separators: &[char],
    mark: Decimal,
) -> Option<(Number, Option<Number>)> {
    let (last, head) = groups.split_last()?;
    let whole = || Number::decimal(&groups.concat(), "");
    let split = || Number::decimal(&head.concat(), last);
    let Some((final_mark, earlier)) = separators.split_last() else {
        return Some((whole(), None));
    };
    if separators.iter().all(|separator| separator == final_mark) {
        if matches!(final_mark, ' ' | '_' | '\'') {
            return is_grouped(groups).then(|| (whole(), None));
        }
        if !earlier.is_empty() {
            return is_grouped(groups).then(|| (whole(), None));
        }
        return Some(single_separator(groups, *final_mark, mark, (whole, split)));
    }
    let same_before = earlier.windows(2).all(|pair| pair.first() == pair.last());
    let fits = same_before && matches!(final_mark, '.' | ',') && !earlier.contains(final_mark);
    (fits && is_grouped(head)).then(|| (split(), None))
}

/// One point or comma: a decimal mark, or a group of thousands where both can be.
fn single_separator(
    groups: &[&str],
    separator: char,
    mark: Decimal,
    readings: (impl Fn() -> Number, impl Fn() -> Number),
) -> (Number, Option<Number>) {
    let (whole, split) = readings;
    if !is_grouped(groups) {
        return (split(), None);
    }
    let decimal = (separator == '.') == (mark == Decimal::Point);
    match mark {
        Decimal::Unknown => (split(), Some(whole())),
        _ if decimal => (split(), Some(whole())),
        _ => (whole(), None),
    }
}

/// 1 to 3 digits without a leading zero, then groups of three (or two, as in India, before the last).
fn is_grouped(groups: &[&str]) -> bool {
    let Some((first, rest)) = groups.split_first() else { return false };
    let leads = (1..=3).contains(&first.len()) && !first.starts_with('0');
    let threes = rest.iter().all(|group| group.len() == 3);
    let indian = first.len() <= 2
        && rest.len() > 1
        && rest.last().is_some_and(|last| last.len() == 3)
        && rest.iter().rev().skip(1).all(|group| group.len() == 2);
    leads && (threes || indian)
}

fn slash_fraction(heard: &Heard, at: usize, to: usize) -> Option<(Number, usize)> {
    let joined = to == at + 1 && heard.is_mark(to, '/') && heard.glued(to) && heard.glued(to + 1);
    if !joined || heard.digits(to + 1).is_empty() || !may_end(heard, to + 2) {
        return None;
    }
    let over: i128 = heard.digits(at).parse().ok()?;
    let under: i128 = heard.digits(to + 1).parse().ok()?;
    (heard.digits(to + 1).len() <= 3 && under > 1).then(|| (Number::ratio(over, under), to + 2))
}

fn exponent(heard: &Heard, at: usize) -> Option<(i32, usize)> {
    let sign = heard.mark(at).filter(|mark| matches!(mark, '-' | '+'));
    let at = at + usize::from(sign.is_some());
    let value = heard.digits(at).parse::<i32>().ok()?.min(400);
    heard.glued(at).then_some((if sign == Some('-') { -value } else { value }, at + 1))
}

fn scientific(groups: &[&str], separators: &[char], exponent: i32) -> Option<Number> {
    let (whole, fraction) = match (groups, separators) {
        ([whole], []) => (*whole, ""),
        ([whole, fraction], ['.']) => (*whole, *fraction),
        _ => return None,
    };
    let places = usize::try_from(exponent.unsigned_abs()).ok()?;
    if exponent >= 0 {
        let (kept, rest) = fraction.split_at(places.min(fraction.len()));
        let zeros = "0".repeat(places.saturating_sub(fraction.len()));
        return Some(Number::decimal(&format!("{whole}{kept}{zeros}"), rest));
    }
    let padded = format!("{}{whole}", "0".repeat(places));
    let (kept, moved) = padded.split_at(padded.len().saturating_sub(places));
    Some(Number::decimal(kept, &format!("{moved}{fraction}")))
}

/// Whether the decimal mark of a country is a comma.
pub(super) fn writes_comma(region: Option<Region>) -> bool {
    decimal_mark(region) == Decimal::Comma
}

fn decimal_mark(region: Option<Region>) -> Decimal {
    match region.as_ref().map(Region::code) {
        None => Decimal::Unknown,
        Some(
            "DE" | "AT" | "FR" | "ES" | "IT" | "NL" | "BE" | "LU" | "PT" | "PL" | "CZ" | "SK"
            | "SE" | "NO" | "DK" | "FI" | "RU" | "UA" | "TR" | "BR" | "AR" | "CL" | "CO" | "ID"
            | "GR" | "RO" | "HU" | "BG" | "HR" | "SI" | "RS" | "VN" | "ZA" | "LT" | "LV" | "EE"
            | "IS" | "BA" | "MK" | "BY" | "UY" | "PY" | "EC" | "VE" | "BO" | "CR" | "MA" | "DZ"
            | "TN" | "KZ" | "GE" | "AM" | "AZ" | "AL" | "ME" | "MD",
        ) => Decimal::Comma,
        Some(_) => Decimal::Point,
    }
}
