use super::word::{Form, common_triples};

/// Letters from which a word may be taken for a misspelt one.
const LONG_ENOUGH: usize = 4;
const FEWEST_TRIPLES: f32 = 0.45;
const NEAR: f32 = 0.25;

/// How alike a said and a declared word are, from 0 to 1.
pub fn likeness(said: &Form, declared: &Form) -> f32 {
    if said.stem == declared.stem {
        return 1.0;
    }
    match (&said.vector, &declared.vector) {
        (Some(one), Some(other)) => 0.9 * (one.cosine(other) - NEAR).max(0.0) / (1.0 - NEAR),
        _ => spelt_alike(&said.text, &declared.text),
    }
}

/// For a word that the table does not have: typing errors, compounds, other languages.
fn spelt_alike(said: &str, declared: &str) -> f32 {
    let letters = said.len().min(declared.len());
    if letters < LONG_ENOUGH || said.len().abs_diff(declared.len()) > letters {
        return 0.0;
    }
    let same_start = said.as_bytes().first() == declared.as_bytes().first();
    let triples = common_triples(said, declared);
    if triples < FEWEST_TRIPLES * 0.5 && !same_start {
        return 0.0;
    }
    let allowed = if letters >= 8 { 2 } else { 1 };
    if (letters > LONG_ENOUGH || same_start)
        && strsim::damerau_levenshtein(said, declared) <= allowed
    {
        return triples.max(0.85);
    }
    if triples >= FEWEST_TRIPLES { triples } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(said: &str, declared: &str) -> f32 {
        likeness(&Form::of(said), &Form::of(declared))
    }

    #[test]
    fn typing_errors_and_inflections_count_as_the_word() {
        assert_eq!(like("orders", "order"), 1.0);
        assert!(like("wether", "weather") > 0.8);
        assert!(like("resrevation", "reservation") > 0.8);
        assert!(like("parcel", "package") > 0.2);
        assert_eq!(like("xqzzt", "order"), 0.0);
    }
}
