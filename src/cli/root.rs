use std::io::{self, Write};

use clap::Parser;

use super::{
    Environment, Exit,
    arguments::{Arguments, Command},
    call, check, explain,
    finding::Look,
    init, models, schema, understand, value,
};

/// Reads arguments and environment, runs the command, and says how it ended.
pub fn main() -> Exit {
    let environment = Environment::read();
    match Arguments::try_parse() {
        Ok(arguments) => finish(run(arguments, &environment)),
        Err(error) => misuse(&error),
    }
}

fn run(arguments: Arguments, environment: &Environment) -> io::Result<Exit> {
    let look = match environment.colours_output(arguments.color) {
        true => Look::Styled,
        false => Look::Plain,
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let exit = match arguments.command {
        Command::Call(args) => call::run(&args, environment, look, (&mut out, &mut io::stderr()))?,
        Command::Check(args) => check::run(&args, look, &mut out)?,
        Command::Explain(args) => explain::run(&args, &mut out)?,
        Command::Init(args) => init::run(&args, &mut out)?,
        Command::Models(args) => {
            models::run(&args, environment, look, (&mut out, &mut io::stderr()))?
        }
        Command::Schema(args) => schema::run(args, &mut out)?,
        Command::Understand(args) => {
            understand::run(&args, look, &mut io::stdin().lock(), &mut out, &mut io::stderr())?
        }
        Command::Value(args) => value::run(args, &mut out, &mut io::stdin().lock())?.into(),
    };
    out.flush()?;
    Ok(exit)
}

/// A closed pipe is no error: whoever read has what they wanted.
#[expect(clippy::print_stderr, reason = "the last resort for a message")]
fn finish(ended: io::Result<Exit>) -> Exit {
    match ended {
        Ok(exit) => exit,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Passed,
        Err(error) => {
            eprintln!("error: the output cannot be written: {error}");
            Exit::Inconclusive
        }
    }
}

/// Help and version are no misuse.
fn misuse(error: &clap::Error) -> Exit {
    // If even this cannot be printed there is nobody left to tell.
    let _ = error.print();
    match error.use_stderr() {
        true => Exit::Misuse,
        false => Exit::Passed,
    }
}
