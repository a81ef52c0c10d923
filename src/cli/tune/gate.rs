//! `--gate`: exit 1 only on a loss that the test shows.

use std::{collections::BTreeSet, fs, path::Path};

use super::TuneArgs;
use crate::{
    cli::Exit,
    shown::visible::visible_line,
    tuning::{Cell, Comparison, TuneResult, Variant, compare, report::read},
};

/// An earlier tuning of the same agent, played with the same seed.
pub(super) struct Baseline {
    first: Variant,
}

/// What a tuning comes to beside its baseline.
pub(super) struct Gated {
    pub comparison: Comparison,
    /// What of the baseline is not compared, where something is not.
    pub note: Option<String>,
    /// How the program ends.
    pub exit: Exit,
}

impl Baseline {
    /// Reads it, before anything is played.
    ///
    /// # Errors
    /// A sentence, when it cannot be read or is of something else.
    pub fn read(path: &Path, args: &TuneArgs, agent: &str) -> Result<Self, String> {
        let shown = visible_line(&path.display().to_string());
        let text = fs::read(path).map_err(|error| format!("{shown} cannot be read: {error}"))?;
        let found = read(&text, agent)
            .map_err(|error| format!("{shown}: {}", visible_line(&error.to_string())))?;
        if found.facts.seed != args.seed {
            return Err(format!(
                "{shown} was played with --seed {}, and this is --seed {}: only the same talks can be \
                 compared",
                found.facts.seed, args.seed
            ));
        }
        let first = found.variants.into_iter().next();
        let first = first.ok_or_else(|| {
            format!("{shown} holds no variant; make the baseline anew with --report json=FILE")
        })?;
        Ok(Self { first })
    }

    /// Compares the first variant with it. Playings that say nothing on either side are no pair.
    pub fn against(&self, result: &TuneResult) -> Gated {
        let now = result.variants.first().map(|variant| &variant.scored[..]).unwrap_or_default();
        let comparison = compare("this prompt", &self.first.scored, now);
        let overall = comparison.overall;
        let exit = match overall.is_shown() && overall.lost > overall.won {
            true => Exit::Failed,
            false if overall.pairs == 0 || result.facts.interrupted => Exit::Inconclusive,
            false => Exit::Passed,
        };
        let cells: BTreeSet<&Cell> = now.iter().map(|scored| &scored.cell).collect();
        let before: BTreeSet<&Cell> = self.first.scored.iter().map(|scored| &scored.cell).collect();
        let gone = before.difference(&cells).count();
        let note = (gone > 0).then(|| {
            format!(
                "{gone} of the {} cells of the baseline were not played now, and are not compared",
                before.len()
            )
        });
        Gated { comparison, note, exit }
    }
}
