use std::{
    convert::Infallible,
    io::{self, Write},
    time::{Duration, Instant},
};

use tokio::sync::mpsc::UnboundedReceiver;
use unicode_width::UnicodeWidthChar;

use super::{Charset, Look, Shown, Speech};
use crate::{model::openai::ModelEvent, rehearse::Event};

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
    /// What goes on, and since when.
    doing: Option<(String, Instant)>,
}

impl<'a> Progress<'a> {
    /// Draws here.
    pub fn new(out: &'a mut dyn Write, look: Look) -> Self {
        Self { out, look, is_drawn: false, doing: None }
    }

    /// Follows a turn, until dropped: its calls, and the model while it is asked.
    pub async fn follow(
        mut self,
        mut events: UnboundedReceiver<Event>,
        seen: &mut UnboundedReceiver<ModelEvent>,
        speech: &mut Speech<'_, '_>,
    ) -> Infallible {
        loop {
            let wait = if self.is_drawn { TICK } else { PATIENCE };
            tokio::select! {
                biased;
                Some(event) = seen.recv() => self.take_model(event, speech),
                Some(event) = events.recv() => self.take_call(event),
                () = tokio::time::sleep(wait), if self.doing.is_some() => {
                    // A terminal that cannot be written shows nothing; the talk's own output will
                    // tell.
                    let _ = self.draw();
                }
                else => std::future::pending().await,
            }
        }
    }

    fn take_call(&mut self, event: Event) {
        match event {
            Event::CallStarted { action, retry } => {
                let again = if retry > 0 { " again" } else { "" };
                self.begin(format!("calling {action}{again}"));
            }
            Event::CallEnded { .. } => self.end(),
        }
    }

    fn take_model(&mut self, event: ModelEvent, speech: &mut Speech<'_, '_>) {
        // As above.
        match event {
            ModelEvent::Asked => self.begin("asking the model".to_owned()),
            ModelEvent::FirstToken { .. } => self.begin("the model answers".to_owned()),
            ModelEvent::Waiting { pause, why } => {
                self.begin(format!("waiting {:.1} s, {why}", pause.as_secs_f32()));
            }
            ModelEvent::Withdrawn => self.begin("asking the model once more".to_owned()),
            ModelEvent::Sentence(_) => {}
            ModelEvent::Without(what) => {
                self.end();
                let _ = speech.note(&what);
            }
            ModelEvent::Text(text) => {
                self.end();
                let _ = speech.say(&text);
            }
        }
    }

    fn begin(&mut self, doing: String) {
        self.end();
        self.doing = Some((doing, Instant::now()));
    }

    fn end(&mut self) {
        self.doing = None;
        let _ = self.erase();
    }

    fn draw(&mut self) -> io::Result<()> {
        let Some((doing, since)) = &self.doing else { return Ok(()) };
        let elapsed = since.elapsed();
        let ticks: &[char] = match self.look.charset {
            Charset::Unicode => &['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
            Charset::Ascii => &['|', '/', '-', '\\'],
        };
        let turn = usize::try_from(elapsed.as_millis() / TICK.as_millis()).unwrap_or_default();
        let tick = ticks[turn % ticks.len()];
        let text = format!("{doing} {:.1} s, Ctrl-C stops it", elapsed.as_secs_f32());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{agent::ActionName, cli::chat::Screen};

    const LOOK: Look = Look { coloured: false, charset: Charset::Ascii, width: 40 };

    async fn drawn(lasting: Duration) -> String {
        let mut out = Vec::new();
        let (sender, receiver) = tokio::sync::mpsc::unbounded_channel();
        let action = ActionName::new("Look\u{1b}up");
        sender.send(Event::CallStarted { action: action.clone(), retry: 0 }).unwrap();
        let (_, mut seen) = tokio::sync::mpsc::unbounded_channel();
        let mut spoken = Vec::new();
        let mut screen = Screen::new(&mut spoken, LOOK);
        let mut speech = Speech::new(&mut screen);
        let shown = Progress::new(&mut out, LOOK).follow(receiver, &mut seen, &mut speech);
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
