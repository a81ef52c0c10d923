use std::str::FromStr;

use crate::{cli::Environment, report::Shard};

/// Which part of the suite is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShardChoice {
    /// This one.
    Given(Shard),
    /// The one that the variables of the CI name.
    Auto,
}

impl FromStr for ShardChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "auto" {
            return Ok(Self::Auto);
        }
        let numbers = text
            .split_once('/')
            .and_then(|(index, of)| Some((index.trim().parse().ok()?, of.trim().parse().ok()?)));
        match numbers {
            Some((index, of)) if 1 <= index && index <= of => Ok(Self::Given(Shard { index, of })),
            _ => Err("write it as I/N with I from 1 to N, as in 2/5, or `auto`".to_owned()),
        }
    }
}

/// Variables that name a machine and how many there are: index, count, and what the first index is.
const VARIABLES: [(&str, &str, &str, u32); 5] = [
    ("REHEARSAL_SHARD_INDEX", "REHEARSAL_SHARD_COUNT", "ours, for a GitHub matrix", 1),
    ("CI_NODE_INDEX", "CI_NODE_TOTAL", "GitLab", 1),
    ("CIRCLE_NODE_INDEX", "CIRCLE_NODE_TOTAL", "CircleCI", 0),
    ("BUILDKITE_PARALLEL_JOB", "BUILDKITE_PARALLEL_JOB_COUNT", "Buildkite", 0),
    ("JOB_COMPLETION_INDEX", "REHEARSAL_SHARD_COUNT", "a Kubernetes indexed job", 0),
];

impl ShardChoice {
    /// The shard that this comes to.
    ///
    /// # Errors
    /// A sentence, when the variables of the CI say nothing, or nonsense.
    pub fn shard(self, environment: &Environment) -> Result<Shard, String> {
        match self {
            Self::Given(shard) => Ok(shard),
            Self::Auto => from_variables(environment),
        }
    }
}

fn from_variables(environment: &Environment) -> Result<Shard, String> {
    for (index, count, _, first) in VARIABLES {
        let (Some(at), Some(of)) = (environment.get(index), environment.get(count)) else {
            continue;
        };
        let numbers = (at.parse::<u32>(), of.parse::<u32>());
        return match numbers {
            (Ok(at), Ok(of)) if at >= first && at - first < of => {
                Ok(Shard { index: at - first + 1, of })
            }
            _ => Err(format!("{index}={at} of {count}={of} is no part of a whole")),
        };
    }
    let pairs: Vec<_> = VARIABLES
        .iter()
        .map(|(index, count, whose, _)| format!("{index} and {count} ({whose})"))
        .collect();
    Err(format!("no variable names the shard; set one pair of {}", pairs.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(pairs: &[(&str, &str)]) -> Result<Shard, String> {
        let variables = pairs.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        ShardChoice::Auto.shard(&Environment {
            variables: variables.collect(),
            input_is_terminal: false,
            output_is_terminal: false,
            errors_are_terminal: false,
        })
    }

    #[test]
    fn a_shard_is_counted_from_one() {
        let given = |index, of| Ok(ShardChoice::Given(Shard { index, of }));
        assert_eq!("2/5".parse(), given(2, 5));
        assert_eq!("1/1".parse(), given(1, 1));
        for text in ["0/5", "6/5", "2", "a/b", "-1/3", "1/0"] {
            assert!(text.parse::<ShardChoice>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_variables_of_each_ci_are_known_with_their_first_index() {
        let is = |pairs: &[(&str, &str)], index| {
            assert_eq!(auto(pairs), Ok(Shard { index, of: 3 }));
        };
        is(&[("CI_NODE_INDEX", "1"), ("CI_NODE_TOTAL", "3")], 1);
        is(&[("CIRCLE_NODE_INDEX", "0"), ("CIRCLE_NODE_TOTAL", "3")], 1);
        is(&[("BUILDKITE_PARALLEL_JOB", "2"), ("BUILDKITE_PARALLEL_JOB_COUNT", "3")], 3);
        is(&[("JOB_COMPLETION_INDEX", "1"), ("REHEARSAL_SHARD_COUNT", "3")], 2);
        is(&[("REHEARSAL_SHARD_INDEX", "3"), ("REHEARSAL_SHARD_COUNT", "3")], 3);
        assert!(auto(&[("CI_NODE_INDEX", "4"), ("CI_NODE_TOTAL", "3")]).is_err());
        assert!(auto(&[]).unwrap_err().contains("JOB_COMPLETION_INDEX"));
    }
}
