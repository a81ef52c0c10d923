use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

/// A conversation's time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Clock {
    /// The wall clock, seen from the agent's zone.
    Real(Tz),
    /// Stands still but for what calls and silences take: the same run is the same to the byte.
    Virtual(DateTime<Tz>),
}

impl Clock {
    /// The time now.
    pub fn now(&self) -> DateTime<Tz> {
        match self {
            Self::Real(zone) => Utc::now().with_timezone(zone),
            Self::Virtual(now) => *now,
        }
    }

    /// Lets time pass; the wall clock needs no help.
    pub fn advance(&mut self, by: Duration) {
        if let Self::Virtual(now) = self {
            let later = TimeDelta::from_std(by).ok().and_then(|by| now.checked_add_signed(by));
            *now = later.unwrap_or(*now);
        }
    }

    /// Milliseconds since an earlier reading; 0 on a clock that stood still.
    pub fn ms_since(&self, earlier: DateTime<Tz>) -> u64 {
        u64::try_from((self.now() - earlier).num_milliseconds()).unwrap_or(0)
    }
}
