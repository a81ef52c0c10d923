use serde::Serialize;

use crate::{
    report::{Attempt, Difference, Failure, ScenarioResult, again},
    request::curl,
};

/// A scenario as the page shows it: the result, with what is made of it per attempt.
#[derive(Serialize)]
pub struct Detail<'a> {
    scenario: &'a ScenarioResult,
    /// The command that plays it again.
    again: Vec<String>,
    /// Per failure and expected value: which characters differ.
    marks: Vec<Vec<Vec<Marks>>>,
    /// Per turn and call: the request as a shell command.
    curl: Vec<Vec<Vec<Option<String>>>>,
}

/// Which characters of what was expected and of what came differ: 1 where they do.
#[derive(Serialize, Default)]
struct Marks {
    missing: Vec<u8>,
    surplus: Vec<u8>,
}

impl<'a> Detail<'a> {
    /// Of a scenario.
    pub fn of(scenario: &'a ScenarioResult) -> Self {
        let attempts = || scenario.attempts.iter();
        Self {
            scenario,
            again: attempts().map(|attempt| again(scenario, attempt)).collect(),
            marks: attempts().map(|attempt| attempt.failures.iter().map(marks).collect()).collect(),
            curl: attempts().map(commands).collect(),
        }
    }
}

/// The marks of each expected value whose label also came.
fn marks(failure: &Failure) -> Vec<Marks> {
    let mut left: Vec<&(String, String)> = failure.got.iter().collect();
    let pair = |(label, expected): &(String, String)| {
        let Some(at) = left.iter().position(|(other, _)| other == label) else {
            return Marks::default();
        };
        let (_, got) = left.remove(at);
        let found = Difference::between(expected, got);
        let numbers = |marks: Vec<bool>| marks.into_iter().map(u8::from).collect();
        Marks { missing: numbers(found.missing), surplus: numbers(found.surplus) }
    };
    failure.expected.iter().map(pair).collect()
}

fn commands(attempt: &Attempt) -> Vec<Vec<Option<String>>> {
    let of_turn = |turn: &crate::transcript::TurnRecord| {
        turn.calls.iter().map(|call| call.request.as_ref().map(curl)).collect()
    };
    attempt.turns.iter().map(of_turn).collect()
}
