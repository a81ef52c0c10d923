use regex_syntax::{
    Parser,
    hir::{Class, Hir, HirKind},
};

/// Longest text that is made up.
const LONGEST: usize = 200;

/// A text that a regular expression matches: the shortest repetitions, the first alternatives.
pub(super) fn text_for(pattern: &str) -> Option<String> {
    let tree = Parser::new().parse(pattern).ok()?;
    let mut text = String::new();
    write(&tree, &mut text).then_some(text)
}

/// Writes a match of the tree; false where it grows too long.
fn write(tree: &Hir, text: &mut String) -> bool {
    match tree.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => {
            text.push_str(&String::from_utf8_lossy(&literal.0));
            text.len() <= LONGEST
        }
        HirKind::Class(class) => letter_of(class, text.len()).is_some_and(|letter| {
            text.push(letter);
            text.len() <= LONGEST
        }),
        HirKind::Repetition(repetition) => {
            let at_least_one = repetition.max.is_none() && repetition.min == 0;
            let times = if at_least_one { 1 } else { repetition.min };
            (0..times).all(|_| write(&repetition.sub, text))
        }
        HirKind::Capture(capture) => write(&capture.sub, text),
        HirKind::Concat(parts) => parts.iter().all(|part| write(part, text)),
        HirKind::Alternation(ways) => ways.first().is_some_and(|way| write(way, text)),
    }
}

/// A letter of the class, another one at each place; digits and capitals before all else.
fn letter_of(class: &Class, at: usize) -> Option<char> {
    let holds = |letter: char| match class {
        Class::Unicode(class) => {
            class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&letter))
        }
        Class::Bytes(class) => class.ranges().iter().any(|range| {
            letter.is_ascii() && (range.start()..=range.end()).contains(&(letter as u8))
        }),
    };
    let usual: Vec<char> =
        ('0'..='9').chain('A'..='Z').chain('a'..='z').filter(|letter| holds(*letter)).collect();
    let digits = usual.iter().take_while(|letter| letter.is_ascii_digit()).count();
    match (digits, usual.len()) {
        (0, 0) => (' '..='~').find(|letter| holds(*letter)),
        (0, all) => Some(usual[(at * 7 + 2) % all]),
        (digits, _) => Some(usual[(at * 3 + 1) % digits]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Pattern;

    #[test]
    fn what_is_made_up_matches() {
        for source in [
            r"ORD-\d{5}",
            r"^\d{4}$",
            r"([01]\d|2[0-3]):[0-5]\d",
            r"[A-Z]{2}\d{6}[A-Z]?",
            r"(?i)inv[-_]\w+",
            r"\d{3}-?\d{2,4}",
            r".{3,}",
        ] {
            let text = text_for(source).unwrap();
            assert!(Pattern::new(source).unwrap().matches(&text), "{source} {text}");
        }
    }
}
