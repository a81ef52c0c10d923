use std::process::ExitCode;

/// How the program ends; the only place that knows the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All held.
    Passed,
    /// Some expectation failed.
    Failed,
    /// The files or arguments are wrong, or nothing was found to run.
    Misuse,
    /// Model, network or report trouble: nothing is known.
    Inconclusive,
    /// The user stopped it.
    Interrupted,
}

impl Exit {
    /// The number as shells see it.
    pub fn code(self) -> u8 {
        match self {
            Self::Passed => 0,
            Self::Failed => 1,
            Self::Misuse => 2,
            Self::Inconclusive => 3,
            Self::Interrupted => 130,
        }
    }

    /// The worse of two causes: misuse, then inconclusive, then failed.
    pub fn or_worse(self, other: Self) -> Self {
        if self.rank() >= other.rank() { self } else { other }
    }

    fn rank(self) -> u8 {
        match self {
            Self::Passed => 0,
            Self::Failed => 1,
            Self::Inconclusive => 2,
            Self::Misuse => 3,
            Self::Interrupted => 4,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_cause_wins_in_the_order_2_3_1() {
        assert_eq!(Exit::Failed.or_worse(Exit::Inconclusive), Exit::Inconclusive);
        assert_eq!(Exit::Misuse.or_worse(Exit::Inconclusive), Exit::Misuse);
        assert_eq!(Exit::Passed.or_worse(Exit::Failed), Exit::Failed);
    }
}
