use std::ops::Range;

use super::{Key, read::MAX_DEPTH, read::MAX_NODES};
use crate::diagnostic::{Diagnostic, Place, SourceFile};

/// What the subset leaves out, each with what to write instead.
pub(super) struct Refusals<'a> {
    source: &'a SourceFile,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Refusals<'a> {
    pub(super) fn new(source: &'a SourceFile) -> Self {
        Self { source, diagnostics: Vec::new() }
    }

    fn error(&self, code: &'static str, span: Range<usize>, message: &str) -> Diagnostic {
        Diagnostic::error(code, Place::new(&self.source.path, span), message)
    }

    pub(super) fn syntax(&mut self, at: usize, info: &str) {
        let text = &self.source.text;
        if let Some(span) = unquoted_template(text, at) {
            self.unquoted(span);
            return;
        }
        let start = boundary_before(text, at.min(text.len().saturating_sub(1)));
        let width = text[start..].chars().next().map_or(0, char::len_utf8);
        let diagnostic = self
            .error("yaml-syntax", start..start + width, "the file is not YAML")
            .label(info)
            .help("check quotes, brackets and indentation at and above this place");
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn empty_file(&mut self) {
        let diagnostic = self
            .error("empty-file", 0..0, "the file says nothing")
            .help("`rehearsal init` writes an example to start from");
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn second_document(&mut self, span: Range<usize>) {
        let diagnostic = self
            .error("yaml-second-document", span, "the file holds a second document")
            .label("starts here")
            .help("give each document a file of its own");
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn too_deep(&mut self, span: Range<usize>) {
        let diagnostic = self
            .error("nested-too-deep", span, "the file is nested too deep")
            .label(format!("level {}", MAX_DEPTH + 1))
            .help(format!("at most {MAX_DEPTH} levels are read"));
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn too_many(&mut self, span: Range<usize>) {
        let diagnostic = self
            .error("too-many-values", span, "the file holds too many values")
            .help(format!("at most {MAX_NODES} keys and values are read"));
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn tag(&mut self, span: Range<usize>) {
        let diagnostic = self
            .error("yaml-tag", span, "tags are not read")
            .label("a tag")
            .help("remove it; put a value in quotes to make it text");
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn anchor(&mut self, span: Range<usize>) {
        let diagnostic = self
            .error("yaml-alias", span, "anchors are not read")
            .label("an anchor")
            .help("remove it and write the value out where it is needed");
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn alias(&mut self, span: Range<usize>) {
        let diagnostic = self
            .error("yaml-alias", span, "aliases are not read")
            .label("stands for something written elsewhere")
            .help("write the value out here; text that starts with `*` needs quotes");
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn merge_key(&mut self, span: Range<usize>) {
        let diagnostic = self
            .error("yaml-merge-key", span, "merge keys are not read")
            .label("copies another mapping")
            .help("write the keys out here");
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn duplicate_key(&mut self, key: &Key, first: &Key) {
        let (line, _) = self.source.line_column(first.span.start);
        let message = format!("the key `{}` is given twice", key.text);
        let diagnostic = self
            .error("yaml-duplicate-key", key.span.clone(), &message)
            .label(format!("first given in line {line}"))
            .help("keep one of the two");
        self.diagnostics.push(diagnostic);
    }

    /// A mapping whose key is no text: nearly always an unquoted `{{name}}`.
    pub(super) fn complex_key(&mut self, start: usize, key: &Range<usize>) {
        let text = &self.source.text;
        if text[start..].starts_with("{{")
            && let Some(length) = text[start..].find("}}")
        {
            self.unquoted(start..start + length + 2);
            return;
        }
        let diagnostic = self
            .error("yaml-syntax", key.clone(), "a key must be text")
            .label("this is a list or a mapping")
            .help("write `key: value`");
        self.diagnostics.push(diagnostic);
    }

    fn unquoted(&mut self, span: Range<usize>) {
        if self.diagnostics.iter().any(|known| known.place.span == span) {
            return;
        }
        let written = self.source.slice(&span).to_owned();
        let message = format!("`{written}` needs quotes");
        let diagnostic = self
            .error("unquoted-template", span.clone(), &message)
            .label("without quotes YAML reads braces as a mapping")
            .help("put the whole value in quotes");
        let alone = line_rest_is_empty(&self.source.text, span.end);
        self.diagnostics.push(if alone {
            diagnostic.fix(span, format!("\"{written}\""))
        } else {
            diagnostic
        });
    }
}

/// Whether the value ends here: nothing, a comma or a closing bracket follows.
fn line_rest_is_empty(text: &str, end: usize) -> bool {
    let rest = text[end..].lines().next().unwrap_or_default().trim_start();
    rest.is_empty() || rest.starts_with([',', '}', ']', '#'])
}

/// The last `{{…}}` that starts a value on the line of `at` or on the line before.
fn unquoted_template(text: &str, at: usize) -> Option<Range<usize>> {
    let at = boundary_before(text, at);
    let line_end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    let this_line = text[..at].rfind('\n').map_or(0, |found| found + 1);
    let from = text[..this_line.saturating_sub(1)].rfind('\n').map_or(0, |found| found + 1);
    let stretch = &text[from..line_end];
    let open = stretch.match_indices("{{").filter(|(open, _)| {
        let before = stretch[..*open].trim_end();
        before.ends_with([':', ',', '[', '-'])
    });
    let open = open.last()?;
    let start = from + open.0;
    let length = text[start..line_end].find("}}")?;
    Some(start..start + length + 2)
}

/// The nearest character boundary at or before a byte offset.
fn boundary_before(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
