use std::{
    io::{self, Write},
    sync::Arc,
};

use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::{
    CallArgs,
    prepare::{Ready, Stop, prepare, refused},
    show,
};
use crate::{
    agent::Agent,
    api::{self, Note, Rules},
    cli::{
        Environment, Exit,
        finding::{self, Look},
        scene::tell_findings,
        visible::visible_line,
    },
    diagnostic::{Diagnostic, SourceFile},
    http::{
        Clock, Executed, Executor, HostPolicy, Live,
        stub::{Settings, StubApi, Unruled},
    },
    rehearse::{LoadedAgent, Reach, load, read_text},
    request::{FailureClass, Outcome, curl},
};

/// Sends one action and shows what leaves and what comes back.
///
/// # Errors
/// When the output cannot be written.
pub fn run(
    args: &CallArgs,
    environment: &Environment,
    look: Look,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    match attempt(args, environment, look, (out, err)) {
        Ok(exit) => Ok(exit),
        Err(Stop::Output(error)) => Err(error),
        Err(Stop::Refused(lines)) => {
            for line in lines {
                writeln!(err, "error: {}", visible_line(&line))?;
            }
            Ok(Exit::Misuse)
        }
    }
}

fn attempt(
    args: &CallArgs,
    environment: &Environment,
    look: Look,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> Result<Exit, Stop> {
    let loaded = load(&args.agent).map_err(refused)?;
    let Some(agent) = &loaded.agent else {
        tell_findings(&loaded.diagnostics, &loaded.sources, look, err);
        return Err(refused("the agent cannot be called before its file is mended"));
    };
    let ready = prepare(args, environment, (agent, &loaded), err)?;
    let masked = ready.redactor.mask(&ready.action, &ready.request);
    if args.dry_run {
        let curl = curl(&masked);
        if args.json {
            let action = &ready.action.name;
            let object = json!({ "action": action, "arguments": ready.arguments, "request": masked, "curl": curl });
            show::line(&object, out)?;
        } else {
            show::request(&masked, out)?;
            writeln!(out, "\n{}", visible_line(&curl))?;
        }
        return Ok(Exit::Passed);
    }
    if !args.json {
        show::request(&masked, out)?;
        out.flush()?;
    }
    let rules = rules(agent, &loaded, look, err)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let done = runtime.block_on(send(args, environment, &ready, rules))?;
    let shown = ready.redactor.outcome(&done.outcome);
    for note in done.notes.iter().filter_map(note) {
        writeln!(err, "note: {}", visible_line(&ready.redactor.text(&note)))?;
    }
    if args.json {
        let object = json!({
            "action": ready.action.name,
            "arguments": ready.arguments,
            "request": masked,
            "outcome": show::outcome_json(&shown),
            "ms": u64::try_from(done.elapsed.as_millis()).unwrap_or(u64::MAX),
        });
        show::line(&object, out)?;
    } else {
        show::outcome(&shown, done.elapsed.as_millis(), out)?;
    }
    Ok(exit_of(&done.outcome))
}

/// The stub API's rules beside the agent.
fn rules(
    agent: &Agent,
    loaded: &LoadedAgent,
    look: Look,
    err: &mut dyn Write,
) -> Result<Rules, Stop> {
    let Some(path) = &loaded.api_path else { return Ok(Rules::default()) };
    let source = read_text(path, SourceFile::LIMIT).map_err(refused)?;
    let (rules, diagnostics) = api::parse(&source, agent);
    let sources = [source];
    for found in &diagnostics {
        writeln!(err, "{}\n", finding::for_people(found, &sources, look))?;
    }
    match diagnostics.iter().any(Diagnostic::is_error) {
        true => Err(refused("the stub API cannot answer before its rules are mended")),
        false => Ok(rules),
    }
}

/// Sends the request until it is answered or the user stops it.
async fn send(
    args: &CallArgs,
    environment: &Environment,
    ready: &Ready,
    rules: Rules,
) -> io::Result<Executed> {
    let executor = match args.scene.reach(environment) {
        Reach::Live(policy) => Executor::live(Live::new(policy), Clock::real()),
        Reach::Recorded => Executor::live(Live::new(HostPolicy::default()), Clock::real()),
        Reach::Stub => {
            let settings = Settings {
                rules: Arc::new(rules),
                clock: if args.scene.real_time {
                    Clock::real()
                } else {
                    Clock::starting_at(ready.now)
                },
                unruled: Unruled::EmptyObject,
                secrets: Arc::new(ready.secrets.clone()),
                faults: Arc::default(),
                seed: 0,
            };
            Executor::stub(StubApi::start().await?.converse(settings))
        }
    };
    let cancel = CancellationToken::new();
    let call = executor.execute(&ready.action, &ready.request, &cancel);
    tokio::pin!(call);
    tokio::select! {
        done = &mut call => Ok(done),
        _ = tokio::signal::ctrl_c() => {
            cancel.cancel();
            Ok(call.await)
        }
    }
}

/// What is worth saying about how the stub came to its answer.
fn note(note: &Note) -> Option<String> {
    match note {
        Note::Answered { fault, .. } => {
            fault.as_ref().map(|fault| format!("the stub API plays the fault {fault}"))
        }
        Note::Overridden { .. } => None,
        Note::Unrecorded { miss, .. } => Some(miss.clone()),
        Note::BreaksSchema { difference, .. } => Some(format!(
            "the stub API's answer is not as declared: {}",
            difference.told_by("the schema")
        )),
        Note::Denied { flaw, .. } => Some(format!("the stub API answers 401: {flaw}")),
        Note::NoRule { action, .. } => {
            Some(format!("the stub API has no rule for {action} and answers 200 with {{}}"))
        }
        Note::Unmatched { action, nearest } => Some(match nearest {
            None => format!("no rule of the stub API for {action} matches"),
            Some((_, difference)) => {
                format!("no rule of the stub API for {action} matches; nearest: {difference}")
            }
        }),
    }
}

fn exit_of(outcome: &Outcome) -> Exit {
    match outcome {
        Outcome::Success { .. } => Exit::Passed,
        Outcome::Failure { class, .. } => match class {
            FailureClass::Cancelled => Exit::Interrupted,
            FailureClass::Timeout | FailureClass::Unreachable | FailureClass::BrokenAnswer => {
                Exit::Inconclusive
            }
            FailureClass::NotFound
            | FailureClass::Unauthorized
            | FailureClass::Forbidden
            | FailureClass::Conflict
            | FailureClass::InvalidInput
            | FailureClass::RateLimited
            | FailureClass::ServerError
            | FailureClass::OtherStatus => Exit::Failed,
        },
    }
}
