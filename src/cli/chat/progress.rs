use std::{convert::Infallible, time::Duration};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio::sync::mpsc::UnboundedReceiver;

use super::{Charset, Shown};
use crate::{agent::ActionName, rehearse::Event};

/// How long a call may take before it shows that it runs.
const PATIENCE: Duration = Duration::from_millis(300);

/// Shows calls that take their time, until dropped; the line is erased after each.
pub async fn follow(mut events: UnboundedReceiver<Event>, charset: Charset) -> Infallible {
    while let Some(event) = events.recv().await {
        let Event::CallStarted { action, retry } = event else { continue };
        let is_short = tokio::time::timeout(PATIENCE, ended(&mut events)).await.is_ok();
        if !is_short {
            let _running = Running::new(&action, retry, charset);
            ended(&mut events).await;
        }
    }
    std::future::pending().await
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

/// A line that says what runs and for how long.
struct Running(ProgressBar);

impl Running {
    fn new(action: &ActionName, retry: u32, charset: Charset) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let ticks = match charset {
            Charset::Unicode => "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏ ",
            Charset::Ascii => "|/-\\ ",
        };
        let style =
            ProgressStyle::with_template("       {spinner} {msg} {elapsed}  Ctrl-C stops it");
        if let Ok(style) = style {
            bar.set_style(style.tick_chars(ticks));
        }
        let again = if retry > 0 { " again" } else { "" };
        let name = Shown::line(action.as_str()).drawn_with(charset);
        bar.set_message(format!("calling {name}{again}"));
        bar.set_elapsed(PATIENCE);
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(bar)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
