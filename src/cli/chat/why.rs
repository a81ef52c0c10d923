use std::ops::Range;

use super::{Line, Played, Tone, outline};
use crate::{
    agent::{Agent, VariableName},
    dialogue::{Change, Ignored, Provenance, SlotValue, SystemAct, UserAct},
    model::template::failure_line,
    transcript::{MASK, TurnRecord},
};

/// Why the last turn went as it did: action, values, question, words.
pub fn why(agent: &Agent, turns: &[Played]) -> Vec<Line> {
    let Some(played) = turns.last() else { return vec![Line::of("Nothing was said yet.")] };
    let record = &played.record;
    let mut lines = actions(record);
    lines.extend(held_back(record));
    lines.extend(values(turns, record));
    lines.extend(calls(record));
    lines.extend(questions(agent, record));
    lines.extend(words(agent, record));
    lines.extend(record.breaches.iter().map(outline::breach));
    lines.extend(record.refused.iter().map(|why| Line::warning(&format!("Left aside: {why}."))));
    if lines.is_empty() {
        lines.push(Line::of("Nothing was decided in this turn."));
    }
    lines
}

fn actions(record: &TurnRecord) -> Vec<Line> {
    let requested = record.user_acts.iter().filter_map(|act| match act {
        UserAct::Request { action } => Some(action),
        _ => None,
    });
    let mut lines: Vec<_> = requested
        .map(|action| {
            let line = Line::of("You asked for ").with(action.as_str(), Tone::Name);
            match record.scores.iter().find(|score| score.name == *action) {
                Some(score) if !score.terms.is_empty() => line.plain(&format!(
                    " ({:.2}) because of: {}.",
                    score.score,
                    terms(&score.terms)
                )),
                Some(score) => line.plain(&format!(" ({:.2}).", score.score)),
                None => line.plain(": it was the only reading."),
            }
        })
        .collect();
    let acts: Vec<_> = record.user_acts.iter().filter_map(outline::act_name).collect();
    if !acts.is_empty() {
        lines.push(Line::of(&format!("It was understood as: {}.", acts.join(", "))));
    }
    if let Some(line) = scores(record) {
        lines.push(line);
    }
    lines
}

/// The actions that were not asked for, best first.
fn scores(record: &TurnRecord) -> Option<Line> {
    const MOST: usize = 3;
    let others = record.scores.iter().filter(|score| {
        !record
            .user_acts
            .iter()
            .any(|act| matches!(act, UserAct::Request { action } if *action == score.name))
    });
    let shown: Vec<_> =
        others.take(MOST).map(|score| format!("{} {:.2}", score.name, score.score)).collect();
    (!shown.is_empty()).then(|| Line::dimmed(&format!("Other scores: {}.", shown.join(", "))))
}

fn terms(terms: &[(String, f32)]) -> String {
    const MOST: usize = 5;
    let shown = terms.iter().take(MOST).map(|(term, weight)| format!("{term} {weight:.2}"));
    shown.collect::<Vec<_>>().join(", ")
}

fn held_back(record: &TurnRecord) -> Vec<Line> {
    let line = |change: &Change| match change {
        Change::Opened { action, gate_for: Some(wanted) } => Some(
            Line::new()
                .with(wanted.as_str(), Tone::Name)
                .plain(" is held back until ")
                .with(action.as_str(), Tone::Name)
                .plain(" has succeeded (`requires` of that action in its agent file)."),
        ),
        _ => None,
    };
    record.changes.iter().filter_map(line).collect()
}

fn values(turns: &[Played], record: &TurnRecord) -> Vec<Line> {
    let line = |change: &Change| match change {
        Change::Filled { variable, value, .. } => Some(value_line(turns, variable, value)),
        Change::Ignored { what, why: Ignored::Ungrounded } => Some(Line::warning(&format!(
            "{what}: a value was offered that you did not say; it was not taken."
        ))),
        _ => None,
    };
    record.changes.iter().filter_map(line).collect()
}

/// Where a value came from, to the character.
pub fn value_line(turns: &[Played], variable: &VariableName, held: &SlotValue) -> Line {
    let line = Line::new().with(variable.as_str(), Tone::Name);
    let value = held.value.to_string();
    match &held.provenance {
        Provenance::User { turn, span } => {
            let place = match characters(turns, *turn, span) {
                Some((first, last)) => format!(": turn {turn}, characters {first} to {last}"),
                None => format!(": turn {turn}"),
            };
            let line = line.plain(&place);
            match held.raw == MASK || held.raw == value {
                true => line.plain(", read as ").with(&value, Tone::Value).plain("."),
                false => line
                    .plain(&format!(" \"{}\", read as ", held.raw))
                    .with(&value, Tone::Value)
                    .plain("."),
            }
        }
        other => line
            .plain(" = ")
            .with(&value, Tone::Value)
            .plain(&format!(": {}.", outline::origin(other))),
    }
}

/// The characters a span of bytes covers, counted from 1.
fn characters(turns: &[Played], turn: u32, span: &Range<usize>) -> Option<(usize, usize)> {
    let played =
        turns.iter().find(|played| played.record.turn == turn && played.heard.is_some())?;
    let heard = played.heard.as_deref()?;
    let before = heard.get(..span.start)?.chars().count();
    let within = heard.get(span.clone())?.chars().count();
    Some((before + 1, before + within))
}

fn calls(record: &TurnRecord) -> Vec<Line> {
    let line = |call: &crate::transcript::CallRecord| {
        let why = match call.retry {
            0 => " was called: all that it needs was known.",
            _ => " was called again: the failure may pass, and repeating does no harm.",
        };
        Line::new().with(call.action.as_str(), Tone::Name).plain(why)
    };
    record.calls.iter().map(line).collect()
}

fn questions(agent: &Agent, record: &TurnRecord) -> Vec<Line> {
    let line = |act: &SystemAct| match act {
        SystemAct::Elicit { action, variable, attempt } => {
            let declared = agent.action(action)?.variable(variable)?;
            let need = if declared.is_required() { " needs " } else { " can take " };
            let again = match attempt {
                0 => String::new(),
                tries => format!("; try {} of {}", tries + 1, declared.attempts),
            };
            Some(
                Line::of("Asked because ")
                    .with(action.as_str(), Tone::Name)
                    .plain(need)
                    .with(variable.as_str(), Tone::Name)
                    .plain(&format!(" and it is not known{again}.")),
            )
        }
        SystemAct::Confirm { action, .. } => Some(
            Line::of("Asked for a yes because ")
                .with(action.as_str(), Tone::Name)
                .plain(" is declared `confirm: always`."),
        ),
        SystemAct::ConfirmValue { variable, .. } => Some(
            Line::of("Asked because what was said for ")
                .with(variable.as_str(), Tone::Name)
                .plain(" can be read in more than one way, or is declared `confirm`."),
        ),
        SystemAct::Refuse { variable, refusal, .. } => Some(
            Line::new()
                .with(variable.as_str(), Tone::Name)
                .plain(&format!(" was not taken: {}.", refusal.kind.name().replace('_', " "))),
        ),
        _ => None,
    };
    record.system_acts.iter().filter_map(line).collect()
}

fn words(agent: &Agent, record: &TurnRecord) -> Vec<Line> {
    let line = |act: &SystemAct| match act {
        SystemAct::Report { action, result, .. } => {
            let fields: Vec<_> = match result.as_object() {
                Some(fields) => fields.keys().map(String::as_str).collect(),
                None => Vec::new(),
            };
            let said = Line::of("Said: ");
            Some(match fields.is_empty() {
                true => said.plain("the answer of ").with(action.as_str(), Tone::Name).plain("."),
                false => said
                    .plain("response fields ")
                    .with(&fields.join(", "), Tone::Name)
                    .plain(&format!(" of {action}.")),
            })
        }
        SystemAct::ReportFailure { action, class, status, .. } => {
            Some(match failure_line(agent, action, *class, *status) {
                Some(line) => Line::of(&format!(
                    "Said: prompt line {}:{} for {}.",
                    agent.prompt.path,
                    line.line,
                    class.name().replace('_', " ")
                )),
                None => Line::of(&format!(
                    "Said: our own sentence, the prompt has no line for {} of {action}.",
                    class.name().replace('_', " ")
                )),
            })
        }
        _ => None,
    };
    record.system_acts.iter().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::chat::{ApiMemory, Point, sample};
    use crate::rehearse::{Clock, Memory};

    fn played(record: TurnRecord, heard: &str) -> Played {
        let clock = Clock::Real(chrono_tz::UTC);
        let memory = Memory { state: Default::default(), clock };
        let before = Point { memory, api: ApiMemory::default() };
        Played { before, heard: Some(heard.to_owned()), record, raw: None }
    }

    #[test]
    fn a_value_is_traced_to_its_characters() {
        let turns = [played(sample::asking(), "where's my stüff? order 12345")];
        let lines: Vec<_> = values(&turns, &turns[0].record).iter().map(Line::text).collect();
        assert_eq!(
            lines,
            ["order_number: turn 1, characters 18 to 28 \"order 12345\", read as ORD-12345."]
        );
    }

    #[test]
    fn an_action_is_explained_by_its_terms() {
        let lines: Vec<_> = actions(&sample::asking()).iter().map(Line::text).collect();
        assert_eq!(
            lines,
            ["You asked for Lookup Order Status (0.86) because of: stuff ~ order 0.41."]
        );
    }
}
