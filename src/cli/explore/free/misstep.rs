use super::super::Rehearsed;
use crate::{agent::ActionName, scenario::checks::CheckName, transcript::Breach};

/// What a model that leads did wrong in a talk.
#[derive(Clone, Debug)]
pub(super) struct Misstep {
    pub layer: Layer,
    /// The name of the breach or the check.
    pub kind: String,
    /// The action it is about.
    pub action: Option<ActionName>,
    /// What happened.
    pub why: String,
    /// How many turns of the customer it took.
    pub turns: usize,
}

/// Who saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layer {
    /// The observer of the free policy.
    Breach,
    /// A built-in check.
    Check,
}

impl Layer {
    /// The word for it in the output for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Breach => "breach",
            Self::Check => "talk",
        }
    }
}

impl Misstep {
    /// Whether it is the same thing done wrong, with whatever values.
    pub fn is_alike(&self, other: &Self) -> bool {
        self.layer == other.layer && self.kind == other.kind && self.action == other.action
    }

    /// What should have held.
    pub fn demands(&self) -> String {
        let check = CheckName::parse(&self.kind).filter(|_| self.layer == Layer::Check);
        match check {
            Some(check) => format!("No talk has this: {}.", check.meaning()),
            None => format!("No model that leads does this: {}.", self.kind.replace('_', " ")),
        }
    }

    /// The beginning of a file's name: what it is, and about which action.
    pub fn file_name(&self) -> String {
        let action = self.action.as_ref().map_or("", |action| action.as_str());
        let letters = action.chars().map(|letter| match letter.is_alphanumeric() {
            true => letter.to_ascii_lowercase(),
            false => '-',
        });
        let parts = [self.kind.clone(), letters.collect()];
        parts.into_iter().filter(|part: &String| !part.is_empty()).collect::<Vec<_>>().join("-")
    }
}

/// All that was done wrong in a talk, in order.
pub(super) fn missteps(rehearsed: &Rehearsed) -> Vec<Misstep> {
    let turns = rehearsed.turns.iter().enumerate();
    let breaches = turns.flat_map(|(at, turn)| turn.breaches.iter().map(move |b| of_breach(at, b)));
    let breaches: Vec<Misstep> = breaches.collect();
    // The observer and a check may look at the same thing; the observer knows the action.
    let is_told = |kind: &str| breaches.iter().any(|one| one.kind.replace('_', "-") == kind);
    let checks = rehearsed.failures.iter().filter_map(|failure| {
        CheckName::parse(&failure.kind).filter(|_| !is_told(&failure.kind))?;
        let of_turn = |number| rehearsed.turns.iter().position(|turn| turn.turn == number);
        let last = rehearsed.turns.len().saturating_sub(1);
        Some(Misstep {
            layer: Layer::Check,
            kind: failure.kind.clone(),
            action: None,
            why: failure.message.clone(),
            turns: failure.turn.and_then(of_turn).unwrap_or(last),
        })
    });
    let checks: Vec<Misstep> = checks.collect();
    breaches.into_iter().chain(checks).collect()
}

fn of_breach(turns: usize, breach: &Breach) -> Misstep {
    Misstep {
        layer: Layer::Breach,
        kind: breach.kind.name().to_owned(),
        action: breach.action.clone(),
        why: breach.message.clone(),
        turns,
    }
}
