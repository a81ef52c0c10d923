use std::sync::LazyLock;

use regex::Regex;

use super::{
    Advice,
    english::{COMMITMENT, DATA, PROMISES, Promise},
    line::{even, is_denied, numbers, without_templates},
};
use crate::{
    agent::{Action, Agent, reads_by_words},
    prompt::ErrorLine,
};

const CODE: &str = "promise-without-action";

static SAID: LazyLock<Vec<(&'static Promise, Regex)>> = LazyLock::new(|| {
    let compiled = PROMISES.iter().map(|promise| Some((promise, Regex::new(promise.said).ok()?)));
    compiled.flatten().collect()
});

static COMMITS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(COMMITMENT).ok());

/// Promises that no action of the agent can keep: one finding for each kind, at the first line with it.
pub(super) fn find(agent: &Agent) -> Vec<Advice> {
    SAID.iter().filter_map(|(promise, said)| of_kind(agent, promise, said)).collect()
}

fn of_kind(agent: &Agent, promise: &Promise, said: &Regex) -> Option<Advice> {
    let promises = |line: &&ErrorLine| is_promised(promise, said, &line.guidance);
    let is_kept = |line: &ErrorLine| agent.actions.iter().any(|one| could_keep(one, promise, line));
    let lines = agent.prompt.error_lines.iter();
    let mut broken: Vec<usize> =
        lines.filter(promises).filter(|line| !is_kept(line)).map(|line| line.line).collect();
    broken.dedup();
    let (first, rest) = broken.split_first()?;
    let also = if rest.is_empty() { String::new() } else { format!(" (and in {})", numbers(rest)) };
    let message = format!(
        "{} is promised here{also}, and no action of the agent can do it.",
        capital(promise.what)
    );
    let mend = "Add an action that does it and name it in the prompt, or let the line offer only what \
                the agent can do itself, such as passing to a person.";
    Some(Advice::new(CODE, Some(*first), message, mend))
}

fn is_promised(promise: &Promise, said: &Regex, guidance: &str) -> bool {
    let text = even(&without_templates(guidance));
    said.find_iter(&text).any(|found| {
        let committed = || {
            let start = text[..found.start()].rfind(['.', '?', '!']).map_or(0, |at| at + 1);
            // "I'll email you": the commitment may touch what it commits to.
            let sentence = &text[start..found.end()];
            COMMITS.as_ref().is_some_and(|commits| commits.is_match(sentence))
        };
        !is_denied(&text, found.start()) && (!promise.needs_commitment || committed())
    })
}

/// Whether an action could keep the promise, judged by the words of its name and description.
fn could_keep(action: &Action, promise: &Promise, line: &ErrorLine) -> bool {
    // What is only looked up is not done.
    if reads_by_words(action) {
        return false;
    }
    let name = action.name.as_str().replace('_', " ");
    let mut text = even(&format!("{name} {}", action.description));
    for data in DATA {
        text = text.replace(data, " ");
    }
    let has_failed = line.action.as_ref() == Some(&action.name);
    let has = |stems: &[&str]| stems.iter().any(|stem| begins_word(&text, stem));
    has(promise.does) || (!has_failed && has(promise.leads))
}

fn begins_word(text: &str, stem: &str) -> bool {
    text.match_indices(stem)
        .any(|(at, _)| !text[..at].chars().next_back().is_some_and(char::is_alphanumeric))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
