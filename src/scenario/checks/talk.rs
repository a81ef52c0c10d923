use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::{
    super::Finding, CheckName, ask_again, ask_in_vain, evidence::Evidence, fact, false_success,
    gate, no_end, raw_error, secret_shown, stub, unknown_result, value_sent, write_again,
};
use crate::{
    agent::Agent, diagnostic::Place, request::Redactor, transcript::PlayedTurn, value::Reference,
};

/// A talk as it was played, with what must be known to judge it.
#[derive(Clone, Copy, Debug)]
pub struct Talk<'a> {
    /// The agent with prompt and greeting rendered.
    pub agent: &'a Agent,
    /// All turns, the greeting first where it was said.
    pub turns: &'a [PlayedTurn],
    /// Knows every secret of the agent.
    pub secrets: &'a Redactor,
    /// `agent_uuid`, `agent_number` and the other runtime variables.
    pub runtime: &'a BTreeMap<String, Json>,
    /// When and where the talk began.
    pub began: Reference,
    /// When each turn was heard, in order; turns beyond it count as heard when the talk began.
    pub heard_at: &'a [Reference],
    /// What the scenario wrote for the stub API and nothing came of.
    pub unused: Unused<'a>,
}

/// What nothing came of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unused<'a> {
    /// Rules that answered nothing.
    pub rules: &'a [Place],
    /// Faults that met no call.
    pub faults: &'a [Place],
}

impl Talk<'_> {
    /// When and where the turn of this index was heard.
    pub(super) fn at(&self, turn: usize) -> Reference {
        self.heard_at.get(turn).copied().unwrap_or(self.began)
    }
}

/// Everything that is wrong with a talk by the checks that are on, in the order of its turns.
pub fn check(talk: &Talk<'_>, off: &[CheckName]) -> Vec<Finding> {
    let evidence = Evidence::of(talk);
    let on = CheckName::ALL.into_iter().filter(|name| !off.contains(name));
    let mut findings: Vec<Finding> = on.flat_map(|name| run(name, &evidence)).collect();
    findings.sort_by_key(|finding| finding.turn.unwrap_or(u32::MAX));
    findings
}

fn run(name: CheckName, evidence: &Evidence<'_>) -> Vec<Finding> {
    match name {
        CheckName::InvalidValue => value_sent::invalid(evidence),
        CheckName::UngroundedValue => value_sent::ungrounded(evidence),
        CheckName::MissingValue => value_sent::missing(evidence),
        CheckName::AskedAgain => ask_again::find(evidence),
        CheckName::AskedInVain => ask_in_vain::find(evidence),
        CheckName::FalseSuccess => false_success::find(evidence),
        CheckName::UnannouncedUnknown => unknown_result::find(evidence),
        CheckName::InventedFact => fact::find(evidence),
        CheckName::RawError => raw_error::find(evidence),
        CheckName::RepeatedWrite => write_again::find(evidence),
        CheckName::SecretShown => secret_shown::find(evidence),
        CheckName::SkippedGate => gate::skipped(evidence),
        CheckName::UnconfirmedCall => gate::unconfirmed(evidence),
        CheckName::UnmatchedCall => stub::unmatched(evidence),
        CheckName::NoRule => stub::no_rule(evidence),
        CheckName::BrokenSchema => stub::broken_schema(evidence),
        CheckName::UnusedRule => stub::unused_rules(evidence),
        CheckName::UnusedFault => stub::unused_faults(evidence),
        CheckName::NoEnd => no_end::find(evidence),
    }
}
