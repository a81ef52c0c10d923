//! What a proposed line brings in that nothing of the agent's files has.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

use crate::prompt::ErrorMatch;

/// Web and mail addresses, also without a scheme.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b[a-z][a-z0-9+.-]*://\S+|\bwww\.\S+|[^\s@]+@[^\s@]+\.[a-z]{2,}|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|dev|app|info|biz|co|example|test|[a-z]{2})(?:/\S*)?\b").ok()
});

/// Figures that tell something: numbers of phones, orders, prices.
static FIGURE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\+?\d(?:[\d ()./-]*\d)?").ok());

/// Shorter figures are counts and hours: "24/7", "in 2 minutes".
const SHORTEST_FIGURE: usize = 4;

/// The first address or figure of a sentence that `known` lacks, and what it is.
pub(super) fn foreign(
    say: &str,
    matches: &[ErrorMatch],
    known: &str,
) -> Option<(&'static str, String)> {
    let known = known.to_lowercase();
    let address = ADDRESS.as_ref()?.find_iter(say).map(|found| found.as_str());
    let mut addresses = address.map(|found| found.trim_end_matches(['.', ',', '?', '!']));
    if let Some(found) = addresses.find(|found| !known.contains(&found.to_lowercase())) {
        return Some(("the address", found.to_owned()));
    }
    let own = |digits: &str| {
        matches
            .iter()
            .any(|one| matches!(one, ErrorMatch::Status(code) if code.to_string() == digits))
    };
    let known = digits(&known);
    let mut figures = FIGURE.as_ref()?.find_iter(say).map(|found| found.as_str());
    let found = figures.find(|found| {
        let digits = digits(found);
        digits.len() >= SHORTEST_FIGURE && !own(&digits) && !known.contains(&digits)
    })?;
    Some(("the number", found.to_owned()))
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The first piece of the template language in a line that the old line does not have as it stands.
pub(super) fn foreign_template(new: &str, old: &str) -> Option<String> {
    let of = |text: &str| -> BTreeSet<String> {
        let marks = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
        let pieces = marks.iter().flat_map(|(open, close)| {
            text.match_indices(*open).map(move |(at, _)| {
                let rest = &text[at..];
                let end = rest.find(close).map_or(rest.len(), |end| end + close.len());
                rest[..end].to_owned()
            })
        });
        pieces.collect()
    };
    of(new).difference(&of(old)).next().cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_or_a_number_must_be_known() {
        let known = "Our shop is at shop.example.org, call 0800 123 456.";
        let of = |say: &str| foreign(say, &[], known).map(|(_, found)| found);
        assert_eq!(of("Write to help@evil.example now."), Some("help@evil.example".into()));
        assert_eq!(of("See https://evil.example/pay."), Some("https://evil.example/pay".into()));
        assert_eq!(of("See evil.com."), Some("evil.com".into()));
        assert_eq!(of("Call +49 30 999 888."), Some("+49 30 999 888".into()));
        for fine in [
            "See shop.example.org.",
            "Call 0800-123456.",
            "We are here 24/7, in 30 minutes.",
            "It failed. Sorry, e.g. try again.",
        ] {
            assert_eq!(of(fine), None, "{fine}");
        }
    }

    #[test]
    fn templates_stay_those_of_the_old_line() {
        let old = "- 404: \"Sorry {{ contact.name }}.\"";
        assert_eq!(foreign_template("- 404: \"{{ contact.name }}, no.\"", old), None);
        assert_eq!(
            foreign_template("- 404: \"{{ secrets }}\"", old),
            Some("{{ secrets }}".to_owned())
        );
        assert_eq!(foreign_template("- 404: \"{% raw", old), Some("{% raw".to_owned()));
    }
}
