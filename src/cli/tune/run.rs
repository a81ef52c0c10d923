use std::io::{self, Write};

use super::{
    TuneArgs,
    ask::agreed,
    deliver::{check, deliver, show},
    descriptions::{Told, describe},
    gate::against,
    perform::{asks_a_model, perform, setting},
    variant::stage,
};
use crate::{
    cli::{
        Environment, Exit,
        finding::Look,
        scene::{load_sound, tell},
        test::Interruption,
    },
    rehearse::suite::usual_time,
    tuning::{Comparison, Plan, TuneResult, Wish, plan},
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
    once(args, (environment, look), &interruption, (out, err)).await
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

async fn once(
    args: &TuneArgs,
    (environment, look): (&Environment, Look),
    interruption: &Interruption,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    let (own, staged) = match stage(args, environment, (look, err)).await {
        Ok(staged) => staged,
        Err(exit) => return Ok(exit),
    };
    let Some(first) = staged.first() else { return Ok(Exit::Misuse) };
    let wish =
        Wish { cells: args.cell.clone(), points: args.point.clone(), callers: args.caller.clone() };
    let plan = plan(first.venue.agent(), &wish);
    if let Some(why) = nothing_to_play(&plan, first.venue.agent().actions.is_empty()) {
        return Ok(tell(err, &why, Exit::Misuse));
    }
    let talks = plan.cells.len() * staged.len() * args.repeat.max(1) as usize;
    if asks_a_model(&staged) && !agreed(args, talks, environment, err)? {
        return Ok(Exit::Interrupted);
    }
    let setting = setting(args, interruption.cancel.clone());
    let world = (environment, own.project.root.as_path());
    let performed = perform(args, world, (&staged, &plan), &setting, err).await?;
    let result = match performed {
        Ok(result) => result,
        Err(why) => return Ok(tell(err, &why, Exit::Misuse)),
    };
    let gated = match args.gate.as_deref().map(|path| against(path, &result)).transpose() {
        Ok(gated) => gated,
        Err(why) => return Ok(tell(err, &why, Exit::Misuse)),
    };
    let delivered = deliver(&result, &args.report, (out, err))?;
    show((&result, &args.cell, gated.as_ref()), (environment, look), out)?;
    Ok(interruption.or(exit(&result, gated.as_ref()).or_worse(delivered)))
}

fn nothing_to_play(plan: &Plan, has_no_action: bool) -> Option<String> {
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
