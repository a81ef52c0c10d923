use std::{
    cell::RefCell,
    io::{self, Write},
    sync::Arc,
};

use super::{
    super::{
        ExploreArgs,
        found::{Found, place, write_all},
        run::Watch,
    },
    misstep::Misstep,
    shortest::shortest,
    stand::{Played, Stand},
    tell::{self, Led},
};
use crate::{
    cli::{
        Environment, Exit,
        cost::confirmed,
        finding::Look,
        reach::ReachArgs,
        scene::{tell as tell_why, tell_stage_error},
        test::{Interruption, TestArgs, Troupe},
    },
    exploring::{Ground, LedTalk},
    http::Variables,
    rehearse::{LoadedAgent, Policy, Reach, Venue, cassette::Track},
};

/// Requests to a model in a usual turn: it calls, and it says what came of it.
const REQUESTS_OF_A_TURN: usize = 2;

/// Lets customers at random talk to a model that leads.
///
/// # Errors
/// When the output cannot be written.
pub(in crate::cli::explore) async fn run(
    (args, environment, look): (&ExploreArgs, &Environment, Look),
    (loaded, ground): (&LoadedAgent, &Ground),
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    let opened = Venue::open(loaded, Reach::Stub, &Variables::default(), None).await;
    let venue = match opened {
        Ok(venue) => Arc::new(venue),
        Err(error) => return Ok(tell_stage_error(&error, look, err)),
    };
    let (troupe, model) = match troupe(args, environment, (loaded, &venue)) {
        Ok(had) => had,
        Err(why) => return Ok(tell_why(err, &why, Exit::Misuse)),
    };
    let interruption = Interruption::watch();
    let trouble = RefCell::new(None);
    let stand = Stand { ground, venue, troupe, interruption: &interruption, trouble };
    let talks = stand.talks(args.seed, args.talks());
    if !agreed(args, (&model, &talks), environment, err)? {
        return Ok(Exit::Interrupted);
    }
    let watch = Watch::new(args, environment.errors_are_terminal);
    let explored = explore((args, &watch), &stand, (&model, &talks)).await;
    watch.finish();
    let mut led = match explored {
        Ok(led) => led,
        Err(why) => return Ok(tell_why(err, &why, Exit::Inconclusive)),
    };
    if let Err(why) = write_all(args, &mut led.found) {
        return Ok(tell_why(err, &why, Exit::Inconclusive));
    }
    match args.json {
        true => writeln!(out, "{:#}", tell::object(&led))?,
        false => tell::write(&led, out)?,
    }
    Ok(exit(&stand, &led))
}

/// The models of the run, and the name of the one that leads.
fn troupe(
    args: &ExploreArgs,
    environment: &Environment,
    (loaded, venue): (&LoadedAgent, &Venue),
) -> Result<(Arc<Troupe>, String), String> {
    let as_test = TestArgs {
        model: args.model.clone(),
        policy: Policy::Free,
        budget: args.budget,
        reach: ReachArgs { live: false, allow_host: args.allow_host.clone() },
        ..TestArgs::default()
    };
    let agent = venue.agent();
    let troupe = Troupe::new(&as_test, environment, (&loaded.project.root, Track::Live));
    troupe.check(&agent.name, agent.model.as_ref())?;
    let model = troupe.proposer(agent, None)?;
    let name = model.map(|model| model.name().to_owned());
    Ok((Arc::new(troupe), name.unwrap_or_default()))
}

/// Tells what it will cost, and asks on a terminal.
fn agreed(
    args: &ExploreArgs,
    (model, talks): (&str, &[LedTalk]),
    environment: &Environment,
    err: &mut dyn Write,
) -> io::Result<bool> {
    let turns: usize = talks.iter().map(|talk| talk.turns.len()).sum();
    let cost = format!(
        "{} talks of {turns} turns go to {model}: about {} requests, and more to shorten what goes wrong",
        talks.len(),
        turns * REQUESTS_OF_A_TURN
    );
    confirmed((&cost, "--talks makes it smaller"), args.yes, environment, err)
}

async fn explore(
    (args, watch): (&ExploreArgs, &Watch),
    stand: &Stand<'_>,
    (model, talks): (&str, &[LedTalk]),
) -> Result<Led, String> {
    let mut played = stand.play_all(talks, watch).await?;
    let missteps = std::mem::take(&mut played.missteps);
    let mut led = Led {
        agent: stand.ground.agent.name.clone(),
        model: model.to_owned(),
        base_url: args.model.base_url.clone(),
        seed: args.seed,
        planned: talks.len(),
        talks: played.talks,
        turns: played.turns,
        requests: 0,
        notes: notes(stand, &played, talks.len()),
        found: Vec::new(),
    };
    let of_many = missteps.len();
    for (at, found) in missteps.into_iter().enumerate() {
        // The time is for the talks; what was found is always shortened.
        let _ = watch.tell(|| format!("shortening {} of {of_many}", at + 1));
        let (talk, misstep) = shortest(stand, found).await;
        led.found.push(told(args, stand, (&talk, &misstep), &led));
    }
    if of_many > 0 {
        led.notes.extend(cut_short(stand));
    }
    led.requests = stand.troupe.calls();
    Ok(led)
}

/// Why not all talks were played to their end.
fn notes(stand: &Stand<'_>, played: &Played, planned: usize) -> Vec<String> {
    let left = (planned as u64).saturating_sub(played.talks + played.broken_off);
    if left + played.broken_off == 0 {
        return Vec::new();
    }
    let what = format!("{left} talks were not played, {} were broken off", played.broken_off);
    let why = match stopped(stand).or_else(|| stand.trouble.borrow().clone()) {
        Some(why) => why,
        None if played.is_late => "the time was over".to_owned(),
        None => "the model gave no answer".to_owned(),
    };
    vec![format!("{what}: {why}")]
}

/// Why what was found may not be the shortest.
fn cut_short(stand: &Stand<'_>) -> Option<String> {
    let why = stopped(stand).or_else(|| stand.trouble.borrow().clone())?;
    Some(format!("what goes wrong may not be the shortest talk: {why}"))
}

/// What stops all further playing.
fn stopped(stand: &Stand<'_>) -> Option<String> {
    let by_user = stand.interruption.came().then(|| "it was stopped by you".to_owned());
    by_user.or_else(|| stand.troupe.limit_reached())
}

fn told(
    args: &ExploreArgs,
    stand: &Stand<'_>,
    (talk, misstep): (&LedTalk, &Misstep),
    led: &Led,
) -> Found {
    let about = format!(
        "Found by exploring under the free policy, {}, for rehearsal test --policy free: {}",
        misstep.kind, misstep.why
    );
    let name = misstep.file_name();
    let same = |number: &usize| {
        let path = place(args, &numbered(&name, *number));
        !led.found.iter().any(|known| known.path == path)
    };
    let number = (1..).find(same).unwrap_or_default();
    Found {
        layer: misstep.layer.name(),
        name: misstep.kind.clone(),
        demands: misstep.demands(),
        why: misstep.why.clone(),
        inputs: talk.in_words(stand.ground),
        scenario: Some(talk.script(stand.ground, &about)),
        path: place(args, &numbered(&name, number)),
        is_written: false,
    }
}

/// A name that another has already gets a number.
fn numbered(name: &str, number: usize) -> String {
    if number > 1 { format!("{name}-{number}") } else { name.to_owned() }
}

fn exit(stand: &Stand<'_>, led: &Led) -> Exit {
    let found = if led.found.is_empty() { Exit::Passed } else { Exit::Failed };
    let is_short = led.talks < led.planned as u64 && stand.troupe.limit_reached().is_some();
    let is_troubled = stand.trouble.borrow().is_some();
    let known = if is_short || is_troubled { Exit::Inconclusive } else { Exit::Passed };
    stand.interruption.or(found.or_worse(known))
}
