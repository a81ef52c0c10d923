//! What only a model can judge of a talk.

use super::{Course, Planned};
use crate::{
    rehearse::Conversation,
    scenario::{Evidence, Expectation, Finding, Polarity},
};

/// A statement that is to be judged, with what it is about.
pub(super) type Asked<'a> = (Evidence<'a>, (&'a Expectation, &'a str));

/// What judging came to.
#[derive(Default)]
pub(super) struct Opinion {
    /// What does not hold.
    pub findings: Vec<Finding>,
    /// Why nothing can be said of the rest.
    pub undecided: Option<String>,
}

/// Asks the judge for each statement; what is shown to it is masked as everywhere.
pub(super) async fn ask(
    asked: &[Asked<'_>],
    (planned, course): (&Planned, &Course),
    conversation: &Conversation,
) -> Opinion {
    let mut opinion = Opinion::default();
    if asked.is_empty() {
        return opinion;
    }
    let found = course.judges.as_ref().map(|judges| judges(planned, conversation)).transpose();
    let judge = match found {
        Ok(judge) => judge.flatten(),
        Err(why) => return Opinion { undecided: Some(why), ..opinion },
    };
    let Some(judge) = judge else {
        opinion.undecided = Some(
            "`judge` needs a model, and none is configured: name one with --model NAME".to_owned(),
        );
        return opinion;
    };
    for (evidence, (expectation, statement)) in asked {
        match judge.judge(statement, &evidence.said()).await {
            Err(failure) => opinion.undecided = Some(failure.message),
            Ok(judged) => {
                let must = expectation.polarity == Polarity::Must;
                if judged.holds != must {
                    let finding = finding((*evidence, expectation), (statement, &judged.why));
                    opinion.findings.push(finding);
                }
            }
        }
    }
    opinion
}

fn finding(
    (evidence, expectation): (Evidence<'_>, &Expectation),
    (statement, why): (&str, &str),
) -> Finding {
    let message = match expectation.polarity {
        Polarity::Must => "the model judges that this is not true of the reply",
        Polarity::MustNot => "the model judges that this is true of the reply, and must not be",
    };
    let mut finding = Finding::new("E-JUDGE", "reply", message);
    finding.turn = evidence.turn();
    finding.place = Some((expectation.place.clone(), expectation.key_path.clone()));
    finding.expected.push(("judge".to_owned(), statement.to_owned()));
    finding.got.push(("judge".to_owned(), why.to_owned()));
    finding.mend.push(
        "read the reply; a model may be wrong, and `contains` or `matches` never is".to_owned(),
    );
    finding
}
