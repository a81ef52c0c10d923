use super::reader::Reader;
use crate::{
    agent::{ActionName, Agent},
    diagnostic::{Diagnostic, SourceFile},
    http::{
        DYNAMIC_CONTEXT,
        stub::{Layer, Rules},
    },
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
fn known_names(agent: &Agent) -> impl Iterator<Item = &str> + Clone {
    let context = agent.dynamic_context.as_ref().map(|_| DYNAMIC_CONTEXT);
    agent.actions.iter().map(|action| action.name.as_str()).chain(context)
}
