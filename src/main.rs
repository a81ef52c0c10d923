//! The `rehearsal` binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    rehearsal::cli::main().into()
}
