//! Placeholders of a table of cases: `<name>` stands for the row's value, `<<name>` for `<name>` itself.

use std::ops::Range;

use super::{cases::Row, include::Gathering};
use crate::{
    agent::format::{Reader, Spanned},
    yaml::{Entry, Key, Kind, Node, Scalar, Style},
};

/// Keys of a file whose values are read before any row is.
const FIXED: [&str; 3] = ["cases", "include", "agent"];

/// Whether a text can be the name of a placeholder.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name_length(text) == text.len()
}

/// How many bytes at the head of a text can be part of a name.
fn name_length(text: &str) -> usize {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    text.bytes().take_while(is_part).count()
}

/// The name at the head of a text, where `>` closes it.
fn closed_name(text: &str) -> Option<&str> {
    let name = &text[..name_length(text)];
    (is_name(name) && text[name.len()..].starts_with('>')).then_some(name)
}

/// The placeholders in a text: the bytes of each, `<` and `>` included.
pub(super) fn names(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('<').filter_map(|(at, _)| {
        let name = closed_name(&text[at + 1..])?;
        let is_escaped = text[..at].ends_with('<');
        (!is_escaped).then_some(at..at + name.len() + 2)
    })
}

/// The tree of a file with the row's values in the place of its placeholders.
pub(super) fn fill_root(
    reader: &mut Reader<'_>,
    root: &Node,
    gathering: &mut Gathering<'_>,
) -> Node {
    let Some(row) = gathering.row else { return root.clone() };
    let mut filling = Filling { reader, row, gathering };
    let Kind::Map(entries) = &root.kind else { return filling.node(root) };
    let entries = entries.iter().map(|entry| match FIXED.contains(&entry.key.text.as_str()) {
        true => entry.clone(),
        false => filling.entry(entry),
    });
    Node { span: root.span.clone(), kind: Kind::Map(entries.collect()) }
}

/// What placeholders are filled with.
struct Filling<'r, 's, 'g, 'a> {
    reader: &'r mut Reader<'s>,
    row: &'a Row,
    gathering: &'g mut Gathering<'a>,
}

impl<'a> Filling<'_, '_, '_, 'a> {
    fn node(&mut self, node: &Node) -> Node {
        let kind = match &node.kind {
            Kind::Refused => Kind::Refused,
            Kind::List(items) => Kind::List(items.iter().map(|item| self.node(item)).collect()),
            Kind::Map(entries) => {
                Kind::Map(entries.iter().map(|entry| self.entry(entry)).collect())
            }
            Kind::Scalar(scalar) => self.scalar(scalar, &node.span),
        };
        Node { span: node.span.clone(), kind }
    }

    fn entry(&mut self, entry: &Entry) -> Entry {
        let text = self.text(&entry.key.text, &entry.key.span);
        let key = Key { text, span: entry.key.span.clone() };
        Entry { key, value: self.node(&entry.value) }
    }

    /// A placeholder alone takes the value as it is; within longer text it is inserted as text.
    fn scalar(&mut self, scalar: &Scalar, span: &Range<usize>) -> Kind {
        let alone = names(&scalar.text).next().filter(|name| *name == (0..scalar.text.len()));
        if let Some(name) = alone {
            let name = &scalar.text[1..name.end - 1];
            return self.value(name, span).map_or(Kind::Refused, |node| node.kind.clone());
        }
        if !scalar.text.contains('<') {
            return Kind::Scalar(scalar.clone());
        }
        let text = self.text(&scalar.text, span);
        let style = if text == scalar.text { scalar.style } else { Style::Quoted };
        Kind::Scalar(Scalar { text, style })
    }

    /// A text with its placeholders filled.
    fn text(&mut self, text: &str, span: &Range<usize>) -> String {
        let mut filled = String::new();
        let mut from = 0;
        for name in names(text).collect::<Vec<_>>() {
            filled.push_str(&unescaped(&text[from..name.start]));
            filled.push_str(&self.inserted(&text[name.start + 1..name.end - 1], span));
            from = name.end;
        }
        filled.push_str(&unescaped(&text[from..]));
        filled
    }

    /// A value as text.
    fn inserted(&mut self, name: &str, span: &Range<usize>) -> String {
        let Some(node) = self.value(name, span) else { return String::new() };
        if let Some(scalar) = node.as_scalar() {
            return if scalar.is_null() { String::new() } else { scalar.text.clone() };
        }
        if node.kind != Kind::Refused {
            let diagnostic = self
                .reader
                .error("case-value-in-text", span, format!("`{name}` is {}", node.noun()))
                .label("only text and numbers can be part of a text")
                .help("let the placeholder stand alone, or give the row a text");
            self.reader.push(diagnostic);
        }
        String::new()
    }

    fn value(&mut self, name: &str, span: &Range<usize>) -> Option<&'a Node> {
        self.gathering.used.insert(name.to_owned());
        let row = self.row;
        let found = row.value(name);
        if found.is_none() {
            let name = Spanned { value: name.to_owned(), span: self.tight(name, span) };
            if self.gathering.columns.contains(name.value.as_str()) {
                self.reader.no_value(&name, row);
            } else if self.gathering.told.insert(name.value.clone()) {
                let unknown = ("unknown-case-value", "no row has a value");
                self.reader.unknown_name(unknown, &name, &row.names());
            }
        }
        found
    }

    /// Where the name stands in the file, if it stands there as it is.
    fn tight(&self, name: &str, span: &Range<usize>) -> Range<usize> {
        let text = self.reader.source.slice(span);
        match text.find(&format!("<{name}>")) {
            Some(at) => span.start + at + 1..span.start + at + 1 + name.len(),
            None => span.clone(),
        }
    }
}

/// `<<name>` as `<name>`; any other `<` stays as it is.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("<<") {
        let after = &rest[at + 2..];
        plain.push_str(&rest[..=at]);
        if closed_name(after).is_none() {
            plain.push('<');
        }
        rest = after;
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        names(text).map(|name| &text[name]).collect()
    }

    #[test]
    fn a_placeholder_is_a_name_between_angle_brackets() {
        assert_eq!(found("from <day> to <other-day>"), ["<day>", "<other-day>"]);
        assert_eq!(found("<a><b>"), ["<a>", "<b>"]);
    }

    #[test]
    fn other_text_is_none() {
        for text in
            ["a < b > c", "Ada <ada@example.com>", "</b>", "<1st>", "{{ name }}", "<a", "<<a>"]
        {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn a_doubled_bracket_stands_for_one() {
        assert_eq!(unescaped("a <<b> c"), "a <b> c");
        assert_eq!(unescaped("a << b"), "a << b");
        assert_eq!(unescaped("<<"), "<<");
    }
}
