use super::condition::Surroundings;
use crate::name::ActionName;

/// Which action the lines of a prompt are about, as headings and lead-ins say.
pub(super) struct Sections<'a> {
    known: &'a [ActionName],
    current: Vec<ActionName>,
    /// Heading level that set the section; 7 for a lead-in such as "When using …:".
    level: usize,
    about_errors: bool,
}

impl<'a> Sections<'a> {
    pub(super) fn new(known: &'a [ActionName]) -> Self {
        Self { known, current: Vec::new(), level: 7, about_errors: false }
    }

    /// What kind of text the next line stands in.
    pub(super) fn surroundings(&self) -> Surroundings {
        match (self.about_errors, self.current.is_empty()) {
            (true, _) => Surroundings::Errors,
            (false, false) => Surroundings::Section,
            (false, true) => Surroundings::Prose,
        }
    }

    /// The actions that the section's lines are about; `None` when they are about all.
    pub(super) fn actions(&self) -> Vec<Option<ActionName>> {
        match self.current.as_slice() {
            [] => vec![None],
            actions => actions.iter().cloned().map(Some).collect(),
        }
    }

    /// An action named in the condition of a line ("If 'X' returns 404, …"), and the line without it.
    pub(super) fn leading_name(&self, line: &str) -> Option<(ActionName, String)> {
        let name = self.named_in(line).into_iter().next()?;
        let at = word_position(&line.to_lowercase(), &name.as_str().to_lowercase())?;
        let (before, after) = (line.get(..at)?, line.get(at + name.as_str().len()..)?);
        let before = strip_bullet(before);
        if before.contains([':', ',', '→', '=']) || before.chars().any(|c| c.is_ascii_digit()) {
            return None;
        }
        let marks = ['"', '\'', '`', '*', '“', '”', '‘', '’', '_'];
        let before = before.trim_end_matches(marks);
        Some((name, format!("{before} it {}", after.trim_start_matches(marks))))
    }

    /// Takes notice of a line that is no error line.
    pub(super) fn enter(&mut self, line: &str) {
        let line = line.trim();
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        let named = self.named_in(line);
        let lower = line.to_lowercase();
        let speaks_of_errors =
            ["error", "fail", "wrong", "problem", "http"].iter().any(|word| lower.contains(word));
        if !named.is_empty() && (level > 0 || is_lead_in(line)) {
            self.level = if level > 0 { level } else { 7 };
            self.current = named;
            self.about_errors = false;
        } else if is_for_all(&lower) && (level > 0 || line.ends_with(':')) {
            self.current.clear();
            self.about_errors = true;
        } else if level > 0 && level <= self.level {
            self.current.clear();
            self.level = 7;
            self.about_errors = speaks_of_errors;
        } else if speaks_of_errors && (level > 0 || line.ends_with(':')) {
            self.about_errors = true;
        }
    }

    /// The actions named in a line; a name inside a longer name does not count.
    fn named_in(&self, line: &str) -> Vec<ActionName> {
        let mut rest = line.to_lowercase();
        let mut by_length: Vec<&ActionName> = self.known.iter().collect();
        by_length.sort_by_key(|name| std::cmp::Reverse(name.as_str().len()));
        let mut found = Vec::new();
        for name in by_length {
            let lower = name.as_str().to_lowercase();
            if let Some(at) = word_position(&rest, &lower) {
                rest.replace_range(at..at + lower.len(), " ");
                found.push((at, name.clone()));
            }
        }
        found.sort_by_key(|(at, _)| *at);
        found.into_iter().map(|(_, name)| name).collect()
    }
}

/// Where a name stands as a whole, not inside a word.
fn word_position(text: &str, name: &str) -> Option<usize> {
    text.match_indices(name).map(|(at, _)| at).find(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// Whether a line that names an action opens a section about it.
fn is_lead_in(line: &str) -> bool {
    let bare = strip_bullet(line).trim_matches(['*', '_', '`', '"', '\'', ' ']);
    let lower = bare.to_lowercase();
    let bold_alone = line.starts_with("**") && line.ends_with("**");
    bare.ends_with(':') || lower.starts_with("when using") || bold_alone
}

/// Whether a heading is about every action.
fn is_for_all(lower: &str) -> bool {
    [
        "all tools",
        "all actions",
        "any tool",
        "any action",
        "every tool",
        "general errors",
        "all apis",
    ]
    .iter()
    .any(|words| lower.contains(words))
}

/// A line without its list mark.
pub(super) fn strip_bullet(line: &str) -> &str {
    let line = line.trim_start();
    let mark = ["- ", "* ", "• ", "– ", "— ", "+ ", "· ", "◦ ", "> "];
    if let Some(rest) = mark.iter().find_map(|mark| line.strip_prefix(mark)) {
        return rest.trim_start().trim_start_matches("[ ] ").trim_start_matches("[x] ");
    }
    if let Some(rest) = line.strip_prefix('•') {
        return rest.trim_start();
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = (1..=2).contains(&digits).then(|| &line[digits..]);
    match numbered.and_then(|rest| rest.strip_prefix(['.', ')'])) {
        Some(rest) if rest.starts_with(' ') => rest.trim_start(),
        _ => line,
    }
}
