use std::sync::Arc;

use crate::{
    diagnostic::{Place, SourceFile},
    report::Located,
};

/// The texts that places refer to, by the path they are shown by. Most talks refer to none of them.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Arc<SourceFile>>,
}

impl Sources {
    /// These files.
    pub fn of(files: impl IntoIterator<Item = Arc<SourceFile>>) -> Self {
        Self { files: files.into_iter().collect() }
    }

    /// The last file of this path.
    fn file(&self, path: &str) -> Option<&SourceFile> {
        self.files.iter().rev().find(|file| file.path == path).map(|file| &**file)
    }

    /// The place as people find it; without its text where the file is not known.
    pub fn locate(&self, place: &Place, key_path: &str) -> Located {
        let Some(file) = self.file(&place.path) else {
            return Located { path: place.path.clone(), ..Located::default() };
        };
        let (line, column) = file.line_column(place.span.start);
        let text = file.text.lines().nth(line - 1).unwrap_or_default();
        let meant = file.slice(&place.span);
        let first_line = meant.lines().next().unwrap_or_default().trim_end();
        Located {
            path: place.path.clone(),
            line,
            column,
            text: text.trim_end().to_owned(),
            length: first_line.chars().count().max(1),
            key_path: key_path.to_owned(),
        }
    }

    /// `path:line`, or the path alone.
    pub fn line(&self, place: &Place) -> String {
        match self.file(&place.path) {
            Some(file) => format!("{}:{}", place.path, file.line_column(place.span.start).0),
            None => place.path.clone(),
        }
    }
}

/// The lines of places that come in the order of their files: each text is gone through once.
pub(super) struct Lines<'a> {
    texts: &'a [Arc<SourceFile>],
    path: Arc<str>,
    offset: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    /// In these files.
    pub fn of(texts: &'a [Arc<SourceFile>]) -> Self {
        Self { texts, path: Arc::from(""), offset: 0, line: 1 }
    }

    /// The path and the line of a place; line 1 where the file is not known.
    pub fn find(&mut self, place: &Place) -> (Arc<str>, usize) {
        if *self.path != *place.path {
            (self.path, self.offset, self.line) = (place.path.as_str().into(), 0, 1);
        }
        if place.span.start < self.offset {
            (self.offset, self.line) = (0, 1);
        }
        let text = self.texts.iter().find(|file| file.path == place.path);
        let between = text.and_then(|file| file.text.get(self.offset..place.span.start));
        if let Some(between) = between {
            self.line += between.matches('\n').count();
            self.offset = place.span.start;
        }
        (Arc::clone(&self.path), self.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_in_any_order() {
        let texts = [("a", "1\n2\n3\n"), ("b", "1\n2\n")]
            .map(|(path, text)| Arc::new(SourceFile::new(path, text)));
        let mut lines = Lines::of(&texts);
        let mut line = |path, at| lines.find(&Place::new(path, at..at)).1;
        assert_eq!([line("a", 0), line("a", 4), line("a", 2)], [1, 3, 2]);
        assert_eq!([line("b", 3), line("a", 5), line("c", 1)], [2, 3, 1]);
    }

    #[test]
    fn a_place_is_told_by_its_line_with_what_is_meant() {
        let sources = Sources::of([Arc::new(SourceFile::new("a.yaml", "x: 1\ny: [abc, 2]\n"))]);
        let located = sources.locate(&Place::new("a.yaml", 9..12), "y[0]");
        assert_eq!((located.line, located.column, located.length), (2, 5, 3));
        assert_eq!(located.text, "y: [abc, 2]");
        assert_eq!(sources.line(&Place::new("a.yaml", 9..12)), "a.yaml:2");
        assert_eq!(sources.line(&Place::new("b.yaml", 0..1)), "b.yaml");
    }
}
