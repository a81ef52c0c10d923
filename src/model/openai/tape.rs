use std::time::Duration;

use serde_json::Value as Json;

use super::{
    Failure, Unusable,
    ask::Request,
    client::{Answered, OnText},
    wire::Growing,
};
use crate::cassette::{self, Address, ModelAnswer, ModelFailing, WaitedFor};

/// Stands between a model and its endpoint in one talk: plays what was recorded, or takes down what
/// comes. Reading, checks and the rest go on as if the answer had just come; a played answer costs
/// nothing.
pub trait Tape: Send + Sync {
    /// What to do with a request, its secrets masked.
    fn cue(&self, request: &Json) -> Cue;

    /// Takes an answer down.
    fn keep(&self, ticket: Ticket, answer: ModelAnswer);
}

/// What to do with a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Cue {
    /// Nothing leaves: this is the answer.
    Play(ModelAnswer),
    /// Nothing leaves, and nothing is recorded; the words say what comes nearest.
    Missing(String),
    /// The endpoint is asked, and its answer kept under this ticket.
    Ask(Ticket),
}

/// What an answer is to be kept under; none where it is not kept.
pub type Ticket = Option<Address>;

/// What there is to record of an answer; limits of the user's own and faults of ours are none.
pub(super) fn recorded(asked: &Result<Answered, Failure>) -> Option<ModelAnswer> {
    match asked {
        Ok(answered) => Some(ModelAnswer::Said(answered.said.clone())),
        Err(failure) => failing(failure).map(ModelAnswer::Failed),
    }
}

/// A recorded answer, read as if it had just come.
pub(super) fn replayed(
    answer: ModelAnswer,
    request: &Request,
    on_text: Option<OnText<'_>>,
) -> Result<Answered, Failure> {
    let said = match answer {
        ModelAnswer::Said(said) => said,
        ModelAnswer::Failed(failing) => return Err(failure(failing)),
    };
    let growing = Growing::recorded(&said);
    if let Some(on_text) = on_text {
        sentence_by_sentence(growing.text(), on_text);
    }
    let sent = growing.sent(request);
    Ok(Answered { answer: growing.finish(sent)?, first_token: None, said })
}

/// Shows a text growing as it would in a stream, at least at the end of each sentence.
fn sentence_by_sentence(text: &str, on_text: OnText<'_>) {
    for (at, letter) in text.char_indices().filter(|(_, letter)| letter.is_whitespace()) {
        if text[..at].ends_with(['.', '!', '?']) {
            on_text(&text[..at + letter.len_utf8()]);
        }
    }
    on_text(text);
}

fn failing(failure: &Failure) -> Option<ModelFailing> {
    Some(match failure.clone() {
        Failure::Unreachable { host, detail } => ModelFailing::Unreachable { host, detail },
        Failure::Dropped { host, detail } => ModelFailing::Dropped { host, detail },
        Failure::Slow { what, seconds } => {
            let is_first = what == Failure::FIRST_TOKEN;
            let waited_for = if is_first { WaitedFor::FirstToken } else { WaitedFor::WholeAnswer };
            ModelFailing::Slow { waited_for, seconds }
        }
        Failure::Status { status, detail, retry_after } => {
            let retry_after_ms = retry_after.map(milliseconds);
            ModelFailing::Status { status, detail, retry_after_ms }
        }
        Failure::BrokenOff { detail } => ModelFailing::BrokenOff { detail },
        Failure::Endless { kib } => ModelFailing::Endless { kib },
        Failure::NotACompletion { head } => ModelFailing::NotACompletion { head },
        Failure::Unusable(why) => ModelFailing::Unusable(match why {
            Unusable::Empty => cassette::Unusable::Empty,
            Unusable::Refused => cassette::Unusable::Refused,
            Unusable::CutOff => cassette::Unusable::CutOff,
            Unusable::Filtered => cassette::Unusable::Filtered,
        }),
        Failure::Spent { .. } | Failure::Unrecorded { .. } | Failure::Request { .. } => {
            return None;
        }
    })
}

fn failure(failing: ModelFailing) -> Failure {
    match failing {
        ModelFailing::Unreachable { host, detail } => Failure::Unreachable { host, detail },
        ModelFailing::Dropped { host, detail } => Failure::Dropped { host, detail },
        ModelFailing::Slow { waited_for, seconds } => {
            let what = match waited_for {
                WaitedFor::FirstToken => Failure::FIRST_TOKEN,
                WaitedFor::WholeAnswer => Failure::WHOLE_ANSWER,
            };
            Failure::Slow { what, seconds }
        }
        ModelFailing::Status { status, detail, retry_after_ms } => {
            let retry_after = retry_after_ms.map(Duration::from_millis);
            Failure::Status { status, detail, retry_after }
        }
        ModelFailing::BrokenOff { detail } => Failure::BrokenOff { detail },
        ModelFailing::Endless { kib } => Failure::Endless { kib },
        ModelFailing::NotACompletion { head } => Failure::NotACompletion { head },
        ModelFailing::Unusable(why) => Failure::Unusable(match why {
            cassette::Unusable::Empty => Unusable::Empty,
            cassette::Unusable::Refused => Unusable::Refused,
            cassette::Unusable::CutOff => Unusable::CutOff,
            cassette::Unusable::Filtered => Unusable::Filtered,
        }),
    }
}

fn milliseconds(pause: Duration) -> u64 {
    u64::try_from(pause.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_from_outside_comes_back_as_it_was() {
        let detail = || "why".to_owned();
        let outside = [
            Failure::Unreachable { host: "h".into(), detail: detail() },
            Failure::Dropped { host: "h".into(), detail: detail() },
            Failure::Slow { what: Failure::FIRST_TOKEN, seconds: 3 },
            Failure::Slow { what: Failure::WHOLE_ANSWER, seconds: 3 },
            Failure::Status {
                status: 429,
                detail: detail(),
                retry_after: Some(Duration::from_secs(2)),
            },
            Failure::BrokenOff { detail: detail() },
            Failure::Endless { kib: 1024 },
            Failure::NotACompletion { head: detail() },
            Failure::Unusable(Unusable::Empty),
            Failure::Unusable(Unusable::Refused),
            Failure::Unusable(Unusable::CutOff),
            Failure::Unusable(Unusable::Filtered),
        ];
        for known in outside {
            let Some(ModelAnswer::Failed(failing)) = recorded(&Err(known.clone())) else {
                panic!("{known:?} is not recorded");
            };
            let written = serde_json::to_string(&failing).unwrap();
            assert_eq!(failure(serde_json::from_str(&written).unwrap()), known);
        }
    }

    #[test]
    fn limits_and_faults_of_our_own_are_not_recorded() {
        let own = [
            Failure::Spent { limit: "the limit".into(), flag: "--max-calls" },
            Failure::Unrecorded { miss: "nothing".into() },
            Failure::Request { detail: "bad".into() },
        ];
        for failure in own {
            assert_eq!(recorded(&Err(failure)), None);
        }
    }
}
