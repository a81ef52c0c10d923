use std::ops::Range;

use crate::{
    diagnostic::{Diagnostic, Place, SourceFile, did_you_mean, nearest},
    yaml::{Entry, Kind, Node},
};

/// Collects the diagnostics of one file while its tree is read.
pub struct Reader<'a> {
    /// The file.
    pub source: &'a SourceFile,
    /// What was found so far.
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(source: &'a SourceFile) -> Self {
        Self { source, diagnostics: Vec::new() }
    }

    /// A place in this file.
    pub fn place(&self, span: &Range<usize>) -> Place {
        Place::new(&self.source.path, span.clone())
    }

    /// An error at a place of this file, to be completed and pushed.
    pub fn error(
        &self,
        code: &'static str,
        span: &Range<usize>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::error(code, self.place(span), message)
    }

    /// A warning at a place of this file, to be completed and pushed.
    pub fn warning(
        &self,
        code: &'static str,
        span: &Range<usize>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::warning(code, self.place(span), message)
    }

    /// Keeps a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports a value of the wrong shape, except where it was refused already.
    pub(crate) fn wrong_type(&mut self, node: &Node, expected: &str, help: &str) {
        if node.kind == Kind::Refused {
            return;
        }
        let message = format!("expected {expected}, found {}", node.noun());
        let diagnostic = self.error("wrong-type", &node.span, message).help(help);
        self.push(diagnostic);
    }

    /// The entries of a mapping whose keys are all known; unknown ones are reported.
    pub(crate) fn fields<'n>(
        &mut self,
        node: &'n Node,
        what: &str,
        known: &[&'static str],
    ) -> Option<Fields<'n>> {
        let entries = self.mapping(node, what)?;
        let mut misspelt = Vec::new();
        for entry in entries {
            if !known.contains(&entry.key.text.as_str()) {
                self.unknown_key(entry, what, known);
                misspelt.extend(nearest(&entry.key.text, known.iter().copied()));
            }
        }
        let place = entries.first().map_or(node.span.clone(), |entry| entry.key.span.clone());
        Some(Fields { entries, misspelt, place })
    }

    fn unknown_key(&mut self, entry: &Entry, what: &str, known: &[&str]) {
        let written = &entry.key.text;
        if is_cut_text(entry) {
            let diagnostic = self
                .error("unknown-key", &entry.key.span, format!("{what} has no key `{written}`"))
                .label("a comma ends an unquoted text inside braces")
                .help("put the text before it in quotes, to its end");
            self.push(diagnostic);
            return;
        }
        let near = nearest(written, known.iter().copied());
        let diagnostic = self
            .error("unknown-key", &entry.key.span, format!("{what} has no key `{written}`"))
            .label("unknown key")
            .help(did_you_mean(written, known.iter().copied()));
        self.push(match near {
            Some(near) => diagnostic.fix(entry.key.span.clone(), near),
            None => diagnostic,
        });
    }

    /// The entries of a mapping with free keys.
    pub(crate) fn mapping<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n [Entry]> {
        if let Kind::Map(entries) = &node.kind {
            return Some(entries);
        }
        self.wrong_type(node, "a mapping", &format!("{what} is written as `key: value` lines"));
        None
    }

    /// The items of a list.
    pub(crate) fn list<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Node] {
        if let Kind::List(items) = &node.kind {
            return items;
        }
        self.wrong_type(node, "a list", &format!("{what} is a list; leave the key out for none"));
        &[]
    }

    /// The value of a key that must be there.
    pub(crate) fn require<'n>(
        &mut self,
        fields: &Fields<'n>,
        what: &str,
        key: &str,
    ) -> Option<&'n Node> {
        let found = fields.get(key);
        if found.is_none() && !fields.misspelt.contains(&key) {
            let diagnostic = self
                .error("missing-key", &fields.place, format!("{what} needs the key `{key}`"))
                .label(format!("`{key}` is missing here"))
                .help(format!("add `{key}:`"));
            self.push(diagnostic);
        }
        found
    }
}

/// Whether a key is the rest of a text that a comma cut: several words, and no value.
fn is_cut_text(entry: &Entry) -> bool {
    entry.value.is_null() && entry.value.span == entry.key.span && entry.key.text.contains(' ')
}

/// The known keys of a mapping.
pub(crate) struct Fields<'n> {
    entries: &'n [Entry],
    /// The known keys that unknown ones stand for: reported once, as unknown.
    misspelt: Vec<&'static str>,
    /// Where to point at for the whole mapping: its first key.
    pub(crate) place: Range<usize>,
}

impl<'n> Fields<'n> {
    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&'n Node> {
        self.entries.iter().find(|entry| entry.key.text == key).map(|entry| &entry.value)
    }

    /// Where a key stands.
    pub(crate) fn key_span(&self, key: &str) -> Option<&'n Range<usize>> {
        self.entries.iter().find(|entry| entry.key.text == key).map(|entry| &entry.key.span)
    }
}
