//! What a model answered, read as data: calls become user acts where the customer's own words carry
//! them, a reply passes where nothing in it comes from nowhere.
#![deny(clippy::disallowed_methods)]

mod acts;
mod arguments;
mod claim;
mod evidence;
mod fast_path;
mod figure;
mod ground;
mod reply;
mod text_call;

pub use acts::{Hearing, interpret};
pub use fast_path::fast_path;
pub use reply::{Checked, check};
pub use text_call::calls_in;
