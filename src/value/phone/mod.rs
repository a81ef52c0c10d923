//! Phone numbers: digits in any written or spoken form, checked against the numbering plan.

mod digits;
mod plan;
mod scan;

pub(super) use digits::phone_like;
pub(super) use scan::{parse, scan, scan_broken};
