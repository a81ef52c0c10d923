//! One scenario, played once.

use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};

use chrono::{DateTime, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use tokio_util::sync::CancellationToken;

use super::{Planned, begin::begin, judging::judge_talk, role::play_role};
use crate::{
    agent::Agent,
    http::stub::Unruled,
    model::{Judge, Simulate},
    rehearse::{Clock, Conversation, Pace, Setting, StageError},
    report::{Attempt, Verdict},
    scenario::{
        Finding, Scenario, Script, TurnEvent, UserTurn,
        user::{Move, Simulator, UserSpec},
    },
    transcript::PlayedTurn,
};

/// Lets a model understand and word, or drive, in place of the offline model, where one is chosen.
/// An error is a sentence, and makes the scenario inconclusive.
pub type Recast = dyn Fn(&Planned, &mut Conversation) -> Result<(), String> + Send + Sync;

/// The judge for a talk, where a model is chosen for it. An error is a sentence.
pub type Judges =
    dyn Fn(&Planned, &Conversation) -> Result<Option<Arc<dyn Judge>>, String> + Send + Sync;

/// The model of this name that plays a customer in a talk. An error is a sentence.
pub type Simulators =
    dyn Fn(&Planned, &str, &Conversation) -> Result<Arc<dyn Simulate>, String> + Send + Sync;

/// How scenarios are played.
#[derive(Clone)]
pub struct Course {
    /// The seed of the run; a scenario's own wins.
    pub seed: u64,
    /// How the stub's delays pass.
    pub pace: Pace,
    /// Who understands and words, when not the offline model.
    pub recast: Option<Arc<Recast>>,
    /// Who says whether a `judge` expectation holds; nobody where it is `None`.
    pub judges: Option<Arc<Judges>>,
    /// Who plays customers that a model plays; nobody where it is `None`.
    pub simulators: Option<Arc<Simulators>>,
}

/// Why a scenario was not played to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It took longer than it may.
    TooLong,
    /// The model gave nothing, or could not be had.
    Trouble(String),
    /// The user stopped it.
    Cancelled,
}

/// A talk as far as it was played.
pub(super) struct Talk {
    pub turns: Vec<PlayedTurn>,
    /// What did not hold on the way, before any judging.
    pub findings: Vec<Finding>,
    pub stopped: Option<Stop>,
}

/// Plays a scenario once. Cancelling ends it within the turn.
pub(super) async fn attempt(
    planned: &Planned,
    course: &Course,
    number: u32,
    cancel: &CancellationToken,
) -> Attempt {
    let scenario = &*planned.scenario;
    let seed = seed_of(scenario, course, number);
    let began = std::time::Instant::now();
    let mut attempt = Attempt {
        number,
        seed,
        verdict: Verdict::Inconclusive,
        reason: None,
        failures: Vec::new(),
        turns: Vec::new(),
        judging: Vec::new(),
        notes: Vec::new(),
        ms: 0,
    };
    match planned.venue.stage(setting(planned, course, (seed, number))).await {
        Err(error) => not_begun(&mut attempt, &error),
        Ok(mut stage) => {
            attempt.notes.append(&mut stage.notes);
            let mut talk = Talk { turns: Vec::new(), findings: Vec::new(), stopped: None };
            let playing = play(&mut talk, &mut stage.conversation, (planned, course, seed), cancel);
            if tokio::time::timeout(scenario.time_limit, playing).await.is_err() {
                talk.stopped = Some(Stop::TooLong);
            }
            judge_talk((planned, course), &stage, talk, &mut attempt).await;
        }
    }
    attempt.ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    attempt
}

/// Repeats differ by their seed, and every one can be played again alone.
fn seed_of(scenario: &Scenario, course: &Course, number: u32) -> u64 {
    let seed = scenario.seed.unwrap_or(course.seed);
    seed.wrapping_add(u64::from(number.saturating_sub(1)))
}

fn setting(planned: &Planned, course: &Course, (seed, number): (u64, u32)) -> Setting {
    let scenario = &planned.scenario;
    let zone = planned.venue.agent().timezone;
    Setting {
        contact: scenario.contact.clone(),
        context: scenario.context.clone(),
        seed,
        pace: course.pace,
        rules: scenario.api.clone(),
        faults: scenario.faults.clone(),
        unruled: Unruled::Miss,
        reel: planned.shelf.as_ref().map(|shelf| shelf.reel(Some(planned.id.clone()), number)),
        ..Setting::at(Clock::Virtual(begins(scenario, zone)))
    }
}

/// When the talk begins.
fn begins(scenario: &Scenario, zone: Tz) -> DateTime<Tz> {
    scenario.now.map_or_else(|| usual_time(zone), |now| now.with_timezone(&zone))
}

static NOON: LazyLock<Option<NaiveDateTime>> =
    LazyLock::new(|| NaiveDateTime::parse_from_str(Scenario::NOON, "%Y-%m-%dT%H:%M:%S").ok());

/// When a talk begins whose scenario names no time: [`Scenario::NOON`] in this zone.
pub fn usual_time(zone: Tz) -> DateTime<Tz> {
    let noon = NOON.and_then(|local| zone.from_local_datetime(&local).earliest());
    noon.unwrap_or_else(|| DateTime::UNIX_EPOCH.with_timezone(&zone))
}

/// What keeps a talk from beginning is the files' fault, or nobody's.
fn not_begun(attempt: &mut Attempt, error: &StageError) {
    match error {
        StageError::Files { .. }
        | StageError::Unreadable(_)
        | StageError::Unrendered(_)
        | StageError::Context(_) => {
            attempt.verdict = Verdict::Failed;
            attempt.failures = vec![super::telling::cannot_begin(error)];
        }
        StageError::Secrets(_)
        | StageError::Hosts(_)
        | StageError::Stub(_)
        | StageError::Unrecorded(_) => {
            attempt.reason = Some(error.to_string());
        }
    }
}

/// Plays the turns one after the other; what was played stays in `talk`, however it ends.
async fn play(
    talk: &mut Talk,
    conversation: &mut Conversation,
    (planned, course, seed): (&Planned, &Course, u64),
    cancel: &CancellationToken,
) {
    let scenario = &*planned.scenario;
    let said = match scenario.start.as_ref().map(|start| begin(conversation, start)).transpose() {
        Ok(said) => said.flatten(),
        Err(why) => {
            talk.findings.push(Finding::new("E-START", "start", why));
            return;
        }
    };
    if let Some(recast) = &course.recast
        && let Err(why) = recast(planned, conversation)
    {
        talk.stopped = Some(Stop::Trouble(why));
        return;
    }
    let record = conversation.greet().await;
    let mut greeting = conversation.played(record);
    greeting.utterance = said;
    talk.turns.push(greeting);
    match &scenario.script {
        Script::Turns(turns) => {
            for turn in turns {
                if !go_on(talk, turn, scenario, conversation, cancel).await {
                    break;
                }
            }
        }
        Script::User(user) => {
            follow(talk, (user, planned.venue.agent(), seed), conversation, cancel).await;
        }
        Script::Role(role) => {
            play_role(talk, (role, planned, course), conversation, cancel).await;
        }
    }
}

/// Lets a simulated customer talk until it is done.
async fn follow(
    talk: &mut Talk,
    (user, agent, seed): (&UserSpec, &Agent, u64),
    conversation: &mut Conversation,
    cancel: &CancellationToken,
) {
    let succeeded = &conversation.memory().state.succeeded;
    let mut simulator =
        Simulator::new(user, agent, seed, conversation.reference()).after(succeeded);
    while let Some(last) = talk.turns.last() {
        let event = match simulator.next(&last.record) {
            Move::Says { text, .. } => TurnEvent::Says(text),
            Move::Silence(lasting) => TurnEvent::Silence(lasting),
            Move::Done => return,
        };
        if !say(talk, &event, conversation, cancel).await {
            return;
        }
    }
}

/// Plays one turn; false ends the talk.
async fn go_on(
    talk: &mut Talk,
    turn: &UserTurn,
    scenario: &Scenario,
    conversation: &mut Conversation,
    cancel: &CancellationToken,
) -> bool {
    if cancel.is_cancelled() {
        talk.stopped = Some(Stop::Cancelled);
        return false;
    }
    if let Some(finding) = over(talk, turn, scenario) {
        talk.findings.push(finding);
        return false;
    }
    say(talk, &turn.event, conversation, cancel).await
}

/// Says something to the agent, or nothing; false ends the talk.
pub(super) async fn say(
    talk: &mut Talk,
    event: &TurnEvent,
    conversation: &mut Conversation,
    cancel: &CancellationToken,
) -> bool {
    let unwatched = |_| {};
    let record = match event {
        TurnEvent::Says(utterance) => conversation.hear(utterance, cancel, &unwatched).await,
        TurnEvent::Silence(lasting) => conversation.silence(*lasting, cancel, &unwatched).await,
    };
    let trouble = record.trouble.clone();
    talk.turns.push(conversation.played(record));
    if cancel.is_cancelled() {
        talk.stopped = Some(Stop::Cancelled);
    } else if let Some(trouble) = trouble {
        talk.stopped = Some(Stop::Trouble(trouble.message));
    }
    talk.stopped.is_none()
}

/// Why this turn cannot be played, when the talk is over before it.
fn over(talk: &Talk, turn: &UserTurn, scenario: &Scenario) -> Option<Finding> {
    let last = talk.turns.last()?;
    let number = last.record.turn;
    let (code, message, mend) = match &last.record.ending {
        Some(_) => (
            "E-OVER",
            format!("the talk is over after turn {number}, and the scenario goes on"),
            "take out the turns behind it, or let the turn before not end the talk",
        ),
        None if talk.turns.len() > scenario.max_turns as usize => (
            "E-TURNS",
            format!("the scenario has more than {} turns", scenario.max_turns),
            "write a higher `max_turns`, or a shorter scenario",
        ),
        None => return None,
    };
    let mut finding = Finding::new(code, "turns", message);
    finding.turn = Some(number);
    finding.place = Some((turn.place.clone(), "turns".to_owned()));
    finding.mend.push(mend.to_owned());
    Some(finding)
}

/// How long a scenario may take, for people.
pub(super) fn in_seconds(limit: Duration) -> String {
    format!("{} s", limit.as_secs_f64())
}
