//! Strings: identifiers by pattern or example, choices with synonyms, and free text.

mod choice;
mod clock;
mod code;
mod free;
mod name;
mod patterned;
mod run;
mod shape;

use super::heard::Heard;
use super::hit::Hit;
use super::{Reading, Refusal, Spec, answer};

/// How many words of an answer may be about something else than the time of day.
const TIME_BUDGET: usize = 6;

/// Reads a whole answer as a string.
pub(super) fn parse(spec: &Spec, heard: &Heard) -> Result<Reading, Refusal> {
    if !spec.choices.is_empty() {
        return choice::parse(spec, heard);
    }
    if clock::is_clock(spec) {
        let times = clock::scan(spec, heard);
        if !times.is_empty() {
            return answer::settle(spec, heard, times, TIME_BUDGET);
        }
    }
    if shape::is_coded(spec) { code::parse(spec, heard) } else { free::parse(spec, heard) }
}

/// Digits that the words before them call the slot's, in a form that it does not take.
pub(super) fn misshapen(spec: &Spec, heard: &Heard) -> Vec<(usize, usize)> {
    let coded = spec.choices.is_empty() && spec.pattern.is_some() && !clock::is_clock(spec);
    if coded { code::misshapen_runs(spec, heard) } else { Vec::new() }
}

/// All strings of the slot's kind inside an utterance.
pub(super) fn scan(spec: &Spec, heard: &Heard) -> Vec<Hit> {
    if !spec.choices.is_empty() {
        return choice::scan(spec, heard);
    }
    if clock::is_clock(spec) {
        return clock::scan(spec, heard);
    }
    if shape::is_coded(spec) { code::scan(spec, heard) } else { free::scan(spec, heard) }
}

#[cfg(test)]
mod tests {
    use super::super::VariableType::String;
    use super::super::facts::read;
    use super::super::{Choice, Spec};

    #[test]
    fn an_identifier_takes_the_form_of_its_example() {
        let order = Spec { example: Some("ORD-12345".to_owned()), ..Spec::of(String) };
        for said in ["O R D one two three four five", "ord-12345", "12345"] {
            assert_eq!(read(&order, said), "ORD-12345", "{said}");
        }
    }

    #[test]
    fn a_choice_that_is_denied_is_not_taken() {
        let choices = ["small", "large"]
            .map(|value| Choice { value: value.to_owned(), synonyms: Vec::new() })
            .to_vec();
        let size = Spec { choices, ..Spec::of(String) };
        assert_eq!(read(&size, "not the large one, the small one"), "small");
        assert_eq!(read(&size, "not small or large"), "!not_this_type");
    }
}
