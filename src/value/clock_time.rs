use super::english::calendar::{is_day_part, is_meridiem};
use super::heard::Heard;
use super::number::sub_hundred;

/// The token after a time of day that begins here ("half past three", "17:30", "5 pm", "three o'clock").
pub(super) fn clock_time(heard: &Heard, at: usize) -> Option<usize> {
    match heard.word(at) {
        "noon" | "midday" | "midnight" | "lunchtime" => return Some(at + 1),
        "half" | "quarter" => {
            let to = at + 1;
            let joined = matches!(heard.word(to), "past" | "to" | "after" | "before" | "till");
            return if joined { hour(heard, to + 1) } else { None };
        }
        _ => {}
    }
    if let Some(to) = minutes_past(heard, at) {
        return Some(to);
    }
    let to = hour_number(heard, at)?;
    if let Some(to) = colon_minutes(heard, to) {
        return Some(meridiem(heard, to).unwrap_or(to));
    }
    if matches!(heard.word(to), "oclock" | "hundred") && heard.word(to) == "oclock" {
        return Some(meridiem(heard, to + 1).unwrap_or(to + 1));
    }
    if let Some(to) = meridiem(heard, to) {
        return Some(to);
    }
    let (_, after) = sub_hundred(heard, to)?;
    meridiem(heard, after)
}

/// The token after a part of the day that begins here ("in the morning", "tonight's" evening).
pub(super) fn day_part(heard: &Heard, at: usize) -> Option<usize> {
    let at =
        at + usize::from(matches!(heard.word(at), "in" | "at" | "during" | "before" | "around"));
    let at = at + usize::from(matches!(heard.word(at), "the" | "early" | "late"));
    let at = at + usize::from(matches!(heard.word(at), "early" | "late"));
    is_day_part(heard.word(at)).then_some(at + 1)
}

fn minutes_past(heard: &Heard, at: usize) -> Option<usize> {
    let to = hour_number(heard, at)?;
    let to = to + usize::from(heard.word(to) == "minutes");
    if !matches!(heard.word(to), "past" | "to") {
        return None;
    }
    let end = hour(heard, to + 1)?;
    (heard.word(to) == "past"
        || meridiem(heard, end - 1).is_some()
        || ends_with_meridiem(heard, end))
    .then_some(end)
}

fn ends_with_meridiem(heard: &Heard, end: usize) -> bool {
    matches!(heard.text(end - 1), "am" | "pm" | "m" | "oclock")
}

fn hour(heard: &Heard, at: usize) -> Option<usize> {
    let to = hour_number(heard, at)?;
    let to = colon_minutes(heard, to).unwrap_or(to);
    let to = to + usize::from(heard.word(to) == "oclock");
    Some(meridiem(heard, to).unwrap_or(to))
}

fn hour_number(heard: &Heard, at: usize) -> Option<usize> {
    let digits = heard.digits(at);
    if (1..=2).contains(&digits.len()) {
        return Some(at + 1);
    }
    sub_hundred(heard, at).map(|(_, to)| to)
}

fn colon_minutes(heard: &Heard, at: usize) -> Option<usize> {
    let mut to = at;
    let mut parts = 0;
    while parts < 2
        && (heard.is_mark(to, ':') || heard.is_mark(to, '.') && meridiem(heard, to + 2).is_some())
        && heard.glued(to)
        && heard.glued(to + 1)
        && heard.digits(to + 1).len() == 2
    {
        to += 2;
        parts += 1;
    }
    let hours = parts == 0 && heard.word(to) == "h" && heard.glued(to);
    if hours {
        return Some(to + 1 + usize::from(heard.glued(to + 1) && heard.digits(to + 1).len() == 2));
    }
    (parts > 0).then(|| to + usize::from(matches!(heard.word(to), "h" | "uhr" | "hrs" | "hours")))
}

/// The token after "am", "p.m." or "in the morning", where one stands here.
pub(super) fn meridiem_at(heard: &Heard, at: usize) -> Option<usize> {
    meridiem(heard, at)
}

/// "am", "p.m.", "in the morning" after an hour.
fn meridiem(heard: &Heard, at: usize) -> Option<usize> {
    if is_meridiem(heard.word(at)) {
        return Some(at + 1);
    }
    if matches!(heard.word(at), "a" | "p") {
        let to = at + 1 + usize::from(heard.is_mark(at + 1, '.'));
        if heard.word(to) == "m" {
            return Some(to + 1 + usize::from(heard.is_mark(to + 1, '.') && heard.glued(to + 1)));
        }
    }
    (heard.word(at) == "in" || heard.word(at) == "at").then(|| day_part(heard, at)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_are_recognised() {
        for text in [
            "5pm",
            "17:30",
            "half past three",
            "three o'clock",
            "5 p.m.",
            "ten past four",
            "9.30 am",
        ] {
            let heard = Heard::new(text);
            assert_eq!(clock_time(&heard, 0), Some(heard.len()), "{text}");
        }
        for text in ["5 boxes", "half a million", "5 to 10", "3.50"] {
            assert_eq!(clock_time(&Heard::new(text), 0), None, "{text}");
        }
    }
}
