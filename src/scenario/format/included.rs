use std::{collections::HashMap, sync::Arc};

use super::Document;

/// The files that scenarios include, as far as they could be read.
#[derive(Clone, Debug, Default)]
pub struct Included {
    /// By the path of the file that names it, and the path as written there.
    files: HashMap<(String, String), Result<Arc<Document>, Unread>>,
}

/// Why a file is not included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The code of the finding.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// The reason.
    pub label: String,
    /// How to mend it.
    pub help: &'static str,
}

impl Included {
    /// Keeps what came of reading the file that `from` names as `written`.
    pub fn insert(&mut self, from: &str, written: &str, file: Result<Arc<Document>, Unread>) {
        self.files.insert((from.to_owned(), written.to_owned()), file);
    }

    /// What came of reading it; `None` when nobody tried.
    pub fn get(&self, from: &str, written: &str) -> Option<&Result<Arc<Document>, Unread>> {
        self.files.get(&(from.to_owned(), written.to_owned()))
    }
}
