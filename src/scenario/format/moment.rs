use chrono::{DateTime, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, TimeZone};
use chrono_tz::Tz;

use crate::{
    agent::format::{Reader, Spanned},
    scenario::Scenario,
    value::Reference,
    yaml::Node,
};

/// How a time without an offset may be written.
const LOCAL: [&str; 4] =
    ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"];

/// The time of a talk whose scenario names none.
pub(super) fn noon(zone: Tz) -> DateTime<Tz> {
    let local = Scenario::NOON.parse::<NaiveDateTime>().unwrap_or_default();
    zone.from_local_datetime(&local).earliest().unwrap_or_else(|| zone.from_utc_datetime(&local))
}

impl Reader<'_> {
    /// The time of the talk: with its offset, or the local time of the agent.
    pub(super) fn moment(&mut self, node: &Node, zone: Tz) -> Option<DateTime<FixedOffset>> {
        let text = self.filled_text(node)?;
        if let Ok(time) = DateTime::parse_from_rfc3339(&text.value) {
            self.warn_of_offset(&text, time, zone);
            return Some(time);
        }
        let day = NaiveDate::parse_from_str(&text.value, "%Y-%m-%d").ok();
        let noon = day.and_then(|day| day.and_hms_opt(12, 0, 0));
        let written = |form: &&str| NaiveDateTime::parse_from_str(&text.value, form).ok();
        let Some(local) = noon.or_else(|| LOCAL.iter().find_map(written)) else {
            let diagnostic =
                self.error("bad-time", &text.span, format!("`{}` is no time", text.value)).help(
                    "write `2026-03-02T10:00` in the agent's zone, or `2026-03-02T10:00:00+01:00`",
                );
            self.push(diagnostic);
            return None;
        };
        self.in_zone(&text, local, zone)
    }

    /// The moment of a local time; on the nights when clocks change there may be two, or none.
    fn in_zone(
        &mut self,
        text: &Spanned<String>,
        local: NaiveDateTime,
        zone: Tz,
    ) -> Option<DateTime<FixedOffset>> {
        let (message, help) = match zone.from_local_datetime(&local) {
            LocalResult::Single(time) => return Some(time.fixed_offset()),
            LocalResult::Ambiguous(first, second) => (
                format!("`{}` comes twice in {zone}", text.value),
                format!("write `{}` or `{}`", first.to_rfc3339(), second.to_rfc3339()),
            ),
            LocalResult::None => (
                format!("`{}` does not come in {zone}", text.value),
                "clocks are put forward over it; write a time before or after".to_owned(),
            ),
        };
        let diagnostic = self.error("bad-time", &text.span, message).help(help);
        self.push(diagnostic);
        None
    }

    /// An offset that the agent's zone does not have then is most likely a slip.
    fn warn_of_offset(&mut self, text: &Spanned<String>, time: DateTime<FixedOffset>, zone: Tz) {
        let there = time.with_timezone(&zone).fixed_offset();
        let is_utc = time.offset().local_minus_utc() == 0;
        if there.offset() != time.offset() && !is_utc {
            let diagnostic = self
                .warning("other-offset", &text.span, format!("{zone} has another offset then"))
                .label(format!("{} for the agent", there.to_rfc3339()))
                .help("write the offset of the agent's zone, or leave it out");
            self.push(diagnostic);
        }
    }
}

/// What relative dates in the scenario are read against.
pub(super) fn reference(
    now: Option<DateTime<FixedOffset>>,
    agent: &crate::agent::Agent,
) -> Reference {
    let now = now.map_or_else(|| noon(agent.timezone), |now| now.with_timezone(&agent.timezone));
    Reference { now, region: agent.region }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diagnostic::SourceFile, yaml};

    fn read(text: &str) -> (Option<String>, Vec<&'static str>) {
        let source = SourceFile::new("a", format!("now: {text}"));
        let node = yaml::read(&source).0.unwrap();
        let mut reader = Reader::new(&source);
        let time = reader.moment(node.get("now").unwrap(), chrono_tz::Europe::Berlin);
        let codes = reader.diagnostics.iter().map(|found| found.code).collect();
        (time.map(|time| time.to_rfc3339()), codes)
    }

    #[test]
    fn a_time_is_local_unless_it_has_an_offset() {
        let sound = |time: &str| (Some(time.to_owned()), vec![]);
        assert_eq!(read("2026-03-02T10:00"), sound("2026-03-02T10:00:00+01:00"));
        assert_eq!(read("2026-07-02 10:00:30"), sound("2026-07-02T10:00:30+02:00"));
        assert_eq!(read("2026-03-02T10:00:00+01:00"), sound("2026-03-02T10:00:00+01:00"));
        assert_eq!(read("2026-03-02T10:00:00Z"), sound("2026-03-02T10:00:00+00:00"));
        assert_eq!(read("2026-07-01"), sound("2026-07-01T12:00:00+02:00"));
    }

    #[test]
    fn a_time_that_no_clock_shows_once_is_refused() {
        assert_eq!(read("2026-03-29T02:30"), (None, vec!["bad-time"]));
        assert_eq!(read("2026-10-25T02:30"), (None, vec!["bad-time"]));
        assert_eq!(read("soon"), (None, vec!["bad-time"]));
        assert_eq!(read("2026-07-02T10:00:00+01:00").1, ["other-offset"]);
    }
}
