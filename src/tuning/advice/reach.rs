use std::collections::BTreeSet;

use super::{
    Advice,
    line::{conditions, lines, numbers},
    situation::Situation,
};
use crate::{agent::Agent, prompt::ErrorLine};

const CODE: &str = "line-no-outcome-reaches";

/// Lines with a sentence that is never the nearest, for no action and no failure at all; those that
/// only come second to a line for the same failure are told as doubled.
pub(super) fn find(agent: &Agent, doubled: &[Advice]) -> Vec<Advice> {
    if agent.actions.is_empty() {
        return Vec::new();
    }
    let all = Situation::all();
    let nearest = nearest(agent, &all);
    let is_told = |line: &ErrorLine| doubled.iter().any(|known| known.line == Some(line.line));
    lines(agent)
        .into_iter()
        .filter(|line| line.say.is_some() && !nearest.contains(&line.line) && !is_told(line))
        .map(|line| unreached(line, &ahead(agent, line, &all)))
        .collect()
}

/// The lines that are the nearest for some action in some of these situations.
pub(super) fn nearest(agent: &Agent, situations: &[Situation]) -> BTreeSet<usize> {
    let of_action = |action: &crate::agent::Action| {
        let name = action.name.clone();
        situations.iter().filter_map(move |one| one.line(agent, &name))
    };
    agent.actions.iter().flat_map(of_action).collect()
}

/// The lines that are said in place of this one.
fn ahead(agent: &Agent, line: &ErrorLine, all: &[Situation]) -> Vec<usize> {
    let about = |name| line.action.as_ref().is_none_or(|own| own == name);
    let fitting: Vec<_> = all.iter().filter(|one| one.fit(line).is_some()).collect();
    let actions = agent.actions.iter().filter(|action| about(&action.name));
    let said: BTreeSet<usize> = actions
        .flat_map(|action| fitting.iter().filter_map(|one| one.line(agent, &action.name)))
        .collect();
    said.into_iter().collect()
}

fn unreached(line: &ErrorLine, ahead: &[usize]) -> Advice {
    let message = match ahead {
        [] => format!("No call can fail with {}.", conditions(&line.matches)),
        ahead => format!(
            "This line is never said: for {} the nearer words stand in {}.",
            conditions(&line.matches),
            numbers(ahead)
        ),
    };
    Advice::new(CODE, Some(line.line), message, "Remove the line, or change what it is for.")
}
