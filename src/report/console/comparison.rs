use crate::{
    report::{Comparison, Flip, Verdict},
    shown::{Line, Tone},
};

/// A comparison: each flip, what cannot be compared, and the conclusion last.
pub fn comparison(found: &Comparison) -> Vec<Line> {
    let mut flips: Vec<&Flip> = found.flips.iter().collect();
    flips.sort_by_key(|flip| flip.before != Verdict::Passed);
    let mut lines: Vec<Line> = flips.into_iter().flat_map(flip).collect();
    lines.extend(alone("only before", &found.only_before));
    lines.extend(alone("only after", &found.only_after));
    if found.unsettled > 0 {
        let count = found.unsettled;
        lines.push(Line::dimmed(&format!("{count} without a verdict in one of the runs")));
    }
    if !lines.is_empty() {
        lines.push(Line::new());
    }
    lines.push(Line::new().with(&found.conclusion(), Tone::Strong));
    lines
}

fn flip(flip: &Flip) -> Vec<Line> {
    let line = Line::new()
        .with(&format!("{:<12}", flip.before.name()), tone(flip.before))
        .dim(" → ")
        .with(&format!("{:<12}", flip.after.name()), tone(flip.after))
        .plain("  ")
        .with(&flip.id, Tone::Strong);
    let because = flip.because.iter().map(|because| Line::dimmed(&format!("    {because}")));
    std::iter::once(line).chain(because).collect()
}

fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Passed => Tone::Good,
        Verdict::Failed => Tone::Bad,
        Verdict::Inconclusive | Verdict::NotRun => Tone::Warn,
    }
}

/// Most ids that are named.
const MOST_NAMED: usize = 10;

fn alone(which: &str, ids: &[String]) -> Option<Line> {
    if ids.is_empty() {
        return None;
    }
    let named = ids.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
    let more = match ids.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        rest => format!(" and {rest} more"),
    };
    Some(Line::dimmed(&format!("{which}: ")).plain(&format!("{named}{more}")))
}
