use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde::Serialize;

use super::index::Index;
use crate::{
    agent::ActionName,
    report::html::{Detail, Shell, embed},
    tuning::{
        CellOutcome, Lapse, Scored, TuneResult, Variant,
        report::glance::{across, actions},
    },
};

const SHELL: Shell = Shell {
    title: "Rehearsal: the matrix",
    style: concat!(
        include_str!("../../../report/html/page/page.css"),
        include_str!("page/matrix.css"),
    ),
    body: include_str!("page/page.html"),
    script: concat!(
        "\"use strict\";\n{\n",
        include_str!("../../../report/html/page/dom.js"),
        include_str!("page/route.js"),
        include_str!("../../../report/html/page/failure.js"),
        include_str!("../../../report/html/page/talk.js"),
        include_str!("../../../report/html/page/inspect.js"),
        include_str!("../../../report/html/page/asked.js"),
        include_str!("page/matrix.js"),
        include_str!("page/cell.js"),
        include_str!("page/main.js"),
        "}\n",
    ),
};

/// A cell of the matrix as the page shows it when it is looked at.
#[derive(Serialize)]
struct Playings<'a> {
    scored: Vec<Playing<'a>>,
    /// By the cell's name.
    talks: BTreeMap<String, Detail<'a>>,
}

#[derive(Serialize)]
struct Playing<'a> {
    name: String,
    /// What is missing, in words.
    lapses: Vec<String>,
    #[serde(flatten)]
    scored: &'a Scored,
}

/// Writes the report.
///
/// # Errors
/// When it cannot be written.
pub fn write_html(result: &TuneResult, out: &mut dyn Write) -> io::Result<()> {
    SHELL.open(out)?;
    embed("run", &Index::of(result), out)?;
    // The matrix is drawn before the talks are read.
    SHELL.run(out)?;
    for (row, action) in actions(result).into_iter().enumerate() {
        for (column, found) in across(result, action).iter().enumerate() {
            for (at, variant) in result.variants.iter().enumerate() {
                let playings = Playings::of(variant, action, found.outcome);
                embed(&format!("c{at}-{row}-{column}"), &playings, out)?;
            }
        }
    }
    writeln!(out, "</body>\n</html>")
}

impl<'a> Playings<'a> {
    fn of(variant: &'a Variant, action: &ActionName, outcome: CellOutcome) -> Self {
        let own =
            |scored: &&Scored| scored.cell.action == *action && scored.cell.outcome == outcome;
        let scored: Vec<Playing<'_>> = variant.scored.iter().filter(own).map(Playing::of).collect();
        let talk = |playing: &Playing<'_>| {
            let talk = variant.talks.get(&playing.name)?;
            Some((playing.name.clone(), Detail::of(talk)))
        };
        let talks = scored.iter().filter_map(talk).collect();
        Self { scored, talks }
    }
}

impl<'a> Playing<'a> {
    fn of(scored: &'a Scored) -> Self {
        let lapses = match &scored.score {
            crate::tuning::CellScore::Lapsed(lapses) => lapses.iter().map(Lapse::message).collect(),
            _ => Vec::new(),
        };
        Self { name: scored.cell.to_string(), lapses, scored }
    }
}
