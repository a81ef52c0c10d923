use std::ops::Range;

use serde_json::Value as Json;

use crate::{
    api::Layer,
    diagnostic::{Diagnostic, Place, SourceFile, did_you_mean, nearest},
    yaml::{Entry, Key, Kind, Literal, Node, Scalar, ambiguity},
};

/// Collects the diagnostics while rules are read.
pub(super) struct Reader<'a> {
    pub(super) source: &'a SourceFile,
    pub(super) layer: Layer,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    pub(super) fn place(&self, span: &Range<usize>) -> Place {
        Place::new(&self.source.path, span.clone())
    }

    /// Reports an error with the way to mend it.
    pub(super) fn error(
        &mut self,
        code: &'static str,
        span: &Range<usize>,
        message: impl Into<String>,
        help: &str,
    ) {
        let diagnostic = Diagnostic::error(code, self.place(span), message).help(help);
        self.diagnostics.push(diagnostic);
    }

    /// Reports a value of the wrong shape, except where it was refused already.
    pub(super) fn wrong_type(&mut self, node: &Node, expected: &str, help: &str) {
        if node.kind != Kind::Refused {
            let message = format!("expected {expected}, found {}", node.noun());
            self.error("wrong-type", &node.span, message, help);
        }
    }

    /// Reports a word that is none of the known ones.
    pub(super) fn unknown<'k>(
        &mut self,
        code: &'static str,
        what: &str,
        key: &Key,
        known: impl Iterator<Item = &'k str> + Clone,
    ) {
        let help = did_you_mean(&key.text, known.clone());
        let message = format!("{what} `{}`", key.text);
        let diagnostic = Diagnostic::error(code, self.place(&key.span), message).help(help);
        self.diagnostics.push(match nearest(&key.text, known) {
            Some(near) => diagnostic.fix(key.span.clone(), near),
            None => diagnostic,
        });
    }

    /// The entries of a mapping with these keys only.
    pub(super) fn fields<'n>(
        &mut self,
        node: &'n Node,
        what: &str,
        known: &[&'static str],
    ) -> &'n [Entry] {
        let entries = self.entries(node, what);
        for entry in entries {
            if !known.contains(&entry.key.text.as_str()) {
                let text = format!("{what} has no key");
                self.unknown("unknown-key", &text, &entry.key, known.iter().copied());
            }
        }
        entries
    }

    /// The entries of a mapping with free keys.
    pub(super) fn entries<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Entry] {
        if let Kind::Map(entries) = &node.kind {
            return entries;
        }
        self.wrong_type(node, "a mapping", &format!("{what} is written as `key: value`"));
        &[]
    }

    /// A scalar's text as written.
    pub(super) fn text(&mut self, node: &Node) -> Option<String> {
        match node.as_scalar().filter(|scalar| !scalar.is_null()) {
            Some(scalar) => Some(scalar.text.clone()),
            None => {
                self.wrong_type(
                    node,
                    "text",
                    "write the text, in quotes where it is no plain word",
                );
                None
            }
        }
    }

    /// Any value as JSON.
    pub(super) fn json(&mut self, node: &Node) -> Json {
        match &node.kind {
            Kind::Refused => Json::Null,
            Kind::Scalar(scalar) => self.scalar(node, scalar),
            Kind::List(items) => items.iter().map(|item| self.json(item)).collect(),
            Kind::Map(entries) => Json::Object(
                entries
                    .iter()
                    .map(|entry| (entry.key.text.clone(), self.json(&entry.value)))
                    .collect(),
            ),
        }
    }

    /// A scalar as JSON; one that other readers take for something else is reported.
    pub(super) fn scalar(&mut self, node: &Node, scalar: &Scalar) -> Json {
        if let Some(reason) = ambiguity(scalar) {
            let message = format!("`{}` needs quotes", scalar.text);
            let diagnostic = Diagnostic::error("ambiguous-scalar", self.place(&node.span), message)
                .label(reason)
                .help("put it in quotes to keep it as written")
                .fix(node.span.clone(), format!("\"{}\"", scalar.text));
            self.diagnostics.push(diagnostic);
        }
        match scalar.literal() {
            Literal::Null => Json::Null,
            Literal::Boolean(truth) => truth.into(),
            Literal::Integer(number) => number.into(),
            Literal::Float(number) => number.into(),
            Literal::Text => scalar.text.as_str().into(),
        }
    }
}
