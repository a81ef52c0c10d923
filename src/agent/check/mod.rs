//! Checks that see the whole agent: names that refer to names, and advice.

use super::format::{Reader, Root};
use crate::diagnostic::SourceFile;

/// Runs every check.
pub(super) fn all(_reader: &mut Reader<'_>, _root: &Root, _prompt: Option<&SourceFile>) {}
