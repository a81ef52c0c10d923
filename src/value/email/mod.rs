//! Email addresses: written mailboxes, and addresses said word by word or letter by letter.

mod domain;
mod local;
mod mailbox;
mod piece;
mod scan;
mod slips;
mod spelled;
mod written;

pub(super) use scan::{parse, scan, spans};
