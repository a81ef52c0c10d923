use std::sync::Arc;

use crate::model::Drive;

/// Who decides in a rehearsal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Policy {
    /// The engine: the model only understands and words.
    #[default]
    Guarded,
    /// The model, as on hosted platforms; the engine watches and reports every breach.
    Free,
}

impl Policy {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Guarded, Self::Free];

    /// The name in arguments and files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Guarded => "guarded",
            Self::Free => "free",
        }
    }

    /// The policy of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.name() == name)
    }
}

/// Who leads a conversation, with what that takes.
#[derive(Clone, Default)]
pub enum Lead {
    /// The engine, by the cast's understanding and wording.
    #[default]
    Engine,
    /// This model; the cast's understanding only serves whoever watches it.
    Model(Arc<dyn Drive>),
}

impl Lead {
    /// The policy this comes to.
    pub fn policy(&self) -> Policy {
        match self {
            Self::Engine => Policy::Guarded,
            Self::Model(_) => Policy::Free,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_known_by_its_name() {
        for policy in Policy::ALL {
            assert_eq!(Policy::parse(policy.name()), Some(policy));
        }
        assert_eq!(Policy::parse("loose"), None);
    }
}
