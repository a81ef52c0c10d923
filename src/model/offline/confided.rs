//! What is told in confidence: words that an utterance itself gives to a sensitive variable, whatever
//! is asked for and whatever stands open.

use std::ops::Range;

use super::{
    answer::is_free,
    english,
    label::name_words,
    word::{Token, stem, tokens},
};
use crate::{
    agent::{Agent, Variable, VariableName},
    dialogue::UserAct,
    value::{self, Reference},
};

/// Words between a name and its value, at most.
const REACH: usize = 4;

/// Words that tell how things stand with a value, and are none.
const STATES: &[&str] = &[
    "wrong",
    "correct",
    "incorrect",
    "right",
    "fine",
    "good",
    "bad",
    "lost",
    "gone",
    "stolen",
    "forgotten",
    "expired",
    "blocked",
    "locked",
    "invalid",
    "valid",
    "missing",
    "needed",
    "required",
    "secret",
    "private",
    "confidential",
    "unknown",
    "unclear",
    "different",
    "new",
    "old",
    "changed",
    "reset",
    "rejected",
    "refused",
    "accepted",
    "written",
    "stored",
    "saved",
    "working",
    "broken",
    "true",
    "false",
    "same",
    "important",
    "long",
    "short",
    "hard",
];

/// The words that stand at the name of a sensitive variable, right or wrong: digits and numbers, and
/// behind "is" any word where the variable takes any.
pub fn confided(agent: &Agent, text: &str, at: &Reference) -> Vec<(VariableName, Range<usize>)> {
    let tokens = tokens(text);
    let mut found: Vec<(VariableName, Range<usize>)> = Vec::new();
    for variable in sensitive(agent) {
        for place in named_at(agent, variable, &tokens) {
            let Some(span) = value_beside(variable, &place, (&tokens, text), at) else { continue };
            if !found.iter().any(|(_, other)| overlap(other, &span)) {
                found.push((variable.name.clone(), span));
            }
        }
    }
    found
}

/// Gives the confided words to their variable, and takes them from all others.
pub fn confide(agent: &Agent, text: &str, at: &Reference, acts: Vec<UserAct>) -> Vec<UserAct> {
    let confided = confided(agent, text, at);
    let hides = |name: &VariableName| sensitive(agent).any(|known| known.name == *name);
    let is_anothers = |act: &UserAct| match value_of(act) {
        Some((name, span)) => {
            !hides(name) && confided.iter().any(|(_, other)| overlap(other, span))
        }
        None => false,
    };
    let mut acts: Vec<UserAct> = acts.into_iter().filter(|act| !is_anothers(act)).collect();
    for (variable, span) in confided {
        let is_given = acts.iter().filter_map(value_of).any(|(_, other)| overlap(other, &span));
        if let Some(raw) = text.get(span.clone()).filter(|_| !is_given) {
            acts.push(UserAct::Inform { variable, raw: raw.to_owned(), span });
        }
    }
    acts
}

fn value_of(act: &UserAct) -> Option<(&VariableName, &Range<usize>)> {
    match act {
        UserAct::Inform { variable, span, .. }
        | UserAct::Correct { variable, raw: Some(_), span } => Some((variable, span)),
        _ => None,
    }
}

fn sensitive(agent: &Agent) -> impl Iterator<Item = &Variable> {
    let all = agent.actions.iter().flat_map(|action| &action.variables);
    all.filter(|variable| variable.sensitive)
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Where words stand that name this variable and none that may be told openly.
fn named_at(agent: &Agent, variable: &Variable, tokens: &[Token]) -> Vec<Range<usize>> {
    let all = agent.actions.iter().flat_map(|action| &action.variables);
    let open: Vec<String> = all
        .filter(|other| !other.sensitive && other.name != variable.name)
        .flat_map(name_words)
        .map(|word| stem(&word))
        .collect();
    let own: Vec<String> = name_words(variable)
        .iter()
        .filter(|word| !english::is_stop_word(word))
        .map(|word| stem(word))
        .collect();
    let names = |token: &Token| own.contains(&stem(&token.text));
    let tells = |token: &Token| !open.contains(&stem(&token.text));
    let mut places = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let length = tokens[at..].iter().take_while(|token| names(token)).count();
        if tokens[at..at + length].iter().any(tells) {
            places.push(at..at + length);
        }
        at += length.max(1);
    }
    places
}

/// The value behind a name ("the pin is 4821"), or before it ("4821 is my pin").
fn value_beside(
    variable: &Variable,
    name: &Range<usize>,
    (tokens, text): (&[Token], &str),
    at: &Reference,
) -> Option<Range<usize>> {
    let links = |token: &&Token| english::LINKS.contains(&token.text.as_str());
    let leads = |token: &&Token| links(token) || is_hesitation(token);
    let behind = tokens[name.end..].iter().take(REACH).take_while(leads).count();
    let first = name.end + behind;
    let rest = &tokens[first.min(tokens.len())..];
    let told =
        is_free(variable) && is_told(&tokens[name.end..first], &(name.end, first), (tokens, text));
    let run = match value_run(rest, text) {
        0 if told => word_run(rest),
        run => run,
    };
    if run > 0 {
        let whole = tokens[first].span.start..tokens[first + run - 1].span.end;
        return Some(recognised(variable, text, &whole, at).unwrap_or(whole));
    }
    let before = &tokens[..name.start];
    let gap = before.iter().rev().take(REACH).take_while(links).count();
    let last = name.start.checked_sub(gap + 1)?;
    let joined = tokens[last + 1..=name.start].iter().all(|token| !token.after_break);
    if !joined || !is_value(&tokens[last]) {
        return None;
    }
    let length = before[..=last].iter().rev().take_while(|token| is_value(token)).count();
    Some(tokens[last + 1 - length].span.start..tokens[last].span.end)
}

/// How many tokens make up the value that begins here: "four eight, uh, two one".
fn value_run(tokens: &[Token], text: &str) -> usize {
    let mut run = usize::from(tokens.first().is_some_and(is_value));
    while run > 0 {
        let pause = tokens[run..].iter().take_while(|token| is_hesitation(token)).count();
        let Some(next) = tokens.get(run + pause).filter(|token| is_value(token)) else { break };
        let before = &tokens[run - 1];
        let gap = text.get(before.span.end..next.span.start).unwrap_or_default();
        let spelt = is_spelt(before) && is_spelt(next);
        if gap.contains([';', '.', '!', '?']) || gap.contains(',') && !spelt {
            break;
        }
        run += pause + 1;
    }
    run
}

/// One digit, or a number in words.
fn is_spelt(token: &Token) -> bool {
    token.text.len() == 1 || english::is_number_word(&token.text)
}

fn is_hesitation(token: &Token) -> bool {
    const SOUNDS: &[&str] = &["uh", "um", "er", "erm", "hm", "hmm", "ah", "oh", "well", "like"];
    SOUNDS.contains(&token.text.as_str())
}

/// Whether what stands between a name and a word says that the word is the value.
fn is_told(links: &[Token], place: &(usize, usize), (tokens, text): (&[Token], &str)) -> bool {
    const SAYS: &[&str] = &["is", "was", "it's", "be", "equals"];
    let (from, to) = *place;
    let gap = match (tokens.get(from.wrapping_sub(1)), tokens.get(to)) {
        (Some(name), Some(value)) => text.get(name.span.end..value.span.start).unwrap_or_default(),
        (_, _) => "",
    };
    links.iter().any(|token| SAYS.contains(&token.text.as_str())) || gap.contains([':', '='])
}

/// How many words stand for a value of free text: no small ones, none that tell of its state.
fn word_run(tokens: &[Token]) -> usize {
    const MOST_WORDS: usize = 4;
    let tells = |token: &Token| {
        !english::is_stop_word(&token.text) && !STATES.contains(&token.text.as_str())
    };
    let goes_on = |(at, token): &(usize, &Token)| tells(token) && (*at == 0 || !token.after_break);
    tokens.iter().enumerate().take(MOST_WORDS).take_while(goes_on).count()
}

fn is_value(token: &Token) -> bool {
    token.text.contains(|letter: char| letter.is_ascii_digit())
        || english::is_number_word(&token.text)
}

/// What the recogniser takes from where the value begins.
fn recognised(
    variable: &Variable,
    text: &str,
    run: &Range<usize>,
    at: &Reference,
) -> Option<Range<usize>> {
    let found = value::find(&variable.spec, text, at);
    found.into_iter().map(|one| one.span).find(|span| span.start == run.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{agent::format, diagnostic::SourceFile};

    const AGENT: &str = r#"
name: Desk
prompt: p.md
greeting: Hello
timezone: Europe/Berlin
region: DE
actions:
  - name: Verify Customer
    description: Check who the customer is
    method: POST
    url: https://api.example.com/verify
    body: { customer: "{{customer_number}}", pin: "{{pin}}", password: "{{password}}" }
    variables:
      - { name: customer_number, type: integer, description: Customer number, required: true }
      - { name: pin, type: string, description: PIN, required: true, pattern: '^\d{4}$', sensitive: true }
      - { name: password, type: string, description: Password, required: true, sensitive: true }
"#;

    /// The words that are told in confidence, with whom they are for.
    fn told(text: &str) -> Vec<(String, String)> {
        use chrono::TimeZone;
        let source = SourceFile { path: "agent.yaml".into(), text: AGENT.into() };
        let prompt = SourceFile { path: "p.md".into(), text: "You help.".into() };
        let agent = format::parse(&source, Some(&prompt)).agent.expect("a sound agent");
        let now = chrono_tz::Europe::Berlin.with_ymd_and_hms(2026, 3, 2, 10, 0, 0).unwrap();
        let at = Reference { now, region: None };
        let spans = confided(&agent, text, &at);
        spans.into_iter().map(|(name, span)| (name.to_string(), text[span].to_owned())).collect()
    }

    fn one(name: &str, words: &str) -> Vec<(String, String)> {
        vec![(name.to_owned(), words.to_owned())]
    }

    #[test]
    fn words_behind_the_name_of_free_text_are_confided() {
        assert_eq!(told("my password is swordfish"), one("password", "swordfish"));
        assert_eq!(told("Password: Sword Fish, thanks"), one("password", "Sword Fish"));
        assert_eq!(told("the password is, um, swordfish"), one("password", "swordfish"));
    }

    #[test]
    fn a_number_is_confided_however_it_is_spoken() {
        assert_eq!(told("the pin is 4821"), one("pin", "4821"));
        assert_eq!(told("4821 is my pin"), one("pin", "4821"));
        let spoken = told("the PIN is, uh, four eight two one");
        assert_eq!(spoken, one("pin", "four eight two one"));
        let halting = told("the pin is four eight, uh, two, one");
        assert_eq!(halting, one("pin", "four eight, uh, two, one"));
    }

    #[test]
    fn another_number_behind_a_comma_is_not_confided() {
        assert_eq!(told("my pin is 4821, 48213 is the customer number"), one("pin", "4821"));
    }

    #[test]
    fn how_things_stand_with_a_value_is_no_value() {
        let plain = ["my password is wrong", "the password is not here", "I forgot my password"];
        for text in plain.into_iter().chain(["the pin is lost", "what is my password for"]) {
            assert_eq!(told(text), [], "{text}");
        }
    }
}
