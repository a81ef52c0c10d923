use std::io::{self, Write};

use crate::{
    cli::{Exit, finding::Look},
    report::{RunResult, Totals, console},
    shown::{Charset, Line},
};

/// Prints a run: what is unsettled, what failed, repeats, and the summary last.
///
/// # Errors
/// When it cannot be printed.
pub fn show(
    run: &RunResult,
    reports: &[String],
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    print(&console::whole(run, reports), look, out)
}

/// Prints lines.
///
/// # Errors
/// When they cannot be printed.
pub fn print(lines: &[Line], look: Look, out: &mut dyn Write) -> io::Result<()> {
    for line in lines {
        let painted = line.painted(look == Look::Styled, Charset::Unicode);
        writeln!(out, "{}", painted.trim_end())?;
    }
    Ok(())
}

/// How a run ends the program: derived from its verdicts, here and nowhere else.
pub fn exit(run: &RunResult) -> Exit {
    let totals = Totals::of(&run.scenarios);
    let of = |count: usize, exit: Exit| if count > 0 { exit } else { Exit::Passed };
    // What was not played because something failed before it changes nothing about that.
    let unplayed = if totals.failed == 0 { totals.not_run } else { 0 };
    let found = of(totals.failed, Exit::Failed)
        .or_worse(of(totals.inconclusive + unplayed, Exit::Inconclusive));
    // A shard may have nothing to play where there are more machines than scenarios.
    if totals.all() == 0 && run.run.shard.is_none() { Exit::Misuse } else { found }
}
