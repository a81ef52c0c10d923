use super::super::english::fillers::is_filler;
use super::super::english::number_names::names_with_numbers;
use super::super::english::numbers::{
    follows_pointing_ordinal, follows_vague_one, is_set_at, precedes_vague_one,
};
use super::super::english::requests::introduced_as;
use super::super::english::units::{is_spoken_unit, is_street};
use super::super::heard::Heard;
use super::super::{Spec, answer};
use super::spoken::Spoken;

/// Whether a number is a name, a time, an address or an idiom instead of a quantity.
pub(super) fn is_no_quantity(heard: &Heard, place: usize, number: &Spoken) -> bool {
    let before = heard.before(place).map_or("", |before| heard.word(before));
    let after = heard.word(number.to);
    if is_house_number(heard, number) || is_hour(heard, place, number) || is_at_name(heard, place) {
        return true;
    }
    if before == "and" && number.number.has_fraction() && matches!(heard.word(place), "a" | "half")
    {
        return true;
    }
    let single = number.to == place + 1;
    if number.ordinal {
        return follows_pointing_ordinal(after)
            || heard.word(place) == "second"
                && matches!(before, "a" | "one" | "per" | "every" | "each" | "" | "just")
            || heard.word(place) == "second" && after == "thought";
    }
    if single && heard.word(place) == "one" {
        let just = before == "the" && place > 1 && heard.word(place - 2) == "just";
        let only = before == "only" && (place < 2 || heard.word(place - 2) != "the");
        let list = place > 0 && precedes_vague_one(before) && !just && !only;
        return follows_vague_one(after) || list;
    }
    heard.glued(place)
        && heard.is_mark(place - 1, '-')
        && place > 1
        && heard.glued(place - 1)
        && !heard.word(place).is_empty()
        && !heard.word(place - 2).is_empty()
}

/// "@home 5": what touches an at sign is somebody's name, and so is what it counts.
fn is_at_name(heard: &Heard, place: usize) -> bool {
    place > 1 && heard.is_mark(place - 2, '@') && !heard.word(place - 1).is_empty()
}

/// Whether the words before call it another number than the slot's ("version 2", "order number 66").
pub(super) fn is_named_otherwise(spec: &Spec, heard: &Heard, place: usize) -> bool {
    let Some(before) = place.checked_sub(1) else { return false };
    let word = heard.word(before);
    if names_with_numbers(word) {
        return !answer::in_label(spec, word);
    }
    !spec.label.is_empty()
        && introduced_as(heard, place).is_some_and(|name| !answer::in_label(spec, name))
}

/// "12 Baker Street", "5th Avenue": a name of a way follows within three words.
fn is_house_number(heard: &Heard, number: &Spoken) -> bool {
    for at in number.to..number.to + 3 {
        let word = heard.word(at);
        if is_street(word) {
            return true;
        }
        if word.is_empty() || is_filler(word) && at > number.to {
            return false;
        }
    }
    false
}

/// "call me at 3": an hour at the end of what is said, unless something is set at it.
fn is_hour(heard: &Heard, place: usize, number: &Spoken) -> bool {
    let hour = number.number.to_integer().is_some_and(|hour| (1..=12).contains(&hour));
    let ends = heard.word(number.to).is_empty() && heard.digits(number.to).is_empty();
    let unit = is_spoken_unit(heard.word(number.to));
    place > 1
        && heard.word(place - 1) == "at"
        && hour
        && ends
        && !unit
        && !is_set_at(heard.word(place - 2))
        && !heard.word(place - 2).is_empty()
}
