//! Email addresses: written mailboxes, and addresses said word by word or letter by letter.

mod mailbox;
mod scan;
mod slips;
mod spoken;
mod written;

pub(super) use scan::{parse, scan, spans};
