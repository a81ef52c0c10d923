//! Rehearsing: loading an agent from disk, and driving conversations: one loop between
//! understanding, the dialogue's steps, the calls they ask for, and wording.

mod asked;
mod caller;
pub mod cassette;
mod clock;
mod conversation;
mod driven;
mod drove;
mod load;
mod notebook;
mod opening;
mod policy;
mod project;
mod scenario_file;
mod seam;
mod show;
mod stage;
pub mod suite;
mod venue;

pub use caller::{Caller, Secrets, with_time};
pub use cassette::{Reel, Shelf};
pub use clock::Clock;
pub use conversation::{Cast, Conversation, Memory};
pub use load::{LoadError, LoadedAgent, PROMPT_LIMIT, load, load_with_prompt, read_text};
pub use notebook::{Notebook, NotebookError};
pub use opening::{Opening, UnrenderedError};
pub use policy::{Lead, Policy};
pub use project::{OutsideProject, Project};
pub use scenario_file::{AgentShelf, LoadedScenarios, load_scenario_file, load_scenarios};
pub use seam::{Event, Execute, Executed, Watch};
pub use stage::{Pace, Reach, Setting, Stage, StageError};
pub use venue::Venue;
