use std::{
    collections::{BTreeMap, HashSet},
    ops::Range,
};

use super::{limit, placeholder};
use crate::{
    agent::format::{Reader, Spanned},
    yaml::{Entry, Kind, Node, Scalar, Style, ambiguity},
};

/// The key of a row that names it.
const NAME: &str = "name";

/// One row of `cases`: a scenario with these values in the place of its placeholders.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// Its name, else its number from 1.
    pub(super) name: String,
    /// Bytes of the file.
    pub(super) span: Range<usize>,
    /// Its values by name.
    values: BTreeMap<String, (Range<usize>, Node)>,
}

impl Row {
    /// The value that stands in for a placeholder.
    pub(super) fn value(&self, name: &str) -> Option<&Node> {
        self.values.get(name).map(|(_, value)| value)
    }

    /// The names that it has values for.
    pub(super) fn names(&self) -> Vec<&str> {
        self.values.keys().map(String::as_str).collect()
    }
}

impl Reader<'_> {
    /// The rows: a list, or a mapping by their names.
    pub(super) fn cases(&mut self, node: &Node) -> Vec<Row> {
        let rows: Vec<Row> = match &node.kind {
            Kind::List(items) => {
                let items = items.iter().enumerate();
                items.filter_map(|(at, item)| self.listed_row(at, item)).collect()
            }
            Kind::Map(entries) => {
                entries.iter().filter_map(|entry| self.named_row(entry)).collect()
            }
            Kind::Scalar(_) | Kind::Refused => {
                let help = "write a row as `- { name: leap day, date: \"2028-02-29\" }`";
                self.wrong_type(node, "a list of rows", help);
                return Vec::new();
            }
        };
        if rows.is_empty() {
            self.refuse_empty(node, "`cases`");
        }
        self.refuse_twins(&rows);
        if let Some(extra) = rows.get(limit::CASES) {
            let diagnostic = self
                .error("too-many-cases", &extra.span, "the table has too many rows")
                .help(format!("at most {} are read; spread them over several files", limit::CASES));
            self.push(diagnostic);
        }
        rows.into_iter().take(limit::CASES).collect()
    }

    fn listed_row(&mut self, at: usize, node: &Node) -> Option<Row> {
        let entries = self.mapping(node, "a row")?;
        let name = entries.iter().find(|entry| entry.key.text == NAME);
        let name = name.and_then(|entry| self.filled_text(&entry.value));
        let name = name.map_or((at + 1).to_string(), |name| name.value);
        Some(self.row(name, node.span.clone(), entries))
    }

    fn named_row(&mut self, entry: &Entry) -> Option<Row> {
        let entries = self.mapping(&entry.value, "a row")?;
        let span = entry.key.span.start..entry.value.span.end;
        Some(self.row(entry.key.text.clone(), span, entries))
    }

    fn row(&mut self, name: String, span: Range<usize>, entries: &[Entry]) -> Row {
        let mut values = BTreeMap::new();
        for entry in entries {
            if !placeholder::is_name(&entry.key.text) {
                let message = format!("`{}` cannot be a placeholder", entry.key.text);
                let diagnostic = self
                    .error("bad-case-name", &entry.key.span, message)
                    .help("write a letter, then letters, digits, `_` and `-`");
                self.push(diagnostic);
                continue;
            }
            self.json(&entry.value);
            let value = (entry.key.span.clone(), settled(&entry.value));
            values.insert(entry.key.text.clone(), value);
        }
        let itself = Kind::Scalar(Scalar { text: name.clone(), style: Style::Quoted });
        let itself = Node { span: span.clone(), kind: itself };
        values.entry(NAME.to_owned()).or_insert((span.clone(), itself));
        Row { name, span, values }
    }

    /// Two rows of one name could not be told apart in a report.
    fn refuse_twins(&mut self, rows: &[Row]) {
        let mut known = HashSet::new();
        for row in rows {
            if !known.insert(row.name.as_str()) {
                let message = format!("there are two rows `{}`", row.name);
                let diagnostic = self
                    .error("duplicate-case", &row.span, message)
                    .label("the second one")
                    .help("give each row a `name` of its own");
                self.push(diagnostic);
            }
        }
    }

    /// Warns of values that no placeholder asks for.
    pub(super) fn warn_of_unused(&mut self, rows: &[Row], used: &HashSet<String>) {
        let mut told = HashSet::new();
        for (name, (span, _)) in rows.iter().flat_map(|row| &row.values) {
            if name != NAME && !used.contains(name) && told.insert(name.as_str()) {
                let diagnostic = self
                    .warning("unused-case-value", span, format!("`<{}>` stands nowhere", name))
                    .label("changes nothing")
                    .help("write it where the value belongs, or take it out of the rows");
                self.push(diagnostic);
            }
        }
    }

    /// Reports a placeholder that this row has no value for, though others have.
    pub(super) fn no_value(&mut self, name: &Spanned<String>, row: &Row) {
        let message = format!("the row `{}` has no value `{}`", row.name, name.value);
        let diagnostic = self
            .error("unknown-case-value", &name.span, message)
            .label("other rows have one")
            .help(format!("give the row a `{}`, maybe an empty one: `\"\"`", name.value));
        self.push(diagnostic);
    }
}

/// The value with its ambiguous scalars, which are reported by now, as text.
fn settled(node: &Node) -> Node {
    let kind = match &node.kind {
        Kind::Scalar(scalar) if ambiguity(scalar).is_some() => {
            Kind::Scalar(Scalar { style: Style::Quoted, ..scalar.clone() })
        }
        Kind::List(items) => Kind::List(items.iter().map(settled).collect()),
        Kind::Map(entries) => Kind::Map(
            entries
                .iter()
                .map(|entry| Entry { key: entry.key.clone(), value: settled(&entry.value) })
                .collect(),
        ),
        other => other.clone(),
    };
    Node { span: node.span.clone(), kind }
}
