//! Below the matrix: what lapsed, what the prompt lacks, what is not shown.

use super::laid::{fitting, width_of, wrapped};
use crate::{
    shown::{Line, Tone},
    tuning::{
        TuneResult, Variant,
        report::{
            glance::place,
            lapsed::{Lapsed, lapsed},
            unshown::{listed, not_played, not_shown, says_nothing},
        },
    },
};

/// Most lapses that are told.
const MOST_LAPSES: usize = 8;
/// Most pieces of advice for a variant.
const MOST_ADVICE: usize = 8;
/// Most outcomes or reasons that are named in a line.
const MOST_NAMED: usize = 4;

/// The worst lapses, a line for each.
pub(super) fn lapses(result: &TuneResult, width: usize) -> Vec<Line> {
    let all = lapsed(result);
    let has_several = result.variants.len() > 1;
    let mut lines: Vec<Line> =
        all.iter().take(MOST_LAPSES).map(|one| lapse(one, has_several, width)).collect();
    if all.len() > MOST_LAPSES {
        let more = all.len() - MOST_LAPSES;
        lines.push(Line::dimmed(&format!("… {more} more; a JSON or HTML report has them")));
    }
    lines
}

fn lapse(one: &Lapsed<'_>, names_variant: bool, width: usize) -> Line {
    let mut line = Line::new();
    if names_variant {
        line = line.with(&one.variant.name, Tone::Strong).plain("  ");
    }
    let place = place(one.variant, one.line);
    line = line
        .plain(one.action.as_str())
        .plain(": ")
        .with(&format!("{} of {} ", one.times, one.of), Tone::Bad)
        .plain(&one.lapse.message())
        .dim(" at ");
    let outcomes: Vec<String> = one.outcomes.iter().map(ToString::to_string).collect();
    let taken = width_of(&line.text()) + width_of(&place) + 3;
    line.plain(&fitting(&outcomes, width.saturating_sub(taken))).dim(&format!(" ({place})"))
}

/// What is found in the prompts themselves.
pub(super) fn advice(result: &TuneResult) -> Vec<Line> {
    result.variants.iter().flat_map(of_variant).collect()
}

fn of_variant(variant: &Variant) -> Vec<Line> {
    let mut lines = Vec::new();
    for advice in variant.advice.iter().take(MOST_ADVICE) {
        let place = place(variant, advice.line);
        let head = Line::new().with(&place, Tone::Name).plain("  ").plain(&advice.message);
        lines.push(head.dim(&format!(" [{}]", advice.code)));
        if !advice.mend.is_empty() {
            lines.push(Line::dimmed("  mend  ").plain(&advice.mend));
        }
    }
    if variant.advice.len() > MOST_ADVICE {
        let more = variant.advice.len() - MOST_ADVICE;
        lines.push(Line::dimmed(&format!("… {more} more of {}", variant.prompt)));
    }
    lines
}

/// What the numbers do not say.
pub(super) fn honesty(result: &TuneResult, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for comparison in &result.comparisons {
        let unclear = not_shown(comparison);
        if !unclear.is_empty() {
            let head = format!("Not shown for {}: ", comparison.variant);
            let text = listed(&unclear, MOST_NAMED, "; ");
            lines.extend(wrapped(&head, Tone::Warn, &text, width));
        }
    }
    for variant in &result.variants {
        let reasons = says_nothing(variant);
        if !reasons.is_empty() {
            let head = format!("Says nothing in {}: ", variant.name);
            let text = listed(&reasons, MOST_NAMED, "; ");
            lines.extend(wrapped(&head, Tone::Warn, &text, width));
        }
    }
    let unplayed = not_played(result);
    if !unplayed.is_empty() {
        lines.extend(wrapped("Not played: ", Tone::Dim, &unplayed.join("; "), width));
    }
    lines
}
