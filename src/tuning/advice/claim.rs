use super::{
    Advice,
    line::{lines, without_templates},
};
use crate::{agent::Agent, scenario::checks::claimed_deeds};

const CODE: &str = "error-line-claims-success";

/// Sentences for a failure that tell something as done.
pub(super) fn find(agent: &Agent) -> Vec<Advice> {
    let claims = lines(agent).into_iter().filter_map(|line| {
        let say = without_templates(line.say.as_deref()?);
        Some((line.line, claimed_deeds(&say).into_iter().next()?))
    });
    claims.map(|(line, deed)| claiming(line, &deed)).collect()
}

fn claiming(line: usize, deed: &str) -> Advice {
    let message =
        format!("The call has failed, and the line tells the customer that it worked: \"{deed}\".");
    let mend = "Say that it did not work, or that it is not known yet whether it did.";
    Advice::new(CODE, Some(line), message, mend)
}
