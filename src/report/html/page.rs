use std::io::{self, Write};

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::digest::{SHA256, digest};
use serde::Serialize;

use super::{detail::Detail, index::Index};
use crate::report::{
    Details, Held, RunResult,
    escape::{Surroundings, write_json},
};

const BODY: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");
const SCRIPT: &str = concat!(
    "\"use strict\";\n{\n",
    include_str!("page/dom.js"),
    include_str!("page/route.js"),
    include_str!("page/list.js"),
    include_str!("page/filter.js"),
    include_str!("page/failure.js"),
    include_str!("page/talk.js"),
    include_str!("page/inspect.js"),
    include_str!("page/overview.js"),
    include_str!("page/main.js"),
    "}\n",
);

/// Writes the report.
///
/// # Errors
/// When it cannot be written.
pub fn write(run: &RunResult, out: &mut dyn Write) -> io::Result<()> {
    write_with(run, &Held, out)
}

/// Writes the report of a run whose talks are held elsewhere.
///
/// # Errors
/// When it cannot be written, or a talk not be read back.
pub fn write_with(run: &RunResult, details: &dyn Details, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">", policy())?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(out, "<meta name=\"referrer\" content=\"no-referrer\">")?;
    writeln!(out, "<title>Rehearsal</title>\n<style>{STYLE}</style>\n</head>\n{BODY}")?;
    embed("run", &Index::of(run, details)?, out)?;
    // The list is drawn before the scenarios themselves are read.
    writeln!(out, "<script>{SCRIPT}</script>")?;
    for (at, scenario) in run.scenarios.iter().enumerate() {
        let whole = details.whole(at, scenario)?;
        embed(&format!("s{at}"), &Detail::of(&whole), out)?;
    }
    writeln!(out, "</body>\n</html>")
}

/// Nothing is loaded, nothing is sent, nothing runs but the page's own script, and no text becomes
/// markup.
fn policy() -> String {
    let hash =
        |text: &str| format!("'sha256-{}'", STANDARD.encode(digest(&SHA256, text.as_bytes())));
    format!(
        "default-src 'none'; script-src {}; style-src {}; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'",
        hash(SCRIPT),
        hash(STYLE)
    )
}

fn embed(id: &str, value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<script type=\"application/json\" id=\"{id}\">")?;
    write_json(out, value, Surroundings::Html)?;
    writeln!(out, "</script>")
}
