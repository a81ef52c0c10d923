use std::{cell::RefCell, sync::Arc};

use super::{
    super::{
        Rehearsed,
        replay::{AT_ONCE, replay_until},
        run::{Watch, open_part},
    },
    misstep::{Misstep, missteps},
};
use crate::{
    cli::test::{Interruption, Troupe},
    exploring::{Ground, LedTalk, walk},
    rehearse::Venue,
};

/// Where a model leads talks.
pub(super) struct Stand<'a> {
    pub ground: &'a Ground,
    pub venue: Arc<Venue>,
    pub troupe: Arc<Troupe>,
    pub interruption: &'a Interruption,
    /// The first thing that kept a talk from its end, other than the limits and the user.
    pub trouble: RefCell<Option<String>>,
}

/// What the talks at random came to.
#[derive(Debug, Default)]
pub(super) struct Played {
    /// Talks that were played to their end.
    pub talks: u64,
    /// Talks that began and have no verdict.
    pub broken_off: u64,
    /// What customers said, silences included.
    pub turns: u64,
    /// Whether `--time` was over before the last talk.
    pub is_late: bool,
    /// Each thing done wrong, with the shortest talk in which it was.
    pub missteps: Vec<(LedTalk, Misstep)>,
}

impl Stand<'_> {
    /// Talks at random; those of which nothing can be said aloud are left out.
    pub fn talks(&self, seed: u64, many: u64) -> Vec<LedTalk> {
        let talks = (0..many).map(|talk| {
            let (events, _) = walk(self.ground, seed, talk);
            LedTalk::of(self.ground, open_part(self.ground, &events))
        });
        talks.filter(|talk| !talk.turns.is_empty()).collect()
    }

    /// Whether no more can be played: a limit is reached, or the user stopped it.
    pub fn is_out(&self) -> bool {
        self.interruption.cancel.is_cancelled() || self.troupe.limit_reached().is_some()
    }

    /// Lets the model lead these.
    ///
    /// # Errors
    /// A sentence, where a talk is no scenario for this agent.
    pub async fn play(&self, talks: &[LedTalk]) -> Result<Vec<Rehearsed>, String> {
        let about = "Found by exploring under the free policy";
        let texts: Vec<String> = talks.iter().map(|talk| talk.script(self.ground, about)).collect();
        let recast = Some(self.troupe.recast());
        let cancel = self.interruption.cancel.clone();
        let rehearsed = replay_until(&self.venue, &texts, recast, cancel).await?;
        if !self.is_out() {
            let reason = rehearsed.iter().find_map(|one| one.reason.clone());
            let mut trouble = self.trouble.borrow_mut();
            *trouble = trouble.take().or(reason);
        }
        Ok(rehearsed)
    }

    /// Plays talks until all are played, or nothing more can be.
    ///
    /// # Errors
    /// As [`Self::play`].
    pub async fn play_all(&self, talks: &[LedTalk], watch: &Watch) -> Result<Played, String> {
        let mut played = Played::default();
        for batch in talks.chunks(AT_ONCE) {
            let told = watch.tell(|| format!("{} of {} talks", played.talks, talks.len()));
            played.is_late = told.is_break();
            if played.is_late || self.is_out() {
                break;
            }
            let rehearsed = self.play(batch).await?;
            for (talk, one) in batch.iter().zip(&rehearsed) {
                played.take(talk, one);
            }
            if rehearsed.iter().all(|one| one.reason.is_some()) {
                // Whoever answers nothing eight times is not asked a hundred times more.
                break;
            }
        }
        Ok(played)
    }
}

impl Played {
    fn take(&mut self, talk: &LedTalk, rehearsed: &Rehearsed) {
        match rehearsed.reason {
            None => self.talks += 1,
            Some(_) => self.broken_off += u64::from(!rehearsed.turns.is_empty()),
        }
        self.turns += rehearsed.turns.len().saturating_sub(1) as u64;
        for misstep in missteps(rehearsed) {
            let turns = talk.turns.iter().take(misstep.turns).cloned().collect();
            let talk = talk.with(turns);
            match self.missteps.iter_mut().find(|(_, known)| known.is_alike(&misstep)) {
                Some((known, _)) if known.turns.len() <= talk.turns.len() => {}
                Some(known) => *known = (talk, misstep),
                None => self.missteps.push((talk, misstep)),
            }
        }
    }
}
