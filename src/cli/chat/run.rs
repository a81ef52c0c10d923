use std::{
    io::{self, Read, Write},
    sync::Arc,
};

use tokio::sync::mpsc::{self, UnboundedReceiver};

use super::{
    ApiControl, Casting, Charset, ChatArgs, Completion, Editor, Form, Look, Piped, Prompter,
    Rehearsal, Screen, StateFile, Talk, Terminal, editor, input::read_lines,
};
use crate::{
    cli::{
        Colour, Environment, Exit,
        cassette::{Extent, closing, tell_cassette_error},
        finding,
        scene::{SceneArgs, load_sound, tell, time},
    },
    model::openai::{ModelEvent, Watcher},
    rehearse::{Clock, Conversation, Policy, Reach},
};

/// Where a talk comes from and goes to.
pub struct Streams<'a> {
    /// What the user says, unless an editor reads it from the terminal.
    pub input: Box<dyn Read + Send>,
    /// Where the agent speaks. Not to be locked: the editor prints there too.
    pub out: &'a mut dyn Write,
    /// Where errors go.
    pub err: &'a mut dyn Write,
    /// Whether there is colour.
    pub colour: Colour,
}

/// Runs `rehearsal chat`.
///
/// # Errors
/// When the output cannot be written.
pub async fn run(
    args: &ChatArgs,
    environment: &Environment,
    streams: Streams<'_>,
) -> io::Result<Exit> {
    let look = match environment.colours_errors(streams.colour) {
        true => finding::Look::Styled,
        false => finding::Look::Plain,
    };
    let loaded = match load_sound(&args.agent, look, streams.err) {
        Ok(loaded) => loaded,
        Err(exit) => return Ok(exit),
    };
    let shelf = match args.cassette.shelf(&loaded.project, environment) {
        Ok(shelf) => shelf,
        Err(error) => return Ok(tell_cassette_error(&error, look, streams.err)),
    };
    let reel = shelf.as_ref().map(|shelf| shelf.reel(None, 1));
    let args = ChatArgs { scene: SceneArgs { reel, ..args.scene.clone() }, ..args.clone() };
    let mut staged = match args.scene.stage(&loaded, environment, look, streams.err).await {
        Ok(staged) => staged,
        Err(exit) => return Ok(exit),
    };
    let casting = Casting::new(&args, &loaded, environment, &mut staged.conversation);
    let casting = match casting {
        Ok(casting) => casting,
        Err(why) => return Ok(tell(streams.err, &why, Exit::Misuse)),
    };
    let title = title(&staged.conversation, &casting, &args.scene.reach(environment));
    staged.notes.extend(casting.note(&args));
    // What is left of `staged` keeps the stub API running to the end of the talk.
    let control = ApiControl::new(staged.api, title, staged.notes);
    let rehearsal = Rehearsal {
        conversation: staged.conversation,
        backstage: Arc::new(control),
        casting: Some(casting),
    };
    let Streams { input, out, err, colour } = streams;
    let lent = Streams { input, out, err: &mut *err, colour };
    let exit = talk(&args, rehearsal, environment, lent).await?;
    let closing = shelf.map(|shelf| closing(&shelf, Extent::Whole)).unwrap_or_default();
    for line in &closing.lines {
        writeln!(err, "{}", super::Shown::line(line))?;
    }
    Ok(exit.or_worse(closing.exit))
}

/// Plays a rehearsal that is set up.
///
/// # Errors
/// When the output cannot be written.
pub async fn talk(
    args: &ChatArgs,
    rehearsal: Rehearsal,
    environment: &Environment,
    streams: Streams<'_>,
) -> io::Result<Exit> {
    let mut talk = Talk::new(rehearsal);
    let state = args.state.clone().map(StateFile::new);
    let is_resumed = match state.as_ref().map(|state| state.resume(&mut talk)) {
        Some(Ok(is_resumed)) => is_resumed,
        Some(Err(error)) => {
            writeln!(streams.err, "error: {}", super::Shown::line(&error.to_string()))?;
            return Ok(Exit::Misuse);
        }
        None => false,
    };
    if is_resumed {
        move_clock(&mut talk, args);
    }
    let is_person = environment.input_is_terminal && environment.output_is_terminal && !args.json;
    match is_person {
        true => with_person(args, (talk, state), environment, streams, is_resumed).await,
        false => with_program(args, (talk, state), streams, is_resumed).await,
    }
}

/// The header: who talks, by which model, to which API, when.
fn title(conversation: &Conversation, casting: &Casting, reach: &Reach) -> String {
    let model = match (casting.model(), casting.policy()) {
        (None, _) => "offline model".to_owned(),
        (Some(name), Policy::Guarded) => super::Shown::line(name).to_string(),
        (Some(name), Policy::Free) => format!("{} leads (free policy)", super::Shown::line(name)),
    };
    let api = match reach {
        Reach::Live(_) => "real API",
        Reach::Stub => "stub API",
        Reach::Recorded => "recorded API",
    };
    let now = conversation.reference().now;
    format!(
        "{} · {model} · {api} · {} {}",
        conversation.agent().name,
        now.format("%Y-%m-%d %H:%M"),
        now.timezone().name()
    )
}

/// `--now` takes a kept talk on in time, never back.
fn move_clock(talk: &mut Talk, args: &ChatArgs) {
    let zone = talk.agent().timezone;
    let given = args.scene.now.as_deref().and_then(|text| time(text, zone).ok());
    let kept = talk.memory().clock;
    match (given, kept) {
        (Some(given), Clock::Virtual(kept)) if given <= kept => {}
        (Some(given), _) => talk.set_time(given),
        (None, _) => {}
    }
}

async fn with_program(
    args: &ChatArgs,
    (talk, state): (Talk, Option<StateFile>),
    streams: Streams<'_>,
    is_resumed: bool,
) -> io::Result<Exit> {
    let form = if args.json { Form::Json } else { Form::Reply };
    let notes = if is_resumed { Vec::new() } else { talk.backstage().notes() };
    for note in notes {
        writeln!(streams.err, "note: {}", super::Shown::line(&note))?;
    }
    let lines = read_lines(streams.input)?;
    let piped = Piped { talk, state, form, out: streams.out, err: streams.err, exit: Exit::Passed };
    piped.run(is_resumed, lines).await
}

async fn with_person(
    args: &ChatArgs,
    (mut talk, state): (Talk, Option<StateFile>),
    environment: &Environment,
    streams: Streams<'_>,
    is_resumed: bool,
) -> io::Result<Exit> {
    let seen = match watched(&mut talk) {
        Ok(seen) => seen,
        Err(why) => return Ok(tell(streams.err, &why, Exit::Misuse)),
    };
    let coloured = environment.colours_output(streams.colour);
    let charset = if environment.shows_unicode() { Charset::Unicode } else { Charset::Ascii };
    let prompter = match prompter(args, &talk, environment, coloured, streams.input).await {
        Ok(prompter) => prompter,
        Err(error) => {
            writeln!(streams.err, "error: lines cannot be edited here: {error}")?;
            return Ok(Exit::Misuse);
        }
    };
    let look = Look { coloured, charset, width: prompter.columns() };
    let screen = Screen::new(streams.out, look);
    let mut nowhere = io::sink();
    let err: &mut dyn Write =
        if environment.errors_are_terminal { streams.err } else { &mut nowhere };
    Terminal { talk, state, screen, err, prompter, seen }.run(is_resumed).await
}

/// What the model does while it is asked, for whoever watches.
fn watched(talk: &mut Talk) -> Result<UnboundedReceiver<ModelEvent>, String> {
    let (events, seen) = mpsc::unbounded_channel();
    // Nobody watches once the talk is over.
    let watcher: Watcher = Arc::new(move |event| drop(events.send(event)));
    match talk.casting().is_some() {
        true => talk.recast(|casting, conversation| casting.watch(watcher, conversation))?,
        false => drop(watcher),
    }
    Ok(seen)
}

async fn prompter(
    args: &ChatArgs,
    talk: &Talk,
    environment: &Environment,
    is_coloured: bool,
    input: Box<dyn Read + Send>,
) -> io::Result<Prompter> {
    if environment.get("TERM") == Some("dumb") {
        return read_lines(input).map(Prompter::Plain);
    }
    let completion = Completion::new(talk.agent(), is_coloured);
    let setup = editor::Setup { completion, is_coloured, history: args.history.clone() };
    Editor::open(setup).await.map(Prompter::Editor)
}
