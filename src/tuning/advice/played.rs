use std::collections::BTreeMap;

use super::{
    Advice,
    line::{conditions, lines},
    reach::nearest,
    situation::Situation,
};
use crate::{
    agent::Agent,
    tuning::{CellScore, LineUse, Scored},
};

const NEVER_SAID: &str = "line-never-said";
const NOT_PLAYED: &str = "line-not-played";

/// What the played cells show of the lines; nothing when none was played.
pub(super) fn find(agent: &Agent, scored: &[Scored]) -> Vec<Advice> {
    let meant = meant(scored);
    if meant.is_empty() {
        return Vec::new();
    }
    let mut found = not_played(agent);
    found.extend(meant.into_iter().filter(|(_, (_, said))| *said == 0).map(never_said));
    found
}

/// For each line that was the one to say: in how many playings, and in how many it was said.
fn meant(scored: &[Scored]) -> BTreeMap<usize, (u32, u32)> {
    let mut meant = BTreeMap::new();
    for one in scored {
        let (CellScore::Held | CellScore::Lapsed(_), Some(line)) = (&one.score, one.prompt_line)
        else {
            continue;
        };
        let (all, said) = meant.entry(line).or_insert((0, 0));
        *all += 1;
        *said += u32::from(matches!(one.line, LineUse::Said | LineUse::InOtherWords));
    }
    meant
}

fn never_said((line, (all, _)): (usize, (u32, u32))) -> Advice {
    let message = match all {
        1 => "It was the line to say once, and was not said.".to_owned(),
        all => format!("It was the line to say {all} times, and was never said."),
    };
    let mend = "Write above the list that the quoted sentence is to be said as it stands, and keep the \
                condition short: a status, a timeout, or any error.";
    Advice::new(NEVER_SAID, Some(line), message, mend)
}

/// Lines for failures that can happen and that the matrix does not play.
fn not_played(agent: &Agent) -> Vec<Advice> {
    let (played, all) = (nearest(agent, &Situation::played()), nearest(agent, &Situation::all()));
    let unplayed = |line: usize| all.contains(&line) && !played.contains(&line);
    let lines = lines(agent).into_iter().filter(|line| line.say.is_some() && unplayed(line.line));
    lines
        .map(|line| {
            let message = format!(
                "The matrix plays no call that fails with {}, so nothing is known of this line.",
                conditions(&line.matches)
            );
            let mend = "Write a scenario whose api: answers so.";
            Advice::new(NOT_PLAYED, Some(line.line), message, mend)
        })
        .collect()
}
