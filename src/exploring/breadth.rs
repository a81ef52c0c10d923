//! Every talk up to a depth, level by level; a state that was seen before is not gone into again.

use std::{
    collections::{BTreeMap, HashSet},
    ops::ControlFlow,
};

use super::{Event, Failing, Ground, Kind, Position};

/// How far is explored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Most inputs of a talk.
    pub depth: usize,
    /// Most states that are remembered, 20 bytes each.
    pub states: usize,
}

/// What a level came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Level {
    /// How many inputs lead here.
    pub depth: usize,
    /// States that no shorter talk leads to.
    pub states: usize,
    /// Steps made to find them.
    pub transitions: u64,
    /// States that are not gone into from here, because the bound was reached.
    pub left: usize,
}

/// What all talks up to a depth came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Breadth {
    /// Level by level.
    pub levels: Vec<Level>,
    /// The first failure of each kind.
    pub failures: Vec<Failing>,
    /// Whether it was stopped before its end.
    pub is_stopped: bool,
}

impl Breadth {
    /// All states that were reached.
    pub fn states(&self) -> usize {
        self.levels.iter().map(|level| level.states).sum()
    }

    /// All steps that were made.
    pub fn transitions(&self) -> u64 {
        self.levels.iter().map(|level| level.transitions).sum()
    }
}

/// A state by how it was reached: the state before, and what came in there.
struct Reached {
    from: u32,
    event: u16,
}

/// How often the law of copies is looked at: once in so many steps.
const COPIES_EVERY: u64 = 61;
/// How often it is asked whether to go on: once in so many states.
const ASK_EVERY: usize = 16;

struct Searching<'a> {
    ground: &'a Ground,
    bounds: Bounds,
    seen: HashSet<u64>,
    reached: Vec<Reached>,
    failures: BTreeMap<Kind, Failing>,
}

/// Plays every talk up to a depth. `go_on` is asked now and then and told what the level has so far.
pub fn breadth(
    ground: &Ground,
    bounds: Bounds,
    go_on: &mut dyn FnMut(&Level) -> ControlFlow<()>,
) -> Breadth {
    let mut searching = Searching {
        ground,
        bounds,
        seen: HashSet::from([ground.start().fingerprint()]),
        reached: Vec::new(),
        failures: BTreeMap::new(),
    };
    let mut breadth = Breadth::default();
    // The beginning stands at no place of `reached`.
    let mut level = None..None;
    for depth in 1..=bounds.depth {
        let first = searching.reached.len();
        let (came_to, is_stopped) = searching.level(depth, &level, go_on);
        breadth.levels.push(came_to);
        breadth.is_stopped = is_stopped;
        if is_stopped || searching.reached.len() == first {
            break;
        }
        level = Some(first)..Some(searching.reached.len());
    }
    breadth.failures = searching.failures.into_values().collect();
    breadth
}

impl Searching<'_> {
    /// Goes into each state of a level; what is new is the next level.
    fn level(
        &mut self,
        depth: usize,
        from: &std::ops::Range<Option<usize>>,
        go_on: &mut dyn FnMut(&Level) -> ControlFlow<()>,
    ) -> (Level, bool) {
        let mut level = Level { depth, ..Level::default() };
        let places: Vec<Option<usize>> = match (from.start, from.end) {
            (Some(start), Some(end)) => (start..end).map(Some).collect(),
            _ => vec![None],
        };
        for (nth, place) in places.into_iter().enumerate() {
            if nth % ASK_EVERY == 0 && go_on(&level).is_break() {
                return (level, true);
            }
            let path = place.map_or_else(Vec::new, |place| self.path(place));
            let position = self.at(&path);
            self.expand(&position, (place, &path), &mut level);
        }
        (level, false)
    }

    fn expand(
        &mut self,
        position: &Position,
        (place, path): (Option<usize>, &[u16]),
        level: &mut Level,
    ) {
        let ground = self.ground;
        for (nth, event) in ground.events(position).iter().enumerate() {
            let mut next = position.clone();
            level.transitions += 1;
            let copies = level.transitions % COPIES_EVERY == 1;
            if let Err(broken) = ground.advance(&mut next, event, copies) {
                let kind = Kind::Law(broken.law);
                if !self.failures.contains_key(&kind) {
                    let mut events = self.events(path);
                    events.push(event.clone());
                    self.failures.insert(kind, Failing::of(broken, &events));
                }
                continue;
            }
            if self.seen.len() >= self.bounds.states {
                level.left += usize::from(!self.seen.contains(&next.fingerprint()));
            } else if self.seen.insert(next.fingerprint()) {
                level.states += 1;
                self.keep(place, nth, level.depth);
            }
        }
    }

    fn keep(&mut self, place: Option<usize>, nth: usize, depth: usize) {
        // The last level is not gone into.
        if depth == self.bounds.depth {
            return;
        }
        let from = place.and_then(|place| u32::try_from(place).ok()).unwrap_or(u32::MAX);
        self.reached.push(Reached { from, event: u16::try_from(nth).unwrap_or(u16::MAX) });
    }

    fn path(&self, mut place: usize) -> Vec<u16> {
        let mut path = Vec::new();
        while let Some(reached) = self.reached.get(place) {
            path.push(reached.event);
            place = reached.from as usize;
        }
        path.reverse();
        path
    }

    /// The point of a talk that these places of events lead to.
    fn at(&self, path: &[u16]) -> Position {
        let mut position = self.ground.start();
        for nth in path {
            let event = self.ground.events(&position).get(usize::from(*nth)).cloned();
            if let Some(event) = event {
                // It held when it was found.
                let _ = self.ground.advance(&mut position, &event, false);
            }
        }
        position
    }

    fn events(&self, path: &[u16]) -> Vec<Event> {
        let mut position = self.ground.start();
        let mut events = Vec::new();
        for nth in path {
            let event = self.ground.events(&position).get(usize::from(*nth)).cloned();
            if let Some(event) = event {
                let _ = self.ground.advance(&mut position, &event, false);
                events.push(event);
            }
        }
        events
    }
}
