//! Plays a simulated customer against a sample agent, offline.

use std::{collections::BTreeMap, path::Path};

use chrono::TimeZone;
use rehearsal::{
    agent::{ActionName, Variable, VariableName},
    http::{Variables, stub::Unruled},
    rehearse::{Clock, Reach, Setting, Stage, Venue, load},
    scenario::{
        Finding,
        checks::{self, CheckName},
        user::{Move, Simulator, Style, Told, UserSpec, facts_of},
    },
    transcript::PlayedTurn,
    value::{self, Reference, VariableType},
};
use tokio_util::sync::CancellationToken;

/// The folders of the sample agents.
pub const SAMPLES: [&str; 5] = ["bookings", "crm", "inventory", "order-desk", "support-tickets"];

/// An agent and its API.
pub struct Desk {
    pub venue: Venue,
    pub facts: BTreeMap<VariableName, String>,
}

/// A talk to its end.
pub struct Talk {
    pub turns: Vec<PlayedTurn>,
    pub told: Vec<(u32, Told)>,
    pub findings: Vec<Finding>,
}

impl Desk {
    pub async fn open(sample: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(sample);
        let loaded = load(&folder).unwrap();
        let venue = Venue::open(&loaded, Reach::Stub, &Variables::default(), None).await.unwrap();
        let now = venue.agent().timezone.with_ymd_and_hms(2026, 3, 2, 12, 0, 0).unwrap();
        let at = Reference { now, region: venue.agent().region };
        let facts = facts_of(venue.agent(), &at);
        Self { venue, facts }
    }

    /// A customer who wants this and knows all facts.
    pub fn user(&self, want: &str, style: Style) -> UserSpec {
        let wants = vec![ActionName::new(want)];
        UserSpec { style, ..UserSpec::plain(wants, self.facts.clone()) }
    }

    fn at(&self) -> Reference {
        let now = self.venue.agent().timezone.with_ymd_and_hms(2026, 3, 2, 12, 0, 0).unwrap();
        Reference { now, region: self.venue.agent().region }
    }

    /// Other facts for each seed, each valid.
    pub fn varied(&self, seed: u64) -> BTreeMap<VariableName, String> {
        let mut random = fastrand::Rng::with_seed(seed ^ 0x5eed);
        let mut facts = self.facts.clone();
        for action in &self.venue.agent().actions {
            for variable in &action.variables {
                let fits = |text: &String| {
                    value::parse(&variable.spec, text, &self.at())
                        .is_ok_and(|reading| reading.value.to_string() == *text)
                };
                let text = (0..100).map(|_| vary(variable, &facts[&variable.name], &mut random));
                if let Some(text) = text.into_iter().find(fits) {
                    facts.insert(variable.name.clone(), text);
                }
            }
        }
        facts
    }

    pub fn wants(&self) -> Vec<String> {
        let actions = self.venue.agent().actions.iter();
        actions.map(|action| action.name.as_str().to_owned()).collect()
    }

    pub async fn play(&self, user: &UserSpec, seed: u64) -> Talk {
        let now = self.venue.agent().timezone.with_ymd_and_hms(2026, 3, 2, 12, 0, 0).unwrap();
        let setting = Setting { unruled: Unruled::Miss, seed, ..Setting::at(Clock::Virtual(now)) };
        let mut stage = self.venue.stage(setting).await.unwrap();
        let (mut turns, mut told) = (Vec::new(), Vec::new());
        let record = stage.conversation.greet().await;
        turns.push(stage.conversation.played(record));
        let agent = self.venue.agent();
        let mut simulator = Simulator::new(user, agent, seed, turns[0].at);
        let cancel = CancellationToken::new();
        loop {
            let record = match simulator.next(&turns.last().unwrap().record) {
                Move::Done => break,
                Move::Silence(lasting) => {
                    stage.conversation.silence(lasting, &cancel, &|_| ()).await
                }
                Move::Says { text, told: values } => {
                    let record = stage.conversation.hear(&text, &cancel, &|_| ()).await;
                    told.extend(values.into_iter().map(|value| (record.turn, value)));
                    record
                }
            };
            turns.push(stage.conversation.played(record));
        }
        let findings = checked(&stage, &turns);
        Talk { turns, told, findings }
    }
}

/// What the built-in checks find, but for rules that this talk had no use for.
fn checked(stage: &Stage, turns: &[PlayedTurn]) -> Vec<Finding> {
    let heard_at: Vec<_> = turns.iter().map(|turn| turn.at).collect();
    let talk = checks::Talk {
        agent: stage.conversation.agent(),
        turns,
        secrets: &stage.redactor,
        runtime: &stage.runtime,
        began: turns[0].at,
        heard_at: &heard_at,
        unused: checks::Unused { rules: &[], faults: &[] },
    };
    checks::check(&talk, &[] as &[CheckName])
}

impl Talk {
    /// The talk as text, with what was understood wrong left to the eye.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for turn in &self.turns {
            if turn.record.turn > 0 {
                let said = turn.utterance.as_deref().unwrap_or("(silence)");
                text.push_str(&format!("you    {said}\n"));
            }
            for call in &turn.record.calls {
                text.push_str(&format!("       {} {}\n", call.action, call.outcome.class));
            }
            text.push_str(&format!("agent  {}\n", turn.record.reply));
        }
        text
    }

    pub fn made(&self, action: &str) -> bool {
        let mut calls = self.turns.iter().flat_map(|turn| &turn.record.calls);
        calls.any(|call| call.action.as_str() == action && call.outcome.class == "success")
    }
}

/// Another text of the same kind.
fn vary(variable: &Variable, text: &str, random: &mut fastrand::Rng) -> String {
    let spec = &variable.spec;
    match spec.variable_type {
        VariableType::Boolean => random.bool().to_string(),
        VariableType::Float => (f64::from(random.u32(1..50_000)) / 100.0).to_string(),
        VariableType::Integer => {
            let most = 10_u32.pow(random.u32(1..=6));
            random.u32(1..=most).to_string()
        }
        VariableType::Date => {
            let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
            (day + chrono::TimeDelta::days(random.i64(0..90))).to_string()
        }
        VariableType::Email => {
            let names = ["ada", "grace.hopper", "j_doe", "tim-b", "anna99", "mr.x2", "linus"];
            let hosts = ["example.com", "mail.example.org", "gmail.com", "my-firm.de"];
            format!("{}@{}", random.choice(names).unwrap(), random.choice(hosts).unwrap())
        }
        VariableType::String if !spec.choices.is_empty() => {
            random.choice(&spec.choices).unwrap().value.clone()
        }
        VariableType::String if text.contains(' ') => text.to_owned(),
        VariableType::Phone | VariableType::String => {
            let keep = if spec.variable_type == VariableType::Phone { text.len() - 5 } else { 0 };
            let other = |(at, letter): (usize, char)| match letter.is_ascii_digit() && at >= keep {
                true => random.digit(10),
                false => letter,
            };
            text.char_indices().map(other).collect()
        }
    }
}
