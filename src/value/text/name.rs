use super::super::Spec;
use super::super::english::fillers::REPAIRS;
use super::super::english::names::announces_spelling;
use super::super::heard::Heard;
use super::free::carrier;

/// The tokens of a name in what is left of an answer: what was said last, without its spelling.
pub(super) fn settled(spec: &Spec, heard: &Heard, from: usize, to: usize) -> (usize, usize) {
    let mut start = after_repair(heard, from, to).unwrap_or(from);
    while let Some(after) = carrier(spec, heard, start).filter(|after| *after < to) {
        start = after;
    }
    (start, without_spelling(heard, start, to))
}

/// "Tom, no sorry, Tim": the token after the last change of mind.
fn after_repair(heard: &Heard, from: usize, to: usize) -> Option<usize> {
    (from + 1..to).rev().find_map(|at| {
        let end = heard.any_phrase(at, REPAIRS).filter(|end| *end < to)?;
        let paused = matches!(heard.mark(at - 1), Some(',' | '.' | ';' | '-' | '…'));
        (paused || end > at + 1).then_some(end)
    })
}

/// "Sarah, S A R A H": the letters say nothing new.
fn without_spelling(heard: &Heard, from: usize, to: usize) -> usize {
    let mut start = to;
    let mut letters = String::new();
    while start > from && (is_letter(heard, start - 1) || heard.mark(start - 1).is_some()) {
        start -= 1;
        letters.insert_str(0, heard.word(start));
    }
    while start > from && announces_spelling(heard.word(start - 1)) {
        start -= 1;
    }
    while start > from && heard.mark(start - 1).is_some() {
        start -= 1;
    }
    let last = start.checked_sub(1).filter(|last| *last >= from).map(|last| heard.word(last));
    let whole: String = (from..start).map(|at| heard.word(at)).collect();
    let repeats = letters.len() > 1 && (last == Some(letters.as_str()) || whole == letters);
    if repeats { start } else { to }
}

fn is_letter(heard: &Heard, at: usize) -> bool {
    heard.word(at).chars().count() == 1
}

#[cfg(test)]
mod tests {
    use super::super::super::Spec;
    use super::super::super::VariableType::String;
    use super::super::super::facts::read;

    fn name(text: &str) -> std::string::String {
        read(&Spec { label: "name".to_owned(), ..Spec::of(String) }, text)
    }

    #[test]
    fn a_spelled_name_is_said_once() {
        assert_eq!(name("Sarah, S A R A H"), "Sarah");
        assert_eq!(name("Smith, that's s-m-i-t-h"), "Smith");
        assert_eq!(name("J R"), "J R");
    }

    #[test]
    fn the_name_said_last_counts() {
        assert_eq!(name("Tom, no sorry, Tim"), "Tim");
    }
}
