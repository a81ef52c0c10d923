use std::path::Path;

use super::{
    ApiAnswer, Casting, Line, OFFLINE, Play, Talk, Tone,
    asked::{Side, asked},
    command::COMMANDS,
    command::Command,
    editing::edit,
    exchange::exchanges,
    lasting::parse_lasting,
    scenario_file,
    standing::standing,
    transcript_file,
    why::why,
};
use crate::{agent::ActionName, cli::scene, diagnostic::did_you_mean, transcript::TurnRecord};

/// Silence that is played when no length is given.
const SILENCE: &str = "8s";

/// What a command came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Done {
    /// It has something to show.
    Told(Vec<Line>),
    /// It could not be done, for this reason.
    Refused(String),
    /// It makes a turn.
    Play(Play),
    /// It makes the last turn anew; this is what came of it before.
    Again(Play, Box<TurnRecord>),
    /// It ends the session.
    Quit,
}

/// Does what a command says.
pub fn perform(talk: &mut Talk, command: Command) -> Done {
    match command {
        Command::State => Done::Told(standing(talk)),
        Command::Calls { all } => Done::Told(exchanges(talk.turns(), all)),
        Command::Why => Done::Told(why(talk.agent(), talk.turns())),
        Command::Undo { turns } => undo(talk, turns),
        Command::Fork { name } => fork(talk, &name),
        Command::Switch { name: Some(name) } => switch(talk, &name),
        Command::Switch { name: None } => Done::Told(branches(talk)),
        Command::Api { action, answer } => api(talk, &action, answer),
        Command::Now { time } => now(talk, &time),
        Command::Silence { lasting } => silence(talk, &lasting),
        Command::Model { name } => model(talk, name.as_deref()),
        Command::Prompt => asked(talk, Side::Sent),
        Command::Raw => asked(talk, Side::Answered),
        Command::Edit => done(edit(talk)),
        Command::Again => again(talk),
        Command::Restart => restart(talk),
        Command::Transcript { path, replaces } => transcript(talk, &path, replaces),
        Command::Save { path, replaces } => save(talk, &path, replaces),
        Command::Help => Done::Told(help()),
        Command::Quit => Done::Quit,
    }
}

/// Says something, unless the talk is over.
pub fn say(talk: &Talk, utterance: String) -> Done {
    match talk.is_over() {
        true => Done::Refused(OVER.to_owned()),
        false => Done::Play(Play::Utterance(utterance)),
    }
}

const OVER: &str = "the talk is over: /undo, /restart or /quit";

fn told(text: &str) -> Done {
    Done::Told(vec![Line::of(text)])
}

fn undo(talk: &mut Talk, turns: usize) -> Done {
    match talk.undo(turns) {
        0 => Done::Refused("there is no turn to take back".to_owned()),
        undone => {
            let plural = if undone == 1 { "turn" } else { "turns" };
            let mut lines = vec![Line::of(&format!("Took {undone} {plural} back. Last said:"))];
            lines.extend(last_said(talk));
            Done::Told(lines)
        }
    }
}

fn last_said(talk: &Talk) -> Option<Line> {
    talk.last().map(|played| Line::dimmed(&format!("  {}", played.record.reply)))
}

fn fork(talk: &mut Talk, name: &str) -> Done {
    let left = talk.branch().to_owned();
    match talk.fork(name) {
        Ok(()) => told(&format!("Now on branch {name}; /switch {left} goes back to here.")),
        Err(why) => Done::Refused(why),
    }
}

fn switch(talk: &mut Talk, name: &str) -> Done {
    match talk.switch(name) {
        Ok(()) => {
            let mut lines = vec![Line::of(&format!("Now on branch {name}. Last said:"))];
            lines.extend(last_said(talk));
            Done::Told(lines)
        }
        Err(why) => Done::Refused(why),
    }
}

fn branches(talk: &Talk) -> Vec<Line> {
    let here = Line::of("* ").with(talk.branch(), Tone::Strong);
    let others = talk.other_branches().map(|name| Line::of(&format!("  {name}")));
    std::iter::once(here).chain(others).collect()
}

fn api(talk: &Talk, name: &str, answer: ApiAnswer) -> Done {
    let names = || talk.agent().actions.iter().map(|action| action.name.as_str());
    match names().find(|known| known.eq_ignore_ascii_case(name)) {
        Some(known) => match talk.backstage().break_api(&ActionName::new(known), answer) {
            Ok(sentence) => told(&sentence),
            Err(why) => Done::Refused(why),
        },
        None => Done::Refused(format!(
            "the agent has no action \"{name}\": {}",
            did_you_mean(name, names())
        )),
    }
}

fn now(talk: &mut Talk, time: &str) -> Done {
    match scene::time(&time.trim().replacen(' ', "T", 1), talk.agent().timezone) {
        Ok(now) => {
            talk.set_time(now);
            told(&format!(
                "It is {} now; time moves with calls and silences only.",
                now.format("%Y-%m-%d %H:%M:%S %Z")
            ))
        }
        Err(why) => Done::Refused(why),
    }
}

fn silence(talk: &Talk, lasting: &str) -> Done {
    if talk.is_over() {
        return Done::Refused(OVER.to_owned());
    }
    match parse_lasting(if lasting.is_empty() { SILENCE } else { lasting }) {
        Ok(lasting) => Done::Play(Play::Silence(lasting)),
        Err(why) => Done::Refused(why),
    }
}

fn done(done: Result<String, String>) -> Done {
    match done {
        Ok(sentence) => told(&sentence),
        Err(why) => Done::Refused(why),
    }
}

fn model(talk: &mut Talk, name: Option<&str>) -> Done {
    if let Some(name) = name {
        return done(talk.recast(|casting, conversation| casting.change(name, conversation)));
    }
    let model = talk.casting().and_then(Casting::model).unwrap_or("the offline model");
    told(&format!(
        "{model} is in use; /model NAME takes another, /model {OFFLINE} the built-in one."
    ))
}

fn again(talk: &mut Talk) -> Done {
    match talk.take_again() {
        Some((play, before)) => Done::Again(play, Box::new(before)),
        None => Done::Refused("nothing was said yet that could be answered anew".to_owned()),
    }
}

fn restart(talk: &mut Talk) -> Done {
    talk.restart();
    Done::Play(Play::Greeting)
}

fn transcript(talk: &Talk, path: &str, replaces: bool) -> Done {
    match transcript_file::write(talk, Path::new(path), replaces) {
        Ok(turns) => told(&format!("Wrote {turns} turns to {path}.")),
        Err(why) => Done::Refused(why),
    }
}

fn save(talk: &Talk, path: &str, replaces: bool) -> Done {
    let saved = match scenario_file::write(talk, Path::new(path), replaces) {
        Ok(saved) => saved,
        Err(why) => return Done::Refused(why),
    };
    let counted = |count: usize, one: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {one}s"),
    };
    let mut lines = vec![Line::of(&format!(
        "Saved {}, {}, {}. Play it: rehearsal test {path}",
        counted(saved.turns, "turn"),
        counted(saved.calls, "call"),
        counted(saved.expectations, "expectation"),
    ))];
    lines.extend(saved.notes.iter().map(|note| Line::dimmed(note)));
    Done::Told(lines)
}

fn help() -> Vec<Line> {
    let widest = COMMANDS.iter().map(|(name, what, _)| name.len() + what.len() + 1).max();
    let line = |(name, what, does): &(&str, &str, &str)| {
        let written = format!("{name} {what}");
        let padded = format!("{written:<width$}  ", width = widest.unwrap_or_default());
        Line::new().with(&padded, Tone::Strong).plain(does)
    };
    COMMANDS.iter().map(line).collect()
}
