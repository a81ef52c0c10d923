use super::FailureClass;
use crate::{
    agent::{ActionName, Agent},
    prompt::{ErrorLine, ErrorMatch},
};

/// The prompt's own line for a failure: the action's before the general, the closest first.
pub fn failure_line<'a>(
    agent: &'a Agent,
    action: &ActionName,
    class: FailureClass,
    status: Option<u16>,
) -> Option<&'a ErrorLine> {
    let lines = || agent.prompt.error_lines.iter().filter(|line| line.say.is_some());
    let own = || lines().filter(|line| line.action.as_ref() == Some(action));
    let general = || lines().filter(|line| line.action.is_none());
    let nearness =
        |line: &&ErrorLine| line.matches.iter().filter_map(|m| fits(*m, class, status)).max();
    let best = |found: &mut dyn Iterator<Item = &'a ErrorLine>| {
        // The first of equals: what the author wrote first holds.
        found.fold(None, |best: Option<(u8, &ErrorLine)>, line| match (nearness(&line), best) {
            (Some(fit), Some((held, _))) if fit <= held => best,
            (Some(fit), _) => Some((fit, line)),
            (None, _) => best,
        })
    };
    let (own, general) = (best(&mut own()), best(&mut general()));
    match (own, general) {
        // A general line for this very failure beats the action's "any error".
        (Some((own_fit, _)), Some((fit, line))) if own_fit == ANY && fit > ANY => Some(line),
        (Some((_, line)), _) | (None, Some((_, line))) => Some(line),
        (None, None) => None,
    }
}

const ANY: u8 = 0;

/// How closely a condition of the prompt fits a failure; `None` when it does not.
pub fn fits(condition: ErrorMatch, class: FailureClass, status: Option<u16>) -> Option<u8> {
    match condition {
        ErrorMatch::Status(code) => (status == Some(code)).then_some(3),
        ErrorMatch::Timeout => (class == FailureClass::Timeout).then_some(3),
        ErrorMatch::Unreachable => (class == FailureClass::Unreachable).then_some(3),
        ErrorMatch::Class(hundreds) => {
            status.is_some_and(|code| code / 100 == u16::from(hundreds)).then_some(1)
        }
        ErrorMatch::Any => Some(ANY),
    }
}
