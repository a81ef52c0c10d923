//! Draws diagnostics: for people, for GitHub, as JSON.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};
use serde_json::{Value as Json, json};

use super::visible::{visible, visible_line, visible_offset};
use crate::{
    diagnostic::{Diagnostic, Severity, SourceFile},
    shown::workflow::{data, property},
};

/// How diagnostics look for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Text only.
    Plain,
    /// With colours.
    Styled,
}

/// A diagnostic with its source lines, as rustc shows them.
pub fn for_people(diagnostic: &Diagnostic, sources: &[SourceFile], look: Look) -> String {
    let (level, name) = match diagnostic.severity {
        Severity::Error => (Level::ERROR, "error"),
        Severity::Warning => (Level::WARNING, "warning"),
    };
    let title =
        level.with_name(name).primary_title(visible_line(&diagnostic.message)).id(diagnostic.code);
    let source = sources.iter().find(|source| source.path == diagnostic.place.path);
    let mut groups = vec![match source.filter(|_| !diagnostic.place.span.is_empty()) {
        Some(source) => title.element(snippet(diagnostic, source)),
        None => title.element(Origin::path(visible_line(&diagnostic.place.path))),
    }];
    if !diagnostic.help.is_empty() {
        let help = Group::with_title(Level::HELP.secondary_title(visible_line(&diagnostic.help)));
        groups.push(match (&diagnostic.fix, source) {
            (Some(fix), Some(source)) => {
                let offset = |at| visible_offset(&source.text, at);
                let span = offset(fix.span.start)..offset(fix.span.end);
                let patch = Patch::new(span, visible(&fix.text).into_owned());
                let text = visible(&source.text).into_owned();
                help.element(Snippet::source(text).path(visible_line(&source.path)).patch(patch))
            }
            _ => help,
        });
    }
    let renderer = match look {
        Look::Plain => Renderer::plain(),
        Look::Styled => Renderer::styled(),
    };
    renderer.render(&groups)
}

fn snippet<'a>(
    diagnostic: &Diagnostic,
    source: &SourceFile,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let offset = |at| visible_offset(&source.text, at);
    let span = offset(diagnostic.place.span.start)..offset(diagnostic.place.span.end);
    let mut text = visible(&source.text).into_owned();
    if diagnostic.code == "literal-credential" || diagnostic.code == "url-credentials" {
        mask(&mut text, span.clone());
    }
    let annotation = AnnotationKind::Primary.span(span).label(visible_line(&diagnostic.label));
    Snippet::source(text).path(visible_line(&source.path)).annotation(annotation)
}

/// Puts stars over a credential: logs are read by more people than files.
fn mask(text: &mut String, span: std::ops::Range<usize>) {
    if let Some(secret) = text.get(span.clone()) {
        let stars: String = secret.chars().map(|c| "*".repeat(c.len_utf8())).collect();
        text.replace_range(span, &stars);
    }
}

/// A diagnostic as a command of GitHub's log.
pub fn for_github(diagnostic: &Diagnostic, sources: &[SourceFile]) -> String {
    let kind = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let source = sources.iter().find(|source| source.path == diagnostic.place.path);
    let (line, column) =
        source.map_or((1, 1), |source| source.line_column(diagnostic.place.span.start));
    let text = [&diagnostic.message, &diagnostic.label, &diagnostic.help]
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(|part| visible_line(part))
        .collect::<Vec<_>>()
        .join("\n");
    format!(
        "::{kind} file={},line={line},col={column},title={}::{}",
        property(&diagnostic.place.path),
        property(diagnostic.code),
        data(&text)
    )
}

/// A diagnostic for programs.
pub fn for_programs(diagnostic: &Diagnostic, sources: &[SourceFile]) -> Json {
    let source = sources.iter().find(|source| source.path == diagnostic.place.path);
    let at = |offset: usize| source.map_or((1, 1), |source| source.line_column(offset));
    let span = &diagnostic.place.span;
    let ((line, column), (end_line, end_column)) = (at(span.start), at(span.end));
    let fix = diagnostic.fix.as_ref().map(|fix| {
        let ((line, column), (end_line, end_column)) = (at(fix.span.start), at(fix.span.end));
        json!({
            "line": line, "column": column, "end_line": end_line, "end_column": end_column,
            "start": fix.span.start, "end": fix.span.end, "text": fix.text,
        })
    });
    json!({
        "code": diagnostic.code,
        "severity": match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "message": diagnostic.message,
        "path": diagnostic.place.path,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "label": diagnostic.label,
        "help": diagnostic.help,
        "fix": fix,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;

    fn source() -> SourceFile {
        SourceFile::new("a.yaml", "key: \u{1b}[31msk-1234\nb: 2\n")
    }

    #[test]
    fn no_escape_of_a_file_reaches_the_terminal() {
        let found = Diagnostic::error("wrong-type", Place::new("a.yaml", 5..16), "bad\u{1b}[2J");
        let drawn = for_people(&found, &[source()], Look::Plain);
        assert!(!drawn.contains('\u{1b}'), "{drawn}");
        assert!(drawn.contains("--> a.yaml:1:6"), "{drawn}");
    }

    #[test]
    fn a_credential_is_not_repeated() {
        let found =
            Diagnostic::error("literal-credential", Place::new("a.yaml", 10..17), "written");
        assert!(!for_people(&found, &[source()], Look::Plain).contains("1234"));
    }

    #[test]
    fn a_github_command_is_one_line() {
        let found =
            Diagnostic::warning("no-example", Place::new("a.yaml", 19..20), "a\nb: 100%").help("c");
        assert_eq!(
            for_github(&found, &[source()]),
            "::warning file=a.yaml,line=2,col=2,title=no-example::a␊b: 100%25%0Ac"
        );
    }
}
