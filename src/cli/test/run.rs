use std::{
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use tokio_util::sync::CancellationToken;

use super::{
    TestArgs,
    accept::{accept, refusal},
    covering::{Covering, enough},
    gather::{Ear, Gathered, gather},
    narrate::Narration,
    perform::{Keep, perform, standing},
    select::{Selection, select},
};
use crate::{
    cli::{
        Environment, Exit,
        finding::Look,
        report::{Outputs, deliver},
        scene::tell,
    },
    rehearse::{
        Pace,
        suite::{Course, RunSetting},
    },
    shown::visible::visible_line,
};

/// Plays scenarios and says what held.
///
/// # Errors
/// When the output cannot be written.
pub async fn run(
    args: &TestArgs,
    environment: &Environment,
    look: Look,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    let outputs = match Outputs::new(&args.report) {
        Ok(outputs) => outputs,
        Err(message) => return Ok(tell(err, &message, Exit::Misuse)),
    };
    if let Some(message) = refusal(args.accept, environment) {
        return Ok(tell(err, &message, Exit::Misuse));
    }
    let mut gathered = match gather(args, environment, &mut Ear { look, err }).await {
        Ok(gathered) => gathered,
        Err(exit) => return Ok(exit),
    };
    let selection = match select(args, environment, &mut gathered) {
        Ok(selection) => selection,
        Err(message) => return Ok(tell(err, &message, Exit::Misuse)),
    };
    if args.list {
        return list(&gathered, out);
    }
    play(args, (environment, look), (&gathered, selection, &outputs), (out, err)).await
}

fn list(gathered: &Gathered, out: &mut dyn Write) -> io::Result<Exit> {
    for planned in &gathered.plan {
        let tags: Vec<_> = planned.scenario.tags.iter().map(|tag| format!("  #{tag}")).collect();
        let line = format!("{}  {}:{}{}", planned.id, planned.path, planned.line, tags.concat());
        writeln!(out, "{}", visible_line(&line))?;
    }
    Ok(Exit::Passed)
}

async fn play(
    args: &TestArgs,
    (environment, look): (&Environment, Look),
    (gathered, selection, outputs): (&Gathered, Selection, &Outputs),
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    let done = match args.resume.then(|| standing(gathered)).transpose() {
        Ok(done) => done.unwrap_or_default(),
        Err(error) => {
            return Ok(tell(err, &format!("the last run cannot be read: {error}"), Exit::Misuse));
        }
    };
    let interruption = Interruption::watch();
    let setting = setting(args, &interruption);
    let keep = if args.report.is_empty() { Keep::Unsettled } else { Keep::Everything };
    let is_covered = args.coverage || args.coverage_min.is_some();
    let covering = is_covered.then(|| Covering::of(&gathered.plan));
    let narration = Narration::new(
        gathered.plan.len() - done.len(),
        environment.errors_are_terminal,
        args.verbose,
    );
    let mut result = perform(gathered, (&setting, keep), covering, (done, narration), err).await?;
    selection.add_to(&mut result);
    result.run.notes.extend(gathered.notes.iter().cloned());
    result.run.interrupted = interruption.came();
    let exit = deliver(&result, outputs, (environment, look), (out, err))?;
    if let Some(how) = args.accept {
        accept(&result, how, environment, (out, err))?;
    }
    let exit = exit.or_worse(enough(&result, args.coverage_min, err));
    Ok(interruption.or(exit))
}

fn setting(args: &TestArgs, interruption: &Interruption) -> RunSetting {
    RunSetting {
        course: Course {
            seed: args.seed,
            pace: if args.real_time { Pace::RealTime } else { Pace::AtOnce },
            recast: None,
        },
        jobs: args.jobs.unwrap_or_else(usual_jobs),
        repeat: args.repeat,
        fail_fast: args.fail_fast,
        cancel: interruption.cancel.clone(),
    }
}

/// A few for each core: most of a conversation is waiting for the other side of a socket.
fn usual_jobs() -> usize {
    const FOR_EACH_CORE: usize = 8;
    std::thread::available_parallelism().map_or(FOR_EACH_CORE, |cores| cores.get() * FOR_EACH_CORE)
}

/// Ctrl-C: the first ends the run and still makes the reports, the second ends the program.
struct Interruption {
    cancel: CancellationToken,
    came: Arc<AtomicBool>,
}

impl Interruption {
    fn watch() -> Self {
        let watching = Self { cancel: CancellationToken::new(), came: Arc::default() };
        let (cancel, came) = (watching.cancel.clone(), Arc::clone(&watching.came));
        tokio::spawn(async move {
            while tokio::signal::ctrl_c().await.is_ok() {
                if came.swap(true, Ordering::Relaxed) {
                    leave();
                }
                cancel.cancel();
            }
        });
        watching
    }

    fn came(&self) -> bool {
        self.came.load(Ordering::Relaxed)
    }

    fn or(&self, exit: Exit) -> Exit {
        if self.came() { Exit::Interrupted } else { exit }
    }
}

/// Ends the program without waiting for anything.
#[expect(clippy::exit, reason = "the user asked twice")]
fn leave() -> ! {
    std::process::exit(i32::from(Exit::Interrupted.code()))
}
