use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use super::{
    super::{
        TuneArgs,
        ask::{confirmed, requests},
        run::World,
    },
    desk::Desk,
    offer::offer,
    proposing::{Tried, halted, lapsed, propose, tell_halt},
};
use crate::{
    cli::{Exit, test::Interruption},
    tuning::{
        Cell,
        suggest::{BASELINE, Entry, Split, split},
    },
};

/// Has a model propose better error lines, and offers what the held-out cells show to be better.
///
/// # Errors
/// When nothing can be told or kept.
pub(in crate::cli::tune) async fn suggest(
    args: &TuneArgs,
    world: World<'_>,
    interruption: &Interruption,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    let mut desk = match Desk::set(args, world, interruption, err).await {
        Ok(desk) => desk,
        Err(exit) => return Ok(exit),
    };
    let cells: BTreeSet<Cell> = desk.plan.cells.iter().cloned().collect();
    if !agreed(&desk, &cells, err)? {
        return Ok(Exit::Interrupted);
    }
    begun(&mut desk)?;
    let staged = desk.staged.clone();
    desk.play((BASELINE, &staged), &cells, err).await?;
    let open = desk.open(BASELINE, &cells).len();
    if let Some(halt) = halted(&desk, open) {
        return Ok(tell_halt(&desk, halt, err));
    }
    let lapsed = lapsed(&desk.baseline());
    let split = split(&desk.plan.cells, &lapsed, args.seed);
    told(&desk, (&lapsed, &split, open), out)?;
    if lapsed.is_disjoint(&split.shown) {
        writeln!(out, "No cell that can be shown has lapsed, so there is nothing to make better.")?;
        return Ok(if open > 0 { Exit::Inconclusive } else { Exit::Passed });
    }
    let mut tried: Vec<Tried> = Vec::new();
    for number in 1..=args.proposals.max(1) {
        match propose(&mut desk, (number, &split, &tried), (out, err)).await? {
            Ok(found) => tried.extend(found),
            Err(halt) => return Ok(tell_halt(&desk, halt, err)),
        }
    }
    let offered = offer(&mut desk, &tried, (out, err))?;
    Ok(if open > 0 { offered.or_worse(Exit::Inconclusive) } else { offered })
}

/// Tells what it may cost and asks, unless all of it is known already.
fn agreed(desk: &Desk<'_>, cells: &BTreeSet<Cell>, err: &mut dyn Write) -> io::Result<bool> {
    let wanted = desk.args.proposals.max(1) as usize;
    let proposals = wanted.saturating_sub(desk.proposed.len());
    let open = desk.open(BASELINE, cells).len();
    let talks = match desk.is_played_by_model {
        true => (open + proposals * cells.len() / 2) * desk.args.repeat.max(1) as usize,
        false => 0,
    };
    if talks == 0 && proposals == 0 {
        return Ok(true);
    }
    let name = desk.proposer.name();
    let asked =
        if proposals == 1 { "1 proposal is" } else { &format!("{proposals} proposals are") };
    let mut cost = format!("{asked} asked of {name}");
    if talks > 0 {
        cost += &format!(
            ", and about {talks} talks go to a model: about {} requests",
            requests(talks) + proposals
        );
    }
    confirmed(desk.args, &cost, desk.world.0, err)
}

fn begun(desk: &mut Desk<'_>) -> io::Result<()> {
    if !desk.proposed.is_empty() || !desk.baseline().is_empty() {
        return Ok(());
    }
    let entry = Entry::Begun {
        agent: desk.staged.venue.agent().name.clone(),
        prompt: desk.files().prompt.path.clone(),
        model: desk.proposer.name().to_owned(),
    };
    desk.notebook.add(&entry)
}

fn told(
    desk: &Desk<'_>,
    (lapsed, split, open): (&BTreeSet<Cell>, &Split, usize),
    out: &mut dyn Write,
) -> io::Result<()> {
    let shown = lapsed.intersection(&split.shown).count();
    let (all, held_out) = (desk.plan.cells.len(), split.held_out.len());
    let model = crate::shown::visible::visible_line(desk.proposer.name());
    writeln!(
        out,
        "{} of {all} cells lapsed. {model} is shown {shown} of them; {held_out} cells are held out and \
         decide.",
        lapsed.len()
    )?;
    if open > 0 {
        writeln!(out, "{open} cells are without a verdict.")?;
    }
    match desk.proposed.len() {
        0 => {}
        1 => writeln!(out, "Of the proposals 1 is kept from before.")?,
        kept => writeln!(out, "Of the proposals {kept} are kept from before.")?,
    }
    Ok(())
}
