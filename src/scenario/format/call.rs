use super::scope::Scope;
use crate::{
    agent::{
        ActionName,
        format::{Reader, Spanned},
    },
    scenario::CallMatcher,
    yaml::{Entry, Kind, Node},
};

impl Reader<'_> {
    /// The calls of a turn: a list, or a single one.
    pub(super) fn call_matchers(&mut self, node: &Node, scope: &Scope<'_>) -> Vec<CallMatcher> {
        self.one_or_more(node).iter().filter_map(|item| self.call_matcher(item, scope)).collect()
    }

    /// The items of a list; anything else is a list of one.
    pub(super) fn one_or_more<'n>(&mut self, node: &'n Node) -> &'n [Node] {
        match &node.kind {
            Kind::List(items) => items,
            Kind::Refused => &[],
            Kind::Scalar(_) | Kind::Map(_) => std::slice::from_ref(node),
        }
    }

    /// `Action Name`, or `Action Name: { variable: value }`.
    fn call_matcher(&mut self, node: &Node, scope: &Scope<'_>) -> Option<CallMatcher> {
        let (name, below) = self.named(node, "a call")?;
        let action = self.action_named(&name, scope)?;
        let mut arguments = Vec::new();
        for entry in below.map(|below| self.below(below, "a call")).unwrap_or_default() {
            let name = Spanned { value: entry.key.text.clone(), span: entry.key.span.clone() };
            if let Some(variable) = self.variable_named(&name, action) {
                let matcher = self.variable_matcher(&entry.value, &[variable], scope);
                let place = self.place(&entry.value.span);
                arguments.push((variable.name.clone(), matcher, place));
            }
        }
        let place = self.place(&node.span);
        Some(CallMatcher { action: ActionName::new(name.value), arguments, place })
    }

    /// A name alone, or a mapping of one name to what belongs to it.
    pub(super) fn named<'n>(
        &mut self,
        node: &'n Node,
        what: &str,
    ) -> Option<(Spanned<String>, Option<&'n Node>)> {
        match &node.kind {
            Kind::Map(entries) => match entries.as_slice() {
                [only] => {
                    let span = only.key.span.clone();
                    Some((Spanned { value: only.key.text.clone(), span }, Some(&only.value)))
                }
                [_, second, ..] => {
                    let diagnostic = self
                        .error("several-names", &second.key.span, format!("{what} has one name"))
                        .label("a second one")
                        .help("write each as an item of the list, with its own `-`");
                    self.push(diagnostic);
                    None
                }
                [] => {
                    self.wrong_type(node, "a name", "write the name, or `name: { … }`");
                    None
                }
            },
            Kind::Scalar(_) | Kind::List(_) | Kind::Refused => {
                Some((self.filled_text(node)?, None))
            }
        }
    }

    /// The entries below a name; none where nothing is written.
    pub(super) fn below<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Entry] {
        if node.is_null() { &[] } else { self.mapping(node, what).unwrap_or_default() }
    }
}
