use super::{Hearing, ground::ground};
use crate::{agent::Variable, dialogue::UserAct};

/// A value that the model names now and the customer said in an earlier turn: the latest one that was
/// said, never one of what is kept in confidence.
pub(super) fn recalled(hearing: &Hearing<'_>, variable: &Variable, given: &str) -> Option<UserAct> {
    hearing.state.exchanges.iter().rev().find_map(|exchange| {
        let said = exchange.said.as_ref()?;
        let found = ground(variable, given, &said.text, &hearing.at)?;
        let mut covered = said.covered.iter();
        let is_covered =
            covered.any(|(_, span)| found.span.start < span.end && span.start < found.span.end);
        (!is_covered).then(|| UserAct::Recall {
            variable: variable.name.clone(),
            raw: found.raw,
            turn: exchange.turn,
            span: found.span,
        })
    })
}
