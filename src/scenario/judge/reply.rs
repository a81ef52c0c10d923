//! What the agent said.

use super::{
    Evidence,
    miss::{Held, Miss, missed},
};
use crate::scenario::ReplyMatcher;

/// Whether a reply is like this; of a whole talk, whether any is.
pub(super) fn reply(matcher: &ReplyMatcher, evidence: Evidence<'_>) -> Held {
    if evidence.replies().any(|reply| fits(matcher, reply)) {
        return Ok(());
    }
    let said = evidence.replies().last().unwrap_or_default();
    let whose = if evidence.turns.len() > 1 { "no reply" } else { "the reply" };
    let does = |verb: &str, not: &str| match evidence.turns.len() > 1 {
        true => format!("{whose} {verb}"),
        false => format!("{whose} {not}"),
    };
    missed(match matcher {
        ReplyMatcher::Contains(text) => Miss::new(
            "E-REPLY",
            does("has this text", "does not have this text"),
        )
        .differing("reply", text.clone(), said),
        ReplyMatcher::Matches(pattern) => {
            Miss::new("E-REPLY", does("matches this pattern", "does not match this pattern"))
                .differing("reply", pattern.source(), said)
        }
        ReplyMatcher::Equals(text) => Miss::new(
            "E-REPLY",
            does("is this text", "is not this text"),
        )
        .differing("reply", text.clone(), said),
        ReplyMatcher::Judge(question) => Miss::new("E-REPLY", "no model has judged this")
            .differing("judge", question.clone(), said),
    })
}

fn fits(matcher: &ReplyMatcher, reply: &str) -> bool {
    match matcher {
        ReplyMatcher::Contains(text) => even(reply).contains(&even(text)),
        ReplyMatcher::Matches(pattern) => pattern.finds(reply),
        ReplyMatcher::Equals(text) => reply.trim() == text.trim(),
        ReplyMatcher::Judge(_) => false,
    }
}

/// The text without what a wording may differ in: case, white space, the shape of quotation marks.
fn even(text: &str) -> String {
    let mut even = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !even.is_empty() {
            even.push(' ');
        }
        even.extend(word.chars().flat_map(char::to_lowercase).map(straight));
    }
    even
}

fn straight(letter: char) -> char {
    match letter {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{2033}' => '"',
        '\u{2010}' | '\u{2011}' => '-',
        letter => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wording_may_differ_in_case_white_space_and_quotation_marks() {
        let contains = |text: &str| {
            fits(&ReplyMatcher::Contains(text.into()), "I don\u{2019}t see  it.\nDouble-check?")
        };
        assert!(contains("i don't see it. double-check"));
        assert!(!contains("see it double"));
        let equals = |text: &str| fits(&ReplyMatcher::Equals(text.into()), "Hello Ada");
        assert!(equals(" Hello Ada\n") && !equals("hello ada"));
    }
}
