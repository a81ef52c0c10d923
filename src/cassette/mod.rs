//! Recorded model and HTTP traffic as plain data: an entry is one request with its answer, found again
//! by a hash of what matters about the request. Reading, writing, and what to say of a request that
//! nobody recorded.
#![deny(clippy::disallowed_methods)]

mod address;
mod answer;
mod excerpt;
mod file;
mod hidden;
mod lines;
mod miss;
mod model;
mod request;

pub use address::{Address, Key, Kind, sorted};
pub use answer::{HttpAnswer, RecordedBody};
pub use file::{Answer, Entry, VERSION, is_the_same, parse, print};
pub use hidden::Hidden;
pub use lines::{Text, Tree};
pub use miss::{Difference, Distance, Miss, difference};
pub use model::{Calling, ModelAnswer, ModelFailing, Said, Unusable, Usage, WaitedFor};
pub use request::{http_request, model_request};
