use super::{reader::Reader, reply::REPLY_KEYS};
use crate::{
    agent::BodyTemplate,
    api::{AuthCheck, Repetition, Rule, When},
    diagnostic::Diagnostic,
    yaml::{Kind, Literal, Node, Scalar},
};

/// The keys of a rule besides those of its first answer.
const RULE_KEYS: [&str; 11] = [
    "when",
    REPLY_KEYS[0],
    REPLY_KEYS[1],
    REPLY_KEYS[2],
    REPLY_KEYS[3],
    REPLY_KEYS[4],
    REPLY_KEYS[5],
    "then",
    "always",
    "auth",
    "store",
];

impl Reader<'_> {
    /// The rules of one action: a list, or a single one.
    pub(super) fn rules(&mut self, node: &Node) -> Vec<Rule> {
        let nodes = match &node.kind {
            Kind::List(items) => items.as_slice(),
            Kind::Map(_) | Kind::Scalar(_) | Kind::Refused => std::slice::from_ref(node),
        };
        let rules: Vec<Rule> = nodes.iter().map(|node| self.rule(node)).collect();
        let takes_all =
            |rule: &Rule| rule.when == When::default() && rule.repetition == Repetition::Last;
        if let Some(first) = rules.iter().position(takes_all) {
            for rule in &rules[first + 1..] {
                let message = "no request comes as far as this rule";
                let help = "put it above the rule that answers everything";
                let diagnostic =
                    Diagnostic::warning("unreachable-rule", rule.place.clone(), message).help(help);
                self.diagnostics.push(diagnostic);
            }
        }
        rules
    }

    fn rule(&mut self, node: &Node) -> Rule {
        let entries = self.fields(node, "a rule", &RULE_KEYS);
        let mut rule = Rule {
            when: When::default(),
            replies: vec![self.reply(entries, &node.span)],
            repetition: Repetition::Last,
            auth: AuthCheck::Ignore,
            store: Vec::new(),
            place: self.place(&node.span),
            layer: self.layer,
        };
        for entry in entries {
            match entry.key.text.as_str() {
                "when" => rule.when = self.when(&entry.value),
                "then" => self.then(&entry.value, &mut rule),
                "always" => rule.repetition = self.always(&entry.value),
                "auth" => rule.auth = self.auth(&entry.value),
                "store" => rule.store = self.store(&entry.value),
                _ => {}
            }
        }
        rule
    }

    /// The answers after the first: a list, or a single one.
    fn then(&mut self, node: &Node, rule: &mut Rule) {
        let nodes = match &node.kind {
            Kind::List(items) => items.as_slice(),
            Kind::Map(_) | Kind::Scalar(_) | Kind::Refused => std::slice::from_ref(node),
        };
        for node in nodes {
            let entries = self.fields(node, "an answer", &REPLY_KEYS);
            rule.replies.push(self.reply(entries, &node.span));
        }
    }

    fn always(&mut self, node: &Node) -> Repetition {
        match node.as_scalar().map(Scalar::literal) {
            Some(Literal::Boolean(true)) => Repetition::Last,
            Some(Literal::Boolean(false)) => Repetition::Spent,
            _ => {
                self.wrong_type(
                    node,
                    "true or false",
                    "`false` ends the rule with its last answer",
                );
                Repetition::Last
            }
        }
    }

    fn auth(&mut self, node: &Node) -> AuthCheck {
        if self.text(node).is_some_and(|text| text != "check") {
            self.error("wrong-type", &node.span, "expected `check`", "write `auth: check`");
        }
        AuthCheck::Check
    }

    fn store(&mut self, node: &Node) -> Vec<(String, BodyTemplate)> {
        let mut store = Vec::new();
        for entry in self.entries(node, "`store`") {
            let json = self.json(&entry.value);
            let template = self.template(&json, &entry.value.span);
            store.push((entry.key.text.clone(), template));
        }
        store
    }
}
