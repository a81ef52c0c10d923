//! Text from files, made harmless for a terminal.

use std::borrow::Cow;

/// Whether a character would steer the terminal or reorder what is shown.
pub fn is_harmful(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// What is shown in place of a harmful character.
fn picture(c: char) -> String {
    match u32::from(c) {
        code @ 0..=0x1f => char::from_u32(0x2400 + code).unwrap_or('�').to_string(),
        0x7f => '␡'.to_string(),
        code => format!("<U+{code:04X}>"),
    }
}

/// Each character of a text as shown: a picture where it is harmful. A line break of two is one.
fn pictures(text: &str) -> impl Iterator<Item = (usize, char, Option<String>)> + '_ {
    text.char_indices().map(|(at, c)| {
        let breaks_line = c == '\r' && text[at + 1..].starts_with('\n');
        (at, c, (is_harmful(c) && !breaks_line).then(|| picture(c)))
    })
}

/// Text with control characters and bidi overrides shown as pictures; line breaks and tabs stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for (_, c, picture) in pictures(text) {
        match picture {
            Some(picture) => shown.push_str(&picture),
            None => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Text on one line, control characters shown as pictures.
pub fn visible_line(text: &str) -> String {
    visible(text).replace("\r\n", "␊").replace('\n', "␊").replace('\t', " ")
}

/// Where a byte offset of the text stands in its visible form.
pub fn visible_offset(text: &str, offset: usize) -> usize {
    pictures(text)
        .take_while(|(at, _, _)| *at < offset)
        .map(|(_, c, picture)| picture.map_or(c.len_utf8(), |picture| picture.len()))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_is_left() {
        assert_eq!(visible("a\u{1b}[31mb\rc\r\n"), "a␛[31mb␍c\r\n");
        assert_eq!(visible("a\u{9b}31m"), "a<U+009B>31m");
        assert_eq!(visible("a\u{202e}b"), "a<U+202E>b");
        assert_eq!(visible_line("a\nb"), "a␊b");
    }

    #[test]
    fn offsets_move_with_the_pictures() {
        assert_eq!(visible_offset("a\u{1b}b", 2), 4);
        assert_eq!(visible_offset("äb", 2), 2);
    }
}
