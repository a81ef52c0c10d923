use std::sync::LazyLock;

use regex::Regex;

use super::{
    Advice,
    english::{EVERYDAY, READS_OUT, TECHNICAL},
    line::{even, is_denied, lines, without_templates},
};
use crate::{
    agent::Agent,
    prompt::{ErrorLine, ErrorMatch},
    scenario::checks::raw_marks,
};

const CODE: &str = "line-leaks-technical-word";

static TECHNICAL_WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(TECHNICAL).ok());
static READ_OUT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(READS_OUT).ok());
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\b[45]\d\d\b").ok());

/// Lines whose sentence, or whose guidance, tells the customer what is meant for machines.
pub(super) fn find(agent: &Agent) -> Vec<Advice> {
    lines(agent).into_iter().filter_map(|line| of_line(agent, line)).collect()
}

fn of_line(agent: &Agent, line: &ErrorLine) -> Option<Advice> {
    if let Some(word) = line.say.as_deref().and_then(|say| leaked(agent, line, say)) {
        let message = format!("The customer would hear \"{word}\", which is meant for machines.");
        let mend = "Say in plain words what it means for the customer, and what happens next.";
        return Some(Advice::new(CODE, Some(line.line), message, mend));
    }
    let guidance = even(&unquoted(line));
    let found =
        READ_OUT.as_ref()?.find_iter(&guidance).find(|it| !is_denied(&guidance, it.end()))?;
    let message = format!(
        "The line has the agent read out what is meant for machines: \"{}\".",
        found.as_str()
    );
    let mend = "Write the sentence that the customer is to hear instead.";
    Some(Advice::new(CODE, Some(line.line), message, mend))
}

/// What is done besides saying the sentence.
fn unquoted(line: &ErrorLine) -> String {
    line.say.as_ref().map_or_else(|| line.guidance.clone(), |say| line.guidance.replace(say, " "))
}

fn leaked(agent: &Agent, line: &ErrorLine, say: &str) -> Option<String> {
    let say = without_templates(say);
    own_status(line, &say).or_else(|| technical_word(agent, &say)).or_else(|| {
        let marks = raw_marks(&say).into_iter();
        // An address may be meant to be told.
        marks.filter(|(what, _)| *what != "an address").map(|(_, shown)| shown).next()
    })
}

/// The status that the line is for.
fn own_status(line: &ErrorLine, say: &str) -> Option<String> {
    let is_own = |number: &str| {
        number.parse().is_ok_and(|status| line.matches.contains(&ErrorMatch::Status(status)))
    };
    let found = NUMBER.as_ref()?.find_iter(say).find(|found| {
        // Not an order or a price: ORD-404, 404.50, $404.
        let joined = |side: Option<char>| side.is_some_and(|c| "-#$€£./".contains(c));
        let after = say[found.end()..].chars().next();
        let ends = matches!(after, Some('.' | ','))
            && !say[found.end() + 1..].starts_with(|c: char| c.is_ascii_digit());
        is_own(found.as_str())
            && !joined(say[..found.start()].chars().next_back())
            && (ends || !joined(after))
    })?;
    Some(found.as_str().to_owned())
}

/// A word of machines that is no word of the agent's own trade.
fn technical_word(agent: &Agent, say: &str) -> Option<String> {
    let say = even(say);
    let everyday = EVERYDAY.iter().any(|turn| say.contains(turn));
    let found = TECHNICAL_WORD.as_ref()?.find_iter(&say);
    found
        .map(|found| found.as_str())
        .filter(|word| !everyday || !EVERYDAY.iter().any(|turn| turn.contains(word)))
        .find(|word| !is_of_the_trade(agent, word))
        .map(str::to_owned)
}

/// Whether an action or the agent is about it: customers of an API desk say "API".
fn is_of_the_trade(agent: &Agent, word: &str) -> bool {
    let mut texts =
        agent.actions.iter().map(|action| format!("{} {}", action.name, action.description));
    let stands = |text: &str| {
        even(text).split(|c: char| !c.is_alphanumeric()).any(|own| {
            own == word
                || own.strip_suffix('s') == Some(word)
                || word.strip_suffix('s') == Some(own)
        })
    };
    texts.any(|text| stands(&text)) || stands(&agent.name)
}
