//! What models will cost, told before the first request.

use std::io::{self, BufRead, Write};

use super::Environment;

/// Tells this cost and what makes it `smaller`, and asks on a terminal, unless the user said yes
/// before; true goes on.
///
/// # Errors
/// When the terminal cannot be read or written.
pub fn confirmed(
    (cost, smaller): (&str, &str),
    is_agreed: bool,
    environment: &Environment,
    err: &mut dyn Write,
) -> io::Result<bool> {
    writeln!(err, "{cost}. --max-calls, --max-tokens and --max-cost stop it; {smaller}.")?;
    let is_asked = environment.input_is_terminal && environment.errors_are_terminal && !is_agreed;
    if !is_asked {
        return Ok(true);
    }
    write!(err, "Begin? [y/N] ")?;
    err.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
