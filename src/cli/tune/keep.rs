//! Which talks are kept for reports, when not all can be.

use std::collections::BTreeMap;

use crate::{
    agent::ActionName,
    scenario::user::Style,
    tuning::{Cell, CellOutcome},
};

/// Most talks of a variant that are kept for reports.
const MOST_TALKS: usize = 400;

/// Talks of a variant, thinned evenly over actions and outcomes, and in each of these over the points
/// of a talk.
pub(super) struct Kept<T> {
    parts: BTreeMap<(ActionName, CellOutcome), Part<T>>,
    offered: usize,
}

/// By caller and place in the plan, so that what gives way first is another caller at the same point.
type Part<T> = BTreeMap<(Style, usize), (String, T)>;

impl<T> Kept<T> {
    /// None yet.
    pub fn new() -> Self {
        Self { parts: BTreeMap::new(), offered: 0 }
    }

    /// Takes the talk of the cell at this place of the plan, as far as there is room.
    pub fn offer(&mut self, (at, cell): (usize, &Cell), talk: T) {
        self.offered += 1;
        let part = self.parts.entry((cell.action.clone(), cell.outcome)).or_default();
        part.insert((cell.caller, at), (cell.to_string(), talk));
        if self.parts.values().map(BTreeMap::len).sum::<usize>() > MOST_TALKS {
            // The fullest part gives its last talk.
            let fullest = self.parts.values_mut().max_by_key(|part| part.len());
            fullest.and_then(BTreeMap::pop_last);
        }
    }

    /// The talks by their cells, and what to say when some are missing.
    pub fn into_talks(self, variant: &str) -> (BTreeMap<String, T>, Option<String>) {
        let talks: BTreeMap<_, _> =
            self.parts.into_values().flat_map(BTreeMap::into_values).collect();
        let note = (talks.len() < self.offered).then(|| {
            format!(
                "reports show {} of the {} talks of {variant} that they could, evenly over the cells; \
                 the figures count all, and --cell shows those that it names",
                talks.len(),
                self.offered
            )
        });
        (talks, note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tuning::Point;

    fn cell(outcome: &str, point: Point, caller: Style) -> Cell {
        let outcome = CellOutcome::parse(outcome).unwrap();
        Cell { action: ActionName::new("Look Up"), outcome, point, caller }
    }

    fn kept() -> (BTreeMap<String, ()>, Option<String>) {
        let mut cells = Vec::new();
        for point in Point::ALL {
            for outcome in CellOutcome::all() {
                cells.extend(Style::ALL.map(|caller| cell(&outcome.to_string(), point, caller)));
            }
        }
        let mut kept = Kept::new();
        cells.iter().enumerate().for_each(|cell| kept.offer(cell, ()));
        kept.into_talks("a.md")
    }

    #[test]
    fn too_many_talks_are_thinned_evenly_and_it_is_said() {
        let (talks, note) = kept();
        assert_eq!(talks.len(), MOST_TALKS);
        let of = |part: &str| talks.keys().filter(|name| name.contains(part)).count();
        let counts: Vec<usize> =
            CellOutcome::all().map(|outcome| of(&format!("/{outcome}/"))).collect();
        let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
        assert!(most - least <= 1, "{counts:?}");
        assert!(Point::ALL.iter().all(|point| of(&format!("/{}/", point.name())) > 0));
        assert!(note.unwrap().starts_with("reports show 400 of the 4224 talks of a.md"));
    }

    #[test]
    fn a_few_are_all_kept_and_nothing_is_said() {
        let mut kept = Kept::new();
        kept.offer((0, &cell("404", Point::First, Style::Silent)), ());
        let (talks, note) = kept.into_talks("a.md");
        assert_eq!((talks.len(), note), (1, None));
    }
}
