use super::{Scalar, Style};

/// Why other YAML readers may take this scalar for something else; `None` when none does.
///
/// The text is kept as written here, but an editor, a script or another version of YAML would not.
pub fn ambiguity(scalar: &Scalar) -> Option<&'static str> {
    if scalar.style != Style::Plain {
        return None;
    }
    let text = scalar.text.as_str();
    if ["yes", "no", "on", "off", "y", "n"].contains(&text.to_ascii_lowercase().as_str()) {
        return Some("YAML 1.1 reads it as a boolean");
    }
    let digits = text.trim_start_matches(['+', '-']);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return special_float(digits);
    }
    numeric(text, digits)
}

/// `.inf` and `.nan`.
fn special_float(digits: &str) -> Option<&'static str> {
    let lower = digits.to_ascii_lowercase();
    let special = [".inf", ".nan"].contains(&lower.as_str());
    special.then_some("YAML reads it as a special number")
}

/// The look of a number that loses something or is read differently.
fn numeric(text: &str, digits: &str) -> Option<&'static str> {
    let only = |extra: &str| digits.chars().all(|c| c.is_ascii_digit() || extra.contains(c));
    if text.starts_with('+') && only("._ ") {
        return Some("YAML reads it as a number and drops the plus sign");
    }
    if only("") && digits.len() > 1 && digits.starts_with('0') {
        return Some("YAML 1.1 reads it as octal, others drop the leading zero");
    }
    if only("_.") && digits.contains('_') {
        return Some("YAML 1.1 reads it as a number and drops the underscores");
    }
    if only(":.") && digits.contains(':') && !digits.ends_with(':') {
        return Some("YAML 1.1 reads it as a number to the base 60");
    }
    if digits.starts_with("0x") || digits.starts_with("0o") || digits.starts_with("0b") {
        let radix_digits = digits[2..].chars().all(|c| c.is_ascii_hexdigit() || c == '_');
        return radix_digits.then_some("YAML reads it as a number in another base");
    }
    if only("") && digits.len() > 18 {
        return Some("YAML reads it as a number that loses digits");
    }
    exponent(digits)
}

/// `1e5` and `12E3`, which look like codes.
fn exponent(digits: &str) -> Option<&'static str> {
    let (mantissa, power) = digits.split_once(['e', 'E'])?;
    let whole = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (whole(mantissa) && whole(power.trim_start_matches(['+', '-'])))
        .then_some("YAML reads it as a number with an exponent")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_ambiguous(text: &str) -> bool {
        ambiguity(&Scalar { text: text.into(), style: Style::Plain }).is_some()
    }

    #[test]
    fn scalars_that_readers_disagree_about_are_found() {
        for text in [
            "no",
            "On",
            "y",
            "012",
            "-012",
            "1_000",
            "12:30",
            "+4915112345678",
            "0x1F",
            "1e5",
            ".inf",
            "12345678901234567890123",
        ] {
            assert!(is_ambiguous(text), "{text}");
        }
    }

    #[test]
    fn ordinary_scalars_are_left_alone() {
        for text in
            ["ORD-12345", "48213", "-3", "0", "1.5", "2026-03-02", "true", "null", "north", "1 a"]
        {
            assert!(!is_ambiguous(text), "{text}");
        }
    }

    #[test]
    fn quotes_settle_it() {
        assert_eq!(ambiguity(&Scalar { text: "no".into(), style: Style::Quoted }), None);
    }
}
