use chrono::NaiveDate;

use super::{
    super::{Form, Noise, NoiseKind, line::Spoken},
    code, date, digits,
};
use crate::{
    agent::Variable,
    value::{Reference, Value, VariableType},
};

/// Shortest number that is read out digit by digit.
const LONG_NUMBER: usize = 4;

/// Who speaks values: the noise, and the day of the talk.
pub(in crate::scenario::user) struct Speech<'a> {
    /// What happens to the words.
    pub noise: &'a Noise,
    /// When it is said.
    pub at: &'a Reference,
}

impl Speech<'_> {
    /// A value as it is said the first time.
    pub fn say(&self, variable: &Variable, value: &Value, random: &mut fastrand::Rng) -> Spoken {
        match value {
            Value::String(text) if is_free(variable) && !code::is_code(text) => Spoken::clear(text),
            Value::String(text) => self.code(text, random),
            Value::Integer(number) => self.number(&number.to_string(), random),
            Value::Float(number) => self.number(&number.to_string(), random),
            Value::Boolean(truth) => Spoken::clear(if *truth { "yes" } else { "no" }),
            Value::Date(day) => self.date(*day, random),
            Value::Email(mailbox) => self.email(mailbox, random),
            Value::Phone(number) => self.phone(number, random),
        }
    }

    /// A value as it is said when the first time did not do: written out, nothing left to guess.
    pub fn again(&self, value: &Value) -> Spoken {
        Spoken::clear(match value {
            Value::Date(day) => date::written(*day),
            Value::Boolean(truth) => if *truth { "yes" } else { "no" }.to_owned(),
            other => other.to_string(),
        })
    }

    fn code(&self, text: &str, random: &mut fastrand::Rng) -> Spoken {
        if let Some(time) = time_in_words(text) {
            return match self.noise.strikes(NoiseKind::DigitsAsWords, random) {
                true => code::with(NoiseKind::DigitsAsWords, time),
                false => Spoken::clear(text),
            };
        }
        match code::is_code(text) {
            true => code::read(text, self.noise, random),
            false => Spoken::clear(text),
        }
    }

    fn number(&self, text: &str, random: &mut fastrand::Rng) -> Spoken {
        if !self.noise.strikes(NoiseKind::DigitsAsWords, random) {
            return Spoken::clear(text);
        }
        let is_long = text.len() >= LONG_NUMBER && text.bytes().all(|byte| byte.is_ascii_digit());
        let words = match is_long {
            true => Some(digits::read_out(text, random)),
            false => digits::in_words(text),
        };
        words.map_or_else(
            || Spoken::clear(text),
            |words| code::with(NoiseKind::DigitsAsWords, words),
        )
    }

    fn date(&self, day: NaiveDate, random: &mut fastrand::Rng) -> Spoken {
        let today = self.at.now.date_naive();
        if self.noise.strikes(NoiseKind::RelativeDates, random)
            && let Some(words) = date::relative(day, today)
        {
            return code::with(NoiseKind::RelativeDates, words);
        }
        match self.noise.strikes(NoiseKind::DigitsAsWords, random) {
            true => code::with(NoiseKind::DigitsAsWords, date::spoken(day, today)),
            false => Spoken::clear(date::written(day)),
        }
    }

    fn email(&self, mailbox: &str, random: &mut fastrand::Rng) -> Spoken {
        let mut spoken = Spoken::clear(mailbox);
        let Some((local, domain)) = mailbox.split_once('@') else { return spoken };
        let mut local = local.to_owned();
        if self.noise.strikes(NoiseKind::SoundAlikes, random)
            && let Some(heard) = code::misheard(&local, random)
        {
            local = heard;
            spoken.form = Form::Misheard;
            spoken.noise.insert(NoiseKind::SoundAlikes);
        }
        let spelled = self.noise.strikes(NoiseKind::SpelledLetters, random);
        let in_words = spelled || self.noise.strikes(NoiseKind::DigitsAsWords, random);
        if spelled {
            local = digits::spell(&local, false);
            spoken.noise.insert(NoiseKind::SpelledLetters);
        }
        if in_words {
            spoken.noise.insert(NoiseKind::DigitsAsWords);
        }
        spoken.words = match in_words {
            true => format!("{} at {}", dotted(&local), dotted(domain)),
            false => format!("{local}@{domain}"),
        };
        spoken
    }

    fn phone(&self, number: &str, random: &mut fastrand::Rng) -> Spoken {
        match self.noise.strikes(NoiseKind::DigitsAsWords, random) {
            true => code::with(NoiseKind::DigitsAsWords, digits::read_out(number, random)),
            false => Spoken::clear(number),
        }
    }
}

/// The signs of an address in words; letters and digits stay.
fn dotted(address: &str) -> String {
    let spaced = address.replace('.', " dot ").replace('-', " dash ").replace('_', " underscore ");
    spaced.replace('+', " plus ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A time of day as it is said: "ten thirty a m", "fourteen oh five".
fn time_in_words(text: &str) -> Option<String> {
    let (hour, minute) = text.split_once(':').filter(|_| text.len() == "10:30".len())?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let cardinal = super::super::english::cardinal;
    let minutes = match minute {
        0 => String::new(),
        1..=9 => format!(" oh {}", cardinal(minute)),
        _ => format!(" {}", cardinal(minute)),
    };
    match (hour, minute) {
        (0, _) | (12, 0) | (24.., _) => None,
        (1..=11, _) => Some(format!("{}{minutes} a m", cardinal(hour))),
        (13.., 0) => Some(format!("{} p m", cardinal(hour - 12))),
        _ => Some(format!("{}{minutes}", cardinal(hour))),
    }
}

/// Whether nothing tells a value of this variable from other words.
pub(in crate::scenario::user) fn is_free(variable: &Variable) -> bool {
    let spec = &variable.spec;
    spec.variable_type == VariableType::String && spec.pattern.is_none() && spec.choices.is_empty()
}
