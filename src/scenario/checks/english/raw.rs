use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

/// A way in which a reply shows what is meant for machines.
pub(in crate::scenario::checks) struct Mark {
    /// What it is, in words.
    pub what: &'static str,
    /// Whether it is no fault when the customer said it, or an answer or the prompt holds it.
    pub may_be_told: bool,
    pattern: Regex,
}

impl Mark {
    /// Where it stands in a text: the whole, and the number or word that counts.
    pub fn found<'t>(&self, text: &'t str) -> Vec<(&'t str, &'t str)> {
        let captures = self.pattern.captures_iter(text);
        captures
            .filter_map(|found| {
                let whole = found.get(0)?;
                Some((whole.as_str(), found.name("it").unwrap_or(whole).as_str()))
            })
            .collect()
    }
}

/// What is shown, whether it may be told when known, whether letter case matters, and the pattern.
type Row = (&'static str, bool, bool, &'static str);

const ROWS: &[Row] = &[
    (
        "a status code",
        true,
        false,
        r"\b(?:http|status|error|response|fault)(?:\s*(?:code|status|number|no\.?))*\s*(?:\(|:|#|=|-|\bof\b|\bis\b|\bwas\b)?\s*(?P<it>[1-5]\d\d)\b(?:\s*(?:error|status))?",
    ),
    (
        "a status code",
        true,
        false,
        r"\b(?P<it>[45]\d\d)(?:\s*[-–:]?\s*|\s+)(?:errors?\b|status\b|response\b|code\b|\(?not found\b|\(?bad request\b|\(?unauthori[sz]ed\b|\(?forbidden\b|\(?internal\b|\(?bad gateway\b|\(?service unavailable\b|\(?gateway time|\(?too many\b|\(?conflict\b|\(?unprocessable\b|\(?request timeout\b)",
    ),
    ("a status code", false, false, r"\bstatus code\b"),
    ("a protocol", false, false, r"\bhttps?\b(?:[ /]|$)"),
    (
        "a technical message",
        false,
        false,
        r"\binternal server error\b|\bbad gateway\b|\bgateway time-?out\b|\bunprocessable (?:entity|content)\b|\bconnection (?:was )?(?:refused|reset)(?: by peer)?\b|\bsocket hang ?up\b|\bnull ?pointer\b|\bsegmentation fault\b|\bstack ?trace\b|\bcore dumped\b|\bsyntax error\b|\bunexpected token\b|\bunhandled (?:exception|rejection)\b|\buncaught\b|\bbad request\b|\bsqlstate\b|\bcertificate (?:verify failed|has expired)\b|\bread timed out\b|\bconnection pool\b|\bname or service not known\b|\bcannot read propert|\bfailed to fetch\b|\b0x[0-9a-f]{6,}\b|\bora-\d{5}\b|\bmax(?:imum)? retries exceeded\b",
    ),
    (
        "an exception",
        true,
        true,
        r"\b(?:[A-Za-z]\w*\.)*[A-Z]\w*(?:Exception|Error|Failure|Fault|Timeout)\b(?P<tail>:)?",
    ),
    (
        "an exception",
        true,
        true,
        r"\b(?:ECONN[A-Z]+|ETIMEDOUT|ENOTFOUND|EPIPE|EHOSTUNREACH|EAI_AGAIN|ERR_[A-Z_]+|SIG(?:SEGV|KILL|TERM))\b",
    ),
    (
        "a stack trace",
        false,
        true,
        r"Traceback \(most recent|\bFile \x22[^\x22]+\x22, line \d+|\bat [\w$.]+\([\w$]*\.?\w*:\d+(?::\d+)?\)|\bat \S+\.(?:js|ts|py|java|rb|go|rs|php|cs):\d+|\b\w+\.(?:js|ts|py|java|rb|go|rs|php|cs):\d+|\bline \d+, in \w+|\bpanicked at\b|\bgoroutine \d+",
    ),
    ("an address", true, false, r"\b(?P<it>(?:https?|ftp|wss?|file)://[^\s)>\]\x22'”’,]+)"),
    ("an address", true, false, r"\b(?P<it>www\.[\w-]+\.[^\s)>\]\x22'”’,]+)"),
    ("an address", true, false, r"\b(?P<it>localhost(?::\d+)?|(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?)\b"),
    ("an address", true, false, r"\b(?P<it>(?:[a-z][\w-]*\.)+[a-z]{2,}(?::\d+)?/[\w/?=&%.-]+)"),
    (
        "JSON",
        false,
        false,
        r"[\{\[,]\s*[\x22'“”]\w[\w .-]*[\x22'“”]\s*:|^\s*[\x22“]\w+[\x22”]\s*:\s*\S|\{\s*\w+\s*:\s*[^{}]*\}|\[\s*\{|\[\s*[\x22“]\w+[\x22”]\s*[,\]]|\}\s*\]",
    ),
    ("a template", false, false, r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\$\{[^{}]*\}|<%[^%]*%>"),
    (
        "JSON",
        false,
        true,
        r"\[object \w+\]|\bundefined\b|\bNaN\b|\bNULL\b|\bnull(?:$|[.,;:!?)\x22]|\s+(?:[b-zB-Z]|a[^n]))",
    ),
    (
        "HTML",
        false,
        false,
        r"<!doctype\b|</?(?:html|body|head|div|p|br|span|h[1-6]|title|table|tr|td|script|style|ul|ol|li|pre|code|center|hr|b|i|strong|em|meta|link|img|font)(?:\s[^<>]*)?/?>|<a\s+href|&(?:nbsp|lt|gt|amp|quot|#\d+);",
    ),
    ("XML", false, false, r"<\?xml\b|<(?:error|message|response|status|fault|soap\w*:\w+)>"),
    ("an identifier", true, true, r"\b(?P<it>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b"),
    (
        "an identifier",
        true,
        false,
        r"\b(?P<it>(?:err|error|exception|invalid|missing|not|unknown|unauthorized|internal|rate|server|request|validation|record|resource)_[a-z_]+|[a-z]+(?:_[a-z]+)*_(?:error|exception|failed|failure|not_found|exceeded|invalid|required|timeout))\b",
    ),
];

/// All marks, in the order of the table.
pub(in crate::scenario::checks) static MARKS: LazyLock<Vec<Mark>> = LazyLock::new(|| {
    let compiled = ROWS.iter().map(|(what, may_be_told, is_exact, pattern)| {
        let pattern =
            RegexBuilder::new(pattern).case_insensitive(!is_exact).multi_line(true).build().ok()?;
        Some(Mark { what, may_be_told: *may_be_told, pattern })
    });
    compiled.flatten().collect()
});

/// A bare number of three digits that may be a status, with what stands on either side.
static BARE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?P<before>\b(?:an?|the|with|got|returned?|returning|is|was|answered|gave|code|receiv\w+|sent|says|said|of|to)\s+(?:an?\s+)?|[(\[\x22])(?P<it>[45]\d\d)(?P<after>\s*\S*)")
        .ok()
});

/// Words behind a number that make it an amount or a part of something.
const COUNTED: &[&str] = &[
    "euro",
    "euros",
    "eur",
    "dollar",
    "dollars",
    "usd",
    "pound",
    "pounds",
    "gbp",
    "%",
    "percent",
    "kg",
    "g",
    "grams",
    "km",
    "metres",
    "meters",
    "miles",
    "m",
    "ml",
    "items",
    "pieces",
    "points",
    "minutes",
    "hours",
    "days",
    "people",
    "units",
    "mb",
    "gb",
    "watts",
    "calories",
    "pages",
    "steps",
    "characters",
    "customers",
    "orders",
    "of",
    "in",
    "cents",
    "credits",
    "litres",
];

/// Bare numbers in a reply that may be a status.
pub(in crate::scenario::checks) fn bare_statuses(reply: &str) -> Vec<&str> {
    let Some(bare) = BARE.as_ref() else { return Vec::new() };
    let found = bare.captures_iter(reply).filter_map(|found| {
        let after = found.name("after")?.as_str();
        let touches = after.starts_with(|c: char| {
            c.is_alphanumeric() || matches!(c, '-' | '%' | '€' | '$' | '£' | '/')
        });
        let word =
            after.trim().trim_matches(|c: char| !c.is_alphanumeric() && c != '%').to_lowercase();
        let is_decimal = after.len() > 1
            && after.starts_with(['.', ','])
            && after[1..].starts_with(|c: char| c.is_ascii_digit());
        (!touches && !is_decimal && !COUNTED.contains(&word.as_str()))
            .then(|| found.name("it").map(|it| it.as_str()))?
    });
    found.collect()
}

/// Signs of a mark.
const LETTERS: &[char] = &['{', '[', '<', '/', '_', '&', '$'];
/// Words, or parts of words, of a mark.
const WORDS: &[&str] = &[
    "http",
    "error",
    "Error",
    "ERROR",
    "exception",
    "Exception",
    "status",
    "Status",
    "code",
    "timeout",
    "Timeout",
    "fault",
    "Fault",
    "Failure",
    "gateway",
    "Gateway",
    "request",
    "Request",
    "entity",
    "onnection",
    "socket",
    "ull",
    "race",
    "efined",
    "NaN",
    "0x",
    "ECONN",
    "ETIMED",
    "ENOT",
    "EPIPE",
    "EHOST",
    "SIG",
    "www",
    "localhost",
    "Internal",
    "internal",
    "token",
    "caught",
    "handled",
    "response",
    "Response",
    "NULL",
    "panicked",
    "goroutine",
    "SQL",
    "sql",
    "ertificate",
    "ropert",
    "fetch",
    "line ",
    ".js:",
    ".py:",
    ".java:",
    "ORA-",
    "core dumped",
    "retries",
    "timed out",
    "service not",
    "HTTP",
    "read",
    "Not Found",
    "not found",
    "orbidden",
    "nauthori",
    "onflict",
    "Too Many",
    "too many",
    "unavailable",
    "Unavailable",
    "segmentation",
    "Segmentation",
];

/// Whether any mark may stand in a reply; a quick look before the tables.
pub(in crate::scenario::checks) fn may_hold_mark(reply: &str) -> bool {
    reply.contains(LETTERS)
        || reply.contains(|c: char| c.is_ascii_digit()) && reply.contains('.')
        || WORDS.iter().any(|word| reply.contains(word))
}
