use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// What happens to a customer's words on the way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Noise {
    /// What may happen.
    pub kinds: BTreeSet<NoiseKind>,
    /// How often it happens where it can, from 0 to 1.
    pub level: f32,
}

impl Noise {
    /// Nothing happens.
    pub const NONE: Self = Self { kinds: BTreeSet::new(), level: 0.0 };

    /// One kind, wherever it can happen.
    pub fn always(kind: NoiseKind) -> Self {
        Self { kinds: BTreeSet::from([kind]), level: 1.0 }
    }

    /// Whether this kind happens now.
    pub(super) fn strikes(&self, kind: NoiseKind, random: &mut fastrand::Rng) -> bool {
        self.kinds.contains(&kind) && random.f32() < self.level
    }
}

/// A way in which words change between the customer and the agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoiseKind {
    /// Digits, dates and addresses are spoken: "double four", "the third of May", "dot com".
    DigitsAsWords,
    /// Codes are spelled, plainly or by the NATO alphabet.
    SpelledLetters,
    /// "um", "let me see", "you know".
    Fillers,
    /// Letters that sound alike are taken for one another; what arrives is not what was meant.
    SoundAlikes,
    /// Small words around the values are lost.
    DroppedWords,
    /// Words around the values are mistyped.
    TypingErrors,
    /// A date is said from today on: "next Friday".
    RelativeDates,
}

impl NoiseKind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::DigitsAsWords,
        Self::SpelledLetters,
        Self::Fillers,
        Self::SoundAlikes,
        Self::DroppedWords,
        Self::TypingErrors,
        Self::RelativeDates,
    ];

    /// The stable name in files and machine interfaces.
    pub fn name(self) -> &'static str {
        match self {
            Self::DigitsAsWords => "digits_as_words",
            Self::SpelledLetters => "spelled_letters",
            Self::Fillers => "fillers",
            Self::SoundAlikes => "sound_alikes",
            Self::DroppedWords => "dropped_words",
            Self::TypingErrors => "typing_errors",
            Self::RelativeDates => "relative_dates",
        }
    }

    /// The kind of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_written_and_read_by_its_name() {
        for kind in NoiseKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
            assert_eq!(NoiseKind::parse(kind.name()), Some(kind));
        }
    }
}
