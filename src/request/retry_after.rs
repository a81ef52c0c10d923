use chrono::{DateTime, NaiveDateTime, Utc};

/// The longest wish that is taken at its word, in milliseconds; a longer one counts as this.
pub const RETRY_AFTER_LIMIT: u64 = 3_600_000;

/// Reads `Retry-After` (RFC 9110, section 10.2.3): seconds or an HTTP date, in milliseconds from now.
///
/// A wish in the past is 0, one beyond [`RETRY_AFTER_LIMIT`] is cut to it, nonsense is none.
pub fn retry_after(value: &str, now: DateTime<Utc>) -> Option<u64> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds = value.parse::<u64>().unwrap_or(u64::MAX);
        return Some(seconds.saturating_mul(1000).min(RETRY_AFTER_LIMIT));
    }
    let wait = http_date(value)?.signed_duration_since(now).num_milliseconds();
    Some(u64::try_from(wait).unwrap_or(0).min(RETRY_AFTER_LIMIT))
}

/// The three forms of RFC 9110, section 5.6.7.
fn http_date(value: &str) -> Option<DateTime<Utc>> {
    ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"]
        .into_iter()
        .find_map(|form| NaiveDateTime::parse_from_str(value, form).ok())
        .map(|time| time.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-03-02T09:00:00Z".parse().unwrap()
    }

    #[test]
    fn seconds_and_all_three_dates_are_read() {
        assert_eq!(retry_after("2", now()), Some(2000));
        assert_eq!(retry_after("Mon, 02 Mar 2026 09:00:05 GMT", now()), Some(5000));
        assert_eq!(retry_after("Monday, 02-Mar-26 09:00:05 GMT", now()), Some(5000));
        assert_eq!(retry_after("Mon Mar  2 09:00:05 2026", now()), Some(5000));
    }

    #[test]
    fn an_absurd_wish_is_cut_and_nonsense_is_ignored() {
        assert_eq!(retry_after("99999999999999999999999", now()), Some(RETRY_AFTER_LIMIT));
        assert_eq!(retry_after("Fri, 31 Dec 9999 23:59:59 GMT", now()), Some(RETRY_AFTER_LIMIT));
        assert_eq!(retry_after("Mon, 02 Mar 2020 09:00:05 GMT", now()), Some(0));
        for nonsense in ["", "-5", "1.5", "soon", "NaN", "0x10"] {
            assert_eq!(retry_after(nonsense, now()), None, "{nonsense}");
        }
    }
}
