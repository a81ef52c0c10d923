use std::{
    convert::Infallible,
    io::{self, Write},
    time::{Duration, Instant},
};

use tokio::sync::mpsc::UnboundedReceiver;
use unicode_width::UnicodeWidthChar;

use super::{Charset, Look, Shown};
use crate::rehearse::Event;

/// How long a call may take before it shows that it runs.
const PATIENCE: Duration = Duration::from_millis(300);
/// How often the line changes.
const TICK: Duration = Duration::from_millis(100);

/// Shows calls that take their time, each on a line that is erased afterwards.
///
/// Not by `indicatif`: it fills the row with blanks, so that the `^C` a terminal echoes wraps and
/// the wrong row is erased.
pub struct Progress<'a> {
    out: &'a mut dyn Write,
    look: Look,
    is_drawn: bool,
}

impl<'a> Progress<'a> {
    /// Draws here.
    pub fn new(out: &'a mut dyn Write, look: Look) -> Self {
        Self { out, look, is_drawn: false }
    }

    /// Follows the calls of a turn, until dropped.
    pub async fn follow(mut self, mut events: UnboundedReceiver<Event>) -> Infallible {
        while let Some(event) = events.recv().await {
            let Event::CallStarted { action, retry } = event else { continue };
            let again = if retry > 0 { " again" } else { "" };
            let name = format!("{action}{again}");
            let since = Instant::now();
            let mut wait = PATIENCE;
            while tokio::time::timeout(wait, ended(&mut events)).await.is_err() {
                // A terminal that cannot be written shows nothing; the talk's own output will tell.
                let _ = self.draw(&name, since.elapsed());
                wait = TICK;
            }
            let _ = self.erase();
        }
        std::future::pending().await
    }

    fn draw(&mut self, name: &str, elapsed: Duration) -> io::Result<()> {
        let ticks: &[char] = match self.look.charset {
            Charset::Unicode => &['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
            Charset::Ascii => &['|', '/', '-', '\\'],
        };
        let turn = usize::try_from(elapsed.as_millis() / TICK.as_millis()).unwrap_or_default();
        let tick = ticks[turn % ticks.len()];
        let text = format!("calling {name} {:.1} s, Ctrl-C stops it", elapsed.as_secs_f32());
        let shown = Shown::line(&text).drawn_with(self.look.charset);
        let line = format!("       {tick} {shown}");
        // Room for the echo of `^C`.
        let line = cut(&line, self.look.width.saturating_sub(3));
        self.is_drawn = true;
        write!(self.out, "\r\u{1b}[K{line}")?;
        self.out.flush()
    }

    fn erase(&mut self) -> io::Result<()> {
        if !std::mem::take(&mut self.is_drawn) {
            return Ok(());
        }
        write!(self.out, "\r\u{1b}[K")?;
        self.out.flush()
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        // As above.
        let _ = self.erase();
    }
}

fn cut(line: &str, width: usize) -> String {
    let mut left = width;
    let fits = line.chars().take_while(|c| {
        let wide = c.width().unwrap_or(0);
        let fits = wide <= left;
        left = left.saturating_sub(wide);
        fits
    });
    fits.collect()
}

async fn ended(events: &mut UnboundedReceiver<Event>) {
    while let Some(event) = events.recv().await {
        if matches!(event, Event::CallEnded { .. }) {
            return;
        }
    }
    // Nobody is left to say so.
    std::future::pending().await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::ActionName;

    const LOOK: Look = Look { coloured: false, charset: Charset::Ascii, width: 40 };

    async fn drawn(lasting: Duration) -> String {
        let mut out = Vec::new();
        let (sender, receiver) = tokio::sync::mpsc::unbounded_channel();
        let action = ActionName::new("Look\u{1b}up");
        sender.send(Event::CallStarted { action: action.clone(), retry: 0 }).unwrap();
        let shown = Progress::new(&mut out, LOOK).follow(receiver);
        tokio::select! {
            never = shown => match never {},
            () = async {
                tokio::time::sleep(lasting).await;
                sender.send(Event::CallEnded { action }).unwrap();
                tokio::time::sleep(Duration::from_millis(20)).await;
            } => {}
        }
        String::from_utf8(out).unwrap()
    }

    #[tokio::test]
    async fn a_short_call_shows_nothing_and_a_long_one_is_erased() {
        assert_eq!(drawn(Duration::from_millis(50)).await, "");
        let drawn = drawn(Duration::from_millis(500)).await;
        assert!(drawn.contains("calling Look^[up"), "{drawn:?}");
        assert!(drawn.ends_with("\r\u{1b}[K"), "{drawn:?}");
        assert!(drawn.split("\u{1b}[K").all(|line| line.len() <= 38), "{drawn:?}");
    }
}
