use std::{
    io::{self, Write},
    path::PathBuf,
    sync::Arc,
};

use super::{
    TuneArgs,
    ask::agreed,
    deliver::{check, deliver, show},
    descriptions::{Told, describe},
    gate::against,
    perform::{asks_a_model, perform, setting},
    suggest::suggest,
    variant::stage,
    watching::watch,
};
use crate::{
    cli::{
        Environment, Exit,
        finding::Look,
        scene::{load_sound, tell},
        test::Interruption,
    },
    diagnostic::SourceFile,
    prompt::Prompt,
    rehearse::suite::usual_time,
    tuning::{Comparison, Plan, Touched, TuneResult, Wish, plan},
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
    file: Option<&std::path::Path>,
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
}

async fn once(
    args: &TuneArgs,
    world: World<'_>,
    interruption: &Interruption,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    let result = match played(args, world, (interruption, None), err).await? {
        Ok(played) => played.result,
        Err(exit) => return Ok(exit),
    };
    let gated = match args.gate.as_deref().map(|path| against(path, &result)).transpose() {
        Ok(gated) => gated,
        Err(why) => return Ok(tell(err, &why, Exit::Misuse)),
    };
    let delivered = deliver(&result, &args.report, (out, err))?;
    show((&result, &args.cell, gated.as_ref()), world, out)?;
    Ok(interruption.or(exit(&result, gated.as_ref()).or_worse(delivered)))
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
    let wish =
        Wish { cells: args.cell.clone(), points: args.point.clone(), callers: args.caller.clone() };
    let mut plan = plan(agent, &wish);
    if let Some(why) = nothing_to_play(&plan, agent.actions.is_empty()) {
        return Ok(Err(tell(err, &why, Exit::Misuse)));
    }
    let others = first.others();
    let touched = match before {
        Some(before) if before.others == others => Touched::between(&before.prompt, &agent.prompt),
        Some(_) | None => Touched::Everything,
    };
    plan.cells.retain(|cell| touched.reaches(cell));
    let talks = plan.cells.len() * staged.len() * args.repeat.max(1) as usize;
    if before.is_none() && asks_a_model(&staged) && !agreed(args, talks, environment, err)? {
        return Ok(Err(Exit::Interrupted));
    }
    let setting = setting(args, interruption.cancel.clone());
    let root = own.project.root.clone();
    let performed = perform(args, (environment, &root), (&staged, &plan), &setting, err).await?;
    Ok(match performed {
        Ok(result) => Ok(Played { result, prompt: agent.prompt.clone(), others, touched, root }),
        Err(why) => Err(tell(err, &why, Exit::Misuse)),
    })
}

/// Why there is nothing to play, where there is not.
pub(super) fn nothing_to_play(plan: &Plan, has_no_action: bool) -> Option<String> {
    match (plan.cells.is_empty(), has_no_action) {
        (false, _) => None,
        (true, true) => Some("the agent has no action, so nothing of its prompt can fail".to_owned()),
        (true, false) => Some(
            "no cell is what was asked for; a cell is ACTION/OUTCOME/POINT/CALLER, each part may be *"
                .to_owned(),
        ),
    }
}

/// How the program ends: only a shown loss against a baseline is a failure.
fn exit(result: &TuneResult, gated: Option<&Comparison>) -> Exit {
    let is_lost = gated
        .is_some_and(|found| found.overall.is_shown() && found.overall.lost > found.overall.won);
    let nothing_known = result.variants.iter().any(|variant| {
        let total = variant.matrix.total();
        total.conclusive() == 0 || total.inconclusive > 0
    });
    let failed = if is_lost { Exit::Failed } else { Exit::Passed };
    if nothing_known { failed.or_worse(Exit::Inconclusive) } else { failed }
}
