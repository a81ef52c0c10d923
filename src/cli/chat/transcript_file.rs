use std::{
    fs::OpenOptions,
    io::{self, Write},
    path::Path,
};

use serde_json::json;

use super::{Shown, Talk, outline};

/// Writes the talk as text, or as JSON where the name ends so; gives the number of turns.
///
/// # Errors
/// A sentence that says why not.
pub fn write(talk: &Talk, path: &Path, replaces: bool) -> Result<usize, String> {
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let text = if is_json { as_json(talk) } else { as_text(talk) };
    let mut options = OpenOptions::new();
    options.write(true);
    match replaces {
        true => options.create(true).truncate(true),
        false => options.create_new(true),
    };
    let written = options.open(path).and_then(|mut file| file.write_all(text.as_bytes()));
    match written {
        Ok(()) => Ok(talk.turns().len()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(format!(
            "{path} is there already: /transcript! {path} replaces it",
            path = path.display()
        )),
        Err(error) => Err(format!("{} cannot be written: {error}", path.display())),
    }
}

fn as_json(talk: &Talk) -> String {
    let turns: Vec<_> = talk.turns().iter().map(|played| &played.record).collect();
    format!("{}\n", Shown::json(&json!({ "agent": talk.agent().name, "turns": turns })))
}

fn as_text(talk: &Talk) -> String {
    let mut text = format!("{}\n\n", Shown::line(&talk.backstage().title()));
    for played in talk.turns() {
        let record = &played.record;
        if let Some(user) = &record.user {
            text += &format!("you    {}\n", Shown::line(user));
        } else if record.turn > 0 {
            text += "you    (silence)\n";
        }
        for line in outline::outline(record) {
            text += &format!("       | {}\n", line.text());
        }
        text += &format!("agent  {}\n", Shown::sentence(&record.reply));
    }
    text
}
