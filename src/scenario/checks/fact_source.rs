use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, Datelike, Days, NaiveDate, Timelike};
use serde_json::Value as Json;

use super::{
    english::{units::is_currency, words::squeeze},
    figure::{Kind, days, number_words, readings, time, tokens},
};
use crate::value::Reference;

/// Numbers, codes, days and times that something known holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    words: HashSet<String>,
    digits: HashSet<String>,
    numbers: Vec<f64>,
    days: BTreeSet<NaiveDate>,
    minutes: BTreeSet<u16>,
    /// Days, months and years of the known days: numbers only inside a date.
    date_parts: Vec<f64>,
    /// Hours and minutes of the known times, as they are spoken.
    time_parts: Vec<f64>,
    /// Numbers of answers, and what adds up from those that stand side by side.
    amounts: Vec<f64>,
    sums: Vec<f64>,
    /// The length of the longest list: whatever is counted off it is no more.
    longest: usize,
}

/// How near two numbers are that are the same.
const SAME: f64 = 1e-6;
/// How far a number may be off that is only told about.
const ROUND: f64 = 0.1;
/// Most numbers side by side among which sums are made.
const MOST_SUMMANDS: usize = 12;
/// How many digits of a code are a number of their own.
const OWN_NUMBER: usize = 4;

impl Facts {
    /// Takes what a text says.
    pub fn learn(&mut self, text: &str, at: &Reference) {
        let spans = tokens(text);
        for (index, span) in spans.iter().enumerate() {
            let word = &text[span.clone()];
            if word.contains(|c: char| c.is_ascii_digit() || c == '@' || c == '•') {
                let next = spans.get(index + 1).map_or("", |next| &text[next.clone()]);
                self.learn_word(word, next, at);
            }
        }
        for (_, days) in days(text, at) {
            days.into_iter().for_each(|day| self.learn_day(day));
        }
        self.numbers.extend(number_words(text, at).into_iter().map(|(_, number)| number));
    }

    fn learn_word(&mut self, word: &str, next: &str, at: &Reference) {
        self.words.insert(squeeze(word));
        let parts = word
            .split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '@' | '+')));
        self.words.extend(parts.filter(|part| !part.is_empty()).map(squeeze));
        if self.learn_moment(word, at) {
            return;
        }
        let is_code = word.contains(char::is_alphabetic);
        let is_one = !readings(word).is_empty();
        for run in word.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()) {
            if run.len() >= OWN_NUMBER || !(is_code || is_one) {
                self.learn_digits(run);
            }
        }
        let joined: String = word.chars().filter(char::is_ascii_digit).collect();
        self.digits.insert(joined.trim_start_matches('0').to_owned());
        if !begins_as_code(word) {
            self.numbers.extend(readings(word));
        }
        if let Some(Kind::Time { minutes, .. }) = time(&word.to_lowercase(), &next.to_lowercase()) {
            self.learn_minutes(minutes);
        }
    }

    fn learn_digits(&mut self, run: &str) {
        let bare = run.trim_start_matches('0');
        self.numbers.extend(run.parse::<f64>().ok());
        self.digits.insert(bare.to_owned());
    }

    /// A day or a moment as machines write it; a moment also as it is told in the agent's zone.
    fn learn_moment(&mut self, word: &str, at: &Reference) -> bool {
        if let Ok(moment) = DateTime::parse_from_rfc3339(word) {
            let here = moment.with_timezone(&at.now.timezone());
            self.learn_day(here.date_naive());
            self.learn_minutes(minutes_of(&here.time()));
            self.learn_minutes(minutes_of(&moment.time()));
        }
        let day = word.get(..10).and_then(|day| day.parse::<NaiveDate>().ok());
        if let Some(day) = day {
            self.learn_day(day);
            let time = word.get(11..16).and_then(time_of);
            time.into_iter().for_each(|minutes| self.learn_minutes(minutes));
        }
        day.is_some()
    }

    /// Takes what JSON holds, keys aside.
    pub fn learn_json(&mut self, json: &Json, at: &Reference) {
        match json {
            Json::Null | Json::Bool(_) => {}
            Json::Number(number) => {
                self.learn_word(&number.to_string(), "", at);
                self.numbers.extend(number.as_f64());
                self.amounts.extend(number.as_f64());
            }
            Json::String(text) => self.learn(text, at),
            Json::Array(items) => {
                self.longest = self.longest.max(items.len());
                self.learn_columns(items);
                items.iter().for_each(|item| self.learn_json(item, at));
            }
            Json::Object(map) => {
                let numbers: Vec<f64> =
                    map.values().filter_map(Json::as_f64).take(MOST_SUMMANDS).collect();
                self.learn_sums(&numbers);
                map.values().for_each(|item| self.learn_json(item, at));
            }
        }
    }

    /// What adds up from numbers that stand side by side: a price and a fee, a price and a count.
    fn learn_sums(&mut self, numbers: &[f64]) {
        for (at, one) in numbers.iter().enumerate() {
            let others = numbers[at + 1..].iter();
            self.sums.extend(others.flat_map(|two| [one + two, (one - two).abs(), one * two]));
        }
    }

    /// What the items of a list add up to, by key.
    fn learn_columns(&mut self, items: &[Json]) {
        let mut columns: BTreeMap<&str, f64> = BTreeMap::new();
        for item in items {
            match item {
                Json::Object(map) => {
                    for (key, value) in map {
                        if let Some(number) = value.as_f64() {
                            *columns.entry(key).or_default() += number;
                        }
                    }
                }
                other => *columns.entry("").or_default() += other.as_f64().unwrap_or_default(),
            }
        }
        self.sums.extend(columns.into_values());
    }

    /// Takes the clock.
    pub fn learn_clock(&mut self, at: &Reference) {
        self.learn_day(at.now.date_naive());
        self.learn_minutes(minutes_of(&at.now.time()));
    }

    pub fn learn_day(&mut self, day: NaiveDate) {
        self.days.insert(day);
        self.numbers.push(f64::from(day.year()));
        self.date_parts.extend([f64::from(day.month()), f64::from(day.day())]);
    }

    pub fn learn_number(&mut self, number: f64) {
        self.numbers.push(number);
    }

    pub fn learn_minutes(&mut self, minutes: u16) {
        self.minutes.insert(minutes);
        let (hour, minute) = (minutes / 60, minutes % 60);
        let spoken = [hour, hour % 12, (hour + 1) % 12, minute, hour * 100 + minute];
        self.time_parts.extend(spoken.map(f64::from));
    }

    pub fn knows_word(&self, squeezed: &str) -> bool {
        self.words.contains(squeezed)
    }

    /// Whether a word or a run of digits ends, or begins, with these.
    pub fn knows_part(&self, squeezed: &str) -> bool {
        squeezed.len() >= 2
            && self
                .words
                .iter()
                .chain(&self.digits)
                .any(|word| word.ends_with(squeezed) || word.starts_with(squeezed))
    }

    /// Whether digits in groups are a number that is known, with or without its country.
    pub fn knows_groups(&self, digits: &str) -> bool {
        let bare = digits.trim_start_matches('0');
        let national = bare.get(2..).map_or(bare, |rest| rest.trim_start_matches('0'));
        bare.len() >= 5
            && self.digits.iter().any(|known| {
                known.ends_with(bare)
                    || (known.len() >= 6 && bare.ends_with(known.as_str()))
                    || (national.len() >= 7 && known.ends_with(national))
            })
    }

    pub fn knows_number(&self, number: f64) -> bool {
        self.numbers.iter().any(|known| (known - number).abs() < SAME)
    }

    /// Whether a number is one that is known, rounded.
    pub fn knows_about(&self, number: f64) -> bool {
        self.numbers.iter().any(|known| (known - number).abs() <= known.abs() * ROUND)
    }

    /// Whether so many can be counted off a list.
    pub fn can_count(&self, number: f64) -> bool {
        u32::try_from(self.longest).is_ok_and(|longest| number <= f64::from(longest))
    }

    /// Whether a number is a part of a known day.
    pub fn knows_date_part(&self, number: f64) -> bool {
        self.date_parts.iter().any(|known| (known - number).abs() < SAME)
    }

    /// Whether a number is an hour or the minutes of a known time.
    pub fn knows_time_part(&self, number: f64) -> bool {
        self.time_parts.iter().any(|known| (known - number).abs() < SAME)
    }

    /// Whether a number adds up from an answer, or is one of its numbers so many times as was said.
    pub fn adds_up(&self, number: f64) -> bool {
        let is_it = |made: f64| (made - number).abs() < 0.005;
        let times = self.numbers.iter().filter(|count| count.fract() == 0.0 && **count > 1.0);
        self.sums.iter().copied().any(is_it)
            || times.into_iter().any(|count| self.amounts.iter().any(|one| is_it(count * one)))
    }

    pub fn knows_day(&self, day: NaiveDate) -> bool {
        self.days.contains(&day)
    }

    /// Whether a day that is only named by its weekday may be a known one.
    pub fn knows_weekday_of(&self, day: NaiveDate) -> bool {
        self.days.iter().any(|known| known.weekday() == day.weekday())
    }

    /// Whether a day that is named without its year may be a known one.
    pub fn knows_day_and_month_of(&self, day: NaiveDate) -> bool {
        self.days.iter().any(|known| (known.month(), known.day()) == (day.month(), day.day()))
    }

    /// Whether a known day is so many days from this one, or two known days are so far apart.
    pub fn knows_distance(&self, from: NaiveDate, days: u64) -> bool {
        let away = |day: NaiveDate| {
            [day.checked_add_days(Days::new(days)), day.checked_sub_days(Days::new(days))]
        };
        let known = |day: &Option<NaiveDate>| day.is_some_and(|day| self.days.contains(&day));
        days > 0
            && (away(from).iter().any(known)
                || self.days.iter().any(|day| away(*day).iter().any(known)))
    }

    pub fn knows_time(&self, minutes: u16, is_sure: bool) -> bool {
        const HALF: u16 = 12 * 60;
        self.minutes.contains(&minutes)
            || (!is_sure && self.minutes.contains(&((minutes + HALF) % (2 * HALF))))
    }
}

/// Whether letters that are no currency stand before the digits.
fn begins_as_code(word: &str) -> bool {
    let head = word.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    head.contains(char::is_alphabetic) && !is_currency(&head.to_lowercase())
}

fn minutes_of(time: &impl Timelike) -> u16 {
    u16::try_from(time.hour() * 60 + time.minute()).unwrap_or(0)
}

fn time_of(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    Some(hour.parse::<u16>().ok()? * 60 + minute.parse::<u16>().ok()?)
}
