use super::{
    super::Finding,
    CheckName,
    english::doubt::tells_doubt,
    evidence::{Evidence, is_in_doubt, last_of_each},
};

/// Writes that may have taken effect unseen, where the reply does not say so.
pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (_, played) in evidence.turns() {
        let is_write =
            |action| evidence.talk.agent.action(action).is_some_and(|a| a.method.is_write());
        let doubtful = last_of_each(played)
            .into_iter()
            .find(|call| is_in_doubt(call) && is_write(&call.action));
        let Some(call) = doubtful.filter(|_| !tells_doubt(&played.reply)) else { continue };
        let message = format!(
            "{} may have taken effect without an answer, and the reply does not say that this is unknown.",
            call.action
        );
        let mut finding = CheckName::UnannouncedUnknown.finding(played, message);
        finding.expected.push(("reply".to_owned(), "that the result is not known".to_owned()));
        finding.got.push(("reply".to_owned(), played.reply.clone()));
        finding.why = evidence.reasons(call);
        finding.mend.push(format!(
            "Add a line for this failure of {} to the prompt, such as \"I can't tell yet whether it went through.\"",
            call.action
        ));
        findings.push(finding);
    }
    findings
}
