use std::ops::Range;

use ::url::{Host, Url};

use super::{draft::Spanned, reader::Reader};
use crate::yaml::Node;

/// What can stand in for a placeholder in a URL, for the help line.
pub(super) enum Instead {
    /// An action without a query yet, by block style: the edit is known.
    Query {
        /// White space before the action's keys.
        indent: String,
    },
    /// Any other action.
    QueryOrBody,
    /// An endpoint that takes nothing.
    Nothing,
}

impl Reader<'_> {
    /// An absolute, static URL over TLS or to this machine.
    pub(super) fn url(&mut self, node: &Node, instead: &Instead) -> Option<Url> {
        let text = self.filled_text(node)?;
        if let Some(placeholder) = placeholder(&text.value) {
            self.url_placeholder(&text, placeholder, instead);
            return None;
        }
        if text.value.starts_with('/') && !text.value.starts_with("//") {
            let diagnostic = self
                .error("url-relative", &text.span, "the URL is not absolute")
                .label("no host")
                .help("write the whole URL, such as https://api.example.com/orders");
            self.push(diagnostic);
            return None;
        }
        let url = self.parsed_url(&text)?;
        self.is_safe_url(&url, &text).then_some(url)
    }

    fn parsed_url(&mut self, text: &Spanned<String>) -> Option<Url> {
        let odd = text.value.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\');
        let absolute = if text.value.contains("://") {
            text.value.clone()
        } else {
            format!("https://{}", text.value.trim_start_matches('/'))
        };
        let reason = match Url::parse(&absolute) {
            Ok(_) if odd => "it holds white space or control characters".to_owned(),
            Ok(url) if url.fragment().is_some() => "a fragment (`#…`) is never sent".to_owned(),
            Ok(url) if url.host().is_none() => "it has no host".to_owned(),
            Ok(url) => return Some(url),
            Err(error) => error.to_string(),
        };
        let diagnostic = self
            .error("url-invalid", &text.span, "this is no URL that can be called")
            .label(reason)
            .help("write an absolute URL, such as https://api.example.com/orders");
        self.push(diagnostic);
        None
    }

    fn is_safe_url(&mut self, url: &Url, text: &Spanned<String>) -> bool {
        if !url.username().is_empty() || url.password().is_some() {
            let diagnostic = self
                .error("url-credentials", &text.span, "the URL holds credentials")
                .label("user name or password before the `@`")
                .help("remove them and use `auth: { basic: … }`");
            self.push(diagnostic);
            return false;
        }
        for (key, value) in url.query_pairs() {
            self.refuse_credential(&key, &value, &text.span);
        }
        match url.scheme() {
            "https" => true,
            "http" if is_loopback(url) => true,
            "http" => {
                self.insecure(text);
                false
            }
            scheme => {
                let diagnostic = self
                    .error("url-scheme", &text.span, format!("`{scheme}` is not called"))
                    .help("write https:// (or http:// to this machine)");
                self.push(diagnostic);
                false
            }
        }
    }

    fn insecure(&mut self, text: &Spanned<String>) {
        let at = text.span.start + self.source.slice(&text.span).find("http").unwrap_or(0);
        let scheme = at..at + "http".len();
        let diagnostic = self
            .error("url-insecure", &scheme, "the call would not be encrypted")
            .label("only this machine may be called over http")
            .help("write https")
            .fix(scheme.clone(), "https");
        self.push(diagnostic);
    }

    fn url_placeholder(&mut self, text: &Spanned<String>, found: Range<usize>, instead: &Instead) {
        let written = &text.value[found.clone()];
        let raw = self.source.slice(&text.span);
        let at = text.span.start + raw.find(written).unwrap_or(0);
        let diagnostic = self
            .error("url-placeholder", &(at..at + written.len()), "the URL of an action is fixed")
            .label("filled in per call");
        let name = written.trim_matches(|c: char| matches!(c, '{' | '}' | ':' | ' ' | '<' | '>'));
        let is_last = found.end == text.value.len();
        let diagnostic = match instead {
            Instead::Query { indent } if is_last && !text.value[..found.start].contains('?') => {
                let fixed = text.value[..found.start].trim_end_matches('/');
                let edit = format!("{fixed}\n{indent}query: {{ {name}: \"{{{{{name}}}}}\" }}");
                diagnostic
                    .help("pass it as a query parameter")
                    .fix(text.span.clone(), edit)
            }
            Instead::Query { .. } | Instead::QueryOrBody => diagnostic.help(format!(
                "pass it in `query:` or `body:`; where the API wants it in the path, write `path: \"/{{{{{name}}}}}\"`"
            )),
            Instead::Nothing => diagnostic.help("write the whole URL as it is"),
        };
        self.push(diagnostic);
    }
}

/// The first `{{name}}`, `{name}`, `<name>` or `/:name`.
fn placeholder(url: &str) -> Option<Range<usize>> {
    for (open, close) in [("{{", "}}"), ("{", "}"), ("<", ">")] {
        if let Some(start) = url.find(open)
            && let Some(length) = url[start..].find(close)
        {
            return Some(start..start + length + close.len());
        }
    }
    let start = url.find("/:")? + 1;
    let length = url[start + 1..].find(['/', '?']).map_or(url.len() - start, |end| end + 1);
    Some(start..start + length)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(domain)) => domain == "localhost" || domain.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_of_every_style_are_found() {
        let found = |url: &str| placeholder(url).map(|range| url[range].to_owned());
        assert_eq!(found("https://a.b/{{ id }}/c").as_deref(), Some("{{ id }}"));
        assert_eq!(found("https://a.b/{id}").as_deref(), Some("{id}"));
        assert_eq!(found("https://a.b/:id/c").as_deref(), Some(":id"));
        assert_eq!(found("https://a.b:8080/c"), None);
    }
}
