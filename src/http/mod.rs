//! Calls over real sockets: the executor, what it may reach, and the stub API it talks to by default.
//!
//! [`Executor::execute`] sends a frozen request and comes back with an outcome; it never fails
//! otherwise. Against the stub only the origin is swapped for loopback, and time is the
//! conversation's [`Clock`], so a slow answer costs nothing.

mod address;
mod clock;
mod dynamic_context;
mod executor;
mod failure;
mod host;
mod live;
mod resolver;
mod secrets;
mod send;
pub mod stub;
mod tape;

pub use clock::{Clock, Passed};
pub use dynamic_context::{CONTEXT_KEY_LIMIT, ContextFailure, Fetched, fetch_context};
pub use executor::{Executed, Executor};
pub use host::{Carries, HostPolicy, HostRefusal};
pub use live::Live;
pub use secrets::{
    DotenvRefusal, MissingSecrets, SecretStore, Unset, Variables, needed_secrets, read_dotenv,
};
pub use tape::{Cue, Tape, Ticket};
