use std::io::{self, Write};

use tokio::sync::mpsc::Receiver;
use tokio_util::sync::CancellationToken;

use super::{
    Done, Entry, Line, Play, Shown, StateFile, Talk, Typed, again::one_below_the_other,
    perform::perform, perform::say,
};
use crate::{
    cli::Exit,
    transcript::{TroubleRecord, TurnRecord},
};

/// What a turn is printed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The reply on a line.
    Reply,
    /// The whole turn as JSON on a line.
    Json,
}

/// A talk whose user is a program: plain lines in, plain lines out.
pub struct Piped<'a> {
    /// The talk.
    pub talk: Talk,
    /// Where it is kept.
    pub state: Option<StateFile>,
    /// How turns are printed.
    pub form: Form,
    /// Where turns go.
    pub out: &'a mut dyn Write,
    /// Where what went wrong goes.
    pub err: &'a mut dyn Write,
    /// The worst that a model's trouble came to.
    pub exit: Exit,
}

/// A model that gave nothing: a wrong configuration is misuse, else nothing is known. A reply that was
/// not fit to be said is part of the talk.
fn exit_of(trouble: &TroubleRecord) -> Exit {
    match trouble.kind.as_str() {
        "configuration" => Exit::Misuse,
        "answer" => Exit::Passed,
        _ => Exit::Inconclusive,
    }
}

/// Whether the session goes on.
enum Course {
    On,
    Over,
}

impl Piped<'_> {
    /// Plays the talk to the end of the input, or to its own end.
    ///
    /// A line that could not be taken does not stop it, but the exit status tells.
    ///
    /// # Errors
    /// When the output cannot be written; a closed pipe is no fault of ours.
    pub async fn run(mut self, is_resumed: bool, mut lines: Receiver<Typed>) -> io::Result<Exit> {
        let mut exit = Exit::Passed;
        if !is_resumed {
            self.play(&Play::Greeting).await?;
        }
        exit = exit.or_worse(self.keep()?);
        while let Some(typed) = lines.recv().await {
            let done = match typed {
                Typed::Line(line) => self.enter(&line),
                Typed::Unusable(why) => Done::Refused(why),
                Typed::Interrupted => continue,
                Typed::Ended => break,
            };
            let course = match done {
                Done::Told(lines) => self.tell(&lines)?,
                Done::Refused(why) => {
                    exit = Exit::Misuse;
                    self.complain(&why)?
                }
                Done::Play(play) => self.play(&play).await?,
                Done::Again(play, before) => self.play_again(&play, &before).await?,
                Done::Quit => Course::Over,
            };
            exit = exit.or_worse(self.keep()?);
            if matches!(course, Course::Over) {
                break;
            }
        }
        Ok(exit.or_worse(self.exit))
    }

    fn enter(&mut self, line: &str) -> Done {
        match Entry::parse(line) {
            Ok(Entry::Empty) => Done::Told(Vec::new()),
            Ok(Entry::Utterance(utterance)) => say(&self.talk, utterance),
            Ok(Entry::Command(command)) => perform(&mut self.talk, command),
            Err(why) => Done::Refused(why),
        }
    }

    async fn play(&mut self, play: &Play) -> io::Result<Course> {
        let record = self.talk.play(play, &CancellationToken::new(), &|_| {}).await;
        self.print(&record)?;
        if self.form == Form::Reply {
            for breach in &record.breaches {
                let kind = breach.kind.name().replace('_', " ");
                writeln!(self.err, "breach: {kind}, {}", Shown::line(&breach.message))?;
            }
        }
        if let Some(trouble) = &record.trouble {
            self.exit = self.exit.or_worse(exit_of(trouble));
            self.complain(&trouble.message)?;
        }
        Ok(if record.ending.is_some() { Course::Over } else { Course::On })
    }

    /// Plays a turn anew; both answers are shown one below the other.
    async fn play_again(&mut self, play: &Play, before: &TurnRecord) -> io::Result<Course> {
        let course = self.play(play).await?;
        let now = self.talk.last().map(|played| played.record.clone());
        let lines = now.map(|now| one_below_the_other(before, &now)).unwrap_or_default();
        self.tell(&lines)?;
        Ok(course)
    }

    fn print(&mut self, record: &TurnRecord) -> io::Result<()> {
        let line = match self.form {
            Form::Reply => Shown::sentence(&record.reply),
            Form::Json => Shown::json(record),
        };
        writeln!(self.out, "{line}")?;
        self.out.flush()
    }

    /// What a command shows; beside JSON turns there is no place for it on the output.
    fn tell(&mut self, lines: &[Line]) -> io::Result<Course> {
        let out: &mut dyn Write = match self.form {
            Form::Reply => self.out,
            Form::Json => self.err,
        };
        for line in lines {
            writeln!(out, "{}", line.text())?;
        }
        out.flush()?;
        Ok(Course::On)
    }

    fn complain(&mut self, why: &str) -> io::Result<Course> {
        writeln!(self.err, "error: {}", Shown::line(why))?;
        Ok(Course::On)
    }

    fn keep(&mut self) -> io::Result<Exit> {
        let Some(state) = &self.state else { return Ok(Exit::Passed) };
        match state.keep(&self.talk) {
            Ok(()) => Ok(Exit::Passed),
            Err(error) => {
                self.complain(&error.to_string())?;
                Ok(Exit::Misuse)
            }
        }
    }
}
