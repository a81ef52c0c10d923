//! What the commands that play an agent have in common: its time, its customer, what it may reach.

use std::{
    io::{self, Write},
    path::Path,
    sync::Arc,
};

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use clap::Args;
use serde_json::{Map, Value as Json};

use super::{
    Environment, Exit,
    finding::{Look, for_people},
    reach::{ReachArgs, ask_for_hosts},
};
use crate::{
    agent::Agent,
    diagnostic::{Diagnostic, SourceFile},
    http::Variables,
    rehearse::{
        Clock, LoadedAgent, Pace, Reach, Reel, Setting, Stage, StageError,
        cassette::{Taping, Track},
        load,
    },
    value::Reference,
};

/// What a command that plays an agent is set up with.
#[derive(Clone, Debug, Default, Args)]
pub struct SceneArgs {
    /// Time of the talk, such as 2026-03-02T10:00:00+01:00 or 2026-03-02; it then stands still but
    /// for what calls take
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// Seed of all that is made up, such as identities
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// What is known of the customer, as in first_name=Ada; may be given several times
    #[arg(long, value_name = "KEY=VALUE", value_parser = pair)]
    pub contact: Vec<(String, Json)>,
    /// A key of the dynamic context, as in customer_id=7; may be given several times
    #[arg(long, value_name = "KEY=VALUE", value_parser = pair)]
    pub context: Vec<(String, Json)>,
    /// Where calls go.
    #[command(flatten)]
    pub reach: ReachArgs,
    /// Wait for the stub API's delays instead of moving the clock
    #[arg(long, conflicts_with = "live")]
    pub real_time: bool,
    /// What is recorded or replayed.
    #[arg(skip)]
    pub reel: Option<Arc<Reel>>,
}

/// Reads `key=value`; the value is JSON where it is a number, a boolean or a quoted text.
fn pair(text: &str) -> Result<(String, Json), String> {
    let (key, value) = text.split_once('=').ok_or("write it as key=value")?;
    if key.is_empty() {
        return Err("the key is missing: write it as key=value".to_owned());
    }
    // A phone number or a code with leading zeros is text, whatever JSON makes of it.
    let is_the_same = |json: &Json| json.to_string().as_str() == value;
    let json = serde_json::from_str::<Json>(value).ok().filter(is_the_same);
    Ok((key.to_owned(), json.unwrap_or_else(|| Json::from(value))))
}

/// Reads a time: RFC 3339, or a local time or day in the agent's zone.
///
/// # Errors
/// A sentence that says how to write it.
pub fn time(text: &str, zone: Tz) -> Result<DateTime<Tz>, String> {
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Ok(time.with_timezone(&zone));
    }
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(12, 0, 0);
    let minute = || NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok();
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S").ok();
    let local = local.or_else(minute).or_else(day);
    local.and_then(|local| zone.from_local_datetime(&local).earliest()).ok_or_else(|| {
        format!(
            "\"{text}\" is no time; write 2026-03-02, 2026-03-02T10:00 or 2026-03-02T10:00:00+01:00"
        )
    })
}

impl SceneArgs {
    /// The conversation's clock.
    ///
    /// # Errors
    /// When `--now` is no time.
    pub fn clock(&self, zone: Tz) -> Result<Clock, String> {
        match &self.now {
            Some(text) => time(text, zone).map(Clock::Virtual),
            None => Ok(Clock::Real(zone)),
        }
    }

    /// When and where it is for this agent.
    ///
    /// # Errors
    /// When `--now` is no time.
    pub fn reference(&self, agent: &Agent) -> Result<Reference, String> {
        Ok(Reference { now: self.clock(agent.timezone)?.now(), region: agent.region })
    }

    /// Sets the stage for an agent.
    ///
    /// # Errors
    /// The exit status, after the reason was written to `err`.
    pub async fn stage(
        &self,
        loaded: &LoadedAgent,
        environment: &Environment,
        look: Look,
        err: &mut dyn Write,
    ) -> Result<Stage, Exit> {
        let Some(agent) = &loaded.agent else {
            tell_findings(&loaded.diagnostics, &loaded.sources, look, err);
            return Err(Exit::Misuse);
        };
        let clock = self.clock(agent.timezone).map_err(|why| tell(err, &why, Exit::Misuse))?;
        let setting = Setting {
            contact: self.contact.iter().cloned().collect(),
            context: self.context.iter().cloned().collect::<Map<_, _>>(),
            seed: self.seed,
            pace: if self.real_time { Pace::RealTime } else { Pace::AtOnce },
            reel: self.reel.clone(),
            ..Setting::at(clock)
        };
        let reach = self.reach_asking(agent, environment, err);
        let variables = Variables::new(environment.variables.clone());
        Stage::set(loaded, (reach, &variables), setting)
            .await
            .map_err(|error| tell_stage_error(&error, look, err))
    }

    /// Which APIs are reached; hosts that nobody named are asked for on a terminal.
    fn reach_asking(&self, agent: &Agent, environment: &Environment, err: &mut dyn Write) -> Reach {
        let mut reach = self.reach(environment);
        if let Reach::Live(policy) = &mut reach
            && environment.input_is_terminal
            && environment.errors_are_terminal
        {
            // An answer that cannot be read is no yes; the refusal is told later.
            let _ = ask_for_hosts(policy, agent, environment, (&mut io::stdin().lock(), err));
        }
        reach
    }

    /// What is done with one kind of traffic.
    pub fn track(&self, of: impl Fn(Taping) -> Track) -> Track {
        self.reel.as_ref().map(|reel| of(reel.shelf().taping())).unwrap_or_default()
    }

    /// Which APIs are reached.
    pub fn reach(&self, environment: &Environment) -> Reach {
        if self.track(|taping| taping.http) == Track::Replay {
            return Reach::Recorded;
        }
        match self.reach.live {
            true => Reach::Live(self.reach.policy(environment)),
            false => Reach::Stub,
        }
    }
}

/// Loads an agent that has no errors.
///
/// # Errors
/// The exit status, after the reason was written to `err`.
pub fn load_sound(path: &Path, look: Look, err: &mut dyn Write) -> Result<LoadedAgent, Exit> {
    let loaded = load(path).map_err(|error| tell(err, &error.to_string(), Exit::Misuse))?;
    if loaded.agent.is_none() {
        tell_findings(&loaded.diagnostics, &loaded.sources, look, err);
        return Err(Exit::Misuse);
    }
    Ok(loaded)
}

/// Says why a conversation cannot begin, and how the program ends by it.
pub fn tell_stage_error(error: &StageError, look: Look, err: &mut dyn Write) -> Exit {
    match error {
        StageError::Files { diagnostics, sources } => {
            tell_findings(diagnostics, sources, look, err);
            Exit::Misuse
        }
        StageError::Unreadable(_)
        | StageError::Secrets(_)
        | StageError::Hosts(_)
        | StageError::Unrecorded(_)
        | StageError::Unrendered(_) => tell(err, &error.to_string(), Exit::Misuse),
        StageError::Context(_) | StageError::Stub(_) => {
            tell(err, &error.to_string(), Exit::Inconclusive)
        }
    }
}

/// Writes an error line and passes the exit status on.
pub fn tell(err: &mut dyn Write, message: &str, exit: Exit) -> Exit {
    for (at, line) in message.lines().enumerate() {
        let line = super::visible::visible_line(line);
        // Lines behind the first are told apart from what others print.
        let before = match at {
            0 => "error: ",
            _ if line.starts_with("error: ") || line.starts_with(' ') => "",
            _ => "  ",
        };
        // Where errors cannot be written there is nobody left to tell.
        let _ = writeln!(err, "{before}{line}");
    }
    exit
}

/// Writes all errors among the findings.
pub fn tell_findings(
    diagnostics: &[Diagnostic],
    sources: &[SourceFile],
    look: Look,
    err: &mut dyn Write,
) {
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.is_error()) {
        // As above.
        let _ = writeln!(err, "{}\n", for_people(diagnostic, sources, look));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_several_lines_keeps_them() {
        let mut told = Vec::new();
        let message = "a (b\n    a (b\n      ^\nerror: c\n::d\u{1b}";
        assert_eq!(tell(&mut told, message, Exit::Misuse), Exit::Misuse);
        let told = String::from_utf8(told).unwrap();
        assert_eq!(told, "error: a (b\n    a (b\n      ^\nerror: c\n  ::d␛\n");
    }

    #[test]
    fn a_value_is_json_only_where_nothing_of_it_is_lost() {
        assert_eq!(pair("a=7"), Ok(("a".into(), Json::from(7))));
        assert_eq!(pair("a=+49151"), Ok(("a".into(), Json::from("+49151"))));
        assert_eq!(pair("a=007"), Ok(("a".into(), Json::from("007"))));
        assert_eq!(pair("a=b=c"), Ok(("a".into(), Json::from("b=c"))));
        assert!(pair("a").is_err());
    }

    #[test]
    fn a_local_time_is_read_in_the_agents_zone() {
        let zone = chrono_tz::Europe::Berlin;
        let read = |text| time(text, zone).map(|time| time.to_rfc3339());
        assert_eq!(read("2026-03-02T10:00"), Ok("2026-03-02T10:00:00+01:00".into()));
        assert_eq!(read("2026-03-02T09:00:00Z"), Ok("2026-03-02T10:00:00+01:00".into()));
        assert_eq!(read("2026-07-01"), Ok("2026-07-01T12:00:00+02:00".into()));
        assert!(read("soon").is_err());
    }
}
