//! A tuning as JUnit XML: a suite for each variant, a case for each action with an outcome.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use super::{
    glance::{place, share, silent},
    lapsed::lapsed,
};
use crate::{
    agent::ActionName,
    report::markup::{xml, xml_text},
    tuning::{CellOutcome, CellScore, Column, Scored, Tally, TuneResult, Variant},
};

/// Writes the report. A case fails when any of its playings lapsed.
///
/// # Errors
/// When it cannot be written.
pub fn write_junit(result: &TuneResult, out: &mut dyn Write) -> io::Result<()> {
    let all = result.variants.iter().flat_map(tallies);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<testsuites name=\"rehearsal tune\" {} time=\"{}\">",
        counts(all),
        seconds(result.facts.ms)
    )?;
    for variant in &result.variants {
        suite(result, variant, out)?;
    }
    writeln!(out, "</testsuites>")
}

fn tallies(variant: &Variant) -> impl Iterator<Item = &Tally> {
    variant.matrix.rows.iter().flat_map(|row| row.columns.iter().map(|column| &column.tally))
}

/// What a case comes to.
#[derive(PartialEq)]
enum Came {
    Held,
    Lapsed,
    SaysNothing,
}

fn came(tally: &Tally) -> Came {
    match (tally.lapsed, tally.held) {
        (0, 0) => Came::SaysNothing,
        (0, _) => Came::Held,
        _ => Came::Lapsed,
    }
}

fn counts<'a>(tallies: impl Iterator<Item = &'a Tally>) -> String {
    let came: Vec<Came> = tallies.map(came).collect();
    let of = |wanted: &Came| came.iter().filter(|came| *came == wanted).count();
    format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\"",
        came.len(),
        of(&Came::Lapsed),
        of(&Came::SaysNothing)
    )
}

fn suite(result: &TuneResult, variant: &Variant, out: &mut dyn Write) -> io::Result<()> {
    let facts = &result.facts;
    // The whole time is not split over the variants.
    writeln!(
        out,
        "  <testsuite name=\"{}\" package=\"{}\" {} skipped=\"0\" time=\"0\" timestamp=\"{}\">",
        xml(&variant.name),
        xml(&facts.agent),
        counts(tallies(variant)),
        xml(facts.started.get(..19).unwrap_or("1970-01-01T00:00:00")),
    )?;
    writeln!(out, "    <properties>")?;
    let (seed, repeat) = (facts.seed.to_string(), facts.repeat.to_string());
    for (name, value) in [
        ("rehearsal", facts.version.as_str()),
        ("prompt", &variant.prompt),
        ("model", variant.model.as_deref().unwrap_or("offline")),
        ("policy", &variant.policy),
        ("seed", &seed),
        ("repeat", &repeat),
    ] {
        writeln!(out, "      <property name=\"{name}\" value=\"{}\"/>", xml(value))?;
    }
    writeln!(out, "    </properties>")?;
    let scored = by_case(variant);
    let places = lapses(result, variant);
    for row in &variant.matrix.rows {
        for column in &row.columns {
            let key = (&row.action, column.outcome);
            let scored = scored.get(&key).map(Vec::as_slice).unwrap_or_default();
            case((variant, &row.action, column), (scored, &places), out)?;
        }
    }
    writeln!(out, "  </testsuite>")
}

type Key<'a> = (&'a ActionName, CellOutcome);

fn by_case(variant: &Variant) -> BTreeMap<Key<'_>, Vec<&Scored>> {
    let mut cases: BTreeMap<Key<'_>, Vec<&Scored>> = BTreeMap::new();
    for scored in &variant.scored {
        cases.entry((&scored.cell.action, scored.cell.outcome)).or_default().push(scored);
    }
    cases
}

/// The places in the prompt that lapses of a case are about.
fn lapses<'a>(result: &'a TuneResult, variant: &Variant) -> BTreeMap<Key<'a>, Vec<String>> {
    let mut places: BTreeMap<Key<'_>, Vec<String>> = BTreeMap::new();
    let own = |name: &str| name == variant.name;
    for lapsed in lapsed(result).into_iter().filter(|lapsed| own(&lapsed.variant.name)) {
        let told = format!("{} ({})", lapsed.lapse.message(), place(lapsed.variant, lapsed.line));
        for outcome in lapsed.outcomes {
            places.entry((lapsed.action, outcome)).or_default().push(told.clone());
        }
    }
    places
}

fn case(
    (variant, action, column): (&Variant, &ActionName, &Column),
    (scored, places): (&[&Scored], &BTreeMap<Key<'_>, Vec<String>>),
    out: &mut dyn Write,
) -> io::Result<()> {
    let tally = &column.tally;
    write!(
        out,
        "    <testcase classname=\"{}\" name=\"{}\" time=\"0\"",
        xml(action.as_str()),
        xml(&format!("{action}/{}", column.outcome)),
    )?;
    match came(tally) {
        Came::Held => return writeln!(out, "/>"),
        Came::SaysNothing => {
            let why = why(scored);
            let message = format!("{}: {why}", silent(tally));
            write!(out, ">\n      <error type=\"inconclusive\" message=\"{}\"/>\n", xml(&message))?;
        }
        Came::Lapsed => {
            let places = places.get(&(action, column.outcome)).map(Vec::as_slice);
            let message = format!("{}; {}", share(tally), places.unwrap_or_default().join("; "));
            write!(out, ">\n      <failure type=\"lapsed\" message=\"{}\">", xml(&message))?;
            for one in scored {
                told(one, out)?;
            }
            writeln!(out, "</failure>")?;
        }
    }
    talk(variant, scored, out)?;
    writeln!(out, "    </testcase>")
}

fn why(scored: &[&Scored]) -> String {
    let reason = scored.iter().find_map(|scored| match &scored.score {
        CellScore::Unreached(why) | CellScore::Inconclusive(why) => Some(why.clone()),
        CellScore::Held | CellScore::Lapsed(_) => None,
    });
    reason.unwrap_or_else(|| "no reason is known".to_owned())
}

fn told(scored: &Scored, out: &mut dyn Write) -> io::Result<()> {
    let CellScore::Lapsed(lapses) = &scored.score else { return Ok(()) };
    let lapses: Vec<String> = lapses.iter().map(crate::tuning::Lapse::message).collect();
    let line = format!("{} repeat {}: {}", scored.cell, scored.repeat, lapses.join("; "));
    writeln!(out, "{}", xml_text(&line))
}

/// The first talk of the case that lapsed, or else the first that was kept.
fn talk(variant: &Variant, scored: &[&Scored], out: &mut dyn Write) -> io::Result<()> {
    let kept = |scored: &&&Scored| {
        let talk = variant.talks.get(&scored.cell.to_string())?;
        talk.attempts.iter().find(|attempt| attempt.number == scored.repeat)
    };
    let lapsed = scored.iter().filter(|one| matches!(one.score, CellScore::Lapsed(_)));
    let Some(attempt) = lapsed.chain(scored).find_map(|one| kept(&one)) else { return Ok(()) };
    write!(out, "      <system-out>")?;
    for turn in &attempt.turns {
        if turn.turn > 0 {
            writeln!(out, "you    {}", xml_text(turn.user.as_deref().unwrap_or("(silence)")))?;
        }
        writeln!(out, "agent  {}", xml_text(&turn.reply))?;
    }
    writeln!(out, "</system-out>")
}

fn seconds(ms: u64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}
