//! A run as one page that opens from disk, makes no request and runs no script but its own.
//!
//! The page holds one line per scenario, and each scenario apart from that, which is only read when
//! it is looked at. Text from outside stands in the page as JSON alone, and the script makes nothing
//! but text nodes of it.

mod detail;
mod index;
mod page;
mod shell;

pub(crate) use detail::Detail;
pub use page::{write, write_with};
pub(crate) use shell::{Shell, embed};
