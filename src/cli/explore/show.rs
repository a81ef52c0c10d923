use std::io::{self, Write};

use super::{found::Found, run::Explored};
use crate::shown::visible::visible_line;

/// Writes what exploring came to, for people.
pub(super) fn write(explored: &Explored, out: &mut dyn Write) -> io::Result<()> {
    for found in &explored.found {
        write_found(found, "", out)?;
    }
    writeln!(out, "{}", visible_line(&explored.agent))?;
    for level in &explored.breadth.levels {
        let left = match level.left {
            0 => String::new(),
            left => format!(", {left} not gone into: --states is reached"),
        };
        writeln!(
            out,
            "  depth {}  {} states, {} transitions{left}",
            level.depth, level.states, level.transitions
        )?;
    }
    if explored.breadth.is_stopped {
        writeln!(out, "  the time was over before the last depth was done")?;
    }
    let wandered = &explored.wandered;
    writeln!(
        out,
        "  at random  {} talks, {} turns, seed {}; {} looked at by the checks; {} said as text",
        wandered.talks, wandered.turns, explored.seed, wandered.checked, explored.said
    )?;
    if wandered.is_stopped {
        writeln!(out, "  the time was over before all talks were played")?;
    }
    writeln!(out, "{}", summary(explored))
}

/// Writes a talk that goes wrong; `played` is how `rehearsal test` plays it, besides its path.
pub(super) fn write_found(found: &Found, played: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "FOUND  {}", found.name)?;
    writeln!(out, "  {}", visible_line(&found.demands))?;
    writeln!(out, "  {}", visible_line(&found.why))?;
    for (at, input) in found.inputs.iter().enumerate() {
        writeln!(out, "  {:>3}  {}", at + 1, visible_line(input))?;
    }
    let path = visible_line(&found.path.display().to_string());
    match (&found.scenario, found.is_written) {
        (Some(_), true) => writeln!(out, "  written: rehearsal test {path}{played}\n"),
        (Some(_), false) => writeln!(out, "  --out FOLDER writes it as a scenario, as {path}\n"),
        (None, _) => writeln!(out, "  no scenario says it: as text it does not go wrong\n"),
    }
}

/// How many talks go wrong, in words.
pub(super) fn how_many(found: usize) -> String {
    match found {
        0 => "nothing found".to_owned(),
        1 => "1 talk goes wrong".to_owned(),
        many => format!("{many} talks go wrong"),
    }
}

fn summary(explored: &Explored) -> String {
    let turns = explored.breadth.transitions() + explored.wandered.turns;
    let found = how_many(explored.found.len());
    let states = explored.breadth.states();
    format!("{found} · {states} states · {turns} turns, {} a second", explored.turns_a_second())
}

impl Explored {
    /// Turns a second, all on one core.
    pub fn turns_a_second(&self) -> u64 {
        let turns = u128::from(self.breadth.transitions() + self.wandered.turns);
        let a_second = turns * 1_000_000 / self.took.as_micros().max(1);
        u64::try_from(a_second).unwrap_or(u64::MAX)
    }
}
