use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    TuneArgs,
    ask::agreed,
    deliver::{check, deliver, show, takes_standard_output},
    descriptions::{Told, describe},
    facts::{Facts, facts},
    gate::{Baseline, Gated},
    identity::Identity,
    ledger::Ledger,
    perform::{Stand, asks_a_model, perform, setting},
    suggest::suggest,
    variant::{Staged, stage},
    watching::watch,
};
use crate::{
    agent::Agent,
    cli::{
        Environment, Exit,
        cassette::{CassetteError, Closing, Extent, closing, tell_cassette_error},
        finding::Look,
        scene::{load_sound, tell},
        test::Interruption,
    },
    diagnostic::SourceFile,
    prompt::Prompt,
    rehearse::{
        LoadedAgent, Project, Shelf,
        cassette::{Taping, Track},
        suite::usual_time,
    },
    shown::visible::visible_line,
    tuning::{Plan, Touched, TuneResult, Wish, plan},
    value::Reference,
};

/// Plays a prompt through every failure, and compares variants of it.
///
/// # Errors
/// When the output cannot be written.
pub async fn run(
    args: &TuneArgs,
    environment: &Environment,
    look: Look,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    if let Err(why) = check(&args.report) {
        return Ok(tell(err, &why, Exit::Misuse));
    }
    if let Some(file) = &args.descriptions {
        return described(args, file.as_deref(), look, (out, err));
    }
    let interruption = Interruption::watch();
    let world = (environment, look);
    if args.suggest {
        return suggest(args, world, &interruption, (out, err)).await;
    }
    match args.watch {
        true => watch(args, world, &interruption, (out, err)).await,
        false => once(args, world, &interruption, (out, err)).await,
    }
}

/// Which words of the descriptions choose the action.
fn described(
    args: &TuneArgs,
    file: Option<&Path>,
    look: Look,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    let agent = match load_sound(&args.agent, look, err).map(|loaded| loaded.agent) {
        Ok(Some(agent)) => agent,
        Ok(None) => return Ok(Exit::Misuse),
        Err(exit) => return Ok(exit),
    };
    let at = Reference { now: usual_time(agent.timezone), region: agent.region };
    let told = if args.json { Told::Json } else { Told::Tables(look) };
    describe((&agent, at), file, told, (out, err))
}

/// What surrounds a tuning.
pub(super) type World<'a> = (&'a Environment, Look);

/// What was played, and of which prompt.
pub(super) struct Played {
    pub result: TuneResult,
    /// The first variant's prompt as declared.
    pub prompt: Prompt,
    /// The other files of the agent: any change of them may matter anywhere.
    pub others: Vec<Arc<SourceFile>>,
    /// What has changed since the playing before.
    pub touched: Touched,
    /// The project's root.
    pub root: PathBuf,
    /// What is to be said of recordings.
    pub closing: Closing,
    /// What it is compared with.
    pub baseline: Option<Baseline>,
}

async fn once(
    args: &TuneArgs,
    world: World<'_>,
    interruption: &Interruption,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    let Played { result, closing, baseline, .. } =
        match played(args, world, (interruption, None), err).await? {
            Ok(played) => played,
            Err(exit) => return Ok(exit),
        };
    let gated = baseline.map(|baseline| baseline.against(&result));
    let delivered = deliver(&result, &args.report, (out, err))?;
    if !takes_standard_output(&args.report) {
        show((&result, &args.cell, gated.as_ref()), world, out)?;
    }
    for line in &closing.lines {
        writeln!(err, "{}", visible_line(line))?;
    }
    let exit = exit(&result, gated.as_ref()).or_worse(delivered);
    Ok(interruption.or(exit.or_worse(closing.exit)))
}

/// Loads and plays; of what was played before only the cells that a change can affect.
///
/// # Errors
/// When progress cannot be told; the inner error is an exit status whose reason was told.
pub(super) async fn played(
    args: &TuneArgs,
    (environment, look): World<'_>,
    (interruption, before): (&Interruption, Option<&Played>),
    err: &mut dyn Write,
) -> io::Result<Result<Played, Exit>> {
    let (own, staged) = match stage(args, environment, (look, err)).await {
        Ok(staged) => staged,
        Err(exit) => return Ok(Err(exit)),
    };
    let Some(first) = staged.first() else { return Ok(Err(Exit::Misuse)) };
    let agent = first.venue.agent();
    let prompts: Vec<_> = staged.iter().map(|variant| &variant.venue.agent().prompt).collect();
    let mut plan = plan(agent, &prompts, &wish(args));
    let identity = Identity::of(args, environment, &staged);
    let known = match read(args, (&own, agent), &plan, &identity) {
        Ok(known) => known,
        Err(why) => return Ok(Err(tell(err, &why, Exit::Misuse))),
    };
    let others = first.others();
    let touched = touched(before, &others, &agent.prompt);
    plan.cells.retain(|cell| touched.reaches(cell));
    let shelf = match shelf(args, environment, &own.project) {
        Ok(shelf) => shelf,
        Err(error) => return Ok(Err(tell_cassette_error(&error, look, err))),
    };
    let Known { facts, baseline, resumed } = known;
    let root = own.project.root.clone();
    let cells = plan.cells.len() * staged.len();
    let stood = resumed.as_ref().map_or(0, Ledger::count);
    let mut stand = Stand { environment, root: &root, ledger: Ledger::in_memory(), shelf, facts };
    let talks = cells.saturating_sub(stood) * args.repeat.max(1) as usize;
    if before.is_none()
        && let Some(exit) = not_begun(args, &stand, (&staged, talks), err)?
    {
        return Ok(Err(exit));
    }
    tell_silent(&staged, err)?;
    if args.resume {
        writeln!(err, "{}", went_on(stood, cells))?;
    }
    stand.ledger = ledger(args, &root, (resumed, &identity));
    let setting = setting(args, interruption.cancel.clone());
    let performed = perform(args, &mut stand, (&staged, &plan), &setting, err).await?;
    let closing = stand.shelf.as_deref().map(|shelf| closing(shelf, extent(args)));
    let (prompt, closing) = (agent.prompt.clone(), closing.unwrap_or_default());
    Ok(performed
        .map(|result| Played { result, prompt, others, touched, root, closing, baseline })
        .map_err(|why| tell(err, &why, Exit::Misuse)))
}

/// The cells that are asked for.
pub(super) fn wish(args: &TuneArgs) -> Wish {
    Wish { cells: args.cell.clone(), points: args.point.clone(), callers: args.caller.clone() }
}

/// What is known before anything is played.
struct Known {
    facts: Facts,
    baseline: Option<Baseline>,
    resumed: Option<Ledger>,
}

/// Reads it all, so that what is wrong is told at once.
fn read(
    args: &TuneArgs,
    (own, agent): (&LoadedAgent, &Agent),
    plan: &Plan,
    identity: &Identity,
) -> Result<Known, String> {
    if let Some(why) = nothing_to_play(plan, own) {
        return Err(why);
    }
    let facts = facts(args, agent)?;
    let baseline = args.gate.as_deref().map(|path| Baseline::read(path, args, &agent.name));
    let baseline = baseline.transpose()?;
    let resumed = args.resume.then(|| Ledger::go_on(&own.project.root, identity)).transpose()?;
    Ok(Known { facts, baseline, resumed: resumed.flatten() })
}

/// What has changed since the playing before; without one everything is new.
fn touched(before: Option<&Played>, others: &[Arc<SourceFile>], prompt: &Prompt) -> Touched {
    match before {
        Some(before) if before.others == others => Touched::between(&before.prompt, prompt),
        Some(_) | None => Touched::Everything,
    }
}

/// Why it does not begin: a model cannot be had, or the user does not want what it may cost.
fn not_begun(
    args: &TuneArgs,
    stand: &Stand<'_>,
    (staged, talks): (&[Staged], usize),
    err: &mut dyn Write,
) -> io::Result<Option<Exit>> {
    match asks_a_model(args, stand, staged) {
        Ok(true) if !agreed(args, talks, stand.environment, err)? => Ok(Some(Exit::Interrupted)),
        Ok(_) => Ok(None),
        Err(why) => Ok(Some(tell(err, &why, Exit::Misuse))),
    }
}

/// What has ended so far, and takes what ends now.
fn ledger(
    args: &TuneArgs,
    root: &Path,
    (resumed, identity): (Option<Ledger>, &Identity),
) -> Ledger {
    match resumed {
        Some(ledger) => ledger,
        None if args.watch => Ledger::in_memory(),
        None => Ledger::begin(root, identity),
    }
}

/// What `--resume` found.
fn went_on(stood: usize, cells: usize) -> String {
    match stood {
        0 => "the last tuning left nothing that still stands, so everything is played".to_owned(),
        stood => format!("{stood} of {cells} cells stand from the last tuning"),
    }
}

/// The recordings. The stub API needs none: what it answers costs nothing, and is always the same.
fn shelf(
    args: &TuneArgs,
    environment: &Environment,
    project: &Project,
) -> Result<Option<Arc<Shelf>>, CassetteError> {
    let asked = args.cassette.taping(environment)?;
    let http = if args.reach.live { asked.http } else { Track::Live };
    args.cassette.shelf_of(project, Taping { http, ..asked })
}

/// Whether everything there is was played, so that what was not recorded is of no use.
fn extent(args: &TuneArgs) -> Extent {
    let is_part =
        args.resume || !args.cell.is_empty() || !args.point.is_empty() || !args.caller.is_empty();
    if is_part { Extent::Part } else { Extent::Whole }
}

/// Why there is nothing to play, where there is not.
pub(super) fn nothing_to_play(plan: &Plan, own: &LoadedAgent) -> Option<String> {
    let has_actions = own.agent.as_ref().is_some_and(|agent| !agent.actions.is_empty());
    match (plan.cells.is_empty(), has_actions) {
        (false, _) => None,
        (true, false) => Some(format!(
            "{}: the agent has no action, so nothing of its prompt can fail; declare one under actions:",
            visible_line(&own.agent_path.display().to_string())
        )),
        (true, true) => Some(
            "no cell is what was asked for; a cell is ACTION/OUTCOME/POINT/CALLER, each part may be *"
                .to_owned(),
        ),
    }
}

/// Tells of prompts that say nothing about failures: none of their cells but the successes can hold.
fn tell_silent(staged: &[Staged], err: &mut dyn Write) -> io::Result<()> {
    let silent = |variant: &&Staged| variant.venue.agent().prompt.error_lines.is_empty();
    let mut prompts: Vec<&str> =
        staged.iter().filter(silent).map(|variant| variant.prompt.as_str()).collect();
    prompts.dedup();
    for prompt in prompts {
        let prompt = visible_line(prompt);
        writeln!(
            err,
            "note: {prompt} has no line about errors, so every failure counts as one without a line"
        )?;
    }
    Ok(())
}

/// How the program ends: beside a baseline only a shown loss is a failure.
fn exit(result: &TuneResult, gated: Option<&Gated>) -> Exit {
    let nothing_known = result.variants.iter().any(|variant| {
        let total = variant.matrix.total();
        total.conclusive() == 0 || total.inconclusive > 0
    });
    match gated {
        Some(gated) => gated.exit,
        None if nothing_known => Exit::Inconclusive,
        None => Exit::Passed,
    }
}
