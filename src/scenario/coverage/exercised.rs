use serde::Serialize;

use super::{
    CoverageKind,
    expected::{failure_item, line_item, transition_item, variable_item},
};
use crate::{
    agent::{ActionName, Agent, VariableName},
    dialogue::{Change, SystemAct},
    prompt::ErrorLine,
    request::{FailureClass, failure_line, fits},
    transcript::TurnRecord,
};

/// What a talk exercised, each as often as it did.
pub fn items(agent: &Agent, turns: &[TurnRecord]) -> Vec<(CoverageKind, String)> {
    let mut items = Vec::new();
    for turn in turns {
        calls(turn, &mut items);
        changes(turn, &mut items);
        acts(agent, turn, &mut items);
    }
    let pairs = turns.iter().zip(turns.iter().skip(1));
    items.extend(pairs.map(|(before, after)| {
        (CoverageKind::Transition, transition_item(&before.phase, &after.phase))
    }));
    items
}

type Items = Vec<(CoverageKind, String)>;

fn calls(turn: &TurnRecord, items: &mut Items) {
    for call in &turn.calls {
        items.push((CoverageKind::Action, call.action.to_string()));
        let class = call.outcome.class.as_str();
        if class != "success" {
            items.push((CoverageKind::Failure, failure_item(&call.action, class)));
        }
    }
}

fn changes(turn: &TurnRecord, items: &mut Items) {
    for change in &turn.changes {
        if let Change::Filled { action, variable, .. } = change {
            items.push((CoverageKind::Variable, variable_item(action, variable)));
        }
    }
}

fn acts(agent: &Agent, turn: &TurnRecord, items: &mut Items) {
    let user_acts = turn.user_acts.iter().filter_map(act_name);
    items.extend(user_acts.map(|name| (CoverageKind::UserAct, name)));
    if turn.turn > 0 && turn.user.is_none() {
        items.push((CoverageKind::UserAct, "silence".to_owned()));
    }
    for act in &turn.system_acts {
        items.extend(act_name(act).map(|name| (CoverageKind::SystemAct, name)));
        match act {
            SystemAct::Refuse { action, variable, .. } => refused(action, variable, items),
            SystemAct::NoMatch { variable: Some(variable) } => {
                turn.action.iter().for_each(|action| refused(action, variable, items));
            }
            SystemAct::ReportFailure { action, class, status, .. } => {
                let lines = lines_for(agent, action, *class, *status);
                items.extend(lines.map(|line| (CoverageKind::ErrorLine, line_item(line))));
            }
            _ => {}
        }
    }
}

fn refused(action: &ActionName, variable: &VariableName, items: &mut Items) {
    items.push((CoverageKind::Validation, variable_item(action, variable)));
}

/// The name under `act`, as machine interfaces have it.
fn act_name(act: &impl Serialize) -> Option<String> {
    let value = serde_json::to_value(act).ok()?;
    Some(value.get("act")?.as_str()?.to_owned())
}

/// The line whose sentence a failure is told with, and the lines that only guide and are for it.
fn lines_for<'a>(
    agent: &'a Agent,
    action: &'a ActionName,
    class: FailureClass,
    status: Option<u16>,
) -> impl Iterator<Item = &'a ErrorLine> {
    let told = failure_line(agent, action, class, status);
    let is_for = move |line: &&ErrorLine| {
        line.say.is_none()
            && line.action.as_ref().is_none_or(|named| named == action)
            && line.matches.iter().any(|condition| fits(*condition, class, status).is_some())
    };
    told.into_iter().chain(agent.prompt.error_lines.iter().filter(is_for))
}
