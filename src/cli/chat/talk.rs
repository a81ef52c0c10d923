use std::{collections::BTreeMap, sync::Arc, time::Duration};

use chrono::DateTime;
use chrono_tz::Tz;
use tokio_util::sync::CancellationToken;

use super::{ApiMemory, Backstage, Casting, Rehearsal};
use crate::{
    agent::Agent,
    rehearse::{Clock, Conversation, Memory, Watch},
    transcript::{Mask, PlayedTurn, TurnRecord},
};

/// How long a silence that is played anew lasts.
const AGAIN: Duration = Duration::from_secs(8);
/// The branch a talk begins on.
const MAIN: &str = "main";

/// A point to go back to: what the dialogue and the API remember.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The dialogue and its time.
    pub memory: Memory,
    /// The API.
    pub api: ApiMemory,
}

/// A turn that was played.
#[derive(Clone, Debug, PartialEq)]
pub struct Played {
    /// Where it began.
    pub before: Point,
    /// The utterance as it was said; for spans only, never shown.
    pub heard: Option<String>,
    /// What came of it.
    pub record: TurnRecord,
    /// The turn as it really was; never shown. `None` when it was played in another invocation.
    pub raw: Option<Box<PlayedTurn>>,
}

/// What makes a turn.
#[derive(Clone, Debug, PartialEq)]
pub enum Play {
    /// The agent greets.
    Greeting,
    /// The user says something.
    Utterance(String),
    /// The user says nothing for so long.
    Silence(Duration),
}

/// One way the talk went.
#[derive(Clone, Debug)]
struct Branch {
    turns: Vec<Played>,
    now: Point,
}

/// What a user may do with a talk beside talking; knows no terminal.
pub struct Talk {
    conversation: Conversation,
    backstage: Arc<dyn Backstage>,
    casting: Option<Casting>,
    start: Point,
    turns: Vec<Played>,
    branch: String,
    others: BTreeMap<String, Branch>,
    pending: Option<Point>,
}

impl Talk {
    /// A talk before its greeting.
    pub fn new(rehearsal: Rehearsal) -> Self {
        let Rehearsal { conversation, backstage, casting } = rehearsal;
        let start = Point { memory: conversation.memory().clone(), api: backstage.snapshot() };
        Self {
            conversation,
            backstage,
            casting,
            start,
            turns: Vec::new(),
            branch: MAIN.to_owned(),
            others: BTreeMap::new(),
            pending: None,
        }
    }

    /// Who talks.
    pub fn agent(&self) -> &Agent {
        self.conversation.agent()
    }

    /// What stands behind it.
    pub fn backstage(&self) -> &dyn Backstage {
        &*self.backstage
    }

    /// Who plays; `None` where that is not to be changed.
    pub fn casting(&self) -> Option<&Casting> {
        self.casting.as_ref()
    }

    /// Changes who plays, with the conversation at hand.
    ///
    /// # Errors
    /// A sentence that says why not.
    pub fn recast<T>(
        &mut self,
        change: impl FnOnce(&mut Casting, &mut Conversation) -> Result<T, String>,
    ) -> Result<T, String> {
        let casting = self.casting.as_mut().ok_or("this talk keeps its model")?;
        change(casting, &mut self.conversation)
    }

    /// What is remembered now.
    pub fn memory(&self) -> &Memory {
        self.conversation.memory()
    }

    /// The turns so far, the greeting first.
    pub fn turns(&self) -> &[Played] {
        &self.turns
    }

    /// The last turn.
    pub fn last(&self) -> Option<&Played> {
        self.turns.last()
    }

    /// The name of the branch.
    pub fn branch(&self) -> &str {
        &self.branch
    }

    /// The names of the other branches.
    pub fn other_branches(&self) -> impl Iterator<Item = &str> {
        self.others.keys().map(String::as_str)
    }

    /// Whether the talk has ended.
    pub fn is_over(&self) -> bool {
        self.memory().state.ending.is_some()
    }

    /// Where the talk is now.
    pub fn now(&self) -> Point {
        Point { memory: self.memory().clone(), api: self.backstage.snapshot() }
    }

    /// Plays a turn.
    pub async fn play(
        &mut self,
        play: &Play,
        cancel: &CancellationToken,
        watch: Watch<'_>,
    ) -> TurnRecord {
        let before = self.now();
        self.pending = Some(before.clone());
        let (heard, mut record) = match play {
            Play::Greeting => (None, self.conversation.greet().await),
            Play::Utterance(said) => {
                (Some(said.clone()), self.conversation.hear(said, cancel, watch).await)
            }
            Play::Silence(lasting) => {
                (None, self.conversation.silence(*lasting, cancel, watch).await)
            }
        };
        self.pending = None;
        record.reply = self.backstage.redact(&record.reply);
        let raw = Some(Box::new(self.conversation.played(record.clone())));
        self.turns.push(Played { before, heard, record: record.clone(), raw });
        record
    }

    /// Gives up a turn whose future was dropped: all is as before it.
    pub fn abandon(&mut self) {
        if let Some(before) = self.pending.take() {
            self.go_to(before);
        }
    }

    /// The texts of all sensitive values known now; for masking, never shown.
    pub fn sensitive_values(&self) -> Vec<String> {
        let state = &self.memory().state;
        let known = Mask::new(self.agent()).sensitive_values(state);
        let mut values: Vec<String> = known.map(ToString::to_string).collect();
        values.retain(|text| !text.is_empty());
        values.sort();
        values.dedup();
        values
    }

    /// Takes the last turns back; the greeting stays. Gives how many it were.
    pub fn undo(&mut self, count: usize) -> usize {
        let undone = count.min(self.turns.len().saturating_sub(1));
        let gone = self.turns.split_off(self.turns.len() - undone);
        if let Some(first) = gone.into_iter().next() {
            self.go_to(first.before);
        }
        undone
    }

    /// Takes the last turn back to be played anew; gives what made it and what came of it.
    pub fn take_again(&mut self) -> Option<(Play, TurnRecord)> {
        let played = self.turns.last().filter(|_| self.turns.len() > 1)?.clone();
        self.undo(1);
        let play = played.heard.map_or(Play::Silence(AGAIN), Play::Utterance);
        Some((play, played.record))
    }

    /// Goes on in a new branch from here; the old one stays as it is.
    ///
    /// # Errors
    /// When there is a branch of this name.
    pub fn fork(&mut self, name: &str) -> Result<(), String> {
        if name == self.branch || self.others.contains_key(name) {
            return Err(format!("there is a branch {name} already: /switch {name}"));
        }
        let here = Branch { turns: self.turns.clone(), now: self.now() };
        let left = std::mem::replace(&mut self.branch, name.to_owned());
        self.others.insert(left, here);
        Ok(())
    }

    /// Goes to another branch.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn switch(&mut self, name: &str) -> Result<(), String> {
        if name == self.branch {
            return Ok(());
        }
        let Some(there) = self.others.remove(name) else {
            let known = self.other_branches();
            return Err(format!(
                "there is no branch {name}: {}",
                crate::diagnostic::did_you_mean(name, known)
            ));
        };
        let now = self.now();
        let turns = std::mem::replace(&mut self.turns, there.turns);
        let left = std::mem::replace(&mut self.branch, name.to_owned());
        self.others.insert(left, Branch { turns, now });
        self.go_to(there.now);
        Ok(())
    }

    /// Begins anew; the greeting is to be said again.
    pub fn restart(&mut self) {
        self.turns.clear();
        self.go_to(self.start.clone());
    }

    /// It is this time now; the clock stands still from then on.
    pub fn set_time(&mut self, now: DateTime<Tz>) {
        let memory = Memory { clock: Clock::Virtual(now), ..self.memory().clone() };
        self.conversation.restore(memory);
    }

    /// Goes on with a talk that was kept.
    pub fn resume(&mut self, turns: Vec<Played>, now: Point) {
        self.turns = turns;
        self.go_to(now);
    }

    fn go_to(&mut self, point: Point) {
        self.backstage.restore(&point.api);
        self.conversation.restore(point.memory);
    }
}
