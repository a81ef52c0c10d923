use super::english::{
    claims::claims,
    raw::{MARKS, Marked},
};

/// The deeds that a sentence tells as done just now; what was so already does not count.
pub fn claimed_deeds(text: &str) -> Vec<String> {
    claims(text).into_iter().filter(|claim| !claim.is_of_old()).map(|claim| claim.deed).collect()
}

/// What a sentence shows that is meant for machines: what it is, and the text.
pub fn raw_marks(text: &str) -> Vec<(&'static str, String)> {
    let text = Marked::new(text);
    let marked = MARKS.iter().flat_map(|mark| {
        mark.found(&text).into_iter().map(|(shown, _)| (mark.what, shown.to_owned()))
    });
    marked.collect()
}
