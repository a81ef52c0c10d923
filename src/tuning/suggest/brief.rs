//! What a model is shown that proposes: the prompt, its error lines, and what lapsed in the cells that
//! are shown. Nothing of the held-out cells is in it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::Played;
use crate::{
    agent::Agent,
    tuning::{Cell, CellScore, Lapse, advise},
};

/// Most groups of lapsed cells that are told.
const MOST_GROUPS: usize = 40;
/// Longest text of a talk that is told.
const LONGEST: usize = 300;

/// What to ask, as JSON; `before` are the proposals so far, with why those were refused that were.
pub fn brief(
    agent: &Agent,
    played: &[Played],
    shown: &BTreeSet<Cell>,
    before: &[(Json, Option<String>)],
) -> Json {
    let lines: Vec<String> = agent
        .prompt
        .text
        .lines()
        .enumerate()
        .map(|(at, line)| format!("{}: {line}", at + 1))
        .collect();
    let mut error_lines: Vec<usize> =
        agent.prompt.error_lines.iter().map(|line| line.line).collect();
    error_lines.dedup();
    let actions: Vec<Json> = agent
        .actions
        .iter()
        .map(|action| {
            json!({ "name": action.name.as_str(), "description": action.description,
                    "method": action.method.as_str() })
        })
        .collect();
    // What only a talk can show would tell of the held-out cells.
    let findings: Vec<Json> = advise(agent, &[])
        .into_iter()
        .map(|found| json!({ "line": found.line, "finding": found.message, "mend": found.mend }))
        .collect();
    let before: Vec<Json> = before
        .iter()
        .map(|(answer, why)| {
            json!({ "proposal": answer, "refused": why, "wanted": "another proposal" })
        })
        .collect();
    json!({
        "agent": agent.name,
        "actions": actions,
        "prompt": lines,
        "error_lines": error_lines,
        "lapsed": lapsed(played, shown),
        "findings": findings,
        "proposals_before": before,
    })
}

/// What lapsed among the shown cells, alike ones together, the most frequent first.
fn lapsed(played: &[Played], shown: &BTreeSet<Cell>) -> Vec<Json> {
    type Key<'a> = (&'a str, String, &'a [Lapse]);
    let mut groups: BTreeMap<Key<'_>, Vec<&Played>> = BTreeMap::new();
    for one in played.iter().filter(|one| shown.contains(&one.cell)) {
        let lapses = one.scored.iter().find_map(|scored| match &scored.score {
            CellScore::Lapsed(lapses) => Some(lapses.as_slice()),
            _ => None,
        });
        if let Some(lapses) = lapses {
            let key = (one.cell.action.as_str(), one.cell.outcome.to_string(), lapses);
            groups.entry(key).or_default().push(one);
        }
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    // Stable: equals stay in the order of their names.
    groups.sort_by_key(|(_, of_group)| std::cmp::Reverse(of_group.len()));
    let told = groups.into_iter().take(MOST_GROUPS).map(|((action, outcome, lapses), of_group)| {
        let missing: Vec<String> = lapses.iter().map(Lapse::message).collect();
        let first = of_group.first();
        let glimpse = first.and_then(|one| one.glimpse.as_ref());
        json!({
            "action": action, "outcome": outcome, "missing": missing, "cells": of_group.len(),
            "example": first.map(|one| one.cell.to_string()),
            "customer_said": glimpse.map(|glimpse| short(&glimpse.heard)),
            "agent_said": glimpse.map(|glimpse| short(&glimpse.replied)),
        })
    });
    told.collect()
}

fn short(text: &str) -> String {
    let mut kept: String = text.chars().take(LONGEST).collect();
    if kept.len() < text.len() {
        kept.push('…');
    }
    kept
}
