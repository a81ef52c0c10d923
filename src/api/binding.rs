use super::Matcher;
use crate::{
    agent::{ActionName, VariableName},
    api::Failing,
    diagnostic::Place,
};

/// A fault that a scenario lays over whatever the rules answer.
#[derive(Clone, Debug, PartialEq)]
pub struct FaultBinding {
    /// The action whose calls meet it.
    pub action: ActionName,
    /// What goes wrong.
    pub fault: Failing,
    /// Which of the calls it concerns.
    pub occurrence: Occurrence,
    /// What the arguments must be like; empty is any.
    pub arguments: Vec<(VariableName, Matcher)>,
    /// Where it stands.
    pub place: Place,
}

/// Which calls of an action a fault concerns. Only calls whose arguments fit are counted; retries
/// count as calls.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub enum Occurrence {
    /// Every one.
    #[default]
    Always,
    /// The one of this number, from 1.
    Nth(u32),
    /// The first so many; the rest are fine.
    First(u32),
    /// Each with this probability, above 0 and up to 1, by the seed of the talk.
    Chance(f64),
}

impl Occurrence {
    /// Whether the call of this number, from 1, meets the fault; `draw` is a number from 0 up to 1
    /// that belongs to this call.
    pub fn concerns(self, call: u32, draw: impl FnOnce() -> f64) -> bool {
        match self {
            Self::Always => true,
            Self::Nth(number) => call == number,
            Self::First(count) => call <= count,
            Self::Chance(chance) => draw() < chance,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_occurrence_concerns_the_calls_it_names() {
        let of = |occurrence: Occurrence| -> Vec<u32> {
            (1..=4).filter(|call| occurrence.concerns(*call, || f64::from(*call) / 5.0)).collect()
        };
        assert_eq!(of(Occurrence::Always), [1, 2, 3, 4]);
        assert_eq!(of(Occurrence::Nth(2)), [2]);
        assert_eq!(of(Occurrence::First(3)), [1, 2, 3]);
        assert_eq!(of(Occurrence::Chance(0.5)), [1, 2]);
    }
}
