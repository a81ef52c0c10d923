use crate::{
    agent::Agent,
    prompt::{ErrorLine, ErrorMatch},
};

/// The error lines of a prompt, each line of the file once.
pub(super) fn lines(agent: &Agent) -> Vec<&ErrorLine> {
    let mut lines: Vec<&ErrorLine> = Vec::new();
    for line in &agent.prompt.error_lines {
        if lines.iter().all(|known| known.line != line.line) {
            lines.push(line);
        }
    }
    lines
}

/// A text in lower case with straight quotation marks and single spaces.
pub(super) fn even(text: &str) -> String {
    let straight = |letter| match letter {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        _ => letter,
    };
    let text: String = text.chars().flat_map(char::to_lowercase).map(straight).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text without what a template fills in.
pub(super) fn without_templates(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        kept.push_str(before);
        kept.push(' ');
        rest = after.split_once("}}").map_or("", |(_, behind)| behind);
    }
    kept.push_str(rest);
    kept
}

/// What a condition is for, in words.
pub(super) fn condition(matched: ErrorMatch) -> String {
    match matched {
        ErrorMatch::Status(status) => status.to_string(),
        ErrorMatch::Class(hundreds) => format!("{hundreds}xx"),
        ErrorMatch::Timeout => "a timeout".to_owned(),
        ErrorMatch::Unreachable => "no connection".to_owned(),
        ErrorMatch::Any => "any error".to_owned(),
    }
}

/// All that a line is for, in words.
pub(super) fn conditions(matches: &[ErrorMatch]) -> String {
    matches.iter().map(|one| condition(*one)).collect::<Vec<_>>().join(" or ")
}

/// The line numbers as a list in words: "line 3", "lines 3, 5 and 9".
pub(super) fn numbers(lines: &[usize]) -> String {
    let texts: Vec<String> = lines.iter().map(ToString::to_string).collect();
    match texts.as_slice() {
        [] => String::new(),
        [only] => format!("line {only}"),
        [rest @ .., last] => format!("lines {} and {last}", rest.join(", ")),
    }
}

/// Whether what stands at `at` is denied in its own clause: "never promise a …".
pub(super) fn is_denied(text: &str, at: usize) -> bool {
    const DENIALS: [&str; 9] =
        ["not", "never", "no", "cannot", "unable", "without", "avoid", "nobody", "neither"];
    let before = &text[..at];
    // A sentence may end within quotation marks, and what follows is another clause.
    let breaks =
        [". ", "? ", "! ", ".\" ", "?\" ", "!\" ", ", ", "; ", ": ", " but ", " – ", " — ", " - "];
    let start = breaks.iter().filter_map(|mark| Some(before.rfind(mark)? + mark.len())).max();
    let clause = &before[start.unwrap_or(0)..];
    clause.contains("n't")
        || clause.split(|c: char| !c.is_alphanumeric()).any(|word| DENIALS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_denial_ends_with_its_sentence_in_quotation_marks_too() {
        let of = |text: &str| is_denied(text, text.find("call").unwrap());
        assert!(of("i can't have someone call you"));
        assert!(!of("i can't do that. i can have someone call you"));
        assert!(!of("\"i can't do that.\" offer to have someone call them"));
    }
}
