use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

use super::{
    Advice,
    english::{AGAIN, LOOKS_FIRST},
    line::{even, is_denied},
    situation::Situation,
};
use crate::{
    agent::{Action, Agent, only_reads},
    prompt::{ErrorLine, ErrorMatch},
    request::FailureClass,
};

const CODE: &str = "second-write-invited";

/// Nothing is known of what became of such a call.
const TIMED_OUT: Situation = Situation { status: None, class: FailureClass::Timeout };

static ASKS_AGAIN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(AGAIN).ok());

/// Lines for a timed-out write that invite a second one.
pub(super) fn find(agent: &Agent) -> Vec<Advice> {
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for action in agent.actions.iter().filter(|action| writes(action)) {
        let lines = agent.prompt.error_lines.iter();
        for line in lines.filter(|line| is_for(agent, action, line) && invites(line)) {
            if told.insert(line.line) {
                found.push(invited(action, line));
            }
        }
    }
    found
}

/// Whether a second call would do the same thing a second time.
fn writes(action: &Action) -> bool {
    action.method.is_write() && action.idempotency_header.is_none() && !only_reads(action)
}

/// Whether the line counts when a call of the action times out.
fn is_for(agent: &Agent, action: &Action, line: &ErrorLine) -> bool {
    if line.action.as_ref().is_some_and(|own| *own != action.name) {
        return false;
    }
    if line.say.is_some() {
        return TIMED_OUT.line(agent, &action.name) == Some(line.line);
    }
    // Guidance without words holds for a timeout by itself, or for any error where no line is nearer.
    line.matches.contains(&ErrorMatch::Timeout)
        || line.matches.contains(&ErrorMatch::Any) && TIMED_OUT.line(agent, &action.name).is_none()
}

fn invites(line: &ErrorLine) -> bool {
    let text = even(&line.guidance);
    if LOOKS_FIRST.iter().any(|words| text.contains(words)) {
        return false;
    }
    let again = ASKS_AGAIN.as_ref().map(|again| again.find_iter(&text));
    again.is_some_and(|mut found| found.any(|found| !is_denied(&text, found.start())))
}

fn invited(action: &Action, line: &ErrorLine) -> Advice {
    let message = format!(
        "After a timeout nobody knows whether \"{}\" took effect, and this line invites a second {}.",
        action.name,
        action.method.as_str()
    );
    let mend = "Say that it is not known yet whether it went through and that someone checks, or give \
                the action an idempotency_key.";
    Advice::new(CODE, Some(line.line), message, mend)
}
