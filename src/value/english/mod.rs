//! The words of English: all language data of the recognisers, no logic beyond a look-up.

pub(super) mod answers;
pub(super) mod calendar;
pub(super) mod domains;
pub(super) mod fillers;
pub(super) mod holidays;
mod look_up;
pub(super) mod mailboxes;
pub(super) mod names;
pub(super) mod no_answers;
pub(super) mod number_names;
pub(super) mod numbers;
pub(super) mod recurrence;
pub(super) mod requests;
pub(super) mod spelling;
pub(super) mod symbols;
pub(super) mod units;
