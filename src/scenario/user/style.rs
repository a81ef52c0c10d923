use serde::{Deserialize, Serialize};

/// How a simulated customer goes about it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// Tells everything in the first sentence.
    AllAtOnce,
    /// Answers one question at a time.
    #[default]
    OneByOne,
    /// Tells something else before what was asked for.
    OutOfOrder,
    /// Says something wrong first and corrects it.
    Corrects,
    /// Does not tell what is optional.
    DeclinesOptional,
    /// Gives an invalid value first, then the right one.
    InvalidFirst,
    /// Asks for something else in the middle, and comes back.
    Interrupts,
    /// Asks for a person.
    AsksForPerson,
    /// Says yes when a callback is offered.
    AcceptsCallback,
    /// Says nothing for a while.
    Silent,
    /// Presses for another try after a failure.
    Impatient,
    /// Claims that it was told or done already.
    ClaimsDone,
}

impl Style {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::AllAtOnce,
        Self::OneByOne,
        Self::OutOfOrder,
        Self::Corrects,
        Self::DeclinesOptional,
        Self::InvalidFirst,
        Self::Interrupts,
        Self::AsksForPerson,
        Self::AcceptsCallback,
        Self::Silent,
        Self::Impatient,
        Self::ClaimsDone,
    ];

    /// The stable name in files and machine interfaces.
    pub fn name(self) -> &'static str {
        match self {
            Self::AllAtOnce => "all_at_once",
            Self::OneByOne => "one_by_one",
            Self::OutOfOrder => "out_of_order",
            Self::Corrects => "corrects",
            Self::DeclinesOptional => "declines_optional",
            Self::InvalidFirst => "invalid_first",
            Self::Interrupts => "interrupts",
            Self::AsksForPerson => "asks_for_person",
            Self::AcceptsCallback => "accepts_callback",
            Self::Silent => "silent",
            Self::Impatient => "impatient",
            Self::ClaimsDone => "claims_done",
        }
    }

    /// What it means, for people.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::AllAtOnce => "tells everything in the first sentence",
            Self::OneByOne => "answers one question at a time",
            Self::OutOfOrder => "tells something else before what was asked for",
            Self::Corrects => "says something wrong first and corrects it",
            Self::DeclinesOptional => "does not tell what is optional",
            Self::InvalidFirst => "gives an invalid value first, then the right one",
            Self::Interrupts => "asks for something else in the middle, and comes back",
            Self::AsksForPerson => "asks for a person",
            Self::AcceptsCallback => "says yes when a callback is offered",
            Self::Silent => "says nothing for a while",
            Self::Impatient => "presses for another try after a failure",
            Self::ClaimsDone => "claims that it was told or done already",
        }
    }

    /// The style of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|style| style.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_written_and_read_by_its_name() {
        for style in Style::ALL {
            assert_eq!(serde_json::to_value(style).unwrap(), style.name());
            assert_eq!(Style::parse(style.name()), Some(style));
        }
        assert_eq!(Style::parse("polite"), None);
    }
}
