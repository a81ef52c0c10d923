use super::{Advice, line::condition};
use crate::{
    agent::Agent,
    prompt::{ErrorLine, ErrorMatch},
};

const CODE: &str = "two-lines-for-one-outcome";

/// Lines that quote a sentence for a failure for which an earlier one quotes one already.
pub(super) fn find(agent: &Agent) -> Vec<Advice> {
    let lines: Vec<&ErrorLine> =
        agent.prompt.error_lines.iter().filter(|line| line.say.is_some()).collect();
    let mut found: Vec<Advice> = Vec::new();
    for (at, later) in lines.iter().enumerate() {
        let earlier = lines[..at]
            .iter()
            .filter(|one| one.action == later.action && one.line != later.line)
            .find_map(|one| Some((*one, shared(one, later)?)));
        let Some((earlier, shared)) = earlier else { continue };
        // A section about several actions has each of its lines once for each.
        if found.iter().all(|known| known.line != Some(later.line)) {
            found.push(doubled(earlier, later, shared));
        }
    }
    found
}

fn shared(one: &ErrorLine, other: &ErrorLine) -> Option<ErrorMatch> {
    one.matches.iter().copied().find(|matched| other.matches.contains(matched))
}

fn doubled(earlier: &ErrorLine, later: &ErrorLine, shared: ErrorMatch) -> Advice {
    let of = later.action.as_ref().map_or(String::new(), |action| format!(" of \"{action}\""));
    let message = format!(
        "Line {} is for {}{of} too, and holds because it comes first.",
        earlier.line,
        condition(shared)
    );
    let mend = "Make one line of the two, or give one of them a condition of its own.";
    Advice::new(CODE, Some(later.line), message, mend)
}
