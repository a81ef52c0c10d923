use chrono::{
    DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime,
    format::{Item, StrftimeItems},
};
use minijinja::{Error, ErrorKind};

/// How the message about a bad pattern starts.
pub(super) const BAD_FORMAT: &str = "no date pattern";

/// Pattern when the template gives none.
const PATTERN: &str = "%Y-%m-%d %H:%M";

/// The filter `datetime`: a time in RFC 3339, or a day, written by a strftime pattern.
pub(super) fn filter(value: &str, pattern: Option<&str>) -> Result<String, Error> {
    let pattern = pattern.unwrap_or(PATTERN);
    // Formatting by a bad pattern panics in chrono, so it is checked first.
    if !is_pattern(pattern) {
        let message = format!("{BAD_FORMAT}: `{pattern}`");
        return Err(Error::new(ErrorKind::InvalidOperation, message));
    }
    let time = read(value.trim()).ok_or_else(|| {
        Error::new(ErrorKind::InvalidOperation, format!("`{value}` is no date or time"))
    })?;
    Ok(time.format(pattern).to_string())
}

/// Whether a strftime pattern can be used.
pub fn is_pattern(pattern: &str) -> bool {
    !StrftimeItems::new(pattern).any(|item| item == Item::Error)
}

fn read(text: &str) -> Option<DateTime<FixedOffset>> {
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time);
    }
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S")
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S"))
        .or_else(|_| {
            NaiveDate::parse_from_str(text, "%Y-%m-%d").map(|day| day.and_time(NaiveTime::MIN))
        });
    Some(local.ok()?.and_utc().fixed_offset())
}
