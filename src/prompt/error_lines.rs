use super::ErrorLine;
use crate::name::ActionName;

/// Reads what a prompt says about failures.
pub fn read(_text: &str, _actions: &[ActionName]) -> Vec<ErrorLine> {
    Vec::new()
}
