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
mod object;
mod recall;
mod reply;
mod source;
mod spoken;
mod text_call;
mod told;

pub use acts::{Hearing, interpret};
pub(crate) use arguments::arguments as object;
pub(crate) use evidence::{NOD, says_yes};
pub use fast_path::fast_path;
pub(crate) use ground::{ground, is_free_text};
pub use object::object_in;
pub use reply::{Checked, Said, Unfit, breaches, check, check_piece};
pub use spoken::spoken;
pub use text_call::calls_in;
