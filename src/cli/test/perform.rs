//! The run itself: scenarios are played, what ended is kept on disk and told.

use std::{io, sync::Arc, time::Instant};

use chrono::{SecondsFormat, Utc};
use tokio::sync::mpsc;

use super::{
    ledger::{Ledger, Talks},
    narrate::Narration,
    select::Selection,
};
use crate::{
    rehearse::suite::{Ended, Listing, RunSetting, run},
    report::{RunFacts, RunResult},
};

/// Results that wait to be written; a few, for each holds its whole talk.
const WAITING: usize = 32;

/// Plays what is listed, and adds it to what the ledger holds already.
pub(super) async fn perform(
    listing: Listing,
    setting: &RunSetting,
    mut ledger: Ledger,
    narration: &mut Narration<'_>,
) -> io::Result<(RunResult, Talks)> {
    let (started, began) = (Utc::now(), Instant::now());
    let (sender, mut events) = mpsc::channel(WAITING);
    let listing = Arc::new(listing);
    ledger.expect(listing.listed.len());
    let played = run(Arc::clone(&listing) as _, setting, sender);
    let told = async {
        let mut told = Ok(());
        while let Some(Ended(at, result)) = events.recv().await {
            // Whoever stops listening before the end keeps the run waiting for ever.
            if told.is_ok() {
                told = narration.ended(&result);
            }
            if told.is_err() {
                setting.cancel.cancel();
            }
            ledger.add(listing.listed[at].fingerprint, *result);
        }
        told
    };
    let ((), told) = tokio::join!(played, told);
    narration.finish();
    told?;
    Ok(ledger.into_run(RunFacts {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        started: started.to_rfc3339_opts(SecondsFormat::Millis, true),
        ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        seed: setting.course.seed,
        ..RunFacts::default()
    }))
}

impl Selection {
    /// Writes into a run what was chosen for it.
    pub fn add_to(self, run: &mut RunResult) {
        run.run.shard = self.shard;
        run.run.notes.splice(..0, self.notes);
    }
}
