use super::reader::Reader;
use crate::{
    agent::{ActionName, Agent},
    api::{DYNAMIC_CONTEXT, Layer, Rules},
    diagnostic::{Diagnostic, SourceFile},
    yaml::{Kind, Node, read},
};

/// Reads a whole `api.yaml` of this agent. A file with nothing but comments holds no rules.
pub fn parse(source: &SourceFile, agent: &Agent) -> (Rules, Vec<Diagnostic>) {
    let bare = |line: &str| line.trim().is_empty() || line.trim().starts_with('#');
    if source.text.lines().all(bare) {
        return (Rules::default(), Vec::new());
    }
    let (node, mut diagnostics) = read(source);
    let Some(node) = node else { return (Rules::default(), diagnostics) };
    let (rules, found) = parse_node(source, &node, (agent, Layer::Default));
    diagnostics.extend(found);
    (rules, diagnostics)
}

/// Reads rules that are a part of another file.
pub fn parse_node(
    source: &SourceFile,
    node: &Node,
    (agent, layer): (&Agent, Layer),
) -> (Rules, Vec<Diagnostic>) {
    let mut reader = Reader { source, layer, diagnostics: Vec::new() };
    let mut rules = Rules::default();
    let entries = match &node.kind {
        Kind::Map(entries) => entries.as_slice(),
        Kind::Scalar(_) | Kind::List(_) | Kind::Refused => {
            reader.wrong_type(
                node,
                "a mapping",
                "write each action's name with its rules below it",
            );
            &[]
        }
    };
    for entry in entries {
        let name = entry.key.text.as_str();
        if !known_names(agent).any(|known| known == name) {
            let known = known_names(agent);
            reader.unknown("unknown-action", "the agent has no action", &entry.key, known);
            continue;
        }
        for rule in reader.rules(&entry.value) {
            rules.push(ActionName::new(name), rule);
        }
    }
    (rules, reader.diagnostics)
}

/// What may be answered: the actions, and the dynamic context where there is one.
pub(super) fn known_names(agent: &Agent) -> impl Iterator<Item = &str> + Clone {
    let context = agent.dynamic_context.as_ref().map(|_| DYNAMIC_CONTEXT);
    agent.actions.iter().map(|action| action.name.as_str()).chain(context)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{AuthCheck, Fault, Matcher, Payload, Repetition, Rule};
    use serde_json::json;
    use std::time::Duration;

    fn agent() -> Agent {
        let text = "\
name: Desk
prompt: p.md
greeting: Hi
timezone: Europe/Berlin
actions:
  - name: Look Up
    description: Look something up for the customer
    method: GET
    url: https://api.test/orders
    variables: []
";
        let prompt = SourceFile::new("p.md", "Use 'Look Up'.");
        let loaded =
            crate::agent::format::parse(&SourceFile::new("agent.yaml", text), Some(&prompt));
        loaded.agent.unwrap()
    }

    fn read_rules(text: &str) -> (Vec<Rule>, Vec<String>) {
        let (rules, diagnostics) = parse(&SourceFile::new("api.yaml", text), &agent());
        let rules = rules.of(&ActionName::new("Look Up"));
        let rules = rules.iter().map(|rule| (**rule).clone()).collect();
        let found = |diagnostic: &Diagnostic| {
            format!(
                "{}: {} @{} | {}",
                diagnostic.code,
                diagnostic.message,
                &text[diagnostic.place.span.clone()].lines().next().unwrap_or_default(),
                diagnostic.help
            )
        };
        (rules, diagnostics.iter().map(found).collect())
    }

    #[test]
    fn a_rule_has_all_its_parts() {
        let (rules, found) = read_rules(
            "Look Up:
  - when: { query: { id: 25, x: absent }, headers: { Authorization: present }, body: { a: { matches: 'x+' } } }
    status: 429
    json: { again: true }
    headers: { Retry-After: 2 }
    delay: 12s
    then: [{ fault: reset }, { text: hi }]
    always: false
    auth: check
    store: { last: '{{query.id}}' }
  - { json: { id: '{{stored.last}}' } }
",
        );
        assert_eq!(found, [""; 0]);
        let [first, second] = rules.as_slice() else { panic!("two rules") };
        assert_eq!(
            first.when.query,
            [("id".into(), Matcher::Equals(json!(25))), ("x".into(), Matcher::Absent)]
        );
        assert_eq!(first.when.headers, [("authorization".into(), Matcher::Present)]);
        assert_eq!((first.repetition, first.auth), (Repetition::Spent, AuthCheck::Check));
        let [reply, reset, text] = first.replies.as_slice() else { panic!("three answers") };
        assert_eq!(reply.delay, Duration::from_secs(12));
        assert_eq!(reply.headers, [("retry-after".into(), "2".into())]);
        assert_eq!(reply.payload, Payload::Json(json!({ "again": true })));
        assert_eq!(reset.fault, Some(Fault::Reset));
        assert_eq!(text.payload, Payload::Text("hi".into()));
        assert!(matches!(second.replies[0].payload, Payload::Template(_)));
    }

    #[test]
    fn every_mistake_is_reported_with_its_remedy() {
        let (_, found) = read_rules(
            "Lok Up: { status: 200 }
Look Up:
  - { stauts: 404, status: 99, fault: resett, delay: soon, json: no }
  - { headers: { content-length: 3 }, json: '{{contact.name}}', text: x }
  - { status: 200, when: { bdy: 1, query: { a: { matches: '(' } } }, then: [{ when: 1 }] }
",
        );
        let codes: Vec<&str> = found.iter().map(|text| text.split(':').next().unwrap()).collect();
        assert_eq!(
            codes,
            [
                "unknown-action",
                "unknown-key",
                "bad-status",
                "unknown-fault",
                "bad-duration",
                "ambiguous-scalar",
                "bad-header",
                "unknown-placeholder",
                "two-bodies",
                "unknown-key",
                "bad-pattern",
                "unknown-key",
                "unreachable-rule",
                "unreachable-rule",
            ]
        );
        assert_eq!(
            found[0],
            "unknown-action: the agent has no action `Lok Up` @Lok Up | did you mean `Look Up`?"
        );
        assert_eq!(
            found[1],
            "unknown-key: a rule has no key `stauts` @stauts | did you mean `status`?"
        );
    }

    #[test]
    fn a_file_without_rules_is_no_mistake() {
        assert_eq!(read_rules("# nothing yet\n\n"), (Vec::new(), Vec::new()));
    }
}
