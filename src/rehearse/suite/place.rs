use std::{
    collections::BTreeMap,
    hash::{Hash, Hasher},
    sync::Arc,
};

use crate::{
    diagnostic::{Place, SourceFile},
    report::Located,
};

/// The texts that places refer to, by the path they are shown by.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: BTreeMap<String, Arc<SourceFile>>,
}

impl Sources {
    /// These files.
    pub fn of(files: impl IntoIterator<Item = Arc<SourceFile>>) -> Self {
        Self { files: files.into_iter().map(|file| (file.path.clone(), file)).collect() }
    }

    /// The place as people find it; without its text where the file is not known.
    pub fn locate(&self, place: &Place, key_path: &str) -> Located {
        let Some(file) = self.files.get(&place.path) else {
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

    /// Adds all that these texts say to a fingerprint.
    pub fn add_to(&self, hasher: &mut impl Hasher) {
        for file in self.files.values() {
            (&file.path, &file.text).hash(hasher);
        }
    }

    /// `path:line`, or the path alone.
    pub fn line(&self, place: &Place) -> String {
        match self.files.get(&place.path) {
            Some(file) => format!("{}:{}", place.path, file.line_column(place.span.start).0),
            None => place.path.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
