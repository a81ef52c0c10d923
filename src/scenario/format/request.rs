use super::scope::Scope;
use crate::{
    agent::{Method, format::Reader},
    scenario::RequestMatcher,
    yaml::Node,
};

/// The keys of a request.
pub(super) const KEYS: [&str; 7] = ["action", "method", "url", "path", "query", "headers", "body"];

impl Reader<'_> {
    /// The requests of a turn: a list, or a single one.
    pub(super) fn request_matchers(
        &mut self,
        node: &Node,
        scope: &Scope<'_>,
    ) -> Vec<RequestMatcher> {
        self.one_or_more(node).iter().filter_map(|item| self.request(item, scope)).collect()
    }

    fn request(&mut self, node: &Node, scope: &Scope<'_>) -> Option<RequestMatcher> {
        let fields = self.fields(node, "a request", &KEYS)?;
        let methods = Method::ALL.map(Method::as_str);
        let unknown = ("unknown-method", "no action uses the method");
        let action = fields.get("action").and_then(|node| self.action_at(node, scope));
        let headers = fields.get("headers").map(|node| self.matchers(node, "`headers`"));
        let lower = |(name, matcher): (String, _)| (name.to_ascii_lowercase(), matcher);
        Some(RequestMatcher {
            action: action.map(|action| action.name.clone()),
            method: fields.get("method").and_then(|node| self.known_word(node, unknown, &methods)),
            url: fields.get("url").map(|node| self.matcher(node)),
            path: fields.get("path").map(|node| self.matcher(node)),
            query: fields
                .get("query")
                .map(|node| self.matchers(node, "`query`"))
                .unwrap_or_default(),
            headers: headers.unwrap_or_default().into_iter().map(lower).collect(),
            body: fields.get("body").map(|node| self.matcher(node)),
            place: self.place(&node.span),
        })
    }
}
