use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::visible::{visible, visible_line};

/// What the terminal can draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// UTF-8.
    Unicode,
    /// ASCII only; everything else is drawn by what comes nearest.
    Ascii,
}

/// Text that is safe to print: nothing in it steers a terminal or reorders what is shown.
///
/// The only way to make one is to escape, so what a user says, a model writes or an API answers
/// cannot get past it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown(String);

impl Shown {
    /// Text on one line, control characters as pictures.
    pub fn line(text: &str) -> Self {
        Self(visible_line(text))
    }

    /// Text on one line, its line breaks as blanks.
    pub fn sentence(text: &str) -> Self {
        let joined = text.lines().map(str::trim).filter(|line| !line.is_empty());
        Self(visible_line(&joined.collect::<Vec<_>>().join(" ")))
    }

    /// Text of several lines.
    pub fn text(text: &str) -> Self {
        Self(visible(text).into_owned())
    }

    /// JSON on one line; control characters become JSON escapes, so it means the same.
    pub fn json(value: &impl serde::Serialize) -> Self {
        let text = serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned());
        let escaped = text.chars().map(|c| match visible(c.encode_utf8(&mut [0; 4])) {
            std::borrow::Cow::Borrowed(_) => c.to_string(),
            // All of them lie in the basic plane.
            std::borrow::Cow::Owned(_) => format!("\\u{:04x}", u32::from(c)),
        });
        Self(escaped.collect())
    }

    /// The same for a terminal that can draw no more than this.
    ///
    /// Bytes of UTF-8 sent to a terminal of another charset may be control codes there.
    #[must_use]
    pub fn drawn_with(self, charset: Charset) -> Self {
        match charset {
            Charset::Unicode => self,
            Charset::Ascii => Self(self.0.chars().map(ascii).collect()),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn ascii(c: char) -> String {
    if c.is_ascii() {
        return c.to_string();
    }
    match c {
        '├' => "|".to_owned(),
        '└' => "`".to_owned(),
        '·' | '–' | '—' | '‑' => "-".to_owned(),
        '•' => "*".to_owned(),
        '∙' => ".".to_owned(),
        '▲' => "^".to_owned(),
        '▼' => "v".to_owned(),
        '…' => "...".to_owned(),
        '→' => "->".to_owned(),
        '✓' => "ok".to_owned(),
        '‘' | '’' => "'".to_owned(),
        '“' | '”' | '„' => "\"".to_owned(),
        'ß' => "ss".to_owned(),
        '\u{2400}'..='\u{241f}' => {
            let control = u8::try_from(u32::from(c) - 0x2400).unwrap_or_default();
            format!("^{}", char::from(control + 0x40))
        }
        '␡' => "^?".to_owned(),
        _ => folded(c),
    }
}

/// A letter without its accents; what has no such form is named by its number.
fn folded(c: char) -> String {
    let plain: String = std::iter::once(c).nfkd().filter(char::is_ascii).collect();
    if plain.is_empty() { format!("<U+{:04X}>", u32::from(c)) } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_gets_through() {
        assert_eq!(Shown::line("a\u{1b}[2Jb\nc").as_str(), "a␛[2Jb␊c");
        assert_eq!(Shown::sentence("a\r\n\n b\u{202e}").as_str(), "a b<U+202E>");
        assert_eq!(Shown::text("a\nb\u{9b}").as_str(), "a\nb<U+009B>");
    }

    #[test]
    fn json_keeps_its_meaning() {
        let value = serde_json::json!({ "a": "\u{9b}\u{1b}\u{202e}ü" });
        let shown = Shown::json(&value);
        assert_eq!(shown.as_str(), r#"{"a":"\u009b\u001b\u202eü"}"#);
        assert_eq!(serde_json::from_str::<serde_json::Value>(shown.as_str()).unwrap(), value);
    }

    #[test]
    fn an_ascii_terminal_gets_ascii_only() {
        let shown = Shown::line("├ Müller • ok… ✓ 中 \u{1b}").drawn_with(Charset::Ascii);
        assert_eq!(shown.as_str(), "| Muller * ok... ok <U+4E2D> ^[");
    }
}
