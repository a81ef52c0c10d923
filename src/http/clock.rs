use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;

/// The clock of one conversation: deadlines, pauses and delays are waits on it.
#[derive(Clone, Debug)]
pub enum Clock {
    /// Time as it passes.
    Real(Instant),
    /// Time that only moves when someone moves it; waiting for it costs nothing.
    Virtual(Arc<Moving>),
}

/// The state of a virtual clock.
#[derive(Debug)]
pub struct Moving {
    start: DateTime<Utc>,
    elapsed: Mutex<Duration>,
    moved: Notify,
}

/// Whether a stretch of time ended before a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed {
    /// It did.
    InTime,
    /// The deadline came first; the clock stands at it.
    Late,
}

impl Clock {
    /// The clock on the wall.
    pub fn real() -> Self {
        Self::Real(Instant::now())
    }

    /// A virtual clock that shows `start`.
    pub fn starting_at(start: DateTime<Utc>) -> Self {
        let elapsed = Mutex::new(Duration::ZERO);
        Self::Virtual(Arc::new(Moving { start, elapsed, moved: Notify::new() }))
    }

    /// Time since the conversation began.
    pub fn elapsed(&self) -> Duration {
        match self {
            Self::Real(start) => start.elapsed(),
            Self::Virtual(moving) => *moving.lock(),
        }
    }

    /// What the clock shows.
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Self::Real(_) => Utc::now(),
            Self::Virtual(moving) => {
                let passed = TimeDelta::from_std(*moving.lock()).unwrap_or(TimeDelta::MAX);
                moving.start.checked_add_signed(passed).unwrap_or(moving.start)
            }
        }
    }

    /// Lets time pass: a pause before a retry, the caller's silence.
    pub async fn pause(&self, time: Duration) {
        match self {
            Self::Real(_) => tokio::time::sleep(time).await,
            Self::Virtual(moving) => moving.advance(time),
        }
    }

    /// Waits until so much time has passed since the conversation began.
    pub async fn until(&self, deadline: Duration) {
        match self {
            Self::Real(start) => tokio::time::sleep_until((*start + deadline).into()).await,
            Self::Virtual(moving) => moving.until(deadline).await,
        }
    }

    /// Lets time pass, but not beyond the deadline of whoever waits.
    pub async fn pass(&self, time: Duration, deadline: Duration) -> Passed {
        match self {
            Self::Real(start) => {
                tokio::time::sleep_until(
                    (*start + deadline.min(start.elapsed().saturating_add(time))).into(),
                )
                .await;
                if start.elapsed() < deadline { Passed::InTime } else { Passed::Late }
            }
            Self::Virtual(moving) => {
                let mut elapsed = moving.lock();
                let end = elapsed.saturating_add(time);
                let passed = if end < deadline { Passed::InTime } else { Passed::Late };
                *elapsed = end.min(deadline.max(*elapsed));
                drop(elapsed);
                moving.moved.notify_waiters();
                passed
            }
        }
    }
}

impl Moving {
    fn lock(&self) -> std::sync::MutexGuard<'_, Duration> {
        self.elapsed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn advance(&self, time: Duration) {
        let mut elapsed = self.lock();
        *elapsed = elapsed.saturating_add(time);
        drop(elapsed);
        self.moved.notify_waiters();
    }

    async fn until(&self, deadline: Duration) {
        loop {
            let moved = self.moved.notified();
            if *self.lock() >= deadline {
                return;
            }
            moved.await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock() -> Clock {
        Clock::starting_at("2026-03-02T09:00:00Z".parse().unwrap())
    }

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test]
    async fn a_virtual_clock_moves_only_when_moved() {
        let clock = clock();
        clock.pause(3600 * SECOND).await;
        assert_eq!(clock.elapsed(), 3600 * SECOND);
        assert_eq!(clock.now(), "2026-03-02T10:00:00Z".parse::<DateTime<Utc>>().unwrap());
    }

    #[tokio::test]
    async fn a_delay_beyond_the_deadline_stops_at_it_and_wakes_who_waits() {
        let clock = clock();
        assert_eq!(clock.pass(2 * SECOND, 8 * SECOND).await, Passed::InTime);
        let waiting = tokio::spawn({
            let clock = clock.clone();
            async move { clock.until(8 * SECOND).await }
        });
        assert_eq!(clock.pass(6 * SECOND, 8 * SECOND).await, Passed::Late);
        waiting.await.unwrap();
        assert_eq!(clock.elapsed(), 8 * SECOND);
    }
}
