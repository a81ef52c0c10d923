//! Text from outside inside markup.

use crate::shown::visible::visible_line;

/// Text in an element or attribute of HTML.
pub fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Text on one line of HTML, control characters as pictures.
pub fn html_line(text: &str) -> String {
    html(&visible_line(text))
}

/// Text in an element or attribute of XML 1.0: what XML cannot hold is shown as a picture.
pub fn xml(text: &str) -> String {
    let is_illegal = |c: char| {
        (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    let legal: String = text
        .chars()
        .map(|c| match is_illegal(c) {
            false => c,
            true => char::from_u32(u32::from(c)).filter(|c| *c < ' ').map_or('\u{fffd}', picture),
        })
        .collect();
    // Line breaks in an attribute would become blanks.
    html(&legal).replace('\r', "&#13;").replace('\n', "&#10;").replace('\t', "&#9;")
}

fn picture(c: char) -> char {
    char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}')
}

/// XML text in an element, where line breaks may stand as they are.
pub fn xml_text(text: &str) -> String {
    xml(text).replace("&#10;", "\n").replace("&#9;", "\t")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_opens_a_tag_or_ends_an_attribute() {
        assert_eq!(html("<a b='c' d=\"e\">&"), "&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;");
        assert_eq!(html_line("a\u{1b}\nb"), "a␛␊b");
    }

    #[test]
    fn xml_gets_no_character_it_cannot_hold() {
        assert_eq!(xml("\u{0}\u{1b}[2J\u{ffff}\u{7f}\n]]>"), "␀␛[2J\u{fffd}\u{fffd}&#10;]]&gt;");
        assert_eq!(xml_text("a\nb"), "a\nb");
    }
}
