use std::ops::Range;

use super::{draft::Spanned, reader::Reader};
use crate::agent::Template;

/// A name in a request template and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// The name.
    pub name: String,
    /// The placeholder with its braces.
    pub span: Range<usize>,
    /// Which part of the request it stands in.
    pub kind: Kind,
}

/// The parts of a request that may hold placeholders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A segment of the path: it cannot be left out.
    Path,
    /// The query: part of the URL, which servers write to their logs.
    Query,
    /// Headers or body: not logged as a rule.
    Inside,
}

impl Reader<'_> {
    /// A template, its placeholders checked for form and noted.
    pub(super) fn template(
        &mut self,
        text: &Spanned<String>,
        kind: Kind,
        placeholders: &mut Vec<Placeholder>,
    ) -> Template {
        let template = Template::parse(&text.value);
        let mut from = 0;
        for name in template.names() {
            let span = self.placeholder_span(&text.span, name, &mut from);
            if self.is_flat_name(name, &span) {
                placeholders.push(Placeholder { name: name.to_owned(), span, kind });
            }
        }
        self.refuse_leftovers(text, &template);
        template
    }

    /// Where the next placeholder of this name stands in the raw text of `span`.
    fn placeholder_span(&self, span: &Range<usize>, name: &str, from: &mut usize) -> Range<usize> {
        let raw = self.source.slice(span);
        let mut at = *from;
        while let Some(open) = raw.get(at..).and_then(|rest| rest.find("{{")).map(|open| at + open)
        {
            let Some(length) = raw[open..].find("}}") else { break };
            at = open + length + 2;
            if raw[open + 2..open + length].trim() == name {
                *from = at;
                return span.start + open..span.start + at;
            }
        }
        span.clone()
    }

    fn is_flat_name(&mut self, name: &str, span: &Range<usize>) -> bool {
        if is_name(name) {
            return true;
        }
        let dotted = name.split('.').all(|part| is_name(part.trim()));
        let diagnostic = if dotted && name.contains('.') {
            self.error("dotted-name", span, "dotted names do not work in requests")
                .label("not a flat name")
                .help("dotted names work in the prompt and the greeting; here write a variable, a saved key, a key of the dynamic context, or a runtime variable such as `contact_number`")
        } else {
            self.error("template-expression", span, "only a flat name may stand in `{{ }}` here")
                .label("not a name")
                .help("filters and expressions work in the prompt and the greeting only; here write `{{name}}`")
        };
        self.push(diagnostic);
        false
    }

    /// Braces that open or close nothing, and Jinja statements.
    fn refuse_leftovers(&mut self, text: &Spanned<String>, template: &Template) {
        let leftover = template.parts.iter().find_map(|part| match part {
            crate::agent::Part::Text(text) => {
                ["{{", "}}", "{%"].into_iter().find(|braces| text.contains(*braces))
            }
            crate::agent::Part::Name(_) => None,
        });
        let Some(braces) = leftover else { return };
        let diagnostic = if braces == "{%" {
            self.error("template-expression", &text.span, "statements do not work in requests")
                .help("`{% %}` works in the prompt and the greeting only")
        } else {
            self.error("unclosed-placeholder", &text.span, "a placeholder is not closed")
                .label(format!("`{braces}` stands alone"))
                .help("write `{{name}}` with two braces on each side")
        };
        self.push(diagnostic);
    }

    /// Refuses placeholders where only fixed text may stand.
    pub(super) fn refuse_placeholder_in_key(&mut self, key: &crate::yaml::Key) {
        if key.text.contains("{{") {
            let diagnostic = self
                .error("placeholder-in-key", &key.span, "a key cannot be a template")
                .label("fixed text is expected")
                .help("templates stand in values only");
            self.push(diagnostic);
        }
    }
}

/// Whether a text is a flat name: letters, digits and `_`, not starting with a digit.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
