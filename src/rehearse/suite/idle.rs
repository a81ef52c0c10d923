//! Why a rule or a fault of a scenario came to nothing.

use crate::{
    agent::ActionName,
    api::{Difference, Layer, Rule, Rules, UnusedFault},
    diagnostic::Place,
    request::FrozenRequest,
    scenario::{Finding, checks::CheckName},
    transcript::PlayedTurn,
};

/// Adds to each finding about a rule or a fault that went unused why it did.
pub(super) fn explain(
    findings: &mut [Finding],
    (rules, faults): (&Rules, &[UnusedFault]),
    turns: &[PlayedTurn],
) {
    for finding in findings {
        let Some((place, _)) = &finding.place else { continue };
        if finding.kind == CheckName::UnusedFault.name() {
            let fault = faults.iter().find(|fault| fault.place == *place);
            finding.why.extend(fault.map(ToString::to_string));
        } else if finding.kind == CheckName::UnusedRule.name() {
            let rule = rule_at(rules, place);
            finding.why.extend(rule.map(|(action, rule)| why_idle(action, rule, turns)));
        }
    }
}

fn rule_at<'a>(rules: &'a Rules, place: &Place) -> Option<(&'a ActionName, &'a Rule)> {
    rules.actions().find_map(|(action, rules)| {
        let rule = rules.iter().find(|rule| rule.layer == Layer::Scenario && rule.place == *place);
        rule.map(|rule| (action, &**rule))
    })
}

fn why_idle(action: &ActionName, rule: &Rule, turns: &[PlayedTurn]) -> String {
    let calls = turns.iter().flat_map(|turn| turn.calls.iter().map(move |call| (turn, call)));
    let mut sent = calls
        .filter(|(_, call)| call.action == *action)
        .filter_map(|(turn, call)| Some((turn.record.turn, call.request.as_ref()?)))
        .peekable();
    if sent.peek().is_none() {
        return format!("{action} was not called");
    }
    let differing = sent.map(|(turn, request)| (turn, difference(rule, request)));
    match differing.min_by_key(|(_, difference)| difference.is_some()) {
        Some((turn, Some(difference))) => {
            format!("the call of {action} in turn {turn} differs: {difference}")
        }
        Some((turn, None)) => {
            format!(
                "what the rule says of query, headers and body fits the call of {action} in turn \
                 {turn}, so a rule above it answered, or its `path` or `stored` does not fit"
            )
        }
        None => format!("{action} was not called"),
    }
}

/// The first thing that the rule wants otherwise.
fn difference(rule: &Rule, request: &FrozenRequest) -> Option<Difference> {
    let query = rule.when.query.iter().find_map(|(key, wanted)| {
        let mut pairs = request.url.query_pairs();
        let got = pairs.find(|(known, _)| known == key).map(|(_, value)| (*value).into());
        wanted.difference(&format!("query.{key}"), got.as_ref())
    });
    let headers = || {
        rule.when.headers.iter().find_map(|(name, wanted)| {
            let got = request.header(name).map(Into::into);
            wanted.difference(&format!("headers.{name}"), got.as_ref())
        })
    };
    query
        .or_else(headers)
        .or_else(|| rule.when.body.as_ref()?.difference("body", request.body.as_ref()))
}
