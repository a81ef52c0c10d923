//! `rehearsal tune --descriptions`: which words choose the action.

use std::{
    io::{self, Write},
    path::Path,
};

use crate::{
    agent::Agent,
    cli::{Exit, finding::Look, report::print, scene::tell},
    diagnostic::SourceFile,
    dialogue::{DialogueState, UserAct},
    model::{Listening, OfflineModel, Understood},
    rehearse::read_text,
    report::escape::{Surroundings, write_json},
    tuning::description::{Choice, Hear, Heard, Utterance, generate, lines, read, study},
    value::Reference,
};

/// How what was found is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// As tables.
    Tables(Look),
    /// As one JSON object.
    Json,
}

/// Hears the utterances of a file, or such as are made from the agent, and tells what chose the action.
///
/// The offline model hears, whatever model the agent names: only its scores show what a word is worth.
///
/// # Errors
/// When the output cannot be written.
pub fn describe(
    (agent, at): (&Agent, Reference),
    file: Option<&Path>,
    told: Told,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    if agent.actions.is_empty() {
        return Ok(tell(err, "the agent has no action to choose", Exit::Misuse));
    }
    let utterances = match utterances(agent, at, file) {
        Ok(utterances) => utterances,
        Err(why) => return Ok(tell(err, &why, Exit::Misuse)),
    };
    let found = study(agent, &utterances, ("the offline model", &Ear { at }));
    match told {
        Told::Tables(look) => print(&lines(&found), look, out)?,
        Told::Json => {
            write_json(out, &found, Surroundings::Text)?;
            writeln!(out)?;
        }
    }
    Ok(Exit::Passed)
}

fn utterances(agent: &Agent, at: Reference, file: Option<&Path>) -> Result<Vec<Utterance>, String> {
    let Some(path) = file else { return Ok(generate(agent, at)) };
    let source = read_text(path, SourceFile::LIMIT).map_err(|error| error.to_string())?;
    read(&source.text, agent).map_err(|why| format!("{}: {why}", source.path))
}

/// The offline model as the one who hears.
struct Ear {
    at: Reference,
}

impl Hear for Ear {
    fn hear(&self, agent: &Agent, utterances: &[&str]) -> Vec<Heard> {
        let model = OfflineModel::new(agent);
        let state = DialogueState::default();
        let listening = Listening { agent, state: &state, at: self.at };
        utterances.iter().map(|text| heard(model.hear(listening, text))).collect()
    }
}

fn heard(understood: Understood) -> Heard {
    let chosen = understood.acts.iter().find_map(|act| match act {
        UserAct::Request { action } => Some(Choice::Chosen(action.clone())),
        UserAct::Unclear { candidates } if !candidates.is_empty() => {
            Some(Choice::Asked(candidates.clone()))
        }
        _ => None,
    });
    let scores = understood.scores.into_iter().map(|score| (score.action, score.score));
    Heard { choice: chosen.unwrap_or(Choice::Nothing), scores: scores.collect() }
}
