use super::{
    ErrorLine, ErrorMatch,
    condition::{self, Surroundings},
    quotation,
    section::{Sections, strip_bullet},
};
use crate::name::ActionName;

/// Reads what a prompt says about failures: per action and for all, as its author wrote it.
pub fn read(text: &str, actions: &[ActionName]) -> Vec<ErrorLine> {
    let lines: Vec<&str> = text.lines().collect();
    let mut sections = Sections::new(actions);
    let mut found: Vec<ErrorLine> = Vec::new();
    let mut last = None;
    for (index, raw) in lines.iter().enumerate() {
        let line = without_statements(raw);
        if line.trim().is_empty() {
            continue;
        }
        let surroundings = match last {
            Some(last) if index - last <= 2 => Surroundings::AfterErrorLine,
            _ => sections.surroundings(),
        };
        let next = lines.get(index + 1).copied().unwrap_or_default();
        let named = sections.leading_name(&line).and_then(|(name, bare)| {
            Some((vec![Some(name)], read_line(&bare, next, surroundings)?))
        });
        let plain = || Some((sections.actions(), read_line(&line, next, surroundings)?));
        let Some((about, reading)) = named.or_else(plain) else {
            sections.enter(&line);
            continue;
        };
        last = Some(index);
        found.extend(about.into_iter().map(|action| reading.error_line(action, index + 1)));
    }
    found
}

/// A line's condition and what follows it.
struct Reading {
    matches: Vec<ErrorMatch>,
    guidance: String,
}

impl Reading {
    fn error_line(&self, action: Option<ActionName>, line: usize) -> ErrorLine {
        let quoted = quotation::first(&self.guidance);
        let say = quoted.map(|(_, inner)| self.guidance[inner].trim().to_owned());
        ErrorLine {
            action,
            matches: self.matches.clone(),
            say: say.filter(|text| text.contains(' ') || text.ends_with(['.', '?', '!'])),
            guidance: self.guidance.clone(),
            offers_callback: offers_callback(&self.guidance),
            line,
        }
    }
}

fn read_line(line: &str, next: &str, surroundings: Surroundings) -> Option<Reading> {
    let body = strip_bullet(line.trim());
    let (head, rest) = match body.strip_prefix('|') {
        Some(row) => row.trim_matches('|').split_once('|')?,
        None => split(body),
    };
    let matches = condition::read(head, surroundings);
    let guidance = tidy(rest);
    let guidance = if guidance.is_empty() { quoted_continuation(next)? } else { guidance };
    (!matches.is_empty()).then_some(Reading { matches, guidance })
}

/// A quoted sentence on the next line belongs to a condition that ends its own line.
fn quoted_continuation(next: &str) -> Option<String> {
    let next = next.trim();
    let starts = quotation::first(next).is_some_and(|(whole, _)| whole.start == 0);
    starts.then(|| next.to_owned())
}

/// Splits a line into its condition and what is to be done; all of it may be the condition.
fn split(body: &str) -> (&str, &str) {
    let quote = quotation::first(body).map(|(whole, _)| whole);
    if let Some(quote) = quote.as_ref().filter(|quote| quote.start == 0) {
        // The status itself may be quoted: '404': "…".
        return (&body[quote.clone()], &body[quote.end..]);
    }
    let limit = quote.map_or(body.len(), |quote| quote.start);
    let strong = [":", "→", "=>", "->", " - ", " – ", " — ", "="];
    let at = |mark: &&str| body[..limit].find(*mark).map(|at| (at, mark.len()));
    if let Some((at, width)) = strong.iter().filter_map(at).min() {
        return (&body[..at], &body[at + width..]);
    }
    match first_clause(&body[..limit]) {
        Some(at) => (&body[..at], &body[at + 1..]),
        None => (&body[..limit], &body[limit..]),
    }
}

/// The first comma that does not stand in a list of numbers.
fn first_clause(text: &str) -> Option<usize> {
    text.match_indices(',').map(|(at, _)| at).find(|at| {
        let next = text[at + 1..].trim_start();
        let next = next.trim_start_matches("or ").trim_start_matches("and ");
        !next.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// What is to be done, without the marks around it.
fn tidy(rest: &str) -> String {
    rest.trim()
        .trim_start_matches(['*', ':', '–', '—', '→', '>', '|', '=', ','])
        .trim_start_matches("- ")
        .trim()
        .to_owned()
}

/// A line without `{% … %}`, which decide only whether it is there.
fn without_statements(line: &str) -> String {
    let mut kept = String::new();
    let mut rest = line;
    while let Some(open) = rest.find("{%") {
        kept.push_str(&rest[..open]);
        match rest[open..].find("%}") {
            Some(length) => rest = &rest[open + length + 2..],
            None => return kept,
        }
    }
    kept.push_str(rest);
    kept
}

/// Whether the text tells the agent to offer a callback or a person.
fn offers_callback(text: &str) -> bool {
    let text = text.to_lowercase();
    let refused = ["not offer", "n't offer", "never offer", "no callback"];
    if refused.iter().any(|words| text.contains(words)) {
        return false;
    }
    let back = ["call", "phone", "ring"].iter().any(|verb| {
        text.split(verb).nth(1).is_some_and(|rest| {
            rest.split_whitespace()
                .take(4)
                .any(|word| word.trim_matches(|c: char| !c.is_alphanumeric()) == "back")
        })
    });
    let words = [
        "callback",
        "call-back",
        "call you",
        "call them",
        "transfer",
        "hand over",
        "hand off",
        "handoff",
        "hand them",
        "connect them",
        "connect you",
        "a person",
        "a human",
        "representative",
        "escalate",
    ];
    back || words.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actions() -> Vec<ActionName> {
        ["Lookup Order Status", "Verify Customer"].map(ActionName::new).to_vec()
    }

    fn summary(text: &str) -> Vec<(Option<String>, Vec<ErrorMatch>, Option<String>)> {
        let lines = read(text, &actions());
        let action = |line: &ErrorLine| line.action.as_ref().map(ToString::to_string);
        lines.iter().map(|line| (action(line), line.matches.clone(), line.say.clone())).collect()
    }

    const ORDER: &str = "Lookup Order Status";

    #[test]
    fn the_list_of_the_documentation_is_read() {
        let text = "When using the 'Lookup Order Status' tool:\n\nIf the tool returns an error:\n\
            - 404: \"I don't see an order with that number. Could you double-check?\"\n\
            - 500: \"I'm having trouble accessing the system right now.\"\n\
            - Timeout: \"The system is taking longer than expected.\"\n\
            - For any error, offer to have someone call them back.\n";
        let lines = read(text, &actions());
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[0].line, 4);
        assert_eq!(lines[0].matches, [ErrorMatch::Status(404)]);
        assert_eq!(
            lines[0].say.as_deref(),
            Some("I don't see an order with that number. Could you double-check?")
        );
        assert_eq!(lines[2].matches, [ErrorMatch::Timeout]);
        assert_eq!(lines[3].matches, [ErrorMatch::Any]);
        assert_eq!(lines[3].say, None);
        assert!(lines[3].offers_callback);
        assert!(!lines[0].offers_callback);
        assert!(lines.iter().all(|line| line.action == Some(ActionName::new(ORDER))));
    }

    #[test]
    fn bullets_and_quotes_of_every_style_are_read() {
        for line in [
            "* **404** – “Not there.”",
            "• HTTP 404 → 'Not there.'",
            "1. `404` - \"Not there.\"",
            "+ 404 - ‘Not there.’",
            "– 404: «Not there.»",
            "2) If it returns 404, say \"Not there.\"",
            "'404': \"Not there.\"",
            "| 404 | \"Not there.\" |",
            "- [ ] 404 = „Not there.“",
            "- 404:\n  \"Not there.\"",
            "404\n  \"Not there.\"",
            "- `404`: `Not there.`",
            "**404:** \"Not there.\"",
            "- {% if x %}404: \"Not there.\"{% endif %}",
        ] {
            let text = format!("For Lookup Order Status:\n{line}\n");
            let expected =
                (Some(ORDER.to_owned()), vec![ErrorMatch::Status(404)], Some("Not there.".into()));
            assert_eq!(summary(&text), [expected], "{line}");
        }
    }

    #[test]
    fn a_section_ends_where_another_begins() {
        let text = "## Lookup Order Status\n- 404: \"No order.\"\n### Verify Customer errors\n- 401: \"Wrong PIN.\"\n\
            ## Style\nBe brief.\n\n## Errors\n- Any error: offer a callback.\n";
        let found = summary(text);
        assert_eq!(found[0].0.as_deref(), Some(ORDER));
        assert_eq!(found[1].0.as_deref(), Some("Verify Customer"));
        assert_eq!(found[2], (None, vec![ErrorMatch::Any], None));
    }

    #[test]
    fn a_line_may_name_its_action_itself() {
        let found = summary("If 'Lookup Order Status' returns 404, say \"No such order.\"\n");
        let expected =
            (Some(ORDER.to_owned()), vec![ErrorMatch::Status(404)], Some("No such order.".into()));
        assert_eq!(found, [expected]);
    }

    #[test]
    fn prose_is_left_alone() {
        let text = "# Desk\nYou sell 500 kinds of tea: ask for one.\nOtherwise, be polite.\n\
            Use 'Lookup Order Status' when asked. Never read out errors.\nOpen 9:00 to 17:00, closed on Sunday.\n";
        assert_eq!(summary(text), []);
    }
}
