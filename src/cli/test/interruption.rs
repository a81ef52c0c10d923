use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tokio_util::sync::CancellationToken;

use crate::cli::Exit;

/// Ctrl-C: the first ends the run and still makes the reports, the second ends the program.
pub struct Interruption {
    /// What stops the run.
    pub cancel: CancellationToken,
    came: Arc<AtomicBool>,
}

impl Interruption {
    /// Watches for Ctrl-C from now on.
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

    /// How the program ends, when it was not interrupted.
    pub fn or(&self, exit: Exit) -> Exit {
        if self.came() { Exit::Interrupted } else { exit }
    }
}

/// Ends the program without waiting for anything.
#[expect(clippy::exit, reason = "the user asked twice")]
fn leave() -> ! {
    std::process::exit(i32::from(Exit::Interrupted.code()))
}
