//! Which of a scenario's faults a call meets, and why one never came.

use std::collections::BTreeMap;

use serde_json::json;

use super::{StubState, state::Met};
use crate::{
    agent::{ActionName, VariableName},
    api::{
        Cause, Difference, Failing, FaultBinding, NeverCame, Occurrence, Reply, Spoilt,
        UnusedFault, reason,
    },
    value::Value,
};

/// Counts a call for every fault bound to its action; the place of the first fault that it meets.
pub(super) fn choose(
    bindings: &[FaultBinding],
    (action, arguments): (&ActionName, &BTreeMap<VariableName, Value>),
    state: &mut StubState,
    seed: u64,
) -> Option<usize> {
    let mut chosen = None;
    for (at, binding) in bindings.iter().enumerate().filter(|(_, known)| known.action == *action) {
        let met = state.met(at);
        met.called += 1;
        if let Some(difference) = difference(binding, arguments) {
            met.differed = Some(difference);
            continue;
        }
        met.fitting += 1;
        let call = met.fitting;
        if binding.occurrence.concerns(call, || draw(seed, at, call)) {
            chosen = chosen.or(Some(at));
        }
    }
    chosen
}

/// The first argument that is not as the fault wants it.
fn difference(
    binding: &FaultBinding,
    arguments: &BTreeMap<VariableName, Value>,
) -> Option<Difference> {
    binding.arguments.iter().find_map(|(name, matcher)| {
        let got = arguments.get(name).map(Value::to_json);
        matcher.difference(name.as_str(), got.as_ref())
    })
}

/// A number from 0 up to 1 that depends on nothing but the seed, the fault and the call.
fn draw(seed: u64, fault: usize, call: u32) -> f64 {
    let mut mixed = fastrand::Rng::with_seed(seed);
    let own = mixed.u64(..) ^ ((fault as u64) << 32 | u64::from(call));
    fastrand::Rng::with_seed(fastrand::Rng::with_seed(own).u64(..)).f64()
}

/// Lays a fault over a good answer.
pub(super) fn lay(binding: &FaultBinding, reply: &mut Reply) -> Spoilt {
    match binding.fault {
        Failing::Fault(fault) => reply.fault = Some(fault),
        Failing::Status(status) => {
            let delay = reply.delay;
            *reply = Reply { delay, ..Reply::json(status, json!({ "error": reason(status) })) };
        }
    }
    Spoilt { fault: binding.fault, cause: Cause::Binding(binding.place.clone()) }
}

/// The faults that never came; one by chance may stay away, if only its calls came.
pub(super) fn unused(bindings: &[FaultBinding], state: &StubState) -> Vec<UnusedFault> {
    let never = |(at, binding): (usize, &FaultBinding)| {
        let why = why_unused(binding, state.faults.get(at).unwrap_or(&Met::default()))?;
        let FaultBinding { place, action, fault, .. } = binding.clone();
        Some(UnusedFault { place, action, fault, why })
    };
    bindings.iter().enumerate().filter_map(never).collect()
}

fn why_unused(binding: &FaultBinding, met: &Met) -> Option<NeverCame> {
    match (met, binding.occurrence) {
        (Met { laid: 1.., .. }, _) | (Met { fitting: 1.., .. }, Occurrence::Chance(_)) => None,
        (Met { called: 0, .. }, _) => Some(NeverCame::NeverCalled),
        (Met { fitting: 0, differed, .. }, _) => {
            Some(differed.clone().map_or(NeverCame::GivenWay, NeverCame::OtherArguments))
        }
        (Met { fitting, .. }, Occurrence::Nth(nth)) if *fitting < nth => {
            Some(NeverCame::TooFewCalls { calls: *fitting, nth })
        }
        _ => Some(NeverCame::GivenWay),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_depends_on_seed_fault_and_call_and_is_even() {
        assert_eq!(draw(7, 0, 1).to_bits(), draw(7, 0, 1).to_bits());
        let others = [draw(8, 0, 1), draw(7, 1, 1), draw(7, 0, 2)];
        assert!(others.iter().all(|other| other.to_bits() != draw(7, 0, 1).to_bits()));
        for seed in 0..20 {
            let below = (1..=2000).filter(|call| draw(seed, 0, *call) < 0.3).count();
            assert!((500..700).contains(&below), "{seed}: {below}");
        }
        let first = (0..2000).filter(|seed| draw(*seed, 0, 1) < 0.3).count();
        assert!((500..700).contains(&first), "{first}");
    }
}
