use std::io;

use serde::Serialize;
use serde_json::ser::Formatter;

use crate::shown::visible::is_harmful;

/// Where JSON is going to stand, which decides what is escaped in its strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surroundings {
    /// A file or a log: nothing steers a terminal.
    Text,
    /// An element of HTML: nothing ends it either.
    Html,
}

/// Writes JSON whose strings hold nothing that could be taken for anything else; it means the same.
///
/// # Errors
/// When it cannot be written.
pub fn write_json(
    out: &mut dyn io::Write,
    value: &impl Serialize,
    surroundings: Surroundings,
) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(out, Escaping(surroundings));
    value.serialize(&mut serializer).map_err(io::Error::from)
}

struct Escaping(Surroundings);

impl Escaping {
    fn escapes(&self, c: char) -> bool {
        is_harmful(c) || (self.0 == Surroundings::Html && matches!(c, '<' | '>' | '&'))
    }
}

impl Formatter for Escaping {
    fn write_string_fragment<W: io::Write + ?Sized>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| self.escapes(*c)) {
            out.write_all(&rest.as_bytes()[..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = &rest[at + c.len_utf8()..];
        }
        out.write_all(rest.as_bytes())
    }
}
