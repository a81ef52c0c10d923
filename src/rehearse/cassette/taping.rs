use crate::cassette::Kind;

/// What is done with one kind of traffic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Track {
    /// It goes its way; nothing is taken down.
    #[default]
    Live,
    /// It goes its way, and answers are taken down.
    Record,
    /// Recorded answers are played; nothing leaves.
    Replay,
    /// Recorded answers are played; what is missing goes its way, and its answer is taken down.
    Complete,
}

impl Track {
    /// Whether answers are taken down.
    pub fn records(self) -> bool {
        matches!(self, Self::Record | Self::Complete)
    }

    /// Whether recorded answers are played.
    pub fn replays(self) -> bool {
        matches!(self, Self::Replay | Self::Complete)
    }
}

/// What is done with the traffic of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taping {
    /// With requests to a model.
    pub model: Track,
    /// With requests of actions and of the dynamic context.
    pub http: Track,
}

impl Taping {
    /// What is done with this kind.
    pub fn track(self, kind: Kind) -> Track {
        match kind {
            Kind::Model => self.model,
            Kind::Http => self.http,
        }
    }

    /// Whether recordings are needed at all.
    pub fn is_live(self) -> bool {
        self == Self::default()
    }

    /// Whether something is recorded.
    pub fn records(self) -> bool {
        Kind::ALL.into_iter().any(|kind| self.track(kind).records())
    }

    /// Whether something is replayed.
    pub fn replays(self) -> bool {
        Kind::ALL.into_iter().any(|kind| self.track(kind).replays())
    }
}
