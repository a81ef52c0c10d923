use clap::Parser;

use super::{
    Environment, Exit,
    arguments::{Arguments, Command},
};

/// Reads arguments and environment, runs the command, and says how it ended.
pub fn main() -> Exit {
    let environment = Environment::read();
    match Arguments::try_parse() {
        Ok(arguments) => run(arguments, &environment),
        Err(error) => misuse(&error),
    }
}

fn run(arguments: Arguments, _environment: &Environment) -> Exit {
    match arguments.command {}
}

/// Help and version are no misuse; a closed pipe is no error.
#[expect(clippy::let_underscore_must_use, reason = "there is nobody left to tell")]
fn misuse(error: &clap::Error) -> Exit {
    let _ = error.print();
    match error.use_stderr() {
        true => Exit::Misuse,
        false => Exit::Passed,
    }
}
