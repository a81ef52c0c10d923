use std::time::Duration;

/// Longest silence that can be played.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// Reads a length of time: `8s`, `500ms`, `2m`, or seconds alone.
///
/// # Errors
/// A sentence that says what would be one.
pub fn parse_lasting(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let seconds =
        digits.trim().parse::<f64>().ok().and_then(|number| match &text[digits.len()..] {
            "ms" => Some(number / 1000.0),
            "s" | "" => Some(number),
            "m" | "min" => Some(number * 60.0),
            _ => None,
        });
    seconds
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .filter(|lasting| *lasting <= LONGEST)
        .ok_or_else(|| format!("{text:?} is no length of time: write 8s, 500ms or 2m"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_units() {
        assert_eq!(parse_lasting("8s"), Ok(Duration::from_secs(8)));
        assert_eq!(parse_lasting("8"), Ok(Duration::from_secs(8)));
        assert_eq!(parse_lasting("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(parse_lasting("2m"), Ok(Duration::from_secs(120)));
        for wrong in ["", "soon", "-1s", "NaN", "1e30s", "8 parsecs"] {
            assert!(parse_lasting(wrong).is_err(), "{wrong}");
        }
    }
}
