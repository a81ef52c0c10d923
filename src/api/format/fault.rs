//! The `faults:` of a scenario.

use super::{parse::known_names, reader::Reader};
use crate::{
    agent::{ActionName, Agent, VariableName},
    api::{Failing, Fault, FaultBinding, Layer, Matcher, Occurrence},
    diagnostic::{Diagnostic, SourceFile},
    yaml::{Entry, Key, Kind, Literal, Node, Scalar},
};

/// The keys of one entry.
const KEYS: [&str; 6] = ["action", "fault", "nth", "first", "chance", "with"];

/// Reads the faults that a scenario lays over the answers.
pub fn parse_faults(
    source: &SourceFile,
    node: &Node,
    agent: &Agent,
) -> (Vec<FaultBinding>, Vec<Diagnostic>) {
    let mut reader = Reader { source, layer: Layer::Scenario, diagnostics: Vec::new() };
    let help = "write a list: `- { action: NAME, fault: timeout }`";
    let items = match &node.kind {
        Kind::List(items) => items.as_slice(),
        Kind::Scalar(_) | Kind::Map(_) | Kind::Refused => {
            reader.wrong_type(node, "a list", help);
            &[]
        }
    };
    let bindings: Vec<_> = items.iter().filter_map(|item| reader.binding(item, agent)).collect();
    reader.report_unreachable(&bindings);
    (bindings, reader.diagnostics)
}

impl Reader<'_> {
    fn binding(&mut self, node: &Node, agent: &Agent) -> Option<FaultBinding> {
        let before = self.diagnostics.len();
        let entries = self.fields(node, "a fault", &KEYS);
        let first = entries.first()?;
        // Reported once, as unknown.
        let misspelt = self.diagnostics.len() > before;
        let action = entries.iter().find(|entry| entry.key.text == "action");
        let fault = entries.iter().find(|entry| entry.key.text == "fault");
        for (key, found) in [("action", action), ("fault", fault)] {
            if found.is_none() && !misspelt {
                let message = format!("a fault needs the key `{key}`");
                self.error("missing-key", &first.key.span, message, &format!("add `{key}:`"));
            }
        }
        let action = action.and_then(|entry| self.action(&entry.value, agent));
        let fault = fault.and_then(|entry| self.failing(&entry.value));
        let occurrence = self.occurrence(entries);
        let arguments = self.arguments(entries, agent, action.as_ref());
        let place = self.place(&node.span);
        Some(FaultBinding { action: action?, fault: fault?, occurrence, arguments, place })
    }

    fn action(&mut self, node: &Node, agent: &Agent) -> Option<ActionName> {
        let text = self.text(node)?;
        if known_names(agent).any(|known| known == text) {
            return Some(ActionName::new(text));
        }
        let key = Key { text, span: node.span.clone() };
        self.unknown("unknown-action", "the agent has no action", &key, known_names(agent));
        None
    }

    /// A fault by name, or a status from 400 to 599.
    fn failing(&mut self, node: &Node) -> Option<Failing> {
        let text = self.text(node)?;
        if let Some(failing) = Failing::parse(&text) {
            return Some(failing);
        }
        if text.parse::<i64>().is_ok() {
            let help = "write a status from 400 to 599, or the name of a fault such as `timeout`";
            self.error("bad-status", &node.span, format!("{text} is no failure"), help);
            return None;
        }
        let key = Key { text, span: node.span.clone() };
        let known = Fault::ALL.iter().map(|(name, _)| *name);
        self.unknown("unknown-fault", "there is no fault", &key, known);
        None
    }

    /// Which calls are concerned; one of `nth`, `first` and `chance` at most.
    fn occurrence(&mut self, entries: &[Entry]) -> Occurrence {
        let mut chosen = Occurrence::Always;
        let keys = ["nth", "first", "chance"];
        let given = entries.iter().filter(|entry| keys.contains(&entry.key.text.as_str()));
        for (at, entry) in given.enumerate() {
            if at > 0 {
                let message = "a fault has one of `nth`, `first` and `chance`";
                let help = "leave this one out, or write a second fault";
                self.error("two-occurrences", &entry.key.span, message, help);
                continue;
            }
            chosen = match entry.key.text.as_str() {
                "nth" => self.count(&entry.value).map_or(chosen, Occurrence::Nth),
                "first" => self.count(&entry.value).map_or(chosen, Occurrence::First),
                _ => self.chance(&entry.value).map_or(chosen, Occurrence::Chance),
            };
        }
        chosen
    }

    fn count(&mut self, node: &Node) -> Option<u32> {
        let number = match node.as_scalar().map(Scalar::literal) {
            Some(Literal::Integer(number)) => u32::try_from(number).ok(),
            _ => None,
        };
        let count = number.filter(|count| *count > 0);
        if count.is_none() && node.kind != Kind::Refused {
            let help = "write a whole number from 1: `nth: 2` is the second call";
            self.error("bad-occurrence", &node.span, "this counts no calls", help);
        }
        count
    }

    fn chance(&mut self, node: &Node) -> Option<f64> {
        let number = match node.as_scalar().map(Scalar::literal) {
            Some(Literal::Float(number)) => Some(number),
            Some(Literal::Integer(1)) => Some(1.0),
            _ => None,
        };
        let chance = number.filter(|chance| *chance > 0.0 && *chance <= 1.0);
        if chance.is_none() && node.kind != Kind::Refused {
            let help = "write a number above 0 and up to 1: `chance: 0.3` is three calls in ten";
            self.error("bad-occurrence", &node.span, "this is no probability", help);
        }
        chance
    }

    /// What the arguments must be like; without a known action their names cannot be checked.
    fn arguments(
        &mut self,
        entries: &[Entry],
        agent: &Agent,
        action: Option<&ActionName>,
    ) -> Vec<(VariableName, Matcher)> {
        let Some(entry) = entries.iter().find(|entry| entry.key.text == "with") else {
            return Vec::new();
        };
        let mut arguments = Vec::new();
        for entry in self.entries(&entry.value, "`with`") {
            let name = VariableName::new(&entry.key.text);
            let declared = action.map(|action| agent.action(action));
            if let Some(declared) = declared {
                let variables = declared.map_or(&[][..], |action| &action.variables);
                if !variables.iter().any(|variable| variable.name == name) {
                    let known = variables.iter().map(|variable| variable.name.as_str());
                    self.unknown(
                        "unknown-argument",
                        "the action has no variable",
                        &entry.key,
                        known,
                    );
                    continue;
                }
            }
            arguments.push((name, self.matcher(&entry.value)));
        }
        arguments
    }

    /// Warns of faults below one that takes every call.
    fn report_unreachable(&mut self, bindings: &[FaultBinding]) {
        for (at, binding) in bindings.iter().enumerate() {
            let takes_all = |above: &&FaultBinding| {
                above.action == binding.action
                    && above.occurrence == Occurrence::Always
                    && (above.arguments.is_empty() || above.arguments == binding.arguments)
            };
            if bindings[..at].iter().any(|above| takes_all(&above)) {
                let message = "no call comes as far as this fault";
                let help = "put it above the fault that every call meets";
                let found =
                    Diagnostic::warning("unreachable-fault", binding.place.clone(), message);
                self.diagnostics.push(found.help(help));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::read;
    use serde_json::json;

    fn agent() -> Agent {
        let text = "\
name: Desk
prompt: p.md
greeting: Hi
timezone: Europe/Berlin
dynamic_context: { url: https://api.test/context }
actions:
  - name: Look Up
    description: Look something up for the customer
    method: GET
    url: https://api.test/orders
    query: { id: '{{order_number}}' }
    variables:
      - { name: order_number, type: string, description: The number, example: ORD-1, required: true }
";
        let prompt = SourceFile::new("p.md", "Use 'Look Up'.");
        let source = SourceFile::new("agent.yaml", text);
        crate::agent::format::parse(&source, Some(&prompt)).agent.unwrap()
    }

    fn faults(text: &str) -> (Vec<FaultBinding>, Vec<String>) {
        let source = SourceFile::new("a.scenario.yaml", text);
        let (node, found) = read(&source);
        assert_eq!(found, []);
        let (bindings, found) = parse_faults(&source, &node.unwrap(), &agent());
        let shown = |found: &Diagnostic| {
            let place = &text[found.place.span.clone()];
            format!("{}: {} @{place} | {}", found.code, found.message, found.help)
        };
        (bindings, found.iter().map(shown).collect())
    }

    #[test]
    fn a_fault_has_an_action_an_occurrence_and_arguments() {
        let (bindings, found) = faults(
            "- { action: Look Up, fault: 503, nth: 2 }
- { action: Look Up, fault: reset, first: 1 }
- { action: Look Up, fault: 429_date, chance: 0.3, with: { order_number: { matches: 'ORD.*' } } }
- { action: Look Up, fault: timeout, with: { order_number: 12 } }
- { action: dynamic_context, fault: dns }
",
        );
        assert_eq!(found, [""; 0]);
        let [second, first, chance, with, context] = bindings.as_slice() else { panic!("five") };
        assert_eq!((second.fault, second.occurrence), (Failing::Status(503), Occurrence::Nth(2)));
        assert_eq!(first.fault, Failing::Fault(Fault::Reset));
        assert_eq!(first.occurrence, Occurrence::First(1));
        assert_eq!(chance.occurrence, Occurrence::Chance(0.3));
        assert!(matches!(chance.arguments[..], [(_, Matcher::Matches(_))]));
        let number = VariableName::new("order_number");
        assert_eq!(with.arguments, [(number, Matcher::Equals(json!(12)))]);
        assert_eq!(with.occurrence, Occurrence::Always);
        assert_eq!(context.action.as_str(), "dynamic_context");
        assert_eq!(context.place.span.start, 254);
    }

    #[test]
    fn every_mistake_has_its_place_and_its_remedy() {
        let (bindings, found) = faults(
            "- { action: Lok Up, fault: resett, nth: 0 }
- { actoin: Look Up, fault: reset }
- { fault: 200 }
- { action: Look Up, chance: 1.5, first: 2 }
- { action: Look Up, fault: dns, with: { ordernumber: 1 } }
- { action: dynamic_context, fault: dns, with: { a: 1 } }
- reset
",
        );
        assert_eq!(bindings.len(), 2);
        assert_eq!(
            found,
            [
                "unknown-action: the agent has no action `Lok Up` @Lok Up | did you mean `Look Up`?",
                "unknown-fault: there is no fault `resett` @resett | did you mean `reset`?",
                "bad-occurrence: this counts no calls @0 | write a whole number from 1: `nth: 2` is the second call",
                "unknown-key: a fault has no key `actoin` @actoin | did you mean `action`?",
                "missing-key: a fault needs the key `action` @fault | add `action:`",
                "bad-status: 200 is no failure @200 | write a status from 400 to 599, or the name of a fault such as `timeout`",
                "missing-key: a fault needs the key `fault` @action | add `fault:`",
                "bad-occurrence: this is no probability @1.5 | write a number above 0 and up to 1: `chance: 0.3` is three calls in ten",
                "two-occurrences: a fault has one of `nth`, `first` and `chance` @first | leave this one out, or write a second fault",
                "unknown-argument: the action has no variable `ordernumber` @ordernumber | did you mean `order_number`?",
                "unknown-argument: the action has no variable `a` @a | there is none to choose from",
                "wrong-type: expected a mapping, found text @reset | a fault is written as `key: value`",
            ]
        );
    }

    #[test]
    fn a_fault_below_one_that_takes_every_call_is_warned_of() {
        let (_, found) = faults(
            "- { action: Look Up, fault: dns, with: { order_number: a } }
- { action: Look Up, fault: reset }
- { action: Look Up, fault: 500, nth: 2 }
",
        );
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("unreachable-fault: ") && found[0].contains("500, nth"));
        assert_eq!(faults("{ action: Look Up }").1.len(), 1);
    }
}
