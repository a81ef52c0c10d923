use std::ops::Range;

use super::reader::Reader;

/// Header names that carry credentials.
const HEADERS: [&str; 9] = [
    "authorization",
    "proxy-authorization",
    "x-api-key",
    "api-key",
    "apikey",
    "x-auth-token",
    "x-access-token",
    "cookie",
    "x-api-secret",
];

/// Keys of a query or body that carry credentials.
const KEYS: [&str; 10] = [
    "api_key",
    "apikey",
    "api-key",
    "access_token",
    "auth_token",
    "client_secret",
    "secret",
    "password",
    "passwd",
    "private_key",
];

/// How well-known kinds of keys start.
const PREFIXES: [&str; 11] = [
    "sk-",
    "sk_live_",
    "sk_test_",
    "ghp_",
    "gho_",
    "github_pat_",
    "xoxb-",
    "xoxp-",
    "AKIA",
    "AIza",
    "glpat-",
];

impl Reader<'_> {
    /// Reports a credential written out; its text is not repeated in the message.
    pub(super) fn literal_credential(&mut self, span: &Range<usize>, help: &str) {
        let diagnostic = self
            .error("literal-credential", span, "a credential is written out")
            .label("everyone who can read this file can use it")
            .help(help);
        self.push(diagnostic);
    }

    /// Reports a value that is a credential by its key or its look.
    pub(super) fn refuse_credential(&mut self, key: &str, text: &str, span: &Range<usize>) {
        if text.contains("{{") && !looks_like_key(text) {
            return;
        }
        if looks_like_key(text) || (is_credential_key(key) && !text.is_empty()) {
            self.literal_credential(
                span,
                "use `auth:` with `secret: NAME`; the value comes from the environment or .env",
            );
        }
    }
}

/// Whether a header of this name carries a credential.
pub(super) fn is_credential_header(name: &str) -> bool {
    HEADERS.contains(&name.to_ascii_lowercase().as_str())
}

fn is_credential_key(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    KEYS.contains(&key.as_str()) || HEADERS.contains(&key.as_str())
}

/// Whether any word of the text starts like a well-known kind of key and is long enough for one.
fn looks_like_key(text: &str) -> bool {
    key_in(text).is_some()
}

/// Where a word stands that starts like a well-known kind of key and is long enough for one.
pub fn key_in(text: &str) -> Option<Range<usize>> {
    let is_edge = |c: char| c.is_whitespace() || "\"'=,;:()<>`".contains(c);
    PREFIXES.iter().find_map(|prefix| {
        text.match_indices(prefix).find_map(|(at, _)| {
            let starts = text[..at].chars().next_back().is_none_or(is_edge);
            let length = text[at..].find(is_edge).unwrap_or(text.len() - at);
            (starts && length >= 16).then_some(at..at + length)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_known_by_their_look() {
        assert!(looks_like_key("Bearer sk-proj-1234567890abcdef"));
        assert!(!looks_like_key("sk-ski"));
        assert!(!looks_like_key("tracking"));
    }
}
