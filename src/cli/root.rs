use std::io::{self, Write};

use clap::Parser;

use super::{
    Colour, Environment, Exit,
    arguments::{Arguments, Command},
    call,
    chat::{self, ChatArgs, Streams},
    check, explain, explore,
    finding::Look,
    init, models, report, schema, test, tune, understand, value,
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
    // Not locked: the line editor of `chat` prints from a thread of its own.
    let mut out = io::BufWriter::new(io::stdout());
    let exit = match arguments.command {
        Command::Chat(args) => talk(&args, environment, arguments.color)?,
        Command::Test(args) => {
            let mut err = io::stderr();
            let played = test::run(&args, environment, look, (&mut out, &mut err));
            wait_for(played)?
        }
        Command::Tune(args) => {
            let mut err = io::stderr();
            let played = tune::run(&args, environment, look, (&mut out, &mut err));
            wait_for(played)?
        }
        Command::Call(args) => call::run(&args, environment, look, (&mut out, &mut io::stderr()))?,
        Command::Check(args) => check::run(&args, look, &mut out)?,
        Command::Explain(args) => explain::run(&args, &mut out)?,
        Command::Explore(args) => {
            explore::run(&args, environment, look, (&mut out, &mut io::stderr()))?
        }
        Command::Init(args) => init::run(&args, &mut out)?,
        Command::Models(args) => {
            models::run(&args, environment, look, (&mut out, &mut io::stderr()))?
        }
        Command::Report(args) => {
            report::run(&args, environment, look, (&mut out, &mut io::stderr()))?
        }
        Command::Schema(args) => schema::run(args, &mut out)?,
        Command::Understand(args) => {
            understand::run(&args, look, &mut io::stdin().lock(), &mut out, &mut io::stderr())?
        }
        Command::Value(args) => {
            value::run(args, &mut io::stdin().lock(), &mut out, &mut io::stderr())?
        }
    };
    match out.flush() {
        // Whoever read has what they wanted; what was found stays found.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(exit),
        flushed => flushed.map(|()| exit),
    }
}

fn wait_for(running: impl Future<Output = io::Result<Exit>>) -> io::Result<Exit> {
    tokio::runtime::Runtime::new()?.block_on(running)
}

fn talk(args: &ChatArgs, environment: &Environment, colour: Colour) -> io::Result<Exit> {
    let streams = Streams {
        input: Box::new(io::stdin()),
        out: &mut io::stdout(),
        err: &mut io::stderr(),
        colour,
    };
    wait_for(chat::run(args, environment, streams))
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
