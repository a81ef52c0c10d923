//! `rehearsal explain`: the long form of a diagnostic, with a wrong and a right example.

use std::io::{self, Write};

use clap::Args;

use super::Exit;
use crate::diagnostic::{did_you_mean, explanation, explanations};

/// Arguments of `rehearsal explain`.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  rehearsal explain
  rehearsal explain url-placeholder
  rehearsal explain 'error[url-placeholder]'")]
pub struct ExplainArgs {
    /// A code such as `url-placeholder`; without one, all are listed.
    pub code: Option<String>,
}

/// Writes the explanation of a code, or the list of all codes.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &ExplainArgs, out: &mut dyn Write) -> io::Result<Exit> {
    let Some(code) = &args.code else {
        for known in explanations() {
            writeln!(out, "{:28} {}", known.code, known.title())?;
        }
        return Ok(Exit::Passed);
    };
    // "error[url-placeholder]" may be pasted whole.
    let code = code.split(['[', ']']).nth(1).unwrap_or(code).to_lowercase();
    match explanation(&code) {
        Some(known) => {
            writeln!(out, "{}\n\n{}", known.code, known.text.trim())?;
            Ok(Exit::Passed)
        }
        None => {
            let codes: Vec<&str> = explanations().map(|known| known.code).collect();
            writeln!(out, "error: there is no code `{}`", super::visible::visible_line(&code))?;
            let near = crate::diagnostic::nearest(&code, codes.iter().copied());
            let help = match near {
                Some(_) => did_you_mean(&code, codes),
                None => "`rehearsal explain` lists all".to_owned(),
            };
            writeln!(out, "help: {help}")?;
            Ok(Exit::Misuse)
        }
    }
}
