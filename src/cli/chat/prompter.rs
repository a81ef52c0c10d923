use std::io;

use tokio::sync::mpsc::Receiver;

use super::{Editor, Line, Screen, Typed, terminal::interrupted};

/// Where a person's lines come from.
pub enum Prompter {
    /// A terminal with keys.
    Editor(Editor),
    /// A terminal that can do nothing but print (`TERM=dumb`).
    Plain(Receiver<Typed>),
}

impl Prompter {
    /// Asks for a line.
    ///
    /// # Errors
    /// When the terminal cannot be written.
    pub async fn ask(&mut self, screen: &mut Screen<'_>) -> io::Result<Typed> {
        match self {
            Self::Editor(editor) => Ok(editor.ask(screen.prompt()).await),
            Self::Plain(lines) => {
                screen.ask()?;
                tokio::select! {
                    typed = lines.recv() => Ok(typed.unwrap_or(Typed::Ended)),
                    () = interrupted() => {
                        screen.line(&Line::new())?;
                        Ok(Typed::Interrupted)
                    }
                }
            }
        }
    }

    /// Offers this line again on arrow-up.
    pub fn remember(&self, line: &str) {
        match self {
            Self::Editor(editor) => editor.remember(line),
            Self::Plain(_) => {}
        }
    }

    /// How wide the terminal is.
    pub fn columns(&self) -> usize {
        match self {
            Self::Editor(editor) => editor.columns(),
            Self::Plain(_) => 80,
        }
    }
}
