use crate::{
    agent::{ActionName, Agent},
    request::{FailureClass, failure_line},
};

/// What is said of a failure: the prompt's sentence, or a plain one.
pub fn failure_sentence(
    agent: &Agent,
    action: &ActionName,
    class: FailureClass,
    status: Option<u16>,
) -> String {
    match failure_line(agent, action, class, status).and_then(|line| line.say.clone()) {
        Some(say) => say,
        None => plain_sentence(class).to_owned(),
    }
}

fn plain_sentence(class: FailureClass) -> &'static str {
    match class {
        FailureClass::NotFound => "I couldn't find anything with these details.",
        FailureClass::Conflict => "That isn't possible as things stand.",
        FailureClass::InvalidInput => "The system didn't accept these details.",
        FailureClass::Timeout => "The system is taking longer than expected.",
        FailureClass::RateLimited => "The system is very busy at the moment.",
        FailureClass::Cancelled => "I stopped that request.",
        FailureClass::Unauthorized
        | FailureClass::Forbidden
        | FailureClass::ServerError
        | FailureClass::Unreachable
        | FailureClass::BrokenAnswer
        | FailureClass::OtherStatus => "I'm sorry, I can't get that done at the moment.",
    }
}

/// What is said when a write may have taken effect all the same.
pub(super) const UNKNOWN_RESULT: &str =
    "I can't tell whether it went through, so please don't count on it yet.";
