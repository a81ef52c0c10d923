use std::{
    io,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc as threads,
    },
    thread,
};

use rustyline::{
    Config, Editor as Rustyline, config::Configurer as _, error::ReadlineError,
    history::FileHistory,
};
use tokio::sync::mpsc;

use super::{Completion, Typed};

/// Columns of a terminal that does not say.
const COLUMNS: usize = 80;

/// Edits lines on a thread of its own, so that nothing waits for it when the program ends.
pub struct Editor {
    requests: threads::Sender<Request>,
    typed: mpsc::Receiver<Typed>,
    columns: Arc<AtomicUsize>,
}

enum Request {
    Ask { plain: String, painted: String },
    Remember(String),
}

/// How the editor is set up.
pub struct Setup {
    /// What it completes.
    pub completion: Completion,
    /// Whether it may use colours.
    pub is_coloured: bool,
    /// Where lines are kept.
    pub history: Option<PathBuf>,
}

impl Editor {
    /// Opens the terminal.
    ///
    /// # Errors
    /// When it cannot be edited on, or the history cannot be read.
    pub async fn open(setup: Setup) -> io::Result<Self> {
        let (requests, asked) = threads::channel();
        let (sender, mut typed) = mpsc::channel(1);
        let columns = Arc::new(AtomicUsize::new(COLUMNS));
        let seen = Arc::clone(&columns);
        let (ready, opened) = tokio::sync::oneshot::channel();
        thread::Builder::new().name("editor".to_owned()).spawn(move || {
            match Desk::open(setup, seen) {
                Ok(desk) => {
                    // Who asked may be gone already.
                    let _ = ready.send(Ok(()));
                    desk.serve(&asked, &sender);
                }
                Err(error) => {
                    let _ = ready.send(Err(io::Error::other(error.to_string())));
                }
            }
        })?;
        match opened.await {
            Ok(opened) => opened?,
            Err(_) => typed.close(),
        }
        Ok(Self { requests, typed, columns })
    }

    /// Asks for a line.
    pub async fn ask(&mut self, (plain, painted): (String, String)) -> Typed {
        match self.requests.send(Request::Ask { plain, painted }) {
            Ok(()) => self.typed.recv().await.unwrap_or(Typed::Ended),
            Err(_) => Typed::Ended,
        }
    }

    /// Offers this line again on arrow-up.
    pub fn remember(&self, line: &str) {
        // When the editor is gone there is nothing to offer.
        let _ = self.requests.send(Request::Remember(line.to_owned()));
    }

    /// How wide the terminal was when last looked at.
    pub fn columns(&self) -> usize {
        self.columns.load(Ordering::Relaxed)
    }
}

/// The editor on its thread.
struct Desk {
    editor: Rustyline<Completion, FileHistory>,
    history: Option<PathBuf>,
    columns: Arc<AtomicUsize>,
}

impl Desk {
    fn open(setup: Setup, columns: Arc<AtomicUsize>) -> rustyline::Result<Self> {
        let colours = match setup.is_coloured {
            true => rustyline::ColorMode::Forced,
            false => rustyline::ColorMode::Disabled,
        };
        let config = Config::builder()
            .history_ignore_space(true)
            .completion_type(rustyline::CompletionType::List)
            .color_mode(colours)
            .build();
        let history = FileHistory::with_config(&config);
        let mut editor = Rustyline::with_history(config, history)?;
        editor.set_helper(Some(setup.completion));
        editor.set_auto_add_history(false);
        if let Some(path) = setup.history.as_ref().filter(|path| path.exists()) {
            editor.load_history(path)?;
        }
        let mut desk = Self { editor, history: setup.history, columns };
        desk.look();
        Ok(desk)
    }

    fn serve(mut self, asked: &threads::Receiver<Request>, sender: &mpsc::Sender<Typed>) {
        while let Ok(request) = asked.recv() {
            match request {
                Request::Remember(line) => self.remember(line),
                Request::Ask { plain, painted } => {
                    let typed = self.ask(&(plain, painted));
                    if sender.blocking_send(typed).is_err() {
                        return;
                    }
                }
            }
        }
    }

    fn ask(&mut self, prompt: &(String, String)) -> Typed {
        let typed = match self.editor.readline(prompt) {
            Ok(line) => Typed::line(line),
            Err(ReadlineError::Interrupted) => Typed::Interrupted,
            Err(ReadlineError::Eof) => Typed::Ended,
            Err(ReadlineError::Io(error)) if error.kind() == io::ErrorKind::InvalidData => {
                Typed::Unusable("the line was not said: it is not UTF-8 text".to_owned())
            }
            // Whatever is wrong with the terminal, it will not be better next time.
            Err(_) => Typed::Ended,
        };
        self.look();
        typed
    }

    fn look(&mut self) {
        if let Some((columns, _)) = self.editor.dimensions().filter(|(columns, _)| *columns > 0) {
            self.columns.store(usize::from(columns), Ordering::Relaxed);
        }
    }

    fn remember(&mut self, line: String) {
        let added = self.editor.add_history_entry(line);
        if let (Ok(true), Some(path)) = (added, &self.history) {
            // A history that cannot be written is no reason to end a talk.
            let _ = self.editor.append_history(path);
        }
    }
}
