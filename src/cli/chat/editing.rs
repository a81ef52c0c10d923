use std::{
    path::Path,
    process::{Command, Stdio},
};

use serde_json::{Map, Value as Json};

use super::{Casting, Talk};
use crate::{
    diagnostic::Diagnostic,
    prompt::Prompt,
    rehearse::{Conversation, Opening, load},
};

/// Opens the prompt in the user's editor, reads and renders it again, and goes on with it. Gives the
/// sentence to show.
///
/// # Errors
/// A sentence that says why not; the talk goes on with the prompt it had.
pub fn edit(talk: &mut Talk) -> Result<String, String> {
    talk.recast(|casting, conversation| {
        let before = load(casting.agent_path()).map_err(|error| error.to_string())?;
        let path = before.prompt_path.ok_or("the agent has no prompt file")?;
        open(casting, &path)?;
        let prompt = read_again(casting, conversation)?;
        if prompt == conversation.agent().prompt {
            return Ok("The prompt is as it was.".to_owned());
        }
        conversation.learn(prompt);
        casting.renew(conversation)?;
        Ok("The prompt was read again; the talk goes on with it. /again answers anew.".to_owned())
    })
}

fn open(casting: &Casting, path: &Path) -> Result<(), String> {
    let Some(editor) = casting.editor() else {
        return Err("no editor is named: set EDITOR, as in EDITOR=nano".to_owned());
    };
    let mut words = editor.split_whitespace();
    let Some(program) = words.next() else {
        return Err("EDITOR is empty: name an editor, as in EDITOR=nano".to_owned());
    };
    let input = if casting.has_terminal() { Stdio::inherit() } else { Stdio::null() };
    let ended = Command::new(program).args(words).arg(path).stdin(input).status();
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => {
            Err(format!("the editor {program} ended with {status}; the prompt is as it was"))
        }
        Err(error) => {
            Err(format!("the editor {program} cannot be started ({error}); set EDITOR to another"))
        }
    }
}

/// The prompt as it is now, rendered with what was known before the greeting.
fn read_again(casting: &Casting, conversation: &Conversation) -> Result<Prompt, String> {
    let kept = |why: String| format!("{why}; the talk goes on with the old prompt, /edit mends it");
    let loaded = load(casting.agent_path()).map_err(|error| kept(error.to_string()))?;
    let Some(agent) = loaded.agent else {
        let errors = loaded.diagnostics.iter().filter(|found| found.is_error());
        let told: Vec<String> = errors.map(told).collect();
        return Err(kept(told.join("; ")));
    };
    let context = &conversation.memory().state.context;
    let contact = context.get("contact").and_then(Json::as_object).cloned().unwrap_or_default();
    let known = context.iter().filter(|(key, _)| *key != "contact");
    let known: Map<_, _> = known.map(|(key, value)| (key.clone(), value.clone())).collect();
    let opening = Opening::new(contact, known, casting.seed());
    let rendered = opening.rendered(&agent, conversation.reference());
    rendered.map(|agent| agent.prompt).map_err(|error| kept(error.to_string()))
}

fn told(diagnostic: &Diagnostic) -> String {
    format!("{}: {}", diagnostic.place.path, diagnostic.message)
}
