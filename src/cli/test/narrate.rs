//! What is seen while scenarios are played: a bar on a terminal, plain lines elsewhere.

use std::{
    io::{self, Write},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::{
    report::{ScenarioResult, Totals, Verdict},
    shown::visible::visible_line,
};

/// How often a plain line says how far it is.
const EVERY: Duration = Duration::from_secs(10);

/// Tells how far a run is.
pub struct Narration<'a> {
    err: &'a mut dyn Write,
    bar: Option<ProgressBar>,
    total: usize,
    totals: Totals,
    last: Instant,
    verbose: bool,
}

impl<'a> Narration<'a> {
    /// For so many scenarios; a bar where a person watches.
    pub fn new(total: usize, (is_watched, verbose): (bool, bool), err: &'a mut dyn Write) -> Self {
        let bar = is_watched.then(|| bar(total));
        Self { err, bar, total, totals: Totals::default(), last: Instant::now(), verbose }
    }

    /// A scenario has ended.
    ///
    /// # Errors
    /// When a line cannot be written.
    pub fn ended(&mut self, result: &ScenarioResult) -> io::Result<()> {
        self.totals.count(result.verdict);
        let line = self.line(result);
        match &self.bar {
            Some(bar) => {
                if let Some(line) = line {
                    bar.println(line);
                }
                bar.set_message(counts(self.totals));
                bar.inc(1);
                Ok(())
            }
            None => {
                if let Some(line) = line {
                    writeln!(self.err, "{line}")?;
                }
                self.plain()
            }
        }
    }

    /// The line of a scenario; those that passed are told only on request.
    fn line(&self, result: &ScenarioResult) -> Option<String> {
        let is_told = self.verbose || result.verdict == Verdict::Failed;
        let name = match result.verdict {
            Verdict::Passed => "passed",
            Verdict::Failed => "FAILED",
            Verdict::Inconclusive => "inconclusive",
            Verdict::NotRun => return None,
        };
        is_told.then(|| format!("{name}  {}  {} ms", visible_line(&result.id), result.ms))
    }

    fn plain(&mut self) -> io::Result<()> {
        if self.last.elapsed() < EVERY {
            return Ok(());
        }
        self.last = Instant::now();
        let (played, total) = (self.totals.all(), self.total);
        writeln!(self.err, "{played} of {total} played · {}", counts(self.totals))
    }

    /// A talk has ended of which only the number is told.
    ///
    /// # Errors
    /// When a line cannot be written.
    pub fn counted(&mut self, result: &ScenarioResult) -> io::Result<()> {
        self.totals.count(result.verdict);
        match &self.bar {
            Some(bar) => {
                bar.inc(1);
                Ok(())
            }
            None => self.plain(),
        }
    }

    /// All is played.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: usize) -> ProgressBar {
    let bar =
        ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr_with_hz(10));
    let style = ProgressStyle::with_template("{bar:24} {pos}/{len} · {msg} · {elapsed}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

fn counts(totals: Totals) -> String {
    let mut parts = vec![format!("{} passed", totals.passed)];
    for (count, name) in [
        (totals.failed, "failed"),
        (totals.inconclusive, "inconclusive"),
        (totals.not_run, "not run"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {name}"));
        }
    }
    parts.join(" · ")
}
