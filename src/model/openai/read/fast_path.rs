use crate::{
    agent::{Agent, Variable},
    dialogue::{DialogueState, UserAct},
    model::{Understood, veil::asked},
    value::{self, Reference, RefusalKind},
};

/// Words around a value that add nothing to it.
const FILLER: &[&str] = &[
    "it", "its", "it's", "is", "the", "my", "that", "that's", "thats", "this", "a", "an", "um",
    "uh", "er", "well", "so", "ok", "okay", "yes", "sure", "please", "sorry", "here", "i", "think",
    "would", "be", "number", "on", "at", "for", "thanks", "thank", "you", "oh", "and", "have",
    "you go", "there", "go", "make", "say",
];

/// Acts that need no model: the utterance is nothing but one valid value of what is asked for, or
/// nothing but a yes, a no or the like where our own understanding is certain of it.
pub fn fast_path(
    agent: &Agent,
    state: &DialogueState,
    utterance: &str,
    own: &Understood,
    at: &Reference,
) -> Option<Vec<UserAct>> {
    if is_bare_act(own, utterance, agent, state) {
        return Some(own.acts.clone());
    }
    let asked = asked(agent, state)?;
    let is_sensitive_try = asked.sensitive && is_only_a_try(asked, utterance, at);
    if is_sensitive_try {
        let raw = utterance.trim();
        let start = utterance.find(raw)?;
        return Some(vec![inform(asked, raw, start..start + raw.len())]);
    }
    let found = value::find(&asked.spec, utterance, at);
    let [only] = found.as_slice() else { return None };
    let is_sure = only.alternatives.is_empty() && is_only_filler(asked, utterance, &only.span);
    let reads = value::parse(&asked.spec, &only.text, at).is_ok_and(|r| r.value == only.value);
    (is_sure && reads).then(|| vec![inform(asked, &only.text, only.span.clone())])
}

fn inform(variable: &Variable, raw: &str, span: std::ops::Range<usize>) -> UserAct {
    UserAct::Inform { variable: variable.name.clone(), raw: raw.to_owned(), span }
}

/// A short yes, no, cancel and so on that our own understanding takes for nothing else.
fn is_bare_act(own: &Understood, utterance: &str, agent: &Agent, state: &DialogueState) -> bool {
    let is_short = utterance.split_whitespace().count() <= 4;
    let is_open = state.question.is_some() || !state.frames.is_empty();
    let [only] = own.acts.as_slice() else { return false };
    let is_plain = match only {
        UserAct::Affirm | UserAct::Deny => asked(agent, state).is_none() && is_open,
        UserAct::Cancel | UserAct::Repeat | UserAct::Skip => is_open,
        UserAct::AskHandoff | UserAct::Goodbye => true,
        UserAct::Request { .. }
        | UserAct::Inform { .. }
        | UserAct::Correct { .. }
        | UserAct::Recall { .. }
        | UserAct::Chat
        | UserAct::Unclear { .. } => false,
    };
    is_short && is_plain
}

/// A try at a sensitive value never goes to a model, right or wrong: it has digits, or reads as one.
fn is_only_a_try(asked: &Variable, utterance: &str, at: &Reference) -> bool {
    let has_digit = utterance.contains(|c: char| c.is_ascii_digit());
    match value::parse(&asked.spec, utterance, at) {
        Ok(reading) => is_only_filler(asked, utterance, &reading.span),
        Err(refusal) => match refusal.kind {
            RefusalKind::NotThisType | RefusalKind::Empty => false,
            _ => has_digit && utterance.split_whitespace().count() <= 6,
        },
    }
}

fn is_only_filler(variable: &Variable, utterance: &str, span: &std::ops::Range<usize>) -> bool {
    let (Some(before), Some(after)) = (utterance.get(..span.start), utterance.get(span.end..))
    else {
        return false;
    };
    if utterance.trim_end().ends_with('?') {
        return false;
    }
    let label = variable.spec.label.to_lowercase();
    let name = variable.name.in_words().to_lowercase();
    let is_filler = |word: &str| {
        FILLER.contains(&word)
            || label.split(' ').any(|part| part == word)
            || name.split(' ').any(|part| part == word)
    };
    [before, after].iter().all(|text| {
        let low = text.to_lowercase().replace('’', "'");
        let words = low.split(|c: char| !(c.is_alphanumeric() || c == '\''));
        words.filter(|word| !word.is_empty()).all(|word| is_filler(word.trim_matches('\'')))
    })
}
