use super::expect::Standing;
use crate::{
    agent::format::{Reader, Spanned},
    scenario::{Expectation, ReplyMatcher, What},
    value::Pattern,
    yaml::{Kind, Node},
};

/// The keys of a reply.
pub(super) const KEYS: [&str; 6] =
    ["contains", "not_contains", "matches", "not_matches", "equals", "judge"];

impl Reader<'_> {
    /// What the agent's words must be like; each text is an expectation of its own.
    pub(super) fn reply(&mut self, node: &Node, standing: &Standing) -> Vec<Expectation> {
        let Some(fields) = self.fields(node, "`reply`", &KEYS) else { return Vec::new() };
        self.refuse_empty(node, "`reply`");
        let mut found = Vec::new();
        for key in KEYS {
            let Some(node) = fields.get(key) else { continue };
            let is_list = matches!(node.kind, Kind::List(_));
            self.refuse_empty(node, &format!("`{key}`"));
            let standing = standing.below(key);
            for (at, text) in self.texts(node, &format!("`{key}`")).into_iter().enumerate() {
                let standing = if is_list { standing.item(at) } else { standing.clone() };
                let standing = if key.starts_with("not_") { standing.not() } else { standing };
                let place = self.place(&text.span);
                if let Some(matcher) = self.reply_matcher(key, text) {
                    found.push(standing.expectation(What::Reply(matcher), place));
                }
            }
        }
        found
    }

    fn reply_matcher(&mut self, key: &str, text: Spanned<String>) -> Option<ReplyMatcher> {
        match key {
            "contains" | "not_contains" => Some(ReplyMatcher::Contains(text.value)),
            "equals" => Some(ReplyMatcher::Equals(text.value)),
            "judge" => Some(ReplyMatcher::Judge(text.value)),
            _ => match Pattern::new(&text.value) {
                Ok(pattern) if finds_anything(&pattern) => {
                    let diagnostic = self
                        .error("bad-pattern", &text.span, "every reply matches this pattern")
                        .label("matches a part of any text, an empty one too")
                        .help("write what must stand in the reply, with `+` where there is `*`");
                    self.push(diagnostic);
                    None
                }
                Ok(pattern) => Some(ReplyMatcher::Matches(pattern)),
                Err(error) => {
                    self.bad_pattern(&text.span, &error);
                    None
                }
            },
        }
    }
}

/// Whether a pattern says nothing: it is found in what holds nothing that anybody would look for.
fn finds_anything(pattern: &Pattern) -> bool {
    ["", "\0", "\0 \0"].iter().all(|text| pattern.finds(text))
}
