//! `rehearsal chat`: talk to an agent, look behind its answers, break its API, take turns back.
//!
//! [`Talk`] is the session and knows no terminal; [`Piped`] and [`Terminal`] are its two fronts.
//! [`Shown`] is the only way for text to reach either: making one escapes what steers a terminal.

mod again;
mod api_control;
mod args;
mod asked;
mod backstage;
mod casting;
mod command;
mod completion;
mod editing;
mod editor;
mod exchange;
mod input;
mod lasting;
mod outline;
mod perform;
mod piped;
mod progress;
mod prompter;
mod run;
#[cfg(test)]
mod sample;
mod scenario_file;
mod screen;
mod speech;
mod standing;
mod state_file;
mod talk;
mod terminal;
mod transcript_file;
mod why;

pub use crate::shown::{Charset, Line, Shown, Tone};
pub use api_control::ApiControl;
pub use args::ChatArgs;
pub use backstage::{ApiAnswer, ApiMemory, Backstage, Rehearsal};
pub use casting::{Casting, OFFLINE};
pub use command::{COMMANDS, Command, Entry};
pub use completion::{Completion, Hinted};
pub use editor::{Editor, Setup};
pub use input::{Typed, UTTERANCE_LIMIT, read_lines};
pub use perform::{Done, perform};
pub use piped::{Form, Piped};
pub use progress::Progress;
pub use prompter::Prompter;
pub use run::{Streams, run, talk};
pub use screen::{Look, Screen};
pub use speech::Speech;
pub use state_file::{StateError, StateFile};
pub use talk::{Play, Played, Point, Talk};
pub use terminal::Terminal;
