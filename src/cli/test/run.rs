use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    TestArgs,
    accept::{accept, refusal},
    cast::Troupe,
    covering::{Covering, enough},
    gather::{Ear, Gathered, gather},
    interruption::Interruption,
    lasting::Lasting,
    ledger::{Ledger, Need, Talks},
    narrate::Narration,
    perform::perform,
    select::{Selection, select},
    watching::{Watching, announce},
};
use crate::{
    cli::{
        Environment, Exit,
        cassette::{Closing, closing},
        finding::Look,
        report::{Outputs, deliver, print},
        scene::tell,
    },
    model::openai::Spent,
    rehearse::{
        Pace, Project,
        suite::{Course, JournalError, Plan, RunSetting},
    },
    report::{RunResult, console},
    shown::visible::visible_line,
};

/// How many of the slowest scenarios are told.
const SLOWEST: usize = 10;

/// Plays scenarios and says what held; with `--watch` again and again.
///
/// # Errors
/// When the output cannot be written.
pub async fn run(
    args: &TestArgs,
    environment: &Environment,
    look: Look,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    let (out, err): (&mut dyn Write, &mut dyn Write) =
        (&mut Lasting::new(out), &mut Lasting::new(err));
    if let Some(message) = refusal(args.accept, environment) {
        return Ok(tell(err, &message, Exit::Misuse));
    }
    let interruption = Interruption::watch();
    let world = World { environment, look, interruption: &interruption };
    if !args.watch {
        let exit = once(args, world, (out, err)).await?;
        return out.flush().map(|()| exit);
    }
    let mut watching = match Watching::over(&folders(args)) {
        Ok(watching) => watching,
        Err(error) => {
            return Ok(tell(err, &format!("files cannot be watched: {error}"), Exit::Misuse));
        }
    };
    loop {
        once(args, world, (out, err)).await?;
        out.flush()?;
        let saved = tokio::select! {
            saved = watching.saved() => saved,
            () = interruption.cancel.cancelled() => None,
        };
        match saved {
            Some(path) => announce(&path, err)?,
            None => return Ok(Exit::Interrupted),
        }
    }
}

/// What surrounds a run.
#[derive(Clone, Copy)]
struct World<'a> {
    environment: &'a Environment,
    look: Look,
    interruption: &'a Interruption,
}

/// The projects of what is named, for what they are made of may lie anywhere in them.
fn folders(args: &TestArgs) -> Vec<PathBuf> {
    let here = [PathBuf::from(".")];
    let named = if args.paths.is_empty() { &here[..] } else { &args.paths };
    let mut folders: Vec<PathBuf> = named
        .iter()
        .filter_map(|path| {
            let folder = if path.is_dir() { path } else { path.parent()? };
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            Project::around(folder).ok().map(|project| project.root)
        })
        .collect();
    folders.sort();
    folders.dedup();
    folders
}

async fn once(
    args: &TestArgs,
    world: World<'_>,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    let World { environment, look, .. } = world;
    let outputs = match Outputs::new(&args.report) {
        Ok(outputs) => outputs,
        Err(message) => return Ok(tell(err, &message, Exit::Misuse)),
    };
    let mut gathered = match gather(args, environment, &mut Ear { look, err }).await {
        Ok(gathered) => gathered,
        Err(exit) => return Ok(exit),
    };
    let selection = match select(args, environment, &mut gathered) {
        Ok(selection) => selection,
        Err(message) => return Ok(tell(err, &message, Exit::Misuse)),
    };
    if args.list {
        return list(&gathered, out);
    }
    play(args, world, (gathered, selection, &outputs), (out, err)).await
}

fn list(gathered: &Gathered, out: &mut dyn Write) -> io::Result<Exit> {
    for listed in &gathered.listing.listed {
        let tags: Vec<_> = listed.tags.iter().map(|tag| format!("  #{tag}")).collect();
        let line = format!("{}  {}:{}{}", listed.id, listed.path, listed.line, tags.concat());
        writeln!(out, "{}", visible_line(&line))?;
    }
    Ok(Exit::Passed)
}

async fn play(
    args: &TestArgs,
    world: World<'_>,
    (mut gathered, selection, outputs): (Gathered, Selection, &Outputs),
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    let World { environment, interruption, .. } = world;
    let listed = &gathered.listing.listed;
    let troupe = match Troupe::gather(args, environment, (&gathered.root, listed)) {
        Ok(troupe) => troupe,
        Err(message) => return Ok(tell(err, &message, Exit::Misuse)),
    };
    let ledger = match ledger(args, outputs, &mut gathered) {
        Ok(ledger) => ledger,
        Err(error) => return Ok(tell(err, &error.to_string(), Exit::Misuse)),
    };
    let setting = setting(args, &troupe, interruption);
    let notes = Vec::from_iter(resumed(args, &gathered, &ledger));
    let watched = (environment.errors_are_terminal, args.verbose);
    let mut narration = Narration::new(gathered.listing.count(), watched, err);
    let played = perform(gathered.listing, &setting, ledger, &mut narration).await?;
    let (mut result, talks) = played;
    selection.add_to(&mut result);
    result.run.notes.extend(notes.into_iter().chain(gathered.notes));
    if let Some((name, spent)) = troupe.spent() {
        result.run.model = Some(name);
        result.run.notes.push(cost(&spent));
    }
    let shelves = gathered.shelves.iter();
    let closings: Vec<Closing> = shelves.map(|shelf| closing(shelf, args.extent())).collect();
    result.run.interrupted = interruption.came();
    let exit = end(args, world, (&result, &talks, outputs), (out, err))?;
    for line in closings.iter().flat_map(|closing| &closing.lines) {
        writeln!(err, "{}", visible_line(line))?;
    }
    let exit = closings.iter().fold(exit, |exit, closing| exit.or_worse(closing.exit));
    let exit = exit.or_worse(enough(&result, args.coverage_min, err));
    Ok(interruption.or(exit))
}

/// Makes the reports and tells what else was asked for.
fn end(
    args: &TestArgs,
    World { environment, look, .. }: World<'_>,
    (result, talks, outputs): (&RunResult, &Talks, &Outputs),
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    if args.verbose {
        let slowest = console::slowest(result, SLOWEST);
        print(&slowest, look, if outputs.takes_standard_output() { err } else { out })?;
    }
    let exit = deliver((result, talks), outputs, (environment, look), (out, err))?;
    if let Some(how) = args.accept {
        accept(result, how, environment, (out, err))?;
    }
    Ok(exit)
}

/// What has ended already: nothing, or with `--resume` what the last run has left.
fn ledger(
    args: &TestArgs,
    outputs: &Outputs,
    gathered: &mut Gathered,
) -> Result<Ledger, JournalError> {
    let need = match outputs {
        none if none.are_none() => Need::Verdicts,
        outputs if outputs.show_talks() => Need::Talks,
        _ => Need::Facts,
    };
    let is_covered = args.coverage || args.coverage_min.is_some();
    let covering = is_covered.then(|| Covering::of(&gathered.listing.listed));
    match args.resume {
        true => Ledger::go_on(&gathered.root, need, covering, &mut gathered.listing),
        false => Ok(Ledger::begin(&gathered.root, need, covering)),
    }
}

/// What `--resume` found, for the summary.
fn resumed(args: &TestArgs, gathered: &Gathered, ledger: &Ledger) -> Option<String> {
    let counted = |count: usize, one: &str, more: &str| match count {
        1 => format!("1 scenario {one}"),
        count => format!("{count} scenarios {more}"),
    };
    args.resume.then(|| match (ledger.count(), gathered.listing.count()) {
        (0, _) => "the last run left nothing that still stands, so everything was played".to_owned(),
        (kept, 0) => format!(
            "{}, and nothing has changed since, so nothing was played; without --resume everything is",
            counted(kept, "had ended in the last run", "had ended in the last run")
        ),
        (kept, open) => format!(
            "{}; {}",
            counted(kept, "stands from the last run", "stand from the last run"),
            counted(open, "was played now", "were played now")
        ),
    })
}

fn setting(args: &TestArgs, troupe: &Arc<Troupe>, interruption: &Interruption) -> RunSetting {
    RunSetting {
        course: Course {
            seed: args.seed,
            pace: if args.real_time { Pace::RealTime } else { Pace::AtOnce },
            recast: Some(troupe.recast()),
            judges: Some(troupe.judges()),
            simulators: Some(troupe.simulators()),
        },
        jobs: args.jobs.unwrap_or_else(usual_jobs),
        repeat: args.repeat,
        fail_fast: args.fail_fast,
        cancel: interruption.cancel.clone(),
    }
}

/// What the model was asked, for the summary.
fn cost(spent: &Spent) -> String {
    let tokens = spent.prompt_tokens + spent.answer_tokens;
    let about = if spent.is_estimate { "about " } else { "" };
    let money = if spent.cost > 0.0 {
        format!(", {:.4} by the agent's prices", spent.cost)
    } else {
        String::new()
    };
    format!("the model was asked {} times, {about}{tokens} tokens{money}", spent.calls)
}

/// A few for each core: most of a conversation is waiting for the other side of a socket.
pub fn usual_jobs() -> usize {
    const FOR_EACH_CORE: usize = 8;
    std::thread::available_parallelism().map_or(FOR_EACH_CORE, |cores| cores.get() * FOR_EACH_CORE)
}
