use crate::{
    scenario::{
        Coverage,
        coverage::{AgentCoverage, CoverageItem, CoverageKind, Share},
    },
    shown::{Line, Tone},
};

/// What was exercised of each agent, kind by kind, and what was not, by name.
pub fn coverage(found: &Coverage) -> Vec<Line> {
    let mut lines = vec![Line::of("coverage  ").then(share(found.share()))];
    lines.extend(found.agents.iter().flat_map(agent));
    lines
}

fn agent(found: &AgentCoverage) -> Vec<Line> {
    let head =
        Line::of("  ").with(&found.agent, Tone::Strong).plain("  ").then(share(found.share()));
    let kinds = CoverageKind::ALL.into_iter().filter(|kind| found.share_of(*kind).all > 0);
    std::iter::once(head).chain(kinds.map(|kind| of_kind(found, kind))).collect()
}

fn of_kind(found: &AgentCoverage, kind: CoverageKind) -> Line {
    let counted = found.share_of(kind);
    let line = Line::of(&format!("    {:<20}", kind.plural())).then(share(counted));
    let missed: Vec<String> =
        found.of_kind(kind).filter(|item| item.count == 0).map(name).collect();
    match missed.is_empty() {
        true => line,
        false => line.dim("  not: ").plain(&missed.join(", ")),
    }
}

fn name(item: &CoverageItem) -> String {
    item.name.clone()
}

fn share(share: Share) -> Line {
    let tone = if share.exercised == share.all { Tone::Good } else { Tone::Warn };
    let percent = format!("{:>3} %", share.percent().floor());
    Line::new().with(&percent, tone).dim(&format!("  {} of {}", share.exercised, share.all))
}
