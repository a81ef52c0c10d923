use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tokio_util::sync::CancellationToken;

use crate::cli::Exit;

/// Ctrl-C: the first ends the run and still makes the reports, the second ends the program.
pub(super) struct Interruption {
    pub cancel: CancellationToken,
    came: Arc<AtomicBool>,
}

impl Interruption {
    /// Begins to watch for it.
    pub fn watch() -> Self {
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

    /// Whether it came.
    pub fn came(&self) -> bool {
        self.came.load(Ordering::Relaxed)
    }

    /// This exit status, unless it came.
    pub fn or(&self, exit: Exit) -> Exit {
        if self.came() { Exit::Interrupted } else { exit }
    }
}

/// Ends the program without waiting for anything.
#[expect(clippy::exit, reason = "the user asked twice")]
fn leave() -> ! {
    std::process::exit(i32::from(Exit::Interrupted.code()))
}
