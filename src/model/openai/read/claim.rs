use std::sync::LazyLock;

use regex::Regex;

const DEEDS: &str = "booked|cancell?ed|created|updated|changed|confirmed|placed|sent|scheduled|\
    rescheduled|processed|refunded|reserved|completed|submitted|registered|verified|approved|opened|\
    closed|deleted|removed|added|saved|done|shipped|delivered|activated|arranged|ordered|paid|issued|\
    recorded|noted|logged|taken care of|found";

static CLAIMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let patterns = [
        format!(
            r"(?i)\b(?:has|have|was|were|is|are|'s|'re|been)\s+(?:now\s+|been\s+|successfully\s+|just\s+|already\s+|all\s+)*({DEEDS})\b"
        ),
        format!(
            r"(?i)\b(?:i|we)(?:'ve|\s+have|\s+had)?\s+(?:just\s+|now\s+|successfully\s+|already\s+)*({DEEDS})\b"
        ),
        r"(?i)\b(success(?:ful|fully)?)\b".to_owned(),
        r"(?i)\b(all set|all done|went through|good to go|taken care of)\b".to_owned(),
        r"(?i)^\W*(done)\b".to_owned(),
    ];
    patterns.iter().filter_map(|pattern| Regex::new(pattern).ok()).collect()
});

static CLAUSE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)[.;!?,:\n]+\s*|\s+(?:but|however|although|and|though)\s+").ok()
});

/// Words that keep a clause from claiming anything.
const OPEN: &[&str] = &[
    "not", "no", "never", "unable", "cannot", "failed", "without", "whether", "if", "unless",
    "until", "once", "when", "before", "would", "could", "may", "might", "nothing", "nor", "can",
    "to be", "will be", "needs", "want", "should", "must", "yet",
];

/// The deeds a reply claims to be done, with the clause of each.
pub(super) fn claims(reply: &str) -> Vec<(String, String)> {
    let clauses: Vec<&str> = match CLAUSE.as_ref() {
        Some(clause) => clause.split(reply).collect(),
        None => vec![reply],
    };
    let mut found = Vec::new();
    for clause in clauses {
        let straight = clause.replace('’', "'");
        if leaves_open(&straight) {
            continue;
        }
        for claim in CLAIMS.iter() {
            if let Some(deed) = claim.captures(&straight).and_then(|found| found.get(1)) {
                found.push((deed.as_str().to_lowercase(), straight.trim().to_owned()));
            }
        }
    }
    found
}

fn leaves_open(clause: &str) -> bool {
    let low = clause.to_lowercase();
    if low.contains("n't") {
        return true;
    }
    let words: Vec<&str> = low.split(|c: char| !(c.is_alphanumeric() || c == '\'')).collect();
    let joined = format!(" {} ", words.join(" "));
    OPEN.iter().any(|word| joined.contains(&format!(" {word} ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deeds(reply: &str) -> Vec<String> {
        claims(reply).into_iter().map(|(deed, _)| deed).collect()
    }

    #[test]
    fn claims_of_completion_are_seen() {
        for (reply, deed) in [
            ("Your order has been cancelled.", "cancelled"),
            ("I've booked it for you", "booked"),
            ("The system is slow, but your refund was processed", "processed"),
            ("I couldn't reach it. Your appointment is confirmed!", "confirmed"),
            ("Successfully updated", "successfully"),
            ("You're all set", "all set"),
            ("Done!", "done"),
        ] {
            assert!(deeds(reply).contains(&deed.to_owned()), "{reply}: {:?}", deeds(reply));
        }
    }

    #[test]
    fn what_is_denied_left_open_or_to_come_is_no_claim() {
        for reply in [
            "Your order could not be cancelled",
            "It hasn’t been booked yet",
            "I can't tell whether it was processed",
            "I don't see an order with that number. Could you double-check?",
            "This account is locked.",
            "The order can be cancelled within a day",
        ] {
            assert_eq!(deeds(reply), Vec::<String>::new(), "{reply}");
        }
    }
}
