use super::super::clock_time::{clock_time, day_part};
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
        let timed = refusal.kind == RefusalKind::NotThisType && says_time(heard);
        if timed { only_time() } else { refusal }
    })
}

/// Whether the utterance says when in the day, though not on which day.
fn says_time(heard: &Heard) -> bool {
    (0..heard.len()).any(|at| clock_time(heard, at).or_else(|| day_part(heard, at)).is_some())
}

fn only_time() -> Refusal {
    Refusal::new(
        RefusalKind::NotThisType,
        "That's a time of day, but I need to know the day too. Which day do you mean?",
    )
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
    fn a_part_of_the_day_beside_a_date_is_left_aside() {
        assert_eq!(read_as(Date, "on the 5th in the afternoon"), "2026-03-05");
        assert_eq!(read_as(Date, "in the afternoon, on Friday"), "2026-03-06");
    }
}
