use std::sync::LazyLock;

use regex::Regex;

use super::ErrorMatch;

/// Words a condition may be made of, besides statuses.
const VOCABULARY: &str = "a an and answer answers any api action back be call called case code codes \
    comes connection customer do does doesn't don't error errors fail failed fails failure for from \
    get gets give gives got happens have http if in into is it its no not occurs of on or other \
    otherwise problem receive received request respond responds response result results return \
    returned returns run say says server service so something status system tell tells that the them \
    then there these this times to tool tools use we went when with wrong you timeout timeouts time \
    timed out network offline unreachable unavailable reach reached cannot can't else everything \
    anything default all every found unauthorized unauthorised forbidden conflict bad internal too \
    many requests rate limit limited gone client gateway unprocessable entity conflicts invalid input \
    happens fallback goes cases unknown unexpected within after second seconds minute minutes one \
    there's occur isn't long takes took slow down broken lost reset refused host only also still";

/// Names of statuses, longest first.
const NAMES: [(&str, ErrorMatch); 18] = [
    ("internal server error", ErrorMatch::Status(500)),
    ("service unavailable", ErrorMatch::Status(503)),
    ("bad gateway", ErrorMatch::Status(502)),
    ("gateway timeout", ErrorMatch::Status(504)),
    ("too many requests", ErrorMatch::Status(429)),
    ("rate limit", ErrorMatch::Status(429)),
    ("unprocessable", ErrorMatch::Status(422)),
    ("not found", ErrorMatch::Status(404)),
    ("unauthorized", ErrorMatch::Status(401)),
    ("unauthorised", ErrorMatch::Status(401)),
    ("forbidden", ErrorMatch::Status(403)),
    ("conflict", ErrorMatch::Status(409)),
    ("bad request", ErrorMatch::Status(400)),
    ("invalid input", ErrorMatch::Status(422)),
    ("server error", ErrorMatch::Class(5)),
    ("server problem", ErrorMatch::Class(5)),
    ("client error", ErrorMatch::Class(4)),
    ("gone", ErrorMatch::Status(410)),
];

const TIMEOUTS: [&str; 14] = [
    "timeout",
    "time-out",
    "time out",
    "times out",
    "timed out",
    "no response",
    "no answer",
    "not respond",
    "n't respond",
    "not answer",
    "n't answer",
    "takes too long",
    "took too long",
    "too slow",
];

const UNREACHABLE: [&str; 13] = [
    "is down",
    "cannot connect",
    "unreachable",
    "connection error",
    "connection fail",
    "connection problem",
    "connection lost",
    "connection is",
    "no connection",
    "network",
    "offline",
    "be reached",
    "not reach",
];

const ANY: [&str; 20] = [
    "all other cases",
    "unknown error",
    "unexpected error",
    "errors occur",
    "any error",
    "any other",
    "any failure",
    "any problem",
    "all errors",
    "all other",
    "every error",
    "every other",
    "other error",
    "an error",
    "a failure",
    "fails",
    "failed",
    "goes wrong",
    "went wrong",
    "error occurs",
];

/// Words that mean "any error" only right after other error lines.
const REST: [&str; 6] =
    ["otherwise", "everything else", "anything else", "else", "default", "fallback"];

static STATUS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:([45])(?:xx|00\s*(?:-|–|to)\s*[45]99|00\s*\+)|([45]\d\d))").ok()
});

/// Words that mean "any error" on their own, where errors are listed.
const ALONE: [&str; 8] = [
    "error",
    "errors",
    "on error",
    "on errors",
    "failure",
    "on failure",
    "if an error",
    "failures",
];

/// How a sentence says that a thing was not found.
const NOT_FOUND: [&str; 5] = ["not found", "n't found", "not exist", "n't exist", "no such"];

/// Where a condition stands, which decides how much is taken for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Surroundings {
    /// In running text.
    Prose,
    /// In the section of an action.
    Section,
    /// Under words about errors.
    Errors,
    /// Right after another error line.
    AfterErrorLine,
}

/// The failures that the head of a line is for; empty when it is no condition.
pub(super) fn read(head: &str, surroundings: Surroundings) -> Vec<ErrorMatch> {
    let head = normal(head);
    let listed = matches!(surroundings, Surroundings::Errors | Surroundings::AfterErrorLine);
    if rests(&head) {
        return if listed { vec![ErrorMatch::Any] } else { Vec::new() };
    }
    let in_section = surroundings != Surroundings::Prose;
    if in_section && ALONE.contains(&head.as_str()) {
        return vec![ErrorMatch::Any];
    }
    let mut found = statuses(without_exception(&head));
    if in_section && found.is_empty() && says_not_found(&head) {
        return vec![ErrorMatch::Status(404)];
    }
    let short = in_section && is_short(&head, !found.is_empty());
    if !short && !says_nothing_else(&head) {
        return Vec::new();
    }
    if found.is_empty() {
        found = named(&head);
    }
    for (words, meaning) in
        [(&TIMEOUTS[..], ErrorMatch::Timeout), (&UNREACHABLE[..], ErrorMatch::Unreachable)]
    {
        if words.iter().any(|word| head.contains(word)) && !found.contains(&meaning) {
            found.push(meaning);
        }
    }
    if found.is_empty() && ANY.iter().any(|words| head.contains(words)) {
        found.push(ErrorMatch::Any);
    }
    found
}

/// Lower case, one blank between words, no marks of emphasis or quoting around them.
fn normal(head: &str) -> String {
    let head = head.replace('’', "'").to_lowercase();
    let marks = ['*', '`', '_', '"', '“', '”', '\'', '‘', '„'];
    let words = head.split_whitespace().map(|word| match word {
        "4**" => "4xx",
        "5**" => "5xx",
        word => word.trim_matches(marks),
    });
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The head without what it excepts: "4xx other than 404".
fn without_exception(head: &str) -> &str {
    let cut = [" other than", " except", " besides", " but not"];
    cut.iter().filter_map(|words| head.find(words)).min().map_or(head, |at| &head[..at])
}

/// Whether a head that holds a status says little else, so that it is for that status.
fn is_short(head: &str, has_status: bool) -> bool {
    let words = head.split(' ').count();
    let in_brackets = head.split('(').nth(1).is_some_and(|rest| !statuses(rest).is_empty());
    has_status && (words <= 3 || (words <= 8 && (in_brackets || starts_with_status(head))))
}

/// "If the order is not found": the words between are the author's own.
fn says_not_found(head: &str) -> bool {
    let asks = head.starts_with("if ") || head.starts_with("when ");
    asks && head.split(' ').count() <= 8 && NOT_FOUND.iter().any(|words| head.contains(words))
}

fn rests(head: &str) -> bool {
    let head = head.trim_start_matches("for ").trim_start_matches("in ");
    REST.iter().any(|word| {
        head == *word || head.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', ',']))
    })
}

fn statuses(head: &str) -> Vec<ErrorMatch> {
    let mut found = Vec::new();
    let Some(pattern) = STATUS.as_ref() else { return found };
    for captures in pattern.captures_iter(head) {
        let after = captures.get(0).map_or(0, |whole| whole.end());
        if head[after..].starts_with(|c: char| c.is_alphanumeric()) {
            continue;
        }
        let class = captures.get(1).and_then(|class| class.as_str().parse().ok());
        let status = captures.get(2).and_then(|status| status.as_str().parse().ok());
        let meaning = class.map(ErrorMatch::Class).or(status.map(ErrorMatch::Status));
        found.extend(meaning.filter(|meaning| !found.contains(meaning)));
    }
    found
}

fn named(head: &str) -> Vec<ErrorMatch> {
    let mut rest = head.to_owned();
    let mut found = Vec::new();
    for (name, meaning) in NAMES {
        if rest.contains(name) {
            rest = rest.replace(name, " ");
            if !found.contains(&meaning) {
                found.push(meaning);
            }
        }
    }
    // "gateway timeout" is a status, not a timeout of ours.
    found
}

fn starts_with_status(head: &str) -> bool {
    let lead = head.split(' ').find(|word| {
        !["http", "error", "status", "code", "if", "on", "for", "when", "a", "an"].contains(word)
    });
    lead.is_some_and(|word| !statuses(word).is_empty())
}

/// Whether every word belongs to conditions.
fn says_nothing_else(head: &str) -> bool {
    let words = head.split(|c: char| c.is_whitespace() || ",/()[];&+".contains(c));
    let plain = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.is_empty()
            || !statuses(word).is_empty()
            || word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
            || word
                .split(['-', '–', ' '])
                .all(|part| VOCABULARY.split_whitespace().any(|known| known == part))
    };
    words.into_iter().all(plain)
}

#[cfg(test)]
mod tests {
    use super::{
        ErrorMatch::*,
        Surroundings::{AfterErrorLine, Errors, Prose, Section},
        *,
    };

    #[test]
    fn statuses_are_read_in_every_spelling() {
        assert_eq!(read("404", Errors), [Status(404)]);
        assert_eq!(read("**404**", Errors), [Status(404)]);
        assert_eq!(read("400, 422", Errors), [Status(400), Status(422)]);
        assert_eq!(read("404/410", Errors), [Status(404), Status(410)]);
        assert_eq!(read("401 / 403", Errors), [Status(401), Status(403)]);
        assert_eq!(read("HTTP 500", Errors), [Status(500)]);
        assert_eq!(read("500 errors", Errors), [Status(500)]);
        assert_eq!(read("4xx", Errors), [Class(4)]);
        assert_eq!(read("5XX or connection error", Errors), [Class(5), Unreachable]);
        assert_eq!(read("500-599", Errors), [Class(5)]);
        assert_eq!(read("404 (Not Found)", Errors), [Status(404)]);
        assert_eq!(read("404 no such order", Errors), [Status(404)]);
        assert_eq!(read("If the API returns 400 or 422", Prose), [Status(400), Status(422)]);
    }

    #[test]
    fn words_for_failures_are_read() {
        assert_eq!(read("Timeout", Errors), [Timeout]);
        assert_eq!(read("If the request times out", Prose), [Timeout]);
        assert_eq!(read("No response", Errors), [Timeout]);
        assert_eq!(read("Unreachable", Errors), [Unreachable]);
        assert_eq!(read("Not found", Errors), [Status(404)]);
        assert_eq!(read("Server error", Errors), [Class(5)]);
        assert_eq!(read("For any error", Prose), [Any]);
        assert_eq!(read("For any other error", Prose), [Any]);
        assert_eq!(read("Otherwise", AfterErrorLine), [Any]);
    }

    #[test]
    fn words_of_the_author_around_a_status_do_not_hide_it() {
        assert_eq!(read("If the order isn't found (404)", Section), [Status(404)]);
        assert_eq!(read("If the order is not found", Section), [Status(404)]);
        assert_eq!(read("Validation error (422)", Section), [Status(422)]);
        assert_eq!(read("Bei 404", Section), [Status(404)]);
        assert_eq!(read("4xx errors other than 404", Errors), [Class(4)]);
        assert_eq!(read("When the API doesn’t respond", Section), [Timeout]);
        assert_eq!(read("If there's no response within 10 seconds", Section), [Timeout]);
        assert_eq!(read("For everything else", Errors), [Any]);
        assert_eq!(read("If something goes wrong", Section), [Any]);
        assert_eq!(read("Error", Section), [Any]);
    }

    #[test]
    fn prose_is_no_condition() {
        assert_eq!(read("Orders over 500 euros", Errors), []);
        assert_eq!(read("Otherwise", Section), []);
        assert_eq!(read("Repeat the number 500", Section), []);
        assert_eq!(read("success (200)", Errors), []);
        assert_eq!(read("If the customer is rude", Section), []);
        assert_eq!(read("500 people work here", Prose), []);
        assert_eq!(read("Ask which connection they want", Errors), []);
        assert_eq!(read("Never mention 404 errors", Errors), []);
    }
}
