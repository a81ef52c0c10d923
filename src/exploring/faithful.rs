//! A saved state goes on exactly like the original.

use super::{
    Broken, Law,
    position::{Ground, Seen},
};
use crate::dialogue::DialogueState;

/// What differs when a copy of the state goes on in place of it.
pub(super) fn broken(ground: &Ground, seen: &Seen<'_>) -> Option<Broken> {
    let of = |why: String| Some(Broken::new(Law::UnfaithfulCopy, why));
    let text = match serde_json::to_string(&seen.step.state) {
        Ok(text) => text,
        Err(error) => return of(format!("the state cannot be saved: {error}")),
    };
    match serde_json::from_str::<DialogueState>(&text) {
        Err(error) => return of(format!("the saved state cannot be read: {error}")),
        Ok(read) if read != seen.step.state => {
            return of("the state that was saved and read is another one".to_owned());
        }
        Ok(_) => {}
    }
    match ground.step(seen.before.clone(), seen.came) == *seen.step {
        true => None,
        false => of("the same state and the same input came to another step".to_owned()),
    }
}
