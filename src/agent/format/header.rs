use std::ops::Range;

use super::{
    credential::is_credential_header,
    place::{Kind, Placeholder},
    reader::Reader,
};
use crate::{
    agent::{HeaderTemplate, Part, QueryTemplate, Template},
    yaml::{Entry, Node},
};

/// Headers that the transport writes.
const RESERVED: [&str; 8] = [
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "upgrade",
    "te",
    "trailer",
    "expect",
];

impl Reader<'_> {
    /// Extra headers of an action.
    pub(super) fn headers(
        &mut self,
        node: &Node,
        placeholders: &mut Vec<Placeholder>,
    ) -> Vec<HeaderTemplate> {
        let entries = self.mapping(node, "headers").unwrap_or_default();
        let mut headers: Vec<HeaderTemplate> = Vec::new();
        for entry in entries {
            if let Some(header) = self.header(entry, placeholders) {
                let twice =
                    headers.iter().any(|known| known.name.eq_ignore_ascii_case(&header.name));
                if twice {
                    self.bad_header(
                        "duplicate-header",
                        &entry.key.span,
                        "the header is given twice",
                    );
                }
                headers.push(header);
            }
        }
        headers
    }

    fn header(
        &mut self,
        entry: &Entry,
        placeholders: &mut Vec<Placeholder>,
    ) -> Option<HeaderTemplate> {
        let name_is_good = self.is_header_name(&entry.key.text, &entry.key.span);
        let text = self.text(&entry.value)?;
        if text.value.contains(['\r', '\n', '\0']) {
            self.bad_header("bad-header-value", &text.span, "a header value is one line");
            return None;
        }
        let value = self.template(&text, Kind::Inside, placeholders);
        if is_credential_header(&entry.key.text) && has_literal(&value) {
            self.literal_credential(
                &text.span,
                "use `auth: { bearer: { secret: NAME } }` or `auth: { header: { name: …, secret: NAME } }`",
            );
        } else {
            self.refuse_credential("", &text.value, &text.span);
        }
        name_is_good.then(|| HeaderTemplate { name: entry.key.text.clone(), value })
    }

    fn bad_header(&mut self, code: &'static str, span: &Range<usize>, message: &str) {
        let diagnostic = self
            .error(code, span, message)
            .help("a header is a name of letters, digits and `-`, once, and a value of one line");
        self.push(diagnostic);
    }

    /// Whether a text may name a header (RFC 9110, section 5.1) that is ours to set.
    pub(super) fn is_header_name(&mut self, name: &str, span: &Range<usize>) -> bool {
        let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if name.is_empty() || !name.chars().all(token) {
            self.bad_header("bad-header-name", span, "this cannot name a header");
            return false;
        }
        if RESERVED.contains(&name.to_ascii_lowercase().as_str()) {
            let diagnostic = self
                .error("reserved-header", span, format!("`{name}` is written by the transport"))
                .help("remove it");
            self.push(diagnostic);
            return false;
        }
        true
    }

    /// The query pairs of an action.
    pub(super) fn query(
        &mut self,
        node: &Node,
        placeholders: &mut Vec<Placeholder>,
    ) -> Vec<QueryTemplate> {
        let entries = self.mapping(node, "query").unwrap_or_default();
        entries.iter().filter_map(|entry| self.query_pair(entry, placeholders)).collect()
    }

    fn query_pair(
        &mut self,
        entry: &Entry,
        placeholders: &mut Vec<Placeholder>,
    ) -> Option<QueryTemplate> {
        self.refuse_placeholder_in_key(&entry.key);
        let text = self.text(&entry.value)?;
        self.refuse_credential(&entry.key.text, &text.value, &text.span);
        let value = self.template(&text, Kind::Query, placeholders);
        Some(QueryTemplate { key: entry.key.text.clone(), value })
    }
}

/// Whether a template holds text of its own besides the name of an auth scheme.
fn has_literal(template: &Template) -> bool {
    let names_only = template.parts.iter().all(|part| match part {
        Part::Name(_) => true,
        Part::Text(text) => {
            ["bearer", "basic", "token", ""].contains(&text.trim().to_ascii_lowercase().as_str())
        }
    });
    !names_only || template.names().next().is_none()
}
