use super::super::clock_time::{clock_time, day_part};
use super::super::english::calendar::{is_period, is_which};
use super::super::heard::Heard;
use super::super::{Reading, Reference, Refusal, RefusalKind, Spec, answer};
use super::scan;

/// How many words of an answer may be about something else.
const BUDGET: usize = 7;

/// Reads a whole answer as a day.
pub(in crate::value) fn parse(
    spec: &Spec,
    heard: &Heard,
    at: &Reference,
) -> Result<Reading, Refusal> {
    answer::settle(spec, heard, scan(spec, heard, at), BUDGET).map_err(|refusal| {
        match refusal.kind == RefusalKind::NotThisType {
            true if says_time(heard) => only_time(),
            true => period(heard).map_or(refusal, |period| only_period(&period)),
            false => refusal,
        }
    })
}

/// Whether the utterance says when in the day, though not on which day.
fn says_time(heard: &Heard) -> bool {
    (0..heard.len()).any(|at| clock_time(heard, at).or_else(|| day_part(heard, at)).is_some())
}

fn only_time() -> Refusal {
    Refusal::new(
        RefusalKind::Ambiguous,
        "That's a time of day, but I need to know the day too. Which day do you mean?",
    )
}

/// A week or the like that is said without a day in it.
fn period(heard: &Heard) -> Option<String> {
    (1..heard.len()).find_map(|at| {
        let (which, word) = (heard.word(at - 1), heard.word(at));
        (is_which(which) && is_period(word)).then(|| format!("{which} {word}"))
    })
}

fn only_period(period: &str) -> Refusal {
    Refusal::new(RefusalKind::Ambiguous, format!("Which day {period} do you mean?"))
}

#[cfg(test)]
mod tests {
    use super::super::super::VariableType::Date;
    use super::super::super::facts::{read_as, refusal};

    #[test]
    fn a_time_without_a_day_is_told_from_no_date_at_all() {
        assert!(refusal(Date, "in the afternoon").contains("time of day"));
        assert!(refusal(Date, "at half past three").contains("time of day"));
        assert!(!refusal(Date, "the blue one").contains("time of day"));
    }

    #[test]
    fn a_week_without_a_day_asks_for_the_day_in_it() {
        assert_eq!(refusal(Date, "sometime next week"), "Which day next week do you mean?");
        assert!(!refusal(Date, "last time you said a week").contains("Which day"));
    }

    #[test]
    fn a_part_of_the_day_beside_a_date_is_left_aside() {
        assert_eq!(read_as(Date, "on the 5th in the afternoon"), "2026-03-05");
        assert_eq!(read_as(Date, "in the afternoon, on Friday"), "2026-03-06");
    }
}
