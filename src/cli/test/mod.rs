//! `rehearsal test`: plays scenarios and says what held.

mod accept;
mod args;
mod cast;
mod covering;
mod gather;
mod interruption;
mod lasting;
mod ledger;
mod narrate;
mod perform;
mod run;
mod select;
mod shard;
mod watching;

pub use args::TestArgs;
pub use cast::Troupe;
pub use interruption::Interruption;
pub use narrate::Narration;
pub use run::run;
pub use run::usual_jobs;
pub use watching::{Watching, announce};
