use super::super::english::numbers::{NumberWord, is_point};
use super::super::english::requests::{
    DIALLING_PAUSES, DIALLING_SIGNS, OPENING_BRACKETS, is_extension,
};
use super::super::heard::{Heard, Kind};
use super::super::number::sub_hundred;
use super::plan::is_country_code;

/// Digits that may be a phone number, with its tokens.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    /// First token.
    pub from: usize,
    /// The token after the last, extension included.
    pub to: usize,
    /// The digits, with a leading plus where there was one.
    pub dialled: String,
    /// Whether it is written or said the way phone numbers are.
    pub formatted: bool,
}

/// Longest run of digits that is kept.
const LONGEST: usize = 40;

/// The run of digits that begins at a token.
pub(super) fn run_at(heard: &Heard, at: usize) -> Option<Run> {
    let opens = heard.opens_number(at) || heard.any_phrase(at, OPENING_BRACKETS).is_some();
    if !opens || matches!(heard.mark(at), Some('-' | '.')) {
        return None;
    }
    let mut run = Run { from: at, to: at, dialled: String::new(), formatted: false };
    let mut place = opening(heard, at, &mut run)?;
    let mut groups = 0;
    while run.dialled.len() < LONGEST {
        let gap = separators(heard, place, groups, &run);
        let Some(after) = group(heard, gap, groups > 0, &mut run.dialled) else { break };
        run.formatted |= gap > place;
        groups += 1;
        place = after;
        run.to = after;
    }
    if groups == 0 {
        return None;
    }
    run.formatted |= run.dialled.starts_with('+');
    if heard.is_mark(run.to, ')') && heard.before(at).is_some_and(|b| heard.is_mark(b, '(')) {
        run.to += 1;
    }
    if let Some(to) = extension(heard, run.to) {
        run.to = to;
    }
    Some(run)
}

fn opening(heard: &Heard, at: usize, run: &mut Run) -> Option<usize> {
    if heard.glued(at)
        && !heard.mark(at - 1).is_some_and(|mark| {
            matches!(mark, '(' | ':' | '"' | '\'' | '=' | '[' | '<' | ',' | ';')
        })
    {
        return None;
    }
    let mut place = at;
    if heard.is_mark(place, '(') {
        place += 1;
    } else if let Some(to) = heard.any_phrase(place, OPENING_BRACKETS) {
        place = to;
    }
    if heard.is_mark(place, '+') || heard.word(place) == "plus" {
        run.dialled.push('+');
        place += 1;
        if heard.is_mark(place, '(') {
            place += 1;
        }
    }
    Some(place)
}

/// Blanks, dashes, points, slashes and brackets between groups, written or named, and hesitation.
fn separators(heard: &Heard, at: usize, groups: usize, run: &Run) -> usize {
    let mut place = at;
    let mut marks = 0;
    while groups > 0 && marks < 8 {
        match separator(heard, place, run) {
            Some(after) => place = after,
            None => break,
        }
        marks += 1;
    }
    place
}

fn separator(heard: &Heard, at: usize, run: &Run) -> Option<usize> {
    let Some(mark) = heard.mark(at) else {
        return named_separator(heard, at, run.dialled.len());
    };
    if !matches!(mark, '-' | '.' | '/' | '(' | ')' | ',' | '·' | '…') {
        return None;
    }
    let comma = mark == ','
        && (heard.glued(at + 1) || heard.digits(at + 1).len() > 3 && run.dialled.len() > 6);
    let ends = matches!(mark, '.' | '…') && !heard.glued(at + 1) && heard.kind(at + 1).is_none();
    let between = mark == '/'
        && !heard.glued(at)
        && !heard.glued(at + 1)
        && run.dialled.len() >= MOSTLY_DIALLED;
    (!comma && !ends && !between).then_some(at + 1)
}

/// So many digits may be a whole number, after which "then" and a slash begin something else.
const MOSTLY_DIALLED: usize = 9;

/// "dash", "open parenthesis", "um", "and then" between groups of digits.
fn named_separator(heard: &Heard, at: usize, digits: usize) -> Option<usize> {
    let early = digits < MOSTLY_DIALLED;
    let to = heard
        .any_phrase(at, DIALLING_SIGNS)
        .or_else(|| early.then(|| heard.any_phrase(at, DIALLING_PAUSES)).flatten())?;
    let decimal = is_point(heard.word(at)) && digits < 3;
    (to < heard.len() && !decimal).then_some(to)
}

/// One group of digits, written or in words.
fn group(heard: &Heard, at: usize, started: bool, dialled: &mut String) -> Option<usize> {
    let digits = heard.digits(at);
    if !digits.is_empty() {
        let free = !heard.glued(at + 1)
            || heard.word(at + 1).is_empty()
            || is_extension(heard.word(at + 1));
        return free.then(|| {
            dialled.push_str(digits.get(..digits.len().min(LONGEST)).unwrap_or(digits));
            at + 1
        });
    }
    if heard.kind(at)? != Kind::Word {
        return None;
    }
    if let Some(keyed) = keyed_word(heard, at, dialled) {
        dialled.push_str(&keyed);
        return Some(at + 1);
    }
    if let Some((code, to)) = country_code(heard, at).filter(|_| dialled == "+") {
        dialled.push_str(&code.to_string());
        return Some(to);
    }
    match heard.number(at)? {
        NumberWord::Oh => started_or_followed(heard, at, started).then(|| {
            dialled.push('0');
            at + 1
        }),
        NumberWord::Repeat(count) => repeated(heard, at + 1, count, dialled),
        NumberWord::Hundred => started.then(|| {
            dialled.push_str("00");
            at + 1
        }),
        NumberWord::Scale(1000) => started.then(|| {
            dialled.push_str("000");
            at + 1
        }),
        _ => {
            let (value, to) = sub_hundred(heard, at)?;
            dialled.push_str(&value.to_string());
            Some(to)
        }
    }
}

/// "nine hundred and seventy three" behind a plus, where that is a country's code.
fn country_code(heard: &Heard, at: usize) -> Option<(i32, usize)> {
    let (hundreds, to) = sub_hundred(heard, at).filter(|(value, _)| *value < 10)?;
    (heard.number(to) == Some(NumberWord::Hundred)).then_some(())?;
    let and = to + 1 + usize::from(heard.word(to + 1) == "and");
    let (rest, to) = sub_hundred(heard, and)?;
    let code = i32::from(hundreds) * 100 + i32::from(rest);
    is_country_code(code).then_some((code, to))
}

/// "1-800-FLOWERS": the letters on the keys, after a freephone prefix only.
fn keyed_word(heard: &Heard, at: usize, dialled: &str) -> Option<String> {
    let prefix = dialled.trim_start_matches('+').trim_start_matches('1');
    let free = matches!(prefix, "800" | "888" | "877" | "866" | "855" | "844" | "833");
    let word = heard.word(at);
    if !free || !heard.glued(at) || !(4..=9).contains(&word.len()) {
        return None;
    }
    word.bytes().take(7).map(key_of).collect()
}

/// The key that carries a letter.
fn key_of(letter: u8) -> Option<char> {
    Some(match letter {
        b'a'..=b'c' => '2',
        b'd'..=b'f' => '3',
        b'g'..=b'i' => '4',
        b'j'..=b'l' => '5',
        b'm'..=b'o' => '6',
        b'p'..=b's' => '7',
        b't'..=b'v' => '8',
        b'w'..=b'z' => '9',
        _ => return None,
    })
}

fn started_or_followed(heard: &Heard, at: usize, started: bool) -> bool {
    started || !heard.digits(at + 1).is_empty() || heard.number(at + 1).is_some()
}

fn repeated(heard: &Heard, at: usize, count: u8, dialled: &mut String) -> Option<usize> {
    let digit = match heard.number(at) {
        Some(NumberWord::Unit(unit)) => unit.to_string(),
        Some(NumberWord::Oh) => "0".to_owned(),
        _ => Some(heard.digits(at)).filter(|digits| digits.len() == 1)?.to_owned(),
    };
    dialled.push_str(&digit.repeat(count.into()));
    Some(at + 1)
}

fn extension(heard: &Heard, at: usize) -> Option<usize> {
    let mut place = at + usize::from(heard.is_mark(at, ',') || heard.is_mark(at, ';'));
    let hash = heard.is_mark(place, '#');
    if !hash && !is_extension(heard.word(place)) {
        return None;
    }
    place += 1;
    place += usize::from(matches!(heard.mark(place), Some('.' | ':' | '=')));
    place += usize::from(heard.word(place) == "number");
    let mut number = String::new();
    let start = place;
    while let Some(after) =
        group(heard, place, !number.is_empty(), &mut number).filter(|_| number.len() < 12)
    {
        place = after;
    }
    (place > start).then_some(place)
}

/// The token after text that is plainly a phone number and no quantity.
pub(in crate::value) fn phone_like(heard: &Heard, at: usize) -> Option<usize> {
    let opens = matches!(heard.mark(at), Some('+' | '('))
        || heard.word(at) == "plus"
        || heard.digits(at).starts_with('0')
        || heard.digits(at).len() >= 2 && heard.glued(at + 1)
        || matches!(heard.number(at), Some(NumberWord::Oh | NumberWord::Unit(0)));
    if !opens {
        return None;
    }
    let run = run_at(heard, at)?;
    let count = run.dialled.bytes().filter(u8::is_ascii_digit).count();
    let marked = run.dialled.starts_with('+')
        || run.dialled.starts_with('0')
        || has_phone_marks(heard, &run);
    (count >= 7 && marked).then_some(run.to)
}

fn has_phone_marks(heard: &Heard, run: &Run) -> bool {
    let joints = (run.from..run.to).filter(|at| matches!(heard.mark(*at), Some('-' | '/' | ')')));
    let dots = (run.from..run.to).filter(|at| heard.is_mark(*at, '.')).count();
    let grouped =
        (run.from + 1..run.to).all(|at| heard.digits(at).is_empty() || heard.digits(at).len() == 3);
    joints.count() > 0 || dots > 2 && !grouped
}
