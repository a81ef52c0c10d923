//! `rehearsal understand`: what the offline model would make of an utterance.

use std::{
    fmt::Write as _,
    io::{self, BufRead, Write},
    path::PathBuf,
};

use chrono::Utc;
use clap::Args;
use serde_json::{Value as Json, json};

use super::{
    Exit,
    finding::Look,
    scene::{load_sound, tell, time},
};
use crate::{
    agent::{ActionName, Agent, Variable, VariableName},
    dialogue::{DialogueState, UserAct},
    model::{Listening, OfflineModel, Understood},
    value::{self, Reference, Value},
};

/// Show what the offline model makes of an utterance
#[derive(Clone, Debug, Args)]
#[command(after_long_help = "\
Examples:
  rehearsal understand scenarios/order-desk 'where is order ORD-12345?'
  rehearsal understand scenarios/order-desk --batch < utterances.txt")]
pub struct UnderstandArgs {
    /// Folder or file of the agent
    pub agent: PathBuf,
    /// What the customer says
    #[arg(required_unless_present = "batch")]
    pub utterance: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Read one utterance a line from standard input and print one JSON object a line
    #[arg(long, conflicts_with = "utterance")]
    pub batch: bool,
    /// Time of the utterance, as in 2026-03-02T10:00:00+01:00
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
}

/// Loads the agent and runs the command.
///
/// # Errors
/// When the input cannot be read or the output cannot be written.
pub fn run(
    args: &UnderstandArgs,
    look: Look,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Exit> {
    let loaded = match load_sound(&args.agent, look, err) {
        Ok(loaded) => loaded,
        Err(exit) => return Ok(exit),
    };
    let Some(agent) = &loaded.agent else { return Ok(Exit::Misuse) };
    let now = match &args.now {
        Some(text) => match time(text, agent.timezone) {
            Ok(now) => now,
            Err(why) => return Ok(tell(err, &why, Exit::Misuse)),
        },
        None => Utc::now().with_timezone(&agent.timezone),
    };
    understand(args, (agent, Reference { now, region: agent.region }), input, output)?;
    Ok(Exit::Passed)
}

/// Runs the command on an agent that is already loaded.
///
/// # Errors
/// When the input cannot be read or the output cannot be written.
pub fn understand(
    args: &UnderstandArgs,
    (agent, at): (&Agent, Reference),
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> io::Result<()> {
    let listener = Listener { agent, at, model: OfflineModel::new(agent) };
    match &args.utterance {
        None => listener.batch(input, output),
        Some(utterance) if args.json => listener.line(utterance, output),
        Some(utterance) => output.write_all(listener.report(utterance).as_bytes()),
    }
}

struct Listener<'a> {
    agent: &'a Agent,
    at: Reference,
    model: OfflineModel,
}

impl Listener<'_> {
    /// Each line is a talk of its own.
    fn batch(&self, input: &mut dyn BufRead, output: &mut dyn Write) -> io::Result<()> {
        let mut line = Vec::new();
        while input.read_until(b'\n', &mut line)? > 0 {
            let utterance = String::from_utf8_lossy(&line);
            self.line(utterance.trim_end_matches(['\n', '\r']), output)?;
            output.flush()?;
            line.clear();
        }
        Ok(())
    }

    fn line(&self, utterance: &str, output: &mut dyn Write) -> io::Result<()> {
        let understood = self.hear(utterance);
        writeln!(output, "{}", escaped_json(&self.to_json(&understood).to_string()))
    }

    fn hear(&self, utterance: &str) -> Understood {
        let state = DialogueState::default();
        let listening = Listening { agent: self.agent, state: &state, at: self.at };
        self.model.hear(listening, utterance)
    }

    fn to_json(&self, understood: &Understood) -> Json {
        let actions = understood
            .scores
            .iter()
            .map(|score| json!({ "name": score.action, "score": shown(score.score) }));
        let slots: serde_json::Map<String, Json> = self
            .slots(understood)
            .into_iter()
            .map(|slot| {
                let value = slot.value.map_or(Json::Null, |value| value.to_json());
                (slot.variable.to_string(), json!({ "value": value, "span": slot.span }))
            })
            .collect();
        json!({
            "acts": understood.acts,
            "actions": actions.collect::<Vec<_>>(),
            "chosen": chosen(understood),
            "ambiguous": ambiguous(understood),
            "slots": slots,
        })
    }

    fn slots<'u>(&self, understood: &'u Understood) -> Vec<SlotOf<'u>> {
        let values = understood.acts.iter().filter_map(|act| match act {
            UserAct::Inform { variable, raw, span } => Some((variable, raw, span)),
            UserAct::Correct { variable, raw: Some(raw), span } => Some((variable, raw, span)),
            _ => None,
        });
        let read = |(variable, raw, span): (&'u VariableName, &'u String, &'u _)| SlotOf {
            variable,
            raw,
            span,
            value: self.value(chosen(understood), variable, raw),
        };
        values.map(read).collect()
    }

    fn value(&self, action: Option<&ActionName>, name: &VariableName, raw: &str) -> Option<Value> {
        let variable = self.variable(action, name)?;
        value::parse(&variable.spec, raw, &self.at).ok().map(|reading| reading.value)
    }

    /// The chosen action's own, else the first of this name.
    fn variable(&self, action: Option<&ActionName>, name: &VariableName) -> Option<&Variable> {
        let own = action.and_then(|action| self.agent.action(action)?.variable(name));
        own.or_else(|| self.agent.actions.iter().find_map(|action| action.variable(name)))
    }

    fn report(&self, utterance: &str) -> String {
        let understood = self.hear(utterance);
        let mut text = String::from("acts\n");
        for act in &understood.acts {
            let _ = writeln!(text, "  {}", json!(act));
        }
        text.push_str("actions\n");
        for score in &understood.scores {
            let terms: Vec<String> = score
                .terms
                .iter()
                .map(|term| format!("{}~{} {:.2}", term.said, term.declared, term.weight))
                .collect();
            let _ = writeln!(text, "  {:.2}  {}  {}", score.score, score.action, terms.join(", "));
        }
        text.push_str("slots\n");
        for slot in self.slots(&understood) {
            let value =
                slot.value.map_or_else(|| "not valid".to_owned(), |value| value.to_string());
            let (start, end) = (slot.span.start, slot.span.end);
            let _ =
                writeln!(text, "  {} = {value}  {start}..{end} \"{}\"", slot.variable, slot.raw);
        }
        escaped(&text)
    }
}

struct SlotOf<'u> {
    variable: &'u VariableName,
    raw: &'u str,
    span: &'u std::ops::Range<usize>,
    value: Option<Value>,
}

fn chosen(understood: &Understood) -> Option<&ActionName> {
    understood.acts.iter().find_map(|act| match act {
        UserAct::Request { action } => Some(action),
        _ => None,
    })
}

fn ambiguous(understood: &Understood) -> &[ActionName] {
    let candidates = understood.acts.iter().find_map(|act| match act {
        UserAct::Unclear { candidates } => Some(candidates.as_slice()),
        _ => None,
    });
    candidates.unwrap_or_default()
}

/// A score with three decimals, as a number that prints so.
fn shown(score: f32) -> f64 {
    (f64::from(score) * 1000.0).round() / 1000.0
}

/// Whether a character may move the cursor, colour the terminal or reorder the text.
fn is_unsafe(letter: char) -> bool {
    (letter.is_control() && letter != '\n')
        || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Control characters as `\u{…}`, line ends kept.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_unsafe(letter) { safe.extend(letter.escape_unicode()) } else { safe.push(letter) }
    }
    safe
}

/// JSON text in which control and direction characters stand as `\uXXXX`.
fn escaped_json(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_unsafe(letter) {
            let _ = write!(safe, "\\u{:04x}", letter as u32);
        } else {
            safe.push(letter);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_move_the_cursor_is_escaped() {
        assert_eq!(escaped("a\u{1b}[31m\n"), "a\\u{1b}[31m\n");
        assert_eq!(escaped_json("\"\u{9b}\u{202e}\""), "\"\\u009b\\u202e\"");
    }
}
