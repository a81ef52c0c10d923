use std::collections::BTreeMap;

use super::talk::talk;
use crate::{
    report::Attempt,
    shown::{Line, Tone},
    tuning::{Cell, CellScore, LineUse, Scored, TuneResult, Variant, report::glance::place},
};

/// The talks of the cells that these names stand for, those that lapsed first.
pub fn cell_lines(result: &TuneResult, names: &[String]) -> Vec<Line> {
    let mut lines = Vec::new();
    for variant in &result.variants {
        let mut cells = named(variant, names);
        cells.sort_by_key(|(_, playings)| rank(playings));
        for (cell, playings) in cells {
            lines.extend(one(variant, cell, &playings));
        }
    }
    if lines.is_empty() {
        let text = format!(
            "No cell is named {}. The names are ACTION/OUTCOME/POINT/CALLER, each of which may be *, such as \"*/timeout\".",
            names.join(", ")
        );
        lines.push(Line::warning(&text));
    }
    lines
}

type Playings<'a> = Vec<&'a Scored>;

/// The cells that were asked for, in the order of the matrix, each with its playings.
fn named<'a>(variant: &'a Variant, names: &[String]) -> Vec<(&'a Cell, Playings<'a>)> {
    let mut cells: Vec<(&Cell, Playings<'_>)> = Vec::new();
    let mut places: BTreeMap<&Cell, usize> = BTreeMap::new();
    for scored in &variant.scored {
        if !names.iter().any(|name| scored.cell.is_named(name)) {
            continue;
        }
        let at = *places.entry(&scored.cell).or_insert_with(|| {
            cells.push((&scored.cell, Vec::new()));
            cells.len() - 1
        });
        cells[at].1.push(scored);
    }
    cells
}

/// What did not hold comes first, then what says nothing.
fn rank(playings: &[&Scored]) -> u8 {
    let ranks = playings.iter().map(|scored| match scored.score {
        CellScore::Lapsed(_) => 0,
        CellScore::Inconclusive(_) => 1,
        CellScore::Unreached(_) => 2,
        CellScore::Held => 3,
    });
    ranks.min().unwrap_or(3)
}

fn one(variant: &Variant, cell: &Cell, playings: &[&Scored]) -> Vec<Line> {
    let mut lines = Vec::new();
    let talks = variant.talks.get(&cell.to_string());
    let attempts = talks.map(|talk| talk.attempts.as_slice()).unwrap_or_default();
    for alike in groups(playings, attempts) {
        lines.push(head(variant, cell, (&alike, playings.len())));
        lines.push(meant(variant, alike.scored));
        lines.extend(lapses(alike.scored));
        match alike.attempt {
            Some(attempt) => {
                let note = |note: &String| Line::new().with("  note    ", Tone::Warn).plain(note);
                lines.extend(attempt.notes.iter().map(note));
                lines.extend(talk(attempt));
            }
            None => lines.push(Line::dimmed("  its talk was not kept")),
        }
        lines.push(Line::new());
    }
    lines
}

/// Playings that came out the same, word for word.
struct Alike<'a> {
    scored: &'a Scored,
    attempt: Option<&'a Attempt>,
    repeats: Vec<u32>,
}

fn groups<'a>(playings: &[&'a Scored], attempts: &'a [Attempt]) -> Vec<Alike<'a>> {
    let mut groups: Vec<Alike<'_>> = Vec::new();
    for &scored in playings {
        let attempt = attempts.iter().find(|attempt| attempt.number == scored.repeat);
        let same = groups.iter_mut().find(|known| {
            known.scored.score == scored.score && said(known.attempt) == said(attempt)
        });
        match same {
            Some(known) => known.repeats.push(scored.repeat),
            None => groups.push(Alike { scored, attempt, repeats: vec![scored.repeat] }),
        }
    }
    groups
}

fn said(attempt: Option<&Attempt>) -> Vec<(Option<&str>, &str)> {
    let turns = attempt.map(|attempt| attempt.turns.as_slice()).unwrap_or_default();
    turns.iter().map(|turn| (turn.user.as_deref(), turn.reply.as_str())).collect()
}

fn head(variant: &Variant, cell: &Cell, (alike, all): (&Alike<'_>, usize)) -> Line {
    let (word, tone) = match alike.scored.score {
        CellScore::Held => ("HELD", Tone::Good),
        CellScore::Lapsed(_) => ("LAPSED", Tone::Bad),
        CellScore::Unreached(_) => ("NOT CALLED", Tone::Warn),
        CellScore::Inconclusive(_) => ("INCONCLUSIVE", Tone::Warn),
    };
    let line = Line::new()
        .with(word, tone)
        .plain("  ")
        .with(&cell.to_string(), Tone::Strong)
        .dim(" · ")
        .plain(&variant.name);
    match all {
        0 | 1 => line,
        all => line.dim(&format!(" · {} of {all} repeats", alike.repeats.len())),
    }
}

/// The line of the prompt that was meant, and whether it was said.
fn meant(variant: &Variant, scored: &Scored) -> Line {
    let line = Line::dimmed("  meant   ");
    let Some(number) = scored.prompt_line else {
        return match scored.score {
            CellScore::Lapsed(_) => line.plain(&format!("no line of {}", variant.prompt)),
            _ => line.plain("nothing of the prompt's error lines"),
        };
    };
    let text = variant.prompt_lines.get(&number).map(|text| format!("  {}", text.trim()));
    let used = match scored.line {
        LineUse::Said => "said as written",
        LineUse::InOtherWords => "said in other words",
        LineUse::Unsaid => "not said",
        LineUse::None => "says what to do, quotes no sentence",
    };
    line.with(&place(variant, Some(number)), Tone::Name)
        .plain(&text.unwrap_or_default())
        .dim(&format!(" · {used}"))
}

fn lapses(scored: &Scored) -> Vec<Line> {
    match &scored.score {
        CellScore::Held => Vec::new(),
        CellScore::Lapsed(lapses) => {
            let one = |lapse: &crate::tuning::Lapse| {
                Line::new().with("  lapse   ", Tone::Bad).plain(&lapse.message())
            };
            lapses.iter().map(one).collect()
        }
        CellScore::Unreached(why) | CellScore::Inconclusive(why) => {
            vec![Line::new().with("  why     ", Tone::Warn).plain(why)]
        }
    }
}
