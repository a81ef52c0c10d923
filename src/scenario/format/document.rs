use std::{collections::HashSet, ops::Range, sync::Arc};

use super::{
    Included,
    cases::Row,
    include::Gathering,
    limit,
    piece::{Naming, Piece, Rank},
    placeholder,
};
use crate::{
    agent::{Agent, format::Reader},
    diagnostic::{Diagnostic, Place, SourceFile},
    scenario::Scenario,
    yaml::{self, Kind, Node},
};

/// A scenario file, or a piece that scenarios include, read into a tree once.
#[derive(Clone, Debug)]
pub struct Document {
    /// The text.
    pub source: Arc<SourceFile>,
    /// The tree, where there is any.
    pub(super) root: Option<Node>,
    /// How many keys and values it has.
    pub(super) size: usize,
    /// What could not be read as YAML.
    pub(super) refusals: Vec<Diagnostic>,
}

/// The files that a scenario file names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The agent, where it is not the nearest one.
    pub agent: Option<(String, Place)>,
    /// The files to include, in the order of the file.
    pub includes: Vec<(String, Place)>,
}

/// The files that a scenario file names.
pub fn head(source: &SourceFile) -> Head {
    Document::read(Arc::new(source.clone())).head()
}

/// The scenarios of a file, one or a row of `cases` each; none when anything of it is wrong.
pub fn parse(
    source: &SourceFile,
    agent: &Agent,
    included: &Included,
) -> (Vec<Scenario>, Vec<Diagnostic>) {
    Document::read(Arc::new(source.clone())).scenarios(agent, included)
}

impl Document {
    /// Reads the text.
    pub fn read(source: Arc<SourceFile>) -> Self {
        let (root, refusals) = yaml::read(&source);
        let size = root.as_ref().map_or(0, size);
        Self { source, root, size, refusals }
    }

    /// The files that it names.
    pub fn head(&self) -> Head {
        let mut head = Head::default();
        let Some(root) = &self.root else { return head };
        head.agent = root.get("agent").and_then(|node| self.text(node));
        if let Some(node) = root.get("include") {
            head.includes.extend(items(node).iter().filter_map(|item| self.text(item)));
        }
        for turn in root.get("turns").map(items).unwrap_or_default() {
            head.includes.extend(turn.get("include").and_then(|node| self.text(node)));
        }
        head
    }

    fn text(&self, node: &Node) -> Option<(String, Place)> {
        let scalar = node.as_scalar().filter(|scalar| !scalar.is_null())?;
        Some((scalar.text.clone(), Place::new(&self.source.path, node.span.clone())))
    }

    /// The scenarios, one or a row of `cases` each; none when anything is wrong. What was found is
    /// in the order of the files.
    pub fn scenarios(
        &self,
        agent: &Agent,
        included: &Included,
    ) -> (Vec<Scenario>, Vec<Diagnostic>) {
        let mut findings = Findings::default();
        findings.extend(self.refusals.clone());
        let mut scenarios = Vec::new();
        if let Some(root) = &self.root {
            let mut reader = Reader::new(&self.source);
            let rows = root.get("cases").map(|node| reader.cases(node));
            findings.extend(reader.diagnostics);
            let gathering = Gathering::new(agent, included);
            scenarios = match &rows {
                None => self.alone(root, gathering, &mut findings),
                Some(rows) => self.table(&without_rows(root), rows, gathering, &mut findings),
            };
        }
        if findings.errors > 0 {
            scenarios.clear();
        }
        (scenarios, findings.sorted(&self.source.path))
    }

    /// The one scenario of a file without cases.
    fn alone(
        &self,
        root: &Node,
        mut gathering: Gathering<'_>,
        findings: &mut Findings,
    ) -> Vec<Scenario> {
        let naming = Naming { name: self.stem().to_owned(), span: root.span.clone() };
        let (scenario, found) = self.scenario(root, naming, &mut gathering);
        findings.extend(found);
        scenario.into_iter().collect()
    }

    /// A scenario for each row.
    fn table<'a>(
        &self,
        root: &Node,
        rows: &'a [Row],
        mut gathering: Gathering<'a>,
        findings: &mut Findings,
    ) -> Vec<Scenario> {
        let mut scenarios = Vec::new();
        let size = size(root);
        gathering.columns = rows.iter().flat_map(Row::names).collect();
        for (at, row) in rows.iter().enumerate() {
            gathering.begin(row);
            let mut reader = Reader::new(&self.source);
            let filled = placeholder::fill_root(&mut reader, root, &mut gathering);
            let name = format!("{}[{}]", self.stem(), row.name);
            let naming = Naming { name, span: row.span.clone() };
            let (scenario, found) = self.scenario(&filled, naming, &mut gathering);
            let found = reader.diagnostics.into_iter().chain(found);
            findings.extend(found.map(|found| of_row(found, row, &self.source)).collect());
            scenarios.extend(scenario);
            gathering.spent += size;
            if findings.errors > 0 && at >= limit::CASES_WITH_ERRORS {
                break;
            }
            if gathering.spent > limit::CASE_NODES {
                findings.extend(vec![too_many(&self.source.path, &row.span)]);
                break;
            }
        }
        let mut reader = Reader::new(&self.source);
        reader.warn_of_unused(rows, &gathering.used);
        findings.extend(reader.diagnostics);
        scenarios
    }

    fn scenario(
        &self,
        root: &Node,
        naming: Naming,
        gathering: &mut Gathering<'_>,
    ) -> (Option<Scenario>, Vec<Diagnostic>) {
        let mut reader = Reader::new(&self.source);
        gathering.stack.push(self.source.path.clone());
        let piece = reader.piece(root, Rank::Scenario, gathering);
        gathering.stack.pop();
        let scenario = piece.and_then(|piece: Piece| reader.finish(root, piece, naming));
        (scenario, reader.diagnostics)
    }

    /// The file's name without its endings.
    fn stem(&self) -> &str {
        let name = self.source.path.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = name.strip_suffix(".yaml").or(name.strip_suffix(".yml")).unwrap_or(name);
        name.strip_suffix(".scenario").unwrap_or(name)
    }
}

/// What was found, each once: rows of a table find the same again and again.
#[derive(Default)]
struct Findings {
    known: HashSet<(&'static str, String, usize, usize, String)>,
    found: Vec<Diagnostic>,
    errors: usize,
    warnings: usize,
}

impl Findings {
    fn extend(&mut self, found: Vec<Diagnostic>) {
        for one in found {
            let Range { start, end } = one.place.span;
            let key = (one.code, one.place.path.clone(), start, end, one.message.clone());
            let count = if one.is_error() { &mut self.errors } else { &mut self.warnings };
            if *count < limit::FINDINGS && self.known.insert(key) {
                *count += 1;
                self.found.push(one);
            }
        }
    }

    /// In the order of the file, then those of others.
    fn sorted(mut self, path: &str) -> Vec<Diagnostic> {
        self.found.sort_by(|a, b| {
            let key = |found: &Diagnostic| (found.place.path != path, found.place.span.start);
            key(a).cmp(&key(b))
        });
        self.found
    }
}

/// A finding about a placeholder is one about what the row puts there.
fn of_row(mut found: Diagnostic, row: &Row, source: &SourceFile) -> Diagnostic {
    let is_here = found.place.path == source.path;
    if is_here && placeholder::names(source.slice(&found.place.span)).next().is_some() {
        found.message = format!("{}, in the row `{}`", found.message, row.name);
        found.fix = None;
    }
    found
}

fn too_many(path: &str, span: &Range<usize>) -> Diagnostic {
    Diagnostic::error("too-many-cases", Place::new(path, span.clone()), "the table is too large")
        .label("the rows from here on are not read")
        .help("give the rows fewer turns, or spread them over several files")
}

/// The items of a list; anything else is a list of one.
fn items(node: &Node) -> &[Node] {
    match &node.kind {
        Kind::List(items) => items,
        Kind::Scalar(_) | Kind::Map(_) | Kind::Refused => std::slice::from_ref(node),
    }
}

/// The tree with an empty table: no row is made of the others.
fn without_rows(root: &Node) -> Node {
    let mut root = root.clone();
    if let Kind::Map(entries) = &mut root.kind {
        for entry in entries.iter_mut().filter(|entry| entry.key.text == "cases") {
            entry.value.kind = Kind::List(Vec::new());
        }
    }
    root
}

/// How many keys and values a tree has.
fn size(node: &Node) -> usize {
    match &node.kind {
        Kind::Scalar(_) | Kind::Refused => 1,
        Kind::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Kind::Map(entries) => 1 + entries.iter().map(|entry| 1 + size(&entry.value)).sum::<usize>(),
    }
}
