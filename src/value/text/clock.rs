use super::super::clock_time::{clock_time, meridiem_at};
use super::super::english::calendar::is_before_noon;
use super::super::english::numbers::NumberWord;
use super::super::heard::Heard;
use super::super::hit::{Hit, Meaning};
use super::super::number::sub_hundred;
use super::super::{Spec, Value};

/// Whether a string slot takes times of day, and so the spoken ones too.
pub(super) fn is_clock(spec: &Spec) -> bool {
    match &spec.pattern {
        Some(pattern) => {
            ["10:30", "14:00"].iter().all(|time| pattern.matches(time))
                || ["10:30 AM", "2:00 PM"].iter().all(|time| pattern.matches(time))
        }
        None => spec.example.as_deref().is_some_and(is_written_time),
    }
}

fn is_written_time(example: &str) -> bool {
    let heard = Heard::new(example);
    heard.is_mark(1, ':') && clock_time(&heard, 0) == Some(heard.len())
}

/// A time of day as said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Time {
    to: usize,
    hour: u8,
    minute: u8,
    /// Whether the other half of the day may be meant.
    open: bool,
}

/// All times of day in an utterance, in the form that the slot takes.
pub(super) fn scan(spec: &Spec, heard: &Heard) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut at = 0;
    while at < heard.len() {
        match time_at(heard, at).and_then(|time| Some((time.to, meaning(spec, time)?))) {
            Some((to, meaning)) => {
                hits.push(Hit::meaning(at, to, meaning));
                at = to;
            }
            None => at += 1,
        }
    }
    hits
}

/// The likelier half of the day, and the other where both may be meant.
fn meaning(spec: &Spec, time: Time) -> Option<Meaning> {
    let other = (time.hour + 12) % 24;
    let written = |hour| written(spec, hour, time.minute).map(Value::String);
    if !time.open || (7..12).contains(&time.hour) {
        return Some(Meaning { value: written(time.hour)?, alternatives: Vec::new() });
    }
    let (likely, less) = if time.hour == 12 { (12, 0) } else { (other, time.hour) };
    let alternatives = written(less).into_iter().collect();
    Some(Meaning { value: written(likely)?, alternatives })
}

/// The time in the first usual form that the slot takes.
fn written(spec: &Spec, hour: u8, minute: u8) -> Option<String> {
    let half = if hour < 12 { "AM" } else { "PM" };
    let twelve = if hour.is_multiple_of(12) { 12 } else { hour % 12 };
    let forms = [
        format!("{hour:02}:{minute:02}"),
        format!("{hour}:{minute:02}"),
        format!("{twelve}:{minute:02} {half}"),
        format!("{twelve:02}:{minute:02} {half}"),
        format!("{hour:02}:{minute:02}:00"),
    ];
    match &spec.pattern {
        Some(pattern) => forms.into_iter().find(|form| pattern.matches(form)),
        None => forms.into_iter().next(),
    }
}

fn time_at(heard: &Heard, at: usize) -> Option<Time> {
    let starts = !heard.glued(at) || heard.mark(at - 1).is_some_and(|m| matches!(m, '(' | '"'));
    let time = named(heard, at)
        .or_else(|| relative(heard, at))
        .or_else(|| plain(heard, at))
        .map(|time| in_part_before(heard, at, time))
        .filter(|time| starts && time.hour < 24 && time.minute < 60)?;
    let goes_on = heard.glued(time.to)
        && !matches!(heard.mark(time.to), Some('.' | ',' | '!' | '?' | ';' | ')' | '"'));
    (!goes_on).then_some(time)
}

/// "in the evening around six": the part of the day may come first.
fn in_part_before(heard: &Heard, at: usize, time: Time) -> Time {
    let mut before = at;
    while before > 0 && matches!(heard.word(before - 1), "at" | "around" | "about" | "say") {
        before -= 1;
    }
    let part = before.checked_sub(1).and_then(|at| is_before_noon(heard.word(at)));
    match part.filter(|_| time.open) {
        Some(true) => Time { hour: time.hour % 12, open: false, ..time },
        Some(false) => Time { hour: time.hour % 12 + 12, open: false, ..time },
        None => time,
    }
}

/// The part of the day that is said, where no time is, and a time in it as the slot takes it.
pub(super) fn part_of_day<'h>(spec: &Spec, heard: &'h Heard) -> Option<(&'h str, Option<String>)> {
    let words = (0..heard.len()).map(|at| heard.word(at));
    let part = words.into_iter().find(|word| is_before_noon(word).is_some())?;
    let hour = match is_before_noon(part) {
        Some(true) => 9,
        Some(false) if part == "evening" => 18,
        Some(false) | None => 14,
    };
    Some((part, written(spec, hour, 30)))
}

fn named(heard: &Heard, at: usize) -> Option<Time> {
    let hour = match heard.word(at) {
        "noon" | "midday" => 12,
        "midnight" => 0,
        _ => return None,
    };
    Some(Time { to: at + 1, hour, minute: 0, open: false })
}

/// "half past ten", "quarter to three", "ten past four".
fn relative(heard: &Heard, at: usize) -> Option<Time> {
    let start = at + usize::from(heard.word(at) == "a" && heard.word(at + 1) == "quarter");
    let (minutes, to) = match heard.word(start) {
        "half" => (30, start + 1),
        "quarter" => (15, start + 1),
        _ => number(heard, start)?,
    };
    let to = to + usize::from(heard.word(to) == "minutes");
    let before = match heard.word(to) {
        "past" | "after" => false,
        "to" | "before" | "till" if minutes != 30 && is_minutes(heard, at, to) => true,
        _ => return None,
    };
    let (hour, to) = number(heard, to + 1)?;
    let to = to + usize::from(heard.word(to) == "oclock");
    let (hour, minute) = match (before, hour) {
        (false, _) => (hour, minutes),
        (true, 0) => (23, 60_u8.checked_sub(minutes)?),
        (true, 1) => (12, 60_u8.checked_sub(minutes)?),
        (true, _) => (hour - 1, 60_u8.checked_sub(minutes)?),
    };
    in_half(heard, Time { to, hour, minute, open: true })
}

/// "five to ten" may be a range; not after "at", at the start, or with a word for minutes.
fn is_minutes(heard: &Heard, at: usize, to: usize) -> bool {
    at == 0
        || matches!(heard.word(at - 1), "at" | "around" | "about" | "a")
        || matches!(heard.word(to - 1), "quarter" | "minutes")
}

/// "10:30", "9.15 am", "ten thirty", "three o'clock", "5 pm"; a bare hour only after "at".
fn plain(heard: &Heard, at: usize) -> Option<Time> {
    let (hour, to) = number(heard, at)?;
    let padded = heard.digits(at).starts_with('0');
    let time = |to, minute| Time { to, hour, minute, open: !padded };
    let introduced = at == 0
        || matches!(heard.word(at - 1), "at" | "around" | "about")
        || heard.mark(at - 1).is_some() && at == 1;
    if let Some((minute, to)) = minutes(heard, to, introduced) {
        return in_half(heard, time(to, minute));
    }
    let said = to + usize::from(matches!(heard.word(to), "oclock" | "uhr"));
    if said > to || meridiem_at(heard, to).is_some() {
        return in_half(heard, time(said, 0));
    }
    let ends = (to..heard.len()).next().is_none_or(|next| ends_hour(heard, next));
    (introduced && ends).then(|| time(to, 0))
}

/// Whether what follows a bare hour leaves it one.
fn ends_hour(heard: &Heard, at: usize) -> bool {
    match heard.mark(at) {
        Some(mark) => matches!(mark, ',' | '.' | '!' | '?' | ';') && !heard.glued(at + 1),
        None => matches!(
            heard.word(at),
            "on" | "please" | "tomorrow" | "today" | "then" | "thanks" | "next" | "this" | "with"
        ),
    }
}

/// A full stop joins minutes only where a time is meant anyway.
fn minutes(heard: &Heard, at: usize, introduced: bool) -> Option<(u8, usize)> {
    let two = |at: usize| heard.digits(at).parse().ok().filter(|_| heard.digits(at).len() == 2);
    let pointed = heard.is_mark(at, '.') && (introduced || meridiem_at(heard, at + 2).is_some());
    if heard.is_mark(at, ':') || pointed {
        let minute = two(at + 1).filter(|_| heard.glued(at) && heard.glued(at + 1))?;
        let zeros = heard.is_mark(at + 2, ':') && heard.digits(at + 3) == "00";
        return Some((minute, if zeros { at + 4 } else { at + 2 }));
    }
    let oh = matches!(heard.number(at), Some(NumberWord::Oh));
    let (minute, to) = sub_hundred(heard, at + usize::from(oh))?;
    let ends = heard.number(to).is_none() && heard.digits(to).is_empty();
    (ends && (minute >= 10) != oh).then_some((minute, to))
}

/// An hour or minutes in digits or words.
fn number(heard: &Heard, at: usize) -> Option<(u8, usize)> {
    let digits = heard.digits(at);
    match digits.len() {
        1 | 2 => Some((digits.parse().ok()?, at + 1)),
        _ => sub_hundred(heard, at),
    }
}

/// Moves the hour to the half of the day that is said.
fn in_half(heard: &Heard, time: Time) -> Option<Time> {
    let open = time.open && (1..=12).contains(&time.hour);
    let Some(to) = meridiem_at(heard, time.to) else { return Some(Time { open, ..time }) };
    let morning =
        (time.to..to).any(|at| matches!(heard.word(at), "am" | "a" | "morning" | "mornings"));
    let hour = match (time.hour, morning) {
        (12, true) => 0,
        (hour @ 1..=11, false) => hour + 12,
        (13.., true) => return None,
        (hour, _) => hour,
    };
    Some(Time { to, hour, open: false, ..time })
}
