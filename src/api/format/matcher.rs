use super::reader::Reader;
use crate::{
    api::{Matcher, When},
    value::Pattern,
    yaml::{Kind, Node},
};

impl Reader<'_> {
    /// The requests that a rule answers.
    pub(super) fn when(&mut self, node: &Node) -> When {
        let mut when = When::default();
        let known = ["query", "headers", "body", "path", "stored"];
        for entry in self.fields(node, "`when`", &known) {
            match entry.key.text.as_str() {
                "query" => when.query = self.matchers(&entry.value, "`query`"),
                "stored" => when.stored = self.matchers(&entry.value, "`stored`"),
                "body" => when.body = Some(self.matcher(&entry.value)),
                "path" => when.path = Some(self.matcher(&entry.value)),
                "headers" => {
                    let headers = self.matchers(&entry.value, "`headers`");
                    let lower = |(name, matcher): (String, _)| (name.to_ascii_lowercase(), matcher);
                    when.headers = headers.into_iter().map(lower).collect();
                }
                _ => {}
            }
        }
        when
    }

    fn matchers(&mut self, node: &Node, what: &str) -> Vec<(String, Matcher)> {
        let entries = self.entries(node, what);
        entries.iter().map(|entry| (entry.key.text.clone(), self.matcher(&entry.value))).collect()
    }

    /// What one value must be like.
    pub(super) fn matcher(&mut self, node: &Node) -> Matcher {
        match &node.kind {
            Kind::Refused => Matcher::Present,
            Kind::List(items) => {
                Matcher::Items(items.iter().map(|item| self.matcher(item)).collect())
            }
            Kind::Map(entries) => match entries.as_slice() {
                [only] if only.key.text == "matches" && only.value.as_scalar().is_some() => {
                    self.pattern(&only.value)
                }
                [only] if only.key.text == "equals" => Matcher::Equals(self.json(&only.value)),
                [only] if only.key.text == "not" => {
                    Matcher::Not(Box::new(self.matcher(&only.value)))
                }
                _ => Matcher::Fields(self.matchers(node, "a matcher")),
            },
            Kind::Scalar(scalar) => match scalar.text.as_str() {
                "any" | "present" => Matcher::Present,
                "absent" => Matcher::Absent,
                _ => Matcher::Equals(self.scalar(node, scalar)),
            },
        }
    }

    fn pattern(&mut self, node: &Node) -> Matcher {
        let Some(text) = self.text(node) else { return Matcher::Present };
        match Pattern::new(&text) {
            Ok(pattern) => Matcher::Matches(pattern),
            Err(_) => {
                let help = "see https://docs.rs/regex for what a pattern may hold";
                self.error("bad-pattern", &node.span, "this is no regular expression", help);
                Matcher::Present
            }
        }
    }
}
