use std::collections::BTreeMap;

use super::Advice;
use crate::tuning::{CellScore, LineUse, Scored};

const NEVER_SAID: &str = "line-never-said";

/// What the played cells show of the lines; nothing when none was played.
pub(super) fn find(scored: &[Scored]) -> Vec<Advice> {
    meant(scored).into_iter().filter(|(_, (_, said))| *said == 0).map(never_said).collect()
}

/// For each line that was the one to say: in how many playings, and in how many it was said.
fn meant(scored: &[Scored]) -> BTreeMap<usize, (u32, u32)> {
    let mut meant = BTreeMap::new();
    for one in scored {
        let (CellScore::Held | CellScore::Lapsed(_), Some(line)) = (&one.score, one.prompt_line)
        else {
            continue;
        };
        if one.line == LineUse::None {
            continue;
        }
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
