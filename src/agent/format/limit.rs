//! The limits of an agent file, each with a diagnostic.

use std::{ops::RangeInclusive, time::Duration};

/// Characters of an action's description.
pub(super) const DESCRIPTION: RangeInclusive<usize> = 10..=200;
/// How long a call or the context may take.
pub(super) const TIMEOUT: RangeInclusive<Duration> =
    Duration::from_millis(1)..=Duration::from_secs(300);
/// How often a variable is asked for.
pub(super) const ATTEMPTS: RangeInclusive<i64> = 1..=10;
/// How often a call is tried again.
pub(super) const RETRIES: RangeInclusive<i64> = 0..=5;
/// Sampling temperature.
pub(super) const TEMPERATURE: RangeInclusive<f64> = 0.0..=2.0;
/// Characters of a name.
pub(super) const NAME: usize = 64;
/// Actions of an agent.
pub(super) const ACTIONS: usize = 1_000;
/// Findings that are kept of one file; more would not be read.
pub(super) const FINDINGS: usize = 500;
