//! Below the matrix: what lapsed, what the prompt lacks, what is not shown.

use super::laid::wrapped;
use crate::{
    shown::{Line, Tone},
    tuning::{
        Advice, TuneResult, Variant,
        report::{
            flipped::counted,
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
    let told = all.iter().take(MOST_LAPSES);
    let mut lines: Vec<Line> = told.flat_map(|one| lapse(one, has_several, width)).collect();
    if all.len() > MOST_LAPSES {
        let more = all.len() - MOST_LAPSES;
        lines.push(Line::dimmed(&format!("… {more} more; a JSON or HTML report has them")));
    }
    lines
}

fn lapse(one: &Lapsed<'_>, names_variant: bool, width: usize) -> Vec<Line> {
    let variant = if names_variant { format!("{}  ", one.variant.name) } else { String::new() };
    let head = format!("{variant}{}: ", one.action);
    let text = format!(
        "{} of {} {}, at {} ({})",
        one.times,
        one.of,
        one.lapse.message(),
        counted(&one.counts).join(", "),
        place(one.variant, one.line)
    );
    wrapped(&head, Tone::Bad, &text, width)
}

/// What is found in the prompts themselves; of a later one only what the first does not have.
pub(super) fn advice(result: &TuneResult, width: usize) -> Vec<Line> {
    let first = result.variants.first().map(|variant| variant.advice.as_slice());
    let mut lines = Vec::new();
    for (at, variant) in result.variants.iter().enumerate() {
        let is_known =
            |advice: &&Advice| at > 0 && first.is_some_and(|known| known.contains(advice));
        let own: Vec<&Advice> = variant.advice.iter().filter(|one| !is_known(one)).collect();
        for advice in own.iter().take(MOST_ADVICE) {
            lines.extend(one_advice(variant, advice, width));
        }
        if own.len() > MOST_ADVICE {
            let more = own.len() - MOST_ADVICE;
            lines.push(Line::dimmed(&format!("… {more} more of {}", variant.prompt)));
        }
        let known = variant.advice.len() - own.len();
        if known > 0 {
            let text = format!("{}: {known} found as in the first one", variant.prompt);
            lines.push(Line::dimmed(&text));
        }
    }
    lines
}

fn one_advice(variant: &Variant, advice: &Advice, width: usize) -> Vec<Line> {
    let place = place(variant, advice.line);
    let mut lines = vec![Line::new().with(&place, Tone::Name).dim(&format!("  [{}]", advice.code))];
    lines.extend(wrapped("  ", Tone::Plain, &advice.message, width));
    if !advice.mend.is_empty() {
        lines.extend(wrapped("  mend  ", Tone::Dim, &advice.mend, width));
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
            let text = match unclear.len() {
                ..=MOST_NAMED => unclear.join("; "),
                many => format!(
                    "{many} outcomes changed, each too seldom to tell alone; more of --repeat would show them"
                ),
            };
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
