use std::{borrow::Cow, io};

use super::ScenarioResult;

/// Gives the scenarios of a run with their talks, where the run itself is held without them so that
/// it does not fill the memory.
pub trait Details {
    /// The scenario at a place of the run, whole.
    ///
    /// # Errors
    /// When it cannot be read back.
    fn whole<'a>(
        &self,
        at: usize,
        scenario: &'a ScenarioResult,
    ) -> io::Result<Cow<'a, ScenarioResult>>;
}

/// The run holds all of its scenarios whole.
#[derive(Clone, Copy, Debug, Default)]
pub struct Held;

impl Details for Held {
    fn whole<'a>(
        &self,
        _at: usize,
        scenario: &'a ScenarioResult,
    ) -> io::Result<Cow<'a, ScenarioResult>> {
        Ok(Cow::Borrowed(scenario))
    }
}
