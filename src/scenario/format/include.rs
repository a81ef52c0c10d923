use std::{collections::HashSet, sync::Arc};

use super::{
    Document, Included,
    cases::Row,
    limit,
    piece::{Piece, Rank},
    placeholder,
};
use crate::{
    agent::{
        Agent,
        format::{Reader, Spanned},
    },
    yaml::Node,
};

/// What is known while the pieces of a scenario are gathered from its files.
pub(super) struct Gathering<'a> {
    /// The agent.
    pub(super) agent: &'a Agent,
    /// The files that may be included.
    included: &'a Included,
    /// The names that any row of the table has a value for.
    pub(super) columns: HashSet<&'a str>,
    /// Placeholders that no row has a value for, reported by now.
    pub(super) told: HashSet<String>,
    /// The row whose values stand in for placeholders.
    pub(super) row: Option<&'a Row>,
    /// Names of placeholders that were met.
    pub(super) used: HashSet<String>,
    /// The files that are open, outermost first.
    pub(super) stack: Vec<String>,
    /// How many pieces this scenario has included.
    count: usize,
    /// Keys and values that all scenarios of the file have come to.
    pub(super) spent: usize,
}

impl<'a> Gathering<'a> {
    pub(super) fn new(agent: &'a Agent, included: &'a Included) -> Self {
        Self {
            agent,
            included,
            columns: HashSet::new(),
            told: HashSet::new(),
            row: None,
            used: HashSet::new(),
            stack: Vec::new(),
            count: 0,
            spent: 0,
        }
    }

    /// Begins the scenario of a row.
    pub(super) fn begin(&mut self, row: &'a Row) {
        self.row = Some(row);
        self.count = 0;
    }
}

impl Reader<'_> {
    /// The pieces that `include` names at the top, each under those that follow.
    pub(super) fn top_includes(&mut self, node: &Node, gathering: &mut Gathering<'_>) -> Piece {
        let mut all = Piece::default();
        self.refuse_empty(node, "`include`");
        for path in self.texts(node, "include") {
            if let Some(piece) = self.include(&path, gathering) {
                all = piece.over(all);
            }
        }
        all
    }

    /// The piece of a file that is named here.
    pub(super) fn include(
        &mut self,
        path: &Spanned<String>,
        gathering: &mut Gathering<'_>,
    ) -> Option<Piece> {
        gathering.count += 1;
        if gathering.count > limit::INCLUDES || gathering.stack.len() > limit::INCLUDE_DEPTH {
            self.refuse_more(path, gathering);
            return None;
        }
        let document = self.document(path, gathering)?;
        if gathering.stack.contains(&document.source.path) {
            self.refuse_cycle(path, &gathering.stack);
            return None;
        }
        gathering.spent += document.size;
        let mut reader = Reader::new(&document.source);
        reader.diagnostics.extend(document.refusals.iter().cloned());
        gathering.stack.push(document.source.path.clone());
        let piece = document.root.as_ref().and_then(|root| {
            let filled = gathering
                .row
                .is_some()
                .then(|| placeholder::fill_root(&mut reader, root, gathering));
            reader.piece(filled.as_ref().unwrap_or(root), Rank::Included, gathering)
        });
        gathering.stack.pop();
        self.diagnostics.extend(reader.diagnostics);
        piece
    }

    fn document<'a>(
        &mut self,
        path: &Spanned<String>,
        gathering: &Gathering<'a>,
    ) -> Option<&'a Arc<Document>> {
        match gathering.included.get(&self.source.path, &path.value) {
            Some(Ok(document)) => return Some(document),
            Some(Err(unread)) => {
                let diagnostic = self
                    .error(unread.code, &path.span, unread.message.clone())
                    .label(unread.label.clone())
                    .help(unread.help);
                self.push(diagnostic);
            }
            None => {
                let diagnostic = self
                    .error("include-missing", &path.span, "the file cannot be included")
                    .label("it was not read")
                    .help("name a file relative to the folder of this one");
                self.push(diagnostic);
            }
        }
        None
    }

    fn refuse_cycle(&mut self, path: &Spanned<String>, stack: &[String]) {
        let diagnostic = self
            .error("include-cycle", &path.span, "the file includes itself")
            .label(format!("by way of {}", stack.join(" and ")))
            .help("leave this out; each of these files is included already");
        self.push(diagnostic);
    }

    fn refuse_more(&mut self, path: &Spanned<String>, gathering: &Gathering<'_>) {
        let is_deep = gathering.stack.len() > limit::INCLUDE_DEPTH;
        let (message, help) = if is_deep {
            let most = limit::INCLUDE_DEPTH;
            ("files include one another too deep", format!("at most {most} levels are read"))
        } else {
            let most = limit::INCLUDES;
            ("a scenario includes too many files", format!("at most {most} are included in all"))
        };
        let diagnostic = self.error("too-many-includes", &path.span, message).help(help);
        self.push(diagnostic);
    }
}
