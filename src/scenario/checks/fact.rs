use super::{
    super::Finding,
    CheckName,
    english::{
        units::{days_of, is_about, is_currency},
        words::{plain, squeeze},
    },
    evidence::Evidence,
    fact_source::Facts,
    figure::{Figure, Kind, figures, tokens},
    known::Sources,
};
use crate::{
    transcript::{MASK, PlayedTurn},
    value::Reference,
};

/// Numbers, codes, dates and times in a reply that nothing known holds.
pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut sources = Sources::of(evidence);
    let mut findings = Vec::new();
    for (index, played) in evidence.turns() {
        let at = evidence.at(index);
        let reply = &played.reply;
        let figures = figures(reply, &at);
        if figures.is_empty() {
            continue;
        }
        sources.hear_up_to(index);
        let told = Told { reply, at, sources: &sources, index };
        for figure in figures {
            if !told.is_known(&figure) {
                findings.push(finding(played, &reply[figure.span]));
            }
        }
    }
    findings
}

fn finding(played: &PlayedTurn, figure: &str) -> Finding {
    let message = format!("The reply tells {figure:?}, which comes from nowhere.");
    let mut finding = CheckName::InventedFact.finding(played, message);
    let sources = "something said, answered, declared or known from the context";
    finding.expected.push(("source".to_owned(), sources.to_owned()));
    finding.got.push(("source".to_owned(), "none".to_owned()));
    let answered = played.calls.iter().map(|call| {
        let class = call.outcome.class_name().replace('_', " ");
        format!("{} came to {class} in this turn", call.action)
    });
    finding.why.extend(answered);
    finding.mend.push(
        "Let the prompt forbid to tell what no tool returned; if it is a fixed fact, write it into the prompt."
            .to_owned(),
    );
    finding
}

/// A reply whose figures are held against what is known.
struct Told<'t> {
    reply: &'t str,
    at: Reference,
    sources: &'t Sources<'t, 't>,
    index: usize,
}

impl Told<'_> {
    fn is_known(&self, figure: &Figure) -> bool {
        let word = &self.reply[figure.span.clone()];
        if word.contains(MASK) || self.is_end_of_one(figure) {
            let squeezed = squeeze(word);
            return squeezed.is_empty() || self.any(&|facts| facts.knows_part(&squeezed));
        }
        match &figure.kind {
            Kind::Code | Kind::Mail => self.knows_code(figure),
            Kind::Number(readings) => self.knows_number(figure, readings),
            Kind::Day(days) => self.knows_days(word, days),
            Kind::Time { minutes, is_sure } => {
                self.any(&|facts| facts.knows_time(*minutes, *is_sure))
                    || word.contains([':', '.']) && self.knows_code(figure)
            }
            Kind::Groups(digits) => self.knows_groups(figure, digits),
        }
    }

    fn any(&self, test: &dyn Fn(&Facts) -> bool) -> bool {
        self.sources.any(self.index, &self.at, test)
    }

    /// "ending in 0123", or digits behind marks that hide the rest.
    fn is_end_of_one(&self, figure: &Figure) -> bool {
        let before = plain(&self.reply[..figure.span.start]);
        let before = before.trim_end();
        let told = [
            "ending in",
            "ends in",
            "ending with",
            "ends with",
            "ending",
            "starting with",
            "starts with",
            "begins with",
            "last four digits are",
            "last four digits",
            "last digits are",
            "last 4 digits are",
            "last 4 digits",
        ];
        let word = &self.reply[figure.span.clone()];
        told.iter().any(|phrase| before.ends_with(phrase))
            || word.starts_with(['•', '*'])
            || before.ends_with("****")
    }

    fn knows_code(&self, figure: &Figure) -> bool {
        let word = &self.reply[figure.span.clone()];
        let squeezed = squeeze(word);
        let own = |facts: &Facts| {
            facts.knows_word(&squeezed)
                || squeezed.strip_suffix('s').is_some_and(|one| facts.knows_word(one))
        };
        self.any(&own)
            || self.joined_around(figure).iter().any(|run| self.any(&|facts| facts.knows_word(run)))
    }

    /// The word joined with those around it, as codes are spelled.
    fn joined_around(&self, figure: &Figure) -> Vec<String> {
        const FARTHEST: usize = 16;
        let tokens = tokens(self.reply);
        let Some(at) = tokens.iter().position(|span| span.end > figure.span.start) else {
            return Vec::new();
        };
        let mut runs = Vec::new();
        for from in at.saturating_sub(FARTHEST)..=at {
            let mut run = String::new();
            for (index, span) in tokens.iter().enumerate().skip(from).take(2 * FARTHEST) {
                run.push_str(&squeeze(&self.reply[span.clone()]));
                if index >= at && (from, index) != (at, at) {
                    runs.push(run.clone());
                }
            }
        }
        runs
    }

    fn knows_groups(&self, figure: &Figure, digits: &str) -> bool {
        if self.any(&|facts| facts.knows_groups(digits) || facts.knows_word(digits)) {
            return true;
        }
        let word = &self.reply[figure.span.clone()];
        tokens(word).into_iter().all(|span| {
            let readings = super::figure::readings(&word[span]);
            readings.iter().any(|number| self.any(&|facts| facts.knows_number(*number)))
        }) || self.knows_code(figure)
    }

    fn knows_days(&self, word: &str, days: &[chrono::NaiveDate]) -> bool {
        let words: Vec<String> = super::english::words::words(word);
        let has_digit = word.contains(|c: char| c.is_ascii_digit());
        let has_year =
            words.iter().any(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()));
        let is_today = days.contains(&self.at.now.date_naive());
        is_today
            || days.iter().any(|day| self.any(&|facts| facts.knows_day(*day)))
            || (!has_year
                && has_digit
                && days.iter().any(|day| self.any(&|facts| facts.knows_day_and_month_of(*day))))
            || (words.len() <= 2
                && !has_digit
                && is_weekday(&words)
                && days.iter().any(|day| self.any(&|facts| facts.knows_weekday_of(*day))))
            || self.knows_span_of_time(word)
    }

    /// "within 14 days" tells no day when the number is known.
    fn knows_span_of_time(&self, word: &str) -> bool {
        let number =
            super::figure::number_words(word, &self.at).into_iter().map(|(_, number)| number);
        let mut numbers: Vec<f64> = number.collect();
        numbers
            .extend(tokens(word).into_iter().flat_map(|span| super::figure::readings(&word[span])));
        let is_span = super::english::words::words(word).iter().any(|word| {
            matches!(
                word.as_str(),
                "day" | "days" | "week" | "weeks" | "month" | "months" | "year" | "years"
            )
        });
        is_span
            && !numbers.is_empty()
            && numbers.iter().all(|number| self.any(&|facts| facts.knows_number(*number)))
    }

    fn knows_number(&self, figure: &Figure, readings: &[f64]) -> bool {
        let around = Around::of(self.reply, figure);
        let is_said = |number: f64| {
            self.any(&|facts| facts.knows_number(number))
                || around.is_rounded && self.sources.near.knows_about(number)
                || around.is_share && self.any(&|facts| facts.knows_number(number / 100.0))
                || around.is_money && self.any(&|facts| facts.knows_number(number * 100.0))
                || around.is_money && self.sources.near.adds_up(number)
                || around.is_count && self.sources.near.can_count(number)
                || around.is_clock && self.any(&|facts| facts.knows_time_part(number))
                || self.is_away(&around, number)
        };
        readings.iter().copied().any(is_said) || self.knows_code(figure) || self.knows_parts(figure)
    }

    /// "in three days", where a known day is just that far.
    fn is_away(&self, around: &Around, number: f64) -> bool {
        const FARTHEST: f64 = 3660.0;
        let Some(unit) = around.days.filter(|_| (0.0..FARTHEST).contains(&number)) else {
            return false;
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within the bounds above"
        )]
        let days = number as u64 * unit.unsigned_abs();
        self.sources.near.knows_distance(self.at.now.date_naive(), days)
    }

    /// A range or a list without blanks: each part must be known.
    fn knows_parts(&self, figure: &Figure) -> bool {
        let word = &self.reply[figure.span.clone()];
        let parts: Vec<&str> =
            word.split(['-', '–', '/', ':', 'x', '×']).filter(|part| !part.is_empty()).collect();
        let is_date = parts.len() == 3;
        parts.len() > 1
            && parts.iter().all(|part| {
                let readings = super::figure::readings(part);
                let is_one = |facts: &Facts, number| {
                    facts.knows_number(number) || (is_date && facts.knows_date_part(number))
                };
                readings.iter().any(|number| self.any(&|facts| is_one(facts, *number)))
            })
    }
}

fn is_weekday(words: &[String]) -> bool {
    const DAYS: &[&str] =
        &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    words.iter().any(|word| DAYS.contains(&word.as_str()))
}

/// Whether a number between these words may be an hour.
fn is_clock(before: &str, after: &str) -> bool {
    const BEFORE: &[&str] = &[
        "at", "past", "to", "from", "until", "till", "by", "before", "after", "and", "or",
        "between",
    ];
    const AFTER: &[&str] = &[
        "", "or", "and", "on", "in", "sharp", "then", "today", "tomorrow", "to", "until", "thirty",
        "fifteen", "o'clock", "oclock",
    ];
    BEFORE.contains(&before)
        && (AFTER.contains(&after) || after.starts_with(|c: char| c.is_ascii_digit()))
}

/// What stands around a number.
struct Around {
    is_rounded: bool,
    is_share: bool,
    is_money: bool,
    is_count: bool,
    is_clock: bool,
    days: Option<i64>,
}

impl Around {
    fn of(reply: &str, figure: &Figure) -> Self {
        let before = plain(&reply[..figure.span.start]);
        let after = plain(&reply[figure.span.end..]);
        let trim = |word: &str| {
            word.trim_matches(|c: char| !c.is_alphanumeric() && !"€$£%¥".contains(c)).to_owned()
        };
        let last: Vec<String> = before.split_whitespace().rev().take(3).map(trim).collect();
        let next: Vec<String> = after.split_whitespace().take(2).map(trim).collect();
        let word = &reply[figure.span.clone()];
        let first = next.first().map_or("", String::as_str);
        let is_money = is_currency(word)
            || word.contains(['.', ','])
            || next.iter().any(|word| is_currency(word))
            || last.iter().any(|word| is_currency(word));
        let is_share = word.contains('%') || matches!(first, "%" | "percent" | "per");
        let days = days_of(first);
        let is_time = matches!(
            first,
            "hour"
                | "hours"
                | "minute"
                | "minutes"
                | "month"
                | "months"
                | "year"
                | "years"
                | "business"
                | "working"
        );
        Self {
            is_clock: is_clock(last.first().map_or("", String::as_str), first),
            is_rounded: last.iter().any(|word| is_about(word)),
            is_share,
            is_money,
            is_count: !is_money && !is_share && !is_time && days.is_none(),
            days,
        }
    }
}
