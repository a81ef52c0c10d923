use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{ApiMemory, Played, Point, Talk};
use crate::{
    agent::Agent,
    dialogue::DialogueState,
    rehearse::{Clock, Memory},
    transcript::TurnRecord,
};

/// The form of the file; another form is another number.
const FORMAT: u32 = 1;
/// Largest state that is read, in bytes.
const LIMIT: u64 = 64 * 1024 * 1024;

/// Why a kept talk cannot be gone on with.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// It cannot be read or written.
    #[error("the state {path} cannot be {what}: {error}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Read or written.
        what: &'static str,
        /// What the system says.
        error: io::Error,
    },
    /// It is not what was written.
    #[error("{path} is no state of a talk: {why}; delete it to begin anew", path = path.display())]
    Broken {
        /// The file.
        path: PathBuf,
        /// In what way.
        why: String,
    },
    /// It is of another agent.
    #[error("{path} is the state of a talk with another agent, {agent:?}", path = path.display())]
    OtherAgent {
        /// The file.
        path: PathBuf,
        /// That agent's name.
        agent: String,
    },
    /// The agent has changed since.
    #[error("the actions of {agent:?} have changed since {path} was written; delete it to begin anew", path = path.display())]
    Changed {
        /// The file.
        path: PathBuf,
        /// The agent's name.
        agent: String,
    },
}

/// Where a talk is kept between invocations.
#[derive(Clone, Debug)]
pub struct StateFile {
    path: PathBuf,
}

#[derive(Deserialize)]
struct Head {
    format: u32,
    agent: String,
    fingerprint: String,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    format: u32,
    agent: String,
    fingerprint: String,
    now: KeptPoint,
    turns: Vec<KeptTurn>,
}

#[derive(Serialize, Deserialize)]
struct KeptTurn {
    before: KeptPoint,
    heard: Option<String>,
    record: TurnRecord,
}

#[derive(Serialize, Deserialize)]
struct KeptPoint {
    clock: KeptClock,
    dialogue: DialogueState,
    api: ApiMemory,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KeptClock {
    Real { zone: Tz },
    Virtual { now: DateTime<Utc>, zone: Tz },
}

impl StateFile {
    /// This file.
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Goes on with the talk that is kept, if there is one.
    ///
    /// # Errors
    /// When there is one that cannot be gone on with; the file is left as it is.
    pub fn resume(&self, talk: &mut Talk) -> Result<bool, StateError> {
        let Some(text) = self.read()? else { return Ok(false) };
        let broken = |why: serde_json::Error| StateError::Broken {
            path: self.path.clone(),
            why: why.to_string(),
        };
        let head: Head = serde_json::from_str(&text).map_err(broken)?;
        self.check(&head, talk.agent())?;
        let kept: Kept = serde_json::from_str(&text).map_err(broken)?;
        talk.resume(kept.turns.into_iter().map(Played::from).collect(), kept.now.into());
        Ok(true)
    }

    /// Keeps the talk as it is now: the whole file, or the old one stays.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, talk: &Talk) -> Result<(), StateError> {
        let kept = Kept {
            format: FORMAT,
            agent: talk.agent().name.clone(),
            fingerprint: fingerprint(talk.agent()),
            now: talk.now().into(),
            turns: talk.turns().iter().cloned().map(KeptTurn::from).collect(),
        };
        let text = serde_json::to_vec(&kept).map_err(io::Error::from);
        text.and_then(|text| replace(&self.path, &text)).map_err(|error| StateError::Io {
            path: self.path.clone(),
            what: "written",
            error,
        })
    }

    fn read(&self) -> Result<Option<String>, StateError> {
        let failed = |error| StateError::Io { path: self.path.clone(), what: "read", error };
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        let mut bytes = Vec::new();
        file.take(LIMIT + 1).read_to_end(&mut bytes).map_err(failed)?;
        let broken = |why: &str| StateError::Broken { path: self.path.clone(), why: why.into() };
        if bytes.len() as u64 > LIMIT {
            return Err(broken("it is too large"));
        }
        String::from_utf8(bytes).map(Some).map_err(|_| broken("it is not UTF-8 text"))
    }

    fn check(&self, head: &Head, agent: &Agent) -> Result<(), StateError> {
        let path = self.path.clone();
        if head.format != FORMAT {
            let why = format!("it has form {}, this version reads {FORMAT}", head.format);
            return Err(StateError::Broken { path, why });
        }
        if head.agent != agent.name {
            return Err(StateError::OtherAgent { path, agent: head.agent.clone() });
        }
        if head.fingerprint != fingerprint(agent) {
            return Err(StateError::Changed { path, agent: head.agent.clone() });
        }
        Ok(())
    }
}

/// What a kept dialogue depends on: the actions with their variables. Wording may change freely.
fn fingerprint(agent: &Agent) -> String {
    let declared = format!("{:?}", agent.actions);
    // FNV-1a: the same on every machine and version; it guards against mistakes, not attackers.
    let hash = declared.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// Puts a new file in the place of the old one in one go; nobody else may read it.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A link stays a link: what it points to is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = path.with_file_name(name);
    let written = private_file(&temporary)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&temporary, &path));
    if written.is_err() {
        // It may not even have been made.
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

impl From<Point> for KeptPoint {
    fn from(point: Point) -> Self {
        let clock = match point.memory.clock {
            Clock::Real(zone) => KeptClock::Real { zone },
            Clock::Virtual(now) => {
                KeptClock::Virtual { now: now.with_timezone(&Utc), zone: now.timezone() }
            }
        };
        Self { clock, dialogue: point.memory.state, api: point.api }
    }
}

impl From<KeptPoint> for Point {
    fn from(kept: KeptPoint) -> Self {
        let clock = match kept.clock {
            KeptClock::Real { zone } => Clock::Real(zone),
            KeptClock::Virtual { now, zone } => Clock::Virtual(now.with_timezone(&zone)),
        };
        Self { memory: Memory { state: kept.dialogue, clock }, api: kept.api }
    }
}

impl From<Played> for KeptTurn {
    fn from(played: Played) -> Self {
        Self { before: played.before.into(), heard: played.heard, record: played.record }
    }
}

impl From<KeptTurn> for Played {
    fn from(kept: KeptTurn) -> Self {
        let KeptTurn { before, heard, record } = kept;
        Self { before: before.into(), heard, record, raw: None }
    }
}
