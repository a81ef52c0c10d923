//! Sensitive values out of what a model reads: each is replaced by its variable's name.
#![deny(clippy::disallowed_methods)]

use std::ops::Range;

use crate::{
    agent::{Agent, Variable, VariableName},
    dialogue::{DialogueState, Phase, UserAct},
    model::offline::confided,
    value::{self, Reference},
};

/// An utterance whose sensitive values are covered.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Veiled {
    /// The utterance as a model may read it.
    pub text: String,
    /// What is covered: the variable and the bytes of the real utterance.
    pub covered: Vec<(VariableName, Range<usize>)>,
}

impl Veiled {
    /// Whether bytes of the real utterance are covered, if only in part.
    pub fn covers(&self, span: &Range<usize>) -> bool {
        self.covered.iter().any(|(_, other)| span.start < other.end && other.start < span.end)
    }
}

/// Covers what the recognisers take for a value of a sensitive variable. While one is asked for, a
/// wrong value is as telling as a right one, so everything with a digit in it is covered as well.
pub fn veil(agent: &Agent, state: &DialogueState, utterance: &str, at: &Reference) -> Veiled {
    let mut spans = confided(agent, utterance, at);
    for variable in sensitive(agent) {
        let found = value::find(&variable.spec, utterance, at);
        spans.extend(found.into_iter().map(|found| (variable.name.clone(), found.span)));
    }
    if let Some(asked) = asked(agent, state).filter(|asked| asked.sensitive) {
        spans.extend(with_digits(utterance).map(|span| (asked.name.clone(), span)));
    }
    cover(utterance, spans)
}

/// The same where a model drives: what is asked for is read from its last reply.
pub fn veil_after(agent: &Agent, reply: &str, utterance: &str, at: &Reference) -> Veiled {
    let low = reply.to_lowercase();
    let mut spans = confided(agent, utterance, at);
    for variable in sensitive(agent) {
        let found = value::find(&variable.spec, utterance, at);
        // Beside a right value the other words with digits belong to something else.
        let is_found = !found.is_empty();
        spans.extend(found.into_iter().map(|found| (variable.name.clone(), found.span)));
        if !is_found && low.contains('?') && low.contains(&variable.name.in_words().to_lowercase())
        {
            spans.extend(with_digits(utterance).map(|span| (variable.name.clone(), span)));
        }
    }
    cover(utterance, spans)
}

/// Covers what was understood as a sensitive value, and what the recognisers find besides.
pub fn veil_understood(agent: &Agent, acts: &[UserAct], utterance: &str, at: &Reference) -> Veiled {
    let is_sensitive = |name: &VariableName| sensitive(agent).any(|known| known.name == *name);
    let mut spans = confided(agent, utterance, at);
    for act in acts {
        if let UserAct::Inform { variable, span, .. } | UserAct::Correct { variable, span, .. } =
            act
            && is_sensitive(variable)
        {
            spans.push((variable.clone(), span.clone()));
        }
    }
    for variable in sensitive(agent) {
        let found = value::find(&variable.spec, utterance, at);
        spans.extend(found.into_iter().map(|found| (variable.name.clone(), found.span)));
    }
    cover(utterance, spans)
}

/// The variable the frame at work asks for.
pub fn asked<'a>(agent: &'a Agent, state: &DialogueState) -> Option<&'a Variable> {
    let frame = state.frames.last().filter(|_| state.question.is_none())?;
    let Phase::Eliciting { variable } = &frame.phase else { return None };
    agent.action(&frame.action)?.variable(variable)
}

fn sensitive(agent: &Agent) -> impl Iterator<Item = &Variable> {
    let all = agent.actions.iter().flat_map(|action| &action.variables);
    all.filter(|variable| variable.sensitive)
}

fn with_digits(text: &str) -> impl Iterator<Item = Range<usize>> {
    let words = text.split_whitespace();
    words.filter(|word| word.contains(|c: char| c.is_ascii_digit())).filter_map(move |word| {
        let start = word.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
        Some(start..start + word.len())
    })
}

/// Replaces spans by names in braces; of overlapping ones the first and longest stays.
fn cover(utterance: &str, mut spans: Vec<(VariableName, Range<usize>)>) -> Veiled {
    spans.retain(|(_, span)| utterance.get(span.clone()).is_some_and(|words| !words.is_empty()));
    spans.sort_by_key(|(_, span)| (span.start, std::cmp::Reverse(span.end)));
    let mut covered: Vec<(VariableName, Range<usize>)> = Vec::new();
    for (name, span) in spans {
        match covered.last_mut() {
            Some((_, last)) if span.start < last.end => last.end = last.end.max(span.end),
            _ => covered.push((name, span)),
        }
    }
    let mut text = utterance.to_owned();
    for (name, span) in covered.iter().rev() {
        text.replace_range(span.clone(), &format!("{{{name}}}"));
    }
    Veiled { text, covered }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> VariableName {
        VariableName::new(text)
    }

    #[test]
    fn spans_are_replaced_by_the_names_of_their_variables() {
        let spans = vec![(name("pin"), 10..14), (name("card"), 0..3)];
        let veiled = cover("123 and a 4821!", spans);
        assert_eq!(veiled.text, "{card} and a {pin}!");
        assert!(veiled.covers(&(13..15)) && !veiled.covers(&(4..9)));
    }

    #[test]
    fn overlapping_spans_leave_nothing_uncovered() {
        let veiled = cover("4821 4821", vec![(name("a"), 0..6), (name("b"), 5..9)]);
        assert_eq!(veiled.text, "{a}");
    }

    #[test]
    fn a_span_that_is_no_text_is_left_out() {
        assert_eq!(cover("ä", vec![(name("a"), 0..1), (name("a"), 0..0)]).text, "ä");
    }

    #[test]
    fn words_with_digits_are_found_where_they_stand() {
        let found: Vec<_> = with_digits("it is 48-2 or 5").collect();
        assert_eq!(found, [6..10, 14..15]);
    }
}
