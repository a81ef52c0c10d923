use std::{collections::HashMap, ops::Range};

use serde_saphyr::granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, Span, StrInput};

use super::{Entry, Key, Kind, Node, Scalar, Style, refusal::Refusals};
use crate::diagnostic::{Diagnostic, SourceFile};

/// Deepest nesting that is read.
pub const MAX_DEPTH: usize = 64;

/// Most keys and values a file may have.
pub const MAX_NODES: usize = 100_000;

/// Reads a file into a tree, with everything that had to be refused.
///
/// `None` when nothing usable came out; there is a diagnostic then.
pub fn read(source: &SourceFile) -> (Option<Node>, Vec<Diagnostic>) {
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.emit_anchor_events = true;
    options.emit_unresolved_aliases = true;
    options.disallow_directives = true;
    let mut reader = Reader {
        source,
        events: Parser::new_from_str_with_options(&source.text, options),
        refusals: Refusals::new(source),
        nodes: 0,
    };
    let root = reader.document();
    if root.is_some() {
        reader.expect_end();
    }
    (root, reader.refusals.diagnostics)
}

/// An event and the bytes it covers.
type Spanned<'a> = (Event<'a>, Range<usize>, Option<Range<usize>>);

struct Reader<'a> {
    source: &'a SourceFile,
    events: Parser<'a, StrInput<'a>>,
    refusals: Refusals<'a>,
    nodes: usize,
}

impl<'a> Reader<'a> {
    /// The next event; `None` ends the reading, with a diagnostic when it is an error.
    fn next(&mut self) -> Option<Spanned<'a>> {
        match self.events.next_event()? {
            Ok((event, span)) => {
                let tag = span.tag_span().and_then(|span| span.byte_range());
                Some((event, self.range(&span), tag))
            }
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(self.source.text.len());
                if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
                    self.refusals.too_deep(at..at + 1);
                } else {
                    self.refusals.syntax(at, &error.info());
                }
                None
            }
        }
    }

    fn range(&self, span: &Span) -> Range<usize> {
        let range = span.byte_range().unwrap_or_default();
        let end = range.end.min(self.source.text.len());
        range.start.min(end)..end
    }

    fn document(&mut self) -> Option<Node> {
        loop {
            match self.next()? {
                (Event::StreamStart | Event::DocumentStart(..), ..) => {}
                (Event::StreamEnd | Event::DocumentEnd, ..) => {
                    self.refusals.empty_file();
                    return None;
                }
                event => {
                    let node = self.node(event, 0)?;
                    if node.is_null() {
                        self.refusals.empty_file();
                        return None;
                    }
                    return Some(node);
                }
            }
        }
    }

    fn expect_end(&mut self) {
        while let Some((event, span, _)) = self.next() {
            if matches!(event, Event::DocumentStart(..)) {
                self.refusals.second_document(span);
                return;
            }
        }
    }

    /// Builds the node that starts with `event`; `None` when the file cannot be read on.
    fn node(&mut self, (event, span, tag): Spanned<'a>, depth: usize) -> Option<Node> {
        self.nodes += 1;
        if depth > MAX_DEPTH {
            self.refusals.too_deep(span);
            return None;
        }
        if self.nodes > MAX_NODES {
            self.refusals.too_many(span);
            return None;
        }
        if let Some(tag) = tag {
            self.refusals.tag(tag);
        }
        match event {
            Event::Scalar(text, style, anchor, _) => {
                self.anchor(anchor)?;
                let scalar = Scalar { text: text.into_owned(), style: style_of(style) };
                Some(Node { span: self.trim(span, style), kind: Kind::Scalar(scalar) })
            }
            Event::SequenceStart(_, anchor, _) => {
                self.anchor(anchor)?;
                self.list(span, depth)
            }
            Event::MappingStart(_, anchor, _) => {
                self.anchor(anchor)?;
                self.map(span, depth)
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.refusals.alias(span.clone());
                Some(Node { span, kind: Kind::Refused })
            }
            _ => Some(Node { span, kind: Kind::Refused }),
        }
    }

    /// Takes the anchor event that follows an anchored node's start.
    fn anchor(&mut self, id: usize) -> Option<()> {
        if id != 0 {
            let (_, span, _) = self.next()?;
            self.refusals.anchor(span);
        }
        Some(())
    }

    fn list(&mut self, start: Range<usize>, depth: usize) -> Option<Node> {
        let mut items: Vec<Node> = Vec::new();
        loop {
            let (event, span, tag) = self.next()?;
            if matches!(event, Event::SequenceEnd) {
                let end =
                    items.last().map_or(start.end, |item| item.span.end).max(span.end_if_flow());
                return Some(Node { span: start.start..end, kind: Kind::List(items) });
            }
            let mut item = self.node((event, span, tag), depth + 1)?;
            if item.span.is_empty() {
                item.span = start.start..start.start + 1;
            }
            items.push(item);
        }
    }

    fn map(&mut self, start: Range<usize>, depth: usize) -> Option<Node> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut refused = false;
        loop {
            let (event, span, tag) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                let end = entries
                    .last()
                    .map_or(start.end, |entry| entry.value.span.end)
                    .max(span.end_if_flow());
                let kind = if refused { Kind::Refused } else { Kind::Map(entries) };
                return Some(Node { span: start.start..end, kind });
            }
            let key = self.node((event, span, tag), depth + 1)?;
            let value_start = self.next()?;
            let value = self.node(value_start, depth + 1)?;
            match key.kind {
                Kind::Scalar(scalar) => {
                    let key = Key { text: scalar.text, span: key.span };
                    let first = seen.get(&key.text).and_then(|at| entries.get(*at));
                    if let Some(first) = first {
                        self.refusals.duplicate_key(&key, &first.key);
                    } else if key.text == "<<" {
                        self.refusals.merge_key(key.span);
                    } else {
                        seen.insert(key.text.clone(), entries.len());
                        entries.push(entry(key, value));
                    }
                }
                Kind::Map(_) | Kind::List(_) | Kind::Refused => {
                    self.refusals.complex_key(start.start, &key.span);
                    refused = true;
                }
            }
        }
    }

    /// A block scalar's span without the line break at its end.
    fn trim(&self, span: Range<usize>, style: ScalarStyle) -> Range<usize> {
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            let text = self.source.slice(&span).trim_end();
            return span.start..span.start + text.len();
        }
        span
    }
}

/// An entry whose value has a place even where nothing is written.
fn entry(key: Key, mut value: Node) -> Entry {
    if value.span.is_empty() {
        value.span = key.span.clone();
    }
    Entry { key, value }
}

/// Ends of flow collections have a width (`]`, `}`), ends of blocks have none.
trait EndIfFlow {
    fn end_if_flow(&self) -> usize;
}

impl EndIfFlow for Range<usize> {
    fn end_if_flow(&self) -> usize {
        if self.is_empty() { 0 } else { self.end }
    }
}

fn style_of(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
        ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<&'static str> {
        let (_, diagnostics) = read(&SourceFile::new("a.yaml", text));
        diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
    }

    #[test]
    fn every_key_and_value_has_its_place() {
        let file = SourceFile::new("a.yaml", "a: { b: [ORD-1, \"x\"] }\n");
        let (root, diagnostics) = read(&file);
        assert_eq!(diagnostics, []);
        let list = root.as_ref().and_then(|root| root.get("a")?.get("b")).unwrap();
        assert_eq!(file.slice(&list.span), "[ORD-1, \"x\"]");
        let Kind::List(items) = &list.kind else { panic!("not a list") };
        assert_eq!(file.slice(&items[1].span), "\"x\"");
    }

    #[test]
    fn what_the_subset_leaves_out_is_refused_and_reading_goes_on() {
        assert_eq!(codes("a: &x 1\nb: *x\nc: *y\n"), ["yaml-alias", "yaml-alias", "yaml-alias"]);
        assert_eq!(codes("a: !foo 1\nb: !!str 2\n"), ["yaml-tag", "yaml-tag"]);
        assert_eq!(codes("a: 1\na: 2\n"), ["yaml-duplicate-key"]);
        assert_eq!(codes("a: { <<: { b: 1 } }\n"), ["yaml-merge-key"]);
        assert_eq!(codes("a: 1\n---\nb: 2\n"), ["yaml-second-document"]);
        assert_eq!(codes("a: {{x}}\n"), ["unquoted-template"]);
        assert_eq!(codes("a: {{x}}-1\n"), ["unquoted-template"]);
        assert_eq!(codes(""), ["empty-file"]);
        assert_eq!(codes("# only a comment\n"), ["empty-file"]);
        assert_eq!(codes("a: [1\n"), ["yaml-syntax"]);
        assert_eq!(codes("%YAML 1.2\n---\na: 1\n"), ["yaml-syntax"]);
    }

    #[test]
    fn bombs_are_refused() {
        assert_eq!(codes(&"[".repeat(100_000)), ["nested-too-deep"]);
        assert_eq!(codes(&"- ".repeat(100_000)), ["nested-too-deep"]);
        assert_eq!(codes(&format!("[{}]", "1,".repeat(MAX_NODES))), ["too-many-values"]);
    }
}
