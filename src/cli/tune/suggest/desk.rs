//! What a run of proposals works with, and what of it is known already.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
    path::Path,
    sync::Arc,
};

use serde_json::Value as Json;

use super::super::{
    TuneArgs,
    facts::{Facts, facts},
    perform::{play_each, setting},
    run::{World, nothing_to_play, wish},
    variant::{CellPlan, ModelWish, Staged, load_sound, stage},
};
use crate::{
    cli::{
        Exit,
        scene::tell,
        test::{Interruption, Narration, Troupe},
    },
    diagnostic::SourceFile,
    model::OpenAiModel,
    rehearse::{LoadedAgent, Notebook, cassette::Track, suite::RunSetting},
    tuning::{
        Cell, Plan, Scored, plan, score,
        suggest::{BASELINE, Entry, Files, Played},
    },
};

/// An answer of the model, and why it was refused where it was.
pub(super) type Proposed = (Json, Option<String>);

/// What a run of proposals works with.
pub(super) struct Desk<'a> {
    pub args: &'a TuneArgs,
    pub world: World<'a>,
    pub loaded: LoadedAgent,
    pub staged: Staged,
    pub plan: Plan,
    pub proposer: Arc<OpenAiModel>,
    /// Whether a model plays the cells; the offline one does not read the whole prompt.
    pub is_played_by_model: bool,
    pub setting: RunSetting,
    facts: Facts,
    pub notebook: Notebook<Entry>,
    known: BTreeMap<(u32, Cell), Played>,
    /// The proposals as they were played.
    pub played_with: Vec<Staged>,
    pub proposed: BTreeMap<u32, Proposed>,
}

impl<'a> Desk<'a> {
    /// Loads the agent, finds the models, and opens what is kept.
    ///
    /// # Errors
    /// The exit status, after the reason was written to `err`.
    pub async fn set(
        args: &'a TuneArgs,
        world: World<'a>,
        interruption: &Interruption,
        err: &mut dyn Write,
    ) -> Result<Self, Exit> {
        let (environment, look) = world;
        single(args).map_err(|why| tell(err, why, Exit::Misuse))?;
        let loaded = load_sound(args, args.prompt.first().map(|it| it.as_path()), (look, err))?;
        let (own, staged) = stage(args, environment, (look, err)).await?;
        let staged = staged.into_iter().next().ok_or(Exit::Misuse)?;
        let agent = Arc::clone(staged.venue.agent());
        let plan = plan(&agent, &[&agent.prompt], &wish(args));
        if let Some(why) = nothing_to_play(&plan, &own) {
            return Err(tell(err, &why, Exit::Misuse));
        }
        let facts = facts(args, &agent).map_err(|why| tell(err, &why, Exit::Misuse))?;
        let root = own.project.root.as_path();
        let (player, proposer) =
            models(args, world, (&staged, root)).map_err(|why| tell(err, &why, Exit::Misuse))?;
        let is_played_by_model =
            player.as_ref().is_some_and(|troupe| troupe.has_model(agent.model.as_ref()));
        let name = format!("suggest-{}.jsonl", print_of(args, &staged, &proposer));
        let (notebook, entries) = match Notebook::open(root, &name) {
            Ok(opened) => opened,
            Err(error) => return Err(tell(err, &error.to_string(), Exit::Inconclusive)),
        };
        let mut setting = setting(args, interruption.cancel.clone());
        setting.course.recast = player.as_ref().map(Troupe::recast);
        let (known, proposed) = (BTreeMap::new(), BTreeMap::new());
        let mut desk = Self {
            args,
            world,
            loaded,
            staged,
            plan,
            proposer,
            is_played_by_model,
            setting,
            facts,
            notebook,
            known,
            played_with: Vec::new(),
            proposed,
        };
        desk.take(entries);
        Ok(desk)
    }

    fn take(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            match entry {
                Entry::Played { proposal, played } if played.is_known() => {
                    self.known.insert((proposal, played.cell.clone()), played);
                }
                Entry::Proposed { number, answer, refused, .. } => {
                    self.proposed.insert(number, (answer, refused));
                }
                Entry::Begun { .. }
                | Entry::Played { .. }
                | Entry::Decided(_)
                | Entry::Written(_) => {}
            }
        }
    }

    /// The files that proposals are about.
    pub fn files(&self) -> Files<'_> {
        static NONE: SourceFile = SourceFile { path: String::new(), text: String::new() };
        let at = |at: usize| self.loaded.sources.get(at).unwrap_or(&NONE);
        Files { agent: at(0), prompt: at(1) }
    }

    /// Which of these cells have not been played with a proposal.
    pub fn open(&self, proposal: u32, cells: &BTreeSet<Cell>) -> Vec<Cell> {
        let is_open = |cell: &&Cell| !self.known.contains_key(&(proposal, (*cell).clone()));
        cells.iter().filter(is_open).cloned().collect()
    }

    /// All cells that were played with the prompt as it is.
    pub fn baseline(&self) -> Vec<Played> {
        let of_baseline = self.known.iter().filter(|((proposal, _), _)| *proposal == BASELINE);
        of_baseline.map(|(_, played)| played.clone()).collect()
    }

    /// What these cells came to with a proposal.
    pub fn scored(&self, proposal: u32, cells: &BTreeSet<Cell>) -> Vec<Scored> {
        let of_cell = |cell: &Cell| self.known.get(&(proposal, cell.clone()));
        cells.iter().filter_map(of_cell).flat_map(|played| played.scored.clone()).collect()
    }

    /// Plays what is open of these cells, and keeps each as it ends.
    ///
    /// # Errors
    /// When progress cannot be told, or nothing be kept.
    pub async fn play(
        &mut self,
        (proposal, staged): (u32, &Staged),
        cells: &BTreeSet<Cell>,
        err: &mut dyn Write,
    ) -> io::Result<()> {
        let open = self.open(proposal, cells);
        if open.is_empty() {
            return Ok(());
        }
        let is_watched = self.world.0.errors_are_terminal;
        let narration = Narration::new(open.len(), (is_watched, false), err);
        let to_play = CellPlan {
            variant: staged.clone(),
            cells: open.clone(),
            ended: Vec::new(),
            facts: self.facts.clone(),
            shelf: None,
        };
        let agent = Arc::clone(staged.venue.agent());
        let (known, notebook) = (&mut self.known, &mut self.notebook);
        let each = &mut |at: usize, result| {
            let cell: &Cell = &open[at];
            let played = Played::of(&agent, cell, (score(&agent, cell, &result), &result));
            if played.is_known() {
                notebook.add(&Entry::Played { proposal, played: played.clone() })?;
                known.insert((proposal, cell.clone()), played);
            }
            Ok(())
        };
        play_each(to_play, &self.setting, narration, each).await
    }
}

/// Who plays, when it is not the offline model, and who proposes.
type Models = (Option<Arc<Troupe>>, Arc<OpenAiModel>);

/// The models, all of one account: who proposes spends from the same budget as who plays.
fn models(
    args: &TuneArgs,
    (environment, _): World<'_>,
    (staged, root): (&Staged, &Path),
) -> Result<Models, String> {
    let player = staged.troupe(args, environment, (root, Track::Live))?.map(Arc::new);
    let company = match &player {
        Some(player) => Arc::clone(player),
        None => Arc::new(staged.company(args, environment, (root, Track::Live), None)),
    };
    let proposer = company.proposer(staged.venue.agent(), args.proposer.as_deref())?;
    Ok((player, proposer.ok_or(NO_MODEL)?))
}

const NO_MODEL: &str = "--suggest needs a model that proposes, and none is named: name one with \
    --proposer NAME or --model NAME, under model: in the agent file, or as OPENAI_MODEL";

/// One prompt, one model and one policy are made better at a time.
fn single(args: &TuneArgs) -> Result<(), &'static str> {
    let several = args.prompt.len() > 1 || args.model.len() > 1 || args.policy.len() > 1;
    match several {
        true => {
            Err("--suggest is about one prompt, one model and one policy; give each once at most")
        }
        false => Ok(()),
    }
}

/// Of all that decides what is played and proposed: what is kept under it still stands.
fn print_of(args: &TuneArgs, staged: &Staged, proposer: &OpenAiModel) -> String {
    let mut print = blake3::Hasher::new();
    let mut add = |text: &str| {
        print.update(&(text.len() as u64).to_le_bytes());
        print.update(text.as_bytes());
    };
    for source in &staged.venue.sources {
        add(&source.path);
        add(&source.text);
    }
    let model = match &staged.model {
        ModelWish::Offline => "offline",
        ModelWish::Declared => "declared",
        ModelWish::Named(name) => name,
    };
    add(env!("CARGO_PKG_VERSION"));
    add(model);
    add(proposer.name());
    add(&format!(
        "{:?}",
        (
            (args.seed, args.repeat, &args.cell, &args.point, &args.caller, &args.fact),
            (&args.policy, &args.base_url, args.wording, args.reach.live),
        )
    ));
    print.finalize().to_hex()[..16].to_owned()
}
