use super::{
    super::Finding,
    CheckName,
    evidence::{Evidence, Made},
    ground::Grounds,
    sent::{Sent, typed},
};
use crate::{
    agent::Variable,
    request::MASK,
    value::{self, Reference, Refusal, Value, VariableType},
};

/// A variable of a call with what left for it.
struct Carried<'a> {
    made: Made<'a>,
    variable: &'a Variable,
    sent: Sent,
}

/// Values that are not valid for their variable at the time of the call.
pub(super) fn invalid(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for carried in carried(evidence) {
        let at = evidence.at(carried.made.turn);
        if let Some(why) = carried.refusal(&at) {
            add(&mut findings, carried.invalid(evidence, &why));
        }
    }
    findings
}

/// Values that come from nowhere.
pub(super) fn ungrounded(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let grounds = Grounds::of(evidence);
    for carried in carried(evidence) {
        // What is no value at all is the business of `invalid`.
        let Some(value) = carried.value() else { continue };
        if !grounds.bear(carried.made, carried.variable, &value) {
            add(&mut findings, carried.ungrounded(evidence));
        }
    }
    findings
}

/// Calls without a value that they require.
pub(super) fn missing(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for made in evidence.calls() {
        let variables = made.action.map_or(&[][..], |action| &action.variables);
        for variable in variables.iter().filter(|variable| variable.is_required()) {
            let sent = made.sent(variable);
            if matches!(sent, None | Some(Sent::Nothing)) {
                add(&mut findings, lacking(evidence, made, variable));
            }
        }
    }
    findings
}

fn carried<'a>(evidence: &Evidence<'a>) -> impl Iterator<Item = Carried<'a>> + use<'a> {
    evidence.calls().flat_map(|made| {
        let variables = made.action.map_or(&[][..], |action| &action.variables);
        variables.iter().filter_map(move |variable| {
            let sent = made.sent(variable).filter(|sent| *sent != Sent::Nothing)?;
            Some(Carried { made, variable, sent })
        })
    })
}

/// A retry sends the same again; it is told once.
fn add(findings: &mut Vec<Finding>, finding: Finding) {
    if !findings.contains(&finding) {
        findings.push(finding);
    }
}

impl Carried<'_> {
    fn value(&self) -> Option<Value> {
        match &self.sent {
            Sent::Argument(value) => Some(value.clone()),
            Sent::Alone(json) => typed(self.variable.spec.variable_type, json),
            Sent::Nothing => None,
        }
    }

    /// Why the value is not valid, in words; `None` when it is.
    fn refusal(&self, at: &Reference) -> Option<String> {
        let spec = &self.variable.spec;
        let Some(value) = self.value() else {
            return Some(format!("it is no {}", spec.variable_type.name()));
        };
        value::validate(spec, &value, at)
            .and_then(|()| self.well_formed(&value, at))
            .err()
            .map(|refusal| refusal.kind.name().replace('_', " "))
    }

    /// Whether an email address or a phone number is one.
    fn well_formed(&self, value: &Value, at: &Reference) -> Result<(), Refusal> {
        match self.variable.spec.variable_type {
            VariableType::Email | VariableType::Phone => {
                value::parse(&self.variable.spec, &value.to_string(), at).map(drop)
            }
            _ => Ok(()),
        }
    }

    fn shown(&self) -> String {
        match &self.sent {
            _ if self.variable.sensitive => MASK.to_owned(),
            Sent::Argument(value) => value.to_string(),
            Sent::Alone(json) => json.as_str().map_or_else(|| json.to_string(), str::to_owned),
            Sent::Nothing => String::new(),
        }
    }

    fn invalid(&self, evidence: &Evidence<'_>, why: &str) -> Finding {
        let name = &self.variable.name;
        let mut finding = CheckName::InvalidValue.finding(
            evidence.turn(self.made.turn),
            format!("{} was called with a {name} that is not valid: {why}.", self.made.call.action),
        );
        finding.expected.push((name.to_string(), allowed(self.variable)));
        finding.got.push((name.to_string(), self.shown()));
        finding.why.push(format!("the variable {name} is declared so in the agent's file"));
        finding.mend.push(format!(
            "If the value should be allowed, widen the limits of {name}; else let the agent ask again."
        ));
        finding
    }

    fn ungrounded(&self, evidence: &Evidence<'_>) -> Finding {
        let name = &self.variable.name;
        let mut finding = CheckName::UngroundedValue.finding(
            evidence.turn(self.made.turn),
            format!(
                "{} was called with a {name} that the customer never said.",
                self.made.call.action
            ),
        );
        let sources = "a value the customer said, or one of the context, a default, a saved answer";
        finding.expected.push((name.to_string(), sources.to_owned()));
        finding.got.push((name.to_string(), self.shown()));
        if let Some(held) = self.made.call.arguments.get(name).filter(|_| !self.variable.sensitive)
        {
            finding.why.push(format!("the call claims to have read it from {:?}", held.raw));
        }
        finding.mend.push(format!(
            "Let the agent ask for the {} instead of making one up; the prompt can say so.",
            name.in_words()
        ));
        finding
    }
}

fn lacking(evidence: &Evidence<'_>, made: Made<'_>, variable: &Variable) -> Finding {
    let name = &variable.name;
    let mut finding = CheckName::MissingValue.finding(
        evidence.turn(made.turn),
        format!("{} was called without the {name} that it requires.", made.call.action),
    );
    finding.expected.push((name.to_string(), allowed(variable)));
    finding.got.push((name.to_string(), "nothing".to_owned()));
    finding.why.push(format!("the agent's file declares {name} as required"));
    finding.mend.push(format!(
        "Let the agent ask for the {} first, or declare it as not required.",
        name.in_words()
    ));
    finding
}

/// What a variable accepts, in words.
fn allowed(variable: &Variable) -> String {
    let spec = &variable.spec;
    let kind = spec.variable_type.name();
    let article = if kind.starts_with(['e', 'i']) { "an" } else { "a" };
    let mut words = vec![format!("{article} {kind}")];
    if let Some(pattern) = &spec.pattern {
        words.push(format!("that matches {}", pattern.source()));
    }
    if !spec.choices.is_empty() {
        let choices: Vec<&str> = spec.choices.iter().map(|known| known.value.as_str()).collect();
        words.push(format!("out of {}", choices.join(", ")));
    }
    words.extend(spec.min.map(|min| format!("of at least {min}")));
    words.extend(spec.max.map(|max| format!("of at most {max}")));
    words.extend(spec.earliest.map(|_| "not too early".to_owned()));
    words.extend(spec.latest.map(|_| "not too late".to_owned()));
    words.join(" ")
}
