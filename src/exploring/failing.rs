use super::{
    Broken, Event, Ground, Law, Position,
    checked::{Wording, trespasses},
};

/// What does not hold: a law of the engine, or a built-in check of what was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A law.
    Law(Law),
    /// A check, by its name.
    Check(&'static str),
}

impl Kind {
    /// The stable name of the law or the check.
    pub fn name(self) -> &'static str {
        match self {
            Self::Law(law) => law.name(),
            Self::Check(name) => name,
        }
    }

    /// What it demands, in a sentence.
    pub fn demands(self) -> String {
        use crate::scenario::checks::CheckName;
        match self {
            Self::Law(law) => law.demands().to_owned(),
            Self::Check(name) => {
                let meaning = CheckName::parse(name).map_or("", CheckName::meaning);
                format!("No talk has this: {meaning}.")
            }
        }
    }
}

/// A talk in which something does not hold; its last input is the one at which it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failing {
    /// What does not hold.
    pub kind: Kind,
    /// What happened instead, in a sentence.
    pub why: String,
    /// What came in, in order.
    pub events: Vec<Event>,
}

impl Failing {
    /// The failure that these events end in.
    pub(super) fn of(broken: Broken, events: &[Event]) -> Self {
        Self { kind: Kind::Law(broken.law), why: broken.why, events: events.to_vec() }
    }
}

/// Plays events from the beginning up to the first failure of this kind. Events that do not fit are
/// left out, and a call that nothing answers succeeds, so that any list is a talk.
pub(super) fn replay(
    ground: &Ground,
    word: Wording,
    events: &[Event],
    kind: Kind,
) -> Option<Failing> {
    let mut position = ground.start();
    let mut played = Vec::new();
    for event in events {
        if position.is_calling() && !matches!(event, Event::Answered(_)) {
            let success = Event::Answered(super::Answer::Success);
            if let Some(failing) = one(ground, &mut position, &success, (&mut played, kind)) {
                return Some(failing);
            }
        }
        if !ground.fits(&position, event) {
            continue;
        }
        if let Some(failing) = one(ground, &mut position, event, (&mut played, kind)) {
            return Some(failing);
        }
    }
    let Kind::Check(name) = kind else { return None };
    trespasses(ground, word, &played).into_iter().find(|failing| failing.kind == Kind::Check(name))
}

fn one(
    ground: &Ground,
    position: &mut Position,
    event: &Event,
    (played, kind): (&mut Vec<Event>, Kind),
) -> Option<Failing> {
    played.push(event.clone());
    let copies = kind == Kind::Law(Law::UnfaithfulCopy);
    let broken = ground.advance(position, event, copies).err()?;
    (kind == Kind::Law(broken.law)).then(|| Failing::of(broken, played))
}
