use super::{Line, Tone};
use crate::{
    agent::{ActionName, Agent},
    dialogue::{Change, Ending, HandoffReason, Provenance, SystemAct, UserAct},
    model::template::failure_line,
    transcript::{Breach, CallRecord, MASK, TurnRecord},
};

/// What stands under an utterance: what it was taken for, values, calls, what is asked.
pub fn outline(record: &TurnRecord) -> Vec<Line> {
    let mut lines = understood(record);
    lines.extend(values(record));
    lines.extend(record.calls.iter().map(call));
    lines.extend(record.changes.iter().filter_map(kept));
    lines.extend(record.refused.iter().map(|why| Line::warning(&format!("left aside: {why}"))));
    lines.extend(record.breaches.iter().map(breach));
    lines.extend(asked(record));
    lines.extend(record.ending.as_ref().map(|ending| {
        Line::new().with(&format!("the talk is over: {}", ending_name(ending)), Tone::Strong)
    }));
    lines
}

/// Where the words for a failure stand in the prompt.
pub fn prompt_places(agent: &Agent, record: &TurnRecord) -> Vec<String> {
    let place = |act: &SystemAct| {
        let SystemAct::ReportFailure { action, class, status, .. } = act else { return None };
        let line = failure_line(agent, action, *class, *status)?;
        Some(format!("{}:{}", agent.prompt.path, line.line))
    };
    record.system_acts.iter().filter_map(place).collect()
}

fn understood(record: &TurnRecord) -> Vec<Line> {
    let acts: Vec<_> = record.user_acts.iter().filter_map(act_name).collect();
    let mut lines: Vec<_> = opened(record);
    if !acts.is_empty() {
        lines.push(Line::new().dim("understood as ").plain(&acts.join(", ")));
    }
    lines
}

/// Actions that were asked for, each with its score and what comes first.
fn opened(record: &TurnRecord) -> Vec<Line> {
    let gate = |wanted: &ActionName| {
        record.changes.iter().find_map(|change| match change {
            Change::Opened { action, gate_for: Some(gated) } if gated == wanted => Some(action),
            _ => None,
        })
    };
    let line = |change: &Change| {
        let Change::Opened { action, gate_for: None } = change else { return None };
        let mut line = Line::new().with(action.as_str(), Tone::Name);
        if let Some(score) = record.scores.iter().find(|score| score.name == *action) {
            line = line.plain(&format!(" {:.2}", score.score));
        }
        Some(match gate(action) {
            Some(first) => line.dim(" · needs ").with(first.as_str(), Tone::Name).dim(" first"),
            None => line,
        })
    };
    record.changes.iter().filter_map(line).collect()
}

/// What an act is called where nothing else shows it.
pub fn act_name(act: &UserAct) -> Option<String> {
    let name = match act {
        UserAct::Request { .. } | UserAct::Inform { .. } => return None,
        UserAct::Recall { variable, turn, .. } => {
            return Some(format!("the {} of turn {turn}", variable.in_words()));
        }
        UserAct::Correct { variable, .. } => return Some(format!("a correction of {variable}")),
        UserAct::Unclear { candidates } if candidates.is_empty() => "nothing it knows",
        UserAct::Unclear { candidates } => {
            let names: Vec<_> = candidates.iter().map(ActionName::as_str).collect();
            return Some(format!("{}?", names.join(" or ")));
        }
        UserAct::Affirm => "yes",
        UserAct::Deny => "no",
        UserAct::Cancel => "cancel",
        UserAct::Skip => "skip",
        UserAct::Repeat => "say it again",
        UserAct::AskHandoff => "a person, please",
        UserAct::Chat => "small talk",
        UserAct::Goodbye => "goodbye",
    };
    Some(name.to_owned())
}

fn values(record: &TurnRecord) -> Vec<Line> {
    let line = |change: &Change| match change {
        Change::Filled { variable, value, .. } => {
            let shown = value.value.to_string();
            let line = Line::new()
                .with(variable.as_str(), Tone::Name)
                .dim(" = ")
                .with(&shown, Tone::Value)
                .with(" ✓", Tone::Good);
            Some(match &value.provenance {
                Provenance::User { .. } if value.raw == shown || shown == MASK => line,
                Provenance::User { .. } => line.dim(&format!("  \"{}\"", value.raw)),
                other => line.dim(&format!("  {}", origin(other))),
            })
        }
        Change::Declined { variable, .. } => {
            Some(Line::new().with(variable.as_str(), Tone::Name).dim(" left out"))
        }
        Change::Opened { .. }
        | Change::Closed { .. }
        | Change::Reopened { .. }
        | Change::Saved { .. }
        | Change::Ignored { .. } => None,
    };
    record.changes.iter().filter_map(line).collect()
}

/// A rule that the model broke.
pub fn breach(breach: &Breach) -> Line {
    let kind = breach.kind.name().replace('_', " ");
    Line::new().with(&format!("breach: {kind}"), Tone::Bad).plain(&format!(", {}", breach.message))
}

/// A value of an answer that later actions may use.
fn kept(change: &Change) -> Option<Line> {
    let Change::Saved { key } = change else { return None };
    Some(Line::new().dim("kept ").with(key, Tone::Name))
}

/// Where a value came from, in words.
pub fn origin(provenance: &Provenance) -> String {
    match provenance {
        Provenance::User { turn, .. } => format!("said in turn {turn}"),
        Provenance::Context { key } => format!("from context {key}"),
        Provenance::Default => "the default".to_owned(),
        Provenance::Model => "made up by the model".to_owned(),
        Provenance::Saved { action, key } => format!("{key}, from {action}"),
    }
}

/// A call on one line.
pub fn call(call: &CallRecord) -> Line {
    let mut line = Line::new();
    if call.retry > 0 {
        line = line.dim("again ");
    }
    line = match &call.request {
        Some(request) => line.plain(&format!("{} {} ", request.method, path_of(&request.url))),
        None => line.with(call.action.as_str(), Tone::Name).plain(" "),
    };
    line = match (call.outcome.class.as_str(), call.outcome.status) {
        ("success", Some(status)) => line.with(&status.to_string(), Tone::Good),
        (_, Some(status)) => line.with(&status.to_string(), Tone::Bad),
        (class, None) => line.with(&class.replace('_', " "), Tone::Bad),
    };
    line = line.dim(&format!(" {}", lasting(call.ms)));
    match &call.note {
        Some(note) => line.dim(&format!("   {note}")),
        None => line,
    }
}

/// A time that passed, in the unit people would use.
pub fn lasting(ms: u64) -> String {
    match ms {
        0..1000 => format!("{ms} ms"),
        _ if ms.is_multiple_of(1000) => format!("{} s", ms / 1000),
        _ => format!("{}.{} s", ms / 1000, ms % 1000 / 100),
    }
}

fn path_of(url: &str) -> String {
    match url::Url::parse(url) {
        Ok(url) => match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        },
        Err(_) => url.to_owned(),
    }
}

fn asked(record: &TurnRecord) -> Option<Line> {
    if let Some(variable) = &record.asks_for {
        let asks = if record.phase == "confirming_value" { "makes sure of " } else { "asks for " };
        return Some(Line::new().dim(asks).with(variable.as_str(), Tone::Name));
    }
    let asks = match record.phase.as_str() {
        "confirming" => "asks for a yes before the call",
        "changing" => "asks what to change",
        "choosing" => "asks which action is meant",
        "offering_callback" => "offers a callback",
        _ => return None,
    };
    Some(Line::dimmed(asks))
}

/// How a talk ended, in words.
pub fn ending_name(ending: &Ending) -> String {
    let why = match ending {
        Ending::Completed => return "completed".to_owned(),
        Ending::Abandoned => return "left with something open".to_owned(),
        Ending::HandedOff { reason } => reason,
    };
    let why = match why {
        HandoffReason::Asked => "asked for".to_owned(),
        HandoffReason::Exhausted { variable } => format!("no value for {variable}"),
        HandoffReason::Refused { action } => format!("{action} refused every value"),
        HandoffReason::NotUnderstood => "nothing understood".to_owned(),
        HandoffReason::Silence => "silence".to_owned(),
        HandoffReason::Limit => "a limit was reached".to_owned(),
    };
    format!("handed off to a person, {why}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::chat::sample;

    fn texts(lines: &[Line]) -> Vec<String> {
        lines.iter().map(Line::text).collect()
    }

    #[test]
    fn a_turn_shows_what_it_was_taken_for() {
        assert_eq!(
            texts(&outline(&sample::asking())),
            [
                "Lookup Order Status 0.86 · needs Verify Customer first",
                "order_number = ORD-12345 ✓  \"order 12345\"",
                "asks for customer_number",
            ]
        );
    }

    #[test]
    fn calls_stand_on_one_line_each() {
        assert_eq!(
            texts(&outline(&sample::failing())),
            [
                "GET /orders?order_id=ORD-777 timeout 8 s",
                "again GET /orders?order_id=ORD-777 503 2 ms   as set",
                "offers a callback",
            ]
        );
    }

    #[test]
    fn lengths_of_time_are_short() {
        assert_eq!([lasting(3), lasting(8000), lasting(1250)], ["3 ms", "8 s", "1.2 s"]);
    }
}
