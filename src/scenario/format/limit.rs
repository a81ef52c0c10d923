//! The limits of a scenario file, each with a diagnostic.

use std::{ops::RangeInclusive, time::Duration};

/// How long a customer may be silent.
pub(super) const SILENCE: RangeInclusive<Duration> =
    Duration::from_millis(1)..=Duration::from_secs(3_600);
/// How long an answer may take.
pub(super) const WITHIN: RangeInclusive<Duration> = SILENCE;
/// The real time that a scenario may take.
pub(super) const TIME_LIMIT: RangeInclusive<Duration> =
    Duration::from_millis(1)..=Duration::from_secs(3_600);
/// How these are shown.
pub(super) const UP_TO_AN_HOUR: &str = "1ms to 60m";
/// How often a scenario may be played.
pub(super) const REPEAT: RangeInclusive<i64> = 1..=10_000;
/// Turns that a talk may have.
pub(super) const TURNS: RangeInclusive<i64> = 1..=1_000;
/// Files that include one another.
pub(super) const INCLUDE_DEPTH: usize = 8;
/// Pieces that are included in all, each as often as it is named.
pub(super) const INCLUDES: usize = 200;
/// Rows of a table of cases.
pub(super) const CASES: usize = 10_000;
/// Rows that are read of a table in which an error was found.
pub(super) const CASES_WITH_ERRORS: usize = 1_000;
/// Keys and values that a table of cases may come to, all rows written out.
pub(super) const CASE_NODES: usize = 2_000_000;
/// Errors, and warnings, that are kept of one file; more would not be read.
pub(super) const FINDINGS: usize = 500;
