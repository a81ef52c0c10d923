use std::io::{self, Write};

use super::{
    detail::Detail,
    index::Index,
    shell::{Shell, embed},
};
use crate::report::{Details, Held, RunResult};

const SHELL: Shell = Shell {
    title: "Rehearsal",
    style: include_str!("page/page.css"),
    body: include_str!("page/page.html"),
    script: concat!(
        "\"use strict\";\n{\n",
        include_str!("page/dom.js"),
        include_str!("page/route.js"),
        include_str!("page/list.js"),
        include_str!("page/filter.js"),
        include_str!("page/failure.js"),
        include_str!("page/talk.js"),
        include_str!("page/inspect.js"),
        include_str!("page/asked.js"),
        include_str!("page/overview.js"),
        include_str!("page/main.js"),
        "}\n",
    ),
};

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
    SHELL.open(out)?;
    embed("run", &Index::of(run, details)?, out)?;
    // The list is drawn before the scenarios themselves are read.
    SHELL.run(out)?;
    for (at, scenario) in run.scenarios.iter().enumerate() {
        let whole = details.whole(at, scenario)?;
        embed(&format!("s{at}"), &Detail::of(&whole), out)?;
    }
    writeln!(out, "</body>\n</html>")
}
