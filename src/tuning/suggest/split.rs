use std::collections::BTreeSet;

use crate::tuning::Cell;

/// The cells of a matrix in two parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// What the proposer may know of.
    pub shown: BTreeSet<Cell>,
    /// What decides.
    pub held_out: BTreeSet<Cell>,
}

/// Splits the cells in halves by a seed. Of each outcome, of each action within it, and of those of it
/// that lapsed, both parts have some wherever there are two.
pub fn split(cells: &[Cell], lapsed: &BTreeSet<Cell>, seed: u64) -> Split {
    let mut ordered: Vec<(String, &Cell)> = cells
        .iter()
        .map(|cell| {
            let has_lapsed = u8::from(lapsed.contains(cell));
            let drawn = draw(seed, &cell.to_string());
            (format!("{}\n{}\n{has_lapsed}\n{drawn}", cell.outcome, cell.action), cell)
        })
        .collect();
    ordered.sort();
    // Every other one: whatever stands together in this order is on both sides.
    let first = draw(seed, "").ends_with(['0', '2', '4', '6', '8', 'a', 'c', 'e']);
    let mut split = Split::default();
    for (at, (_, cell)) in ordered.into_iter().enumerate() {
        let part = match at.is_multiple_of(2) == first {
            true => &mut split.shown,
            false => &mut split.held_out,
        };
        part.insert(cell.clone());
    }
    split
}

fn draw(seed: u64, name: &str) -> String {
    blake3::hash(format!("{seed}\n{name}").as_bytes()).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        agent::ActionName,
        scenario::user::Style,
        tuning::{CellOutcome, Point},
    };

    fn cells() -> Vec<Cell> {
        let of = |(action, outcome): (&'static str, &'static str)| {
            Style::ALL.into_iter().map(move |caller| Cell {
                action: ActionName::new(action),
                outcome: CellOutcome::parse(outcome).unwrap(),
                point: Point::First,
                caller,
            })
        };
        let groups = [("Look Up", "404"), ("Look Up", "timeout"), ("Book", "404"), ("Book", "ok")];
        groups.into_iter().flat_map(of).collect()
    }

    #[test]
    fn each_outcome_is_on_both_sides_lapsed_and_held() {
        let cells = cells();
        let lapsed: BTreeSet<Cell> = cells.iter().skip(3).step_by(4).cloned().collect();
        for seed in 0..50 {
            let split = split(&cells, &lapsed, seed);
            assert!(split.shown.is_disjoint(&split.held_out));
            assert_eq!(split.shown.len() + split.held_out.len(), cells.len());
            assert!(split.shown.len().abs_diff(split.held_out.len()) <= 1);
            for cell in &cells {
                let alike = |other: &&Cell| {
                    (&other.outcome, &other.action) == (&cell.outcome, &cell.action)
                        && lapsed.contains(other) == lapsed.contains(cell)
                };
                let count = |part: &BTreeSet<Cell>| part.iter().filter(alike).count();
                let (shown, held) = (count(&split.shown), count(&split.held_out));
                assert!(shown.abs_diff(held) <= 1, "{cell}: {shown} and {held}");
            }
        }
    }

    #[test]
    fn the_same_seed_splits_alike_and_another_otherwise() {
        let (cells, none) = (cells(), BTreeSet::new());
        assert_eq!(split(&cells, &none, 7), split(&cells, &none, 7));
        let reversed: Vec<Cell> = cells.iter().rev().cloned().collect();
        assert_eq!(split(&cells, &none, 7), split(&reversed, &none, 7));
        assert!((0..9).any(|seed| split(&cells, &none, seed) != split(&cells, &none, 7)));
    }
}
