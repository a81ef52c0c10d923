use std::path::{Component, Path, PathBuf};

use serde_json::Map;

use super::Talk;
use crate::{
    cli::report::write_whole,
    rehearse::suite::SCENARIO_ENDING,
    scenario::save::{Kept, SavedScenario, save},
    transcript::PlayedTurn,
};

/// Writes the talk as a scenario that replays it; gives what was written.
///
/// # Errors
/// A sentence that says why not.
pub fn write(talk: &Talk, path: &Path, replaces: bool) -> Result<SavedScenario, String> {
    let shown = path.display();
    if !path.to_string_lossy().ends_with(SCENARIO_ENDING) {
        return Err(format!(
            "the name of a scenario ends in {SCENARIO_ENDING}: /save {}{SCENARIO_ENDING}",
            path.with_extension("").display()
        ));
    }
    if path.exists() && !replaces {
        return Err(format!("{shown} is there already: /save! {shown} replaces it"));
    }
    let turns: Option<Vec<PlayedTurn>> =
        talk.turns().iter().map(|played| played.raw.as_deref().cloned()).collect();
    let turns = turns.ok_or(
        "the talk began in another invocation, and what its API answered is not known any more",
    )?;
    let (contact, context) = known(talk, &turns);
    let reference = agent_reference(talk, path);
    let kept = Kept {
        agent: talk.agent(),
        reference: reference.as_deref(),
        contact: &contact,
        context: &context,
        turns: &turns,
    };
    let saved = save(kept);
    let written = write_whole(path, &mut |file| file.write_all(saved.text.as_bytes()));
    written.map(|()| saved).map_err(|error| format!("{shown} cannot be written: {error}"))
}

type Keys = Map<String, serde_json::Value>;

/// The customer, and the context keys.
fn known(talk: &Talk, turns: &[PlayedTurn]) -> (Keys, Keys) {
    let state = turns.first().map_or(&talk.memory().state, |turn| &turn.state);
    let mut context: Keys =
        state.context.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    let contact = match context.remove("contact") {
        Some(serde_json::Value::Object(contact)) => contact,
        _ => Keys::new(),
    };
    (contact, context)
}

/// How the scenario names its agent; none where it is the nearest one upward anyway.
fn agent_reference(talk: &Talk, path: &Path) -> Option<String> {
    let agent = talk.casting()?.agent_path().canonicalize().ok()?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    };
    let nearest = folder.ancestors().find_map(|above| above.join("agent.yaml").canonicalize().ok());
    if nearest.as_ref() == Some(&agent) {
        return None;
    }
    // A folder that is not there yet is made below one that is.
    let folder = folder.canonicalize().unwrap_or(std::env::current_dir().ok()?.join(folder));
    Some(relative(&folder, &agent))
}

/// The way from a folder to a file, with `/`.
fn relative(from: &Path, to: &Path) -> String {
    let parts = |path: &Path| -> Vec<String> {
        let normal = path.components().filter(|part| matches!(part, Component::Normal(_)));
        normal.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
    };
    let (from, to) = (parts(from), parts(to));
    let common = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..".to_owned(), from.len() - common);
    up.chain(to[common..].iter().cloned()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_from_a_folder_to_a_file_goes_up_and_down() {
        let way = |from: &str, to: &str| relative(Path::new(from), Path::new(to));
        assert_eq!(way("/p/tests", "/p/scenarios/desk/agent.yaml"), "../scenarios/desk/agent.yaml");
        assert_eq!(way("/p", "/p/agent.yaml"), "agent.yaml");
        assert_eq!(way("/a/b", "/c/agent.yaml"), "../../c/agent.yaml");
    }
}
