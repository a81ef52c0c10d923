use std::io::{self, Write};

use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio_util::sync::CancellationToken;

use super::{
    Casting, Done, Entry, Line, Play, Progress, Prompter, Screen, Speech, StateFile, Talk, Tone,
    Typed, again::side_by_side, asked::usage, outline, perform::perform, perform::say,
};
use crate::{
    cli::Exit,
    model::openai::{ModelEvent, Spent},
    transcript::{MASK, Mask, TurnRecord},
};

/// A talk whose user is a person on a terminal.
pub struct Terminal<'a> {
    /// The talk.
    pub talk: Talk,
    /// Where it is kept.
    pub state: Option<StateFile>,
    /// Where it is shown.
    pub screen: Screen<'a>,
    /// Where calls that take their time are shown.
    pub err: &'a mut dyn Write,
    /// Where lines come from.
    pub prompter: Prompter,
    /// What the model does while it is asked.
    pub seen: UnboundedReceiver<ModelEvent>,
}

/// What the commands for the first minute are, at the right of the header.
const HINT: &str = "/help  /quit";

impl Terminal<'_> {
    /// Plays the talk until the user leaves.
    ///
    /// # Errors
    /// When the terminal cannot be written.
    pub async fn run(mut self, is_resumed: bool) -> io::Result<Exit> {
        self.screen.resize(self.prompter.columns());
        self.head()?;
        match is_resumed {
            true => self.go_on()?,
            false => drop(self.play(&Play::Greeting).await?),
        }
        self.keep()?;
        let mut interrupts = 0;
        loop {
            let typed = self.prompter.ask(&mut self.screen).await?;
            self.screen.resize(self.prompter.columns());
            interrupts = if typed == Typed::Interrupted { interrupts + 1 } else { 0 };
            match typed {
                Typed::Line(line) => {
                    if self.enter(&line).await? == Course::Over {
                        return Ok(Exit::Passed);
                    }
                    self.keep()?;
                }
                Typed::Unusable(why) => self.complain(&why)?,
                Typed::Interrupted if interrupts > 1 => {
                    self.screen.indented(&Line::dimmed("/quit or Ctrl-D ends the talk"))?;
                }
                Typed::Interrupted => {}
                Typed::Ended => return Ok(Exit::Passed),
            }
        }
    }

    fn head(&mut self) -> io::Result<()> {
        let title = self.talk.backstage().title();
        let width = self.screen.look().width;
        let line = Line::new().with(&title, Tone::Strong);
        let room = width.saturating_sub(unicode_width::UnicodeWidthStr::width(title.as_str()));
        let line = match room > HINT.len() + 2 {
            true => line.dim(&format!("{HINT:>room$}")),
            false => line,
        };
        self.screen.line(&line)?;
        for note in self.talk.backstage().notes() {
            self.screen.line(&Line::dimmed(&note))?;
        }
        self.screen.flush()
    }

    fn go_on(&mut self) -> io::Result<()> {
        let Some(played) = self.talk.last() else { return Ok(()) };
        let reply = played.record.reply.clone();
        self.screen
            .line(&Line::dimmed(&format!("The talk goes on after turn {}.", played.record.turn)))?;
        self.screen.agent(&reply)
    }

    async fn enter(&mut self, line: &str) -> io::Result<Course> {
        let is_open = self.is_open_to_all(line);
        let turns = self.talk.turns().len();
        let course = self.act_on(line).await?;
        let masked =
            self.talk.turns().get(turns..).unwrap_or_default().iter().any(|played| {
                played.record.user.as_deref().is_some_and(|user| user.contains(MASK))
            });
        let holds = |text: &String| line.contains(text.as_str());
        if is_open && !masked && !self.talk.sensitive_values().iter().any(holds) {
            self.prompter.remember(line);
        }
        Ok(course)
    }

    async fn act_on(&mut self, line: &str) -> io::Result<Course> {
        let done = match Entry::parse(line) {
            Ok(Entry::Empty) => return Ok(Course::On),
            Ok(Entry::Utterance(utterance)) => say(&self.talk, utterance),
            Ok(Entry::Command(command)) => perform(&mut self.talk, command),
            Err(why) => Done::Refused(why),
        };
        match done {
            Done::Told(lines) => self.tell(&lines)?,
            Done::Refused(why) => self.complain(&why)?,
            Done::Play(play) => drop(self.play(&play).await?),
            Done::Again(play, before) => self.play_again(&play, &before).await?,
            Done::Quit => return Ok(Course::Over),
        }
        Ok(Course::On)
    }

    /// Whether a line may be offered again: never an answer to a question for something sensitive.
    fn is_open_to_all(&self, line: &str) -> bool {
        if line.starts_with('/') {
            return true;
        }
        let mask = Mask::new(self.talk.agent());
        let open = self
            .talk
            .memory()
            .state
            .frames
            .iter()
            .filter_map(|frame| self.talk.agent().action(&frame.action));
        let mut asked = open.flat_map(|action| &action.variables);
        !asked.any(|variable| mask.hides(&variable.name))
    }

    /// Plays a turn; Ctrl-C stops its call, a second one gives the turn up.
    async fn play(&mut self, play: &Play) -> io::Result<Option<TurnRecord>> {
        let cancel = CancellationToken::new();
        let (events, watched) = mpsc::unbounded_channel();
        // Nobody follows once the turn is over.
        let watch = move |event| drop(events.send(event));
        let before = self.talk.casting().map(Casting::spent);
        while self.seen.try_recv().is_ok() {}
        let mut speech = Speech::new(&mut self.screen);
        let look = speech.look();
        let played = {
            let turn = self.talk.play(play, &cancel, &watch);
            let shown = Progress::new(self.err, look).follow(watched, &mut self.seen, &mut speech);
            tokio::pin!(turn, shown);
            loop {
                tokio::select! {
                    record = &mut turn => break Some(record),
                    never = &mut shown => match never {},
                    () = interrupted() => {
                        if cancel.is_cancelled() { break None }
                        cancel.cancel();
                    }
                }
            }
        };
        // What came with the last answer was not looked at any more.
        while let Ok(event) = self.seen.try_recv() {
            if let ModelEvent::Text(text) = event {
                speech.say(&text)?;
            }
        }
        let streamed = speech.end()?;
        match played {
            Some(record) => {
                self.show(&record, &streamed, before)?;
                Ok(Some(record))
            }
            None => {
                self.talk.abandon();
                self.complain("the turn was given up; all is as before it")?;
                Ok(None)
            }
        }
    }

    /// Plays a turn anew and shows both answers.
    async fn play_again(&mut self, play: &Play, before: &TurnRecord) -> io::Result<()> {
        let Some(record) = self.play(play).await? else { return Ok(()) };
        let width = self.screen.look().width;
        for line in side_by_side(before, &record, width.saturating_sub(self.screen.hang())) {
            self.screen.indented(&line)?;
        }
        self.screen.flush()
    }

    fn show(
        &mut self,
        record: &TurnRecord,
        streamed: &str,
        before: Option<Spent>,
    ) -> io::Result<()> {
        // A first turn that the model gave nothing for is still turn 0.
        if record.turn > 0 || record.user.is_some() {
            let mut lines = outline::outline(record);
            lines.extend(usage(&self.talk, before));
            self.screen.tree(&lines)?;
        }
        if !is_same(streamed, &record.reply) {
            self.screen.agent(&record.reply)?;
        }
        for place in outline::prompt_places(self.talk.agent(), record) {
            self.screen.indented(&Line::dimmed(&place))?;
        }
        if record.ending.is_some() {
            self.screen.indented(&Line::dimmed("/undo, /restart, /transcript FILE or /quit"))?;
        }
        self.screen.flush()
    }

    fn tell(&mut self, lines: &[Line]) -> io::Result<()> {
        for line in lines {
            self.screen.indented(line)?;
        }
        self.screen.flush()
    }

    fn complain(&mut self, why: &str) -> io::Result<()> {
        self.screen.indented(&Line::warning(why))?;
        self.screen.flush()
    }

    fn keep(&mut self) -> io::Result<()> {
        match self.state.as_ref().map(|state| state.keep(&self.talk)) {
            Some(Err(error)) => self.complain(&error.to_string()),
            Some(Ok(())) | None => Ok(()),
        }
    }
}

/// Whether what was shown as it came is the whole reply.
fn is_same(streamed: &str, reply: &str) -> bool {
    streamed.split_whitespace().eq(reply.split_whitespace())
}

/// Whether the session goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Course {
    On,
    Over,
}

/// Waits for Ctrl-C.
pub(super) async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
