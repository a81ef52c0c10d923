use std::{
    io::{self, Write},
    ops::ControlFlow,
    sync::Arc,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{
    ExploreArgs,
    found::{Found, found, in_text, write_all},
    free,
    json::json,
    replay,
    shorten::shorten,
    show,
};
use crate::{
    agent::Agent,
    cli::{
        Environment, Exit,
        finding::Look,
        scene::{load_sound, tell, tell_stage_error, time},
    },
    dialogue::{SystemAct, step},
    exploring::{
        Bounds, Breadth, Event, Ground, Wandered, Wandering, breadth, shrink, talk_script, walk,
        wander,
    },
    http::Variables,
    model::template::{Placed, reply},
    rehearse::{LoadedAgent, Opening, Policy, Reach, Venue},
    value::Reference,
};

/// Of the talks at random the built-in checks look at one in so many.
const CHECKED_EVERY: u64 = 50;
/// How many talks at random are said as text.
const SAID: u64 = 40;

/// What exploring an agent came to.
pub(super) struct Explored {
    pub agent: String,
    pub seed: u64,
    pub breadth: Breadth,
    pub wandered: Wandered,
    /// Talks that were said as text.
    pub said: usize,
    /// How long the steps took, without HTTP.
    pub took: Duration,
    pub found: Vec<Found>,
}

/// Loads the agent and explores it.
///
/// # Errors
/// When the output cannot be written.
pub fn run(
    args: &ExploreArgs,
    environment: &Environment,
    look: Look,
    (out, err): (&mut dyn Write, &mut dyn Write),
) -> io::Result<Exit> {
    let loaded = match load_sound(&args.agent, look, err) {
        Ok(loaded) => loaded,
        Err(exit) => return Ok(exit),
    };
    let ground = match ground(args, &loaded) {
        Ok(ground) => ground,
        Err(why) => return Ok(tell(err, &why, Exit::Misuse)),
    };
    let runtime = tokio::runtime::Runtime::new()?;
    if args.policy == Policy::Free {
        let exploring = free::run((args, environment, look), (&loaded, &ground), (out, err));
        return runtime.block_on(exploring);
    }
    if args.model.model.is_some() {
        let why =
            "--model is for --policy free, where a model leads: add it, or leave the model out";
        return Ok(tell(err, why, Exit::Misuse));
    }
    let opened = runtime.block_on(Venue::open(&loaded, Reach::Stub, &Variables::default(), None));
    let venue = match opened {
        Ok(venue) => Arc::new(venue),
        Err(error) => return Ok(tell_stage_error(&error, look, err)),
    };
    let watch = Watch::new(args, environment.errors_are_terminal);
    let mut explored = explore(args, &ground, &watch);
    let rehearsing = rehearse(args, (&ground, &venue), &mut explored);
    if let Err(why) = runtime.block_on(rehearsing) {
        return Ok(tell(err, &why, Exit::Inconclusive));
    }
    watch.finish();
    if let Err(why) = write_all(args, &mut explored.found) {
        return Ok(tell(err, &why, Exit::Inconclusive));
    }
    match args.json {
        true => writeln!(out, "{:#}", json(&explored))?,
        false => show::write(&explored, out)?,
    }
    Ok(if explored.found.is_empty() { Exit::Passed } else { Exit::Failed })
}

fn ground(args: &ExploreArgs, loaded: &LoadedAgent) -> Result<Ground, String> {
    let Some(agent) = &loaded.agent else { return Err("the agent has errors".to_owned()) };
    if agent.actions.is_empty() {
        return Err("the agent has no action, so there is nothing to explore; add one under \
             `actions:` in its agent.yaml"
            .to_owned());
    }
    let at = Reference { now: time(&args.now, agent.timezone)?, region: agent.region };
    let rendered = Opening::default().rendered(agent, at).map_err(|error| error.to_string())?;
    Ok(Ground::new(Arc::new(rendered), at, step))
}

fn word(agent: &Agent, acts: &[SystemAct], utterance: &str) -> String {
    reply(&Placed { agent, acts, greeting: &agent.greeting, utterance })
}

/// The part without HTTP.
fn explore(args: &ExploreArgs, ground: &Ground, watch: &Watch) -> Explored {
    let began = Instant::now();
    let bounds = Bounds { depth: args.depth, states: args.states };
    let breadth = breadth(ground, bounds, &mut |level| {
        watch.tell(|| format!("depth {} · {} states", level.depth, level.states))
    });
    let wandering =
        Wandering { talks: args.talks(), seed: args.seed, checked_every: CHECKED_EVERY };
    let wandered = wander(ground, word, wandering, &mut |so_far| {
        watch.tell(|| format!("{} of {} talks", so_far.talks, args.talks()))
    });
    let agent = ground.agent.name.clone();
    let (took, found) = (began.elapsed(), Vec::new());
    Explored { agent, seed: args.seed, breadth, wandered, said: 0, took, found }
}

/// Shrinks what failed, and says a sample of the talks as text.
async fn rehearse(
    args: &ExploreArgs,
    (ground, venue): (&Ground, &Arc<Venue>),
    explored: &mut Explored,
) -> Result<(), String> {
    let failures = explored.breadth.failures.iter().chain(&explored.wandered.failures).cloned();
    let mut shortest: Vec<crate::exploring::Failing> = Vec::new();
    for failing in failures {
        let short = shrink(ground, word, failing);
        match shortest.iter_mut().find(|known| known.kind == short.kind) {
            Some(known) if known.events.len() <= short.events.len() => {}
            Some(known) => *known = short,
            None => shortest.push(short),
        }
    }
    for failing in &shortest {
        explored.found.push(found(ground, venue, failing, args).await);
    }
    let (talks, texts): (Vec<_>, Vec<_>) =
        sample(args, ground, explored.wandered.talks).into_iter().unzip();
    explored.said = texts.len();
    for rehearsed in replay(venue, &texts, None).await? {
        for failure in &rehearsed.failures {
            if !explored.found.iter().any(|known| known.name == failure.kind) {
                let events: Vec<Event> = talks[rehearsed.at].clone();
                let short = shorten(ground, venue, events, failure).await;
                explored.found.push(in_text(&short, args));
            }
        }
    }
    Ok(())
}

/// A few of the talks at random, and the same as scenarios.
fn sample(args: &ExploreArgs, ground: &Ground, talks: u64) -> Vec<(Vec<Event>, String)> {
    let step = (talks / SAID).max(1);
    let chosen = (0..talks).step_by(usize::try_from(step).unwrap_or(1));
    let said = chosen.filter_map(|talk| {
        let (events, failing) = walk(ground, args.seed, talk);
        let about = format!("Talk {talk} of seed {}", args.seed);
        let events = open_part(ground, &events).to_vec();
        let text = talk_script(ground, &events, &about).filter(|_| failing.is_none())?;
        Some((events, text))
    });
    said.collect()
}

/// The events up to the end of the talk.
pub(super) fn open_part<'e>(ground: &Ground, events: &'e [Event]) -> &'e [Event] {
    let mut position = ground.start();
    for (at, event) in events.iter().enumerate() {
        if position.is_over() {
            return &events[..at];
        }
        // It held when it was walked.
        let _ = ground.advance(&mut position, event, false);
    }
    events
}

/// The end of the time, and the bar of who watches.
pub(super) struct Watch {
    until: Option<Instant>,
    bar: Option<ProgressBar>,
}

impl Watch {
    pub fn new(args: &ExploreArgs, is_watched: bool) -> Self {
        let bar = is_watched.then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
            let style = ProgressStyle::with_template("{spinner} {msg} · {elapsed}");
            bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
        });
        Self { until: args.time.and_then(|time| Instant::now().checked_add(time)), bar }
    }

    pub fn tell(&self, message: impl FnOnce() -> String) -> ControlFlow<()> {
        if let Some(bar) = &self.bar {
            bar.set_message(message());
            bar.tick();
        }
        match self.until.is_some_and(|until| Instant::now() >= until) {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }

    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
