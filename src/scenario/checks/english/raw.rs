use std::sync::{LazyLock, OnceLock};

use regex::{Regex, RegexBuilder};

/// A way in which a reply shows what is meant for machines.
pub(in crate::scenario::checks) struct Mark {
    /// What it is, in words.
    pub what: &'static str,
    /// Whether it is no fault when the customer said it, or an answer or the prompt holds it.
    pub may_be_told: bool,
    is_exact: bool,
    signs: &'static [&'static str],
    pattern: &'static str,
    /// Compiled when a reply first has a sign of it: to compile all takes longer than a short run.
    compiled: OnceLock<Option<Regex>>,
}

impl Mark {
    /// Where it stands in a text: the whole, and the number or word that counts.
    pub fn found<'t>(&self, text: &Marked<'t>) -> Vec<(&'t str, &'t str)> {
        let signed = if self.is_exact { text.written } else { &text.lower };
        if !self.signs.iter().any(|sign| signed.contains(sign)) {
            return Vec::new();
        }
        let Some(pattern) = self.compiled() else { return Vec::new() };
        let captures = pattern.captures_iter(text.written);
        captures
            .filter_map(|found| {
                let whole = found.get(0)?;
                Some((whole.as_str(), found.name("it").unwrap_or(whole).as_str()))
            })
            .collect()
    }

    fn compiled(&self) -> Option<&Regex> {
        let compile = || {
            let mut builder = RegexBuilder::new(self.pattern);
            builder.case_insensitive(!self.is_exact).multi_line(true).build().ok()
        };
        self.compiled.get_or_init(compile).as_ref()
    }
}

/// A text that may hold marks.
pub(in crate::scenario::checks) struct Marked<'t> {
    written: &'t str,
    lower: String,
}

impl<'t> Marked<'t> {
    /// This text.
    pub fn new(written: &'t str) -> Self {
        Self { written, lower: written.to_lowercase() }
    }
}

/// What is shown, whether it may be told when known, whether letter case matters, its signs, and the
/// pattern. Where no sign stands, in lower case unless case matters, the pattern finds nothing.
type Row = (&'static str, bool, bool, &'static [&'static str], &'static str);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    (
        "a status code",
        true,
        false,
        &["http", "status", "error", "response", "fault"],
        r"\b(?:http|status|error|response|fault)(?:\s*(?:code|status|number|no\.?))*\s*(?:\(|:|#|=|-|\bof\b|\bis\b|\bwas\b)?\s*(?P<it>[1-5]\d\d)\b(?:\s*(?:error|status))?",
    ),
    (
        "a status code",
        true,
        false,
        &[
            "error", "status", "response", "code", "not found", "bad request", "unauthori",
            "forbidden", "internal", "bad gateway", "service unavailable", "gateway time",
            "too many", "conflict", "unprocessable", "request timeout"
        ],
        r"\b(?P<it>[45]\d\d)(?:\s*[-–:]?\s*|\s+)(?:errors?\b|status\b|response\b|code\b|\(?not found\b|\(?bad request\b|\(?unauthori[sz]ed\b|\(?forbidden\b|\(?internal\b|\(?bad gateway\b|\(?service unavailable\b|\(?gateway time|\(?too many\b|\(?conflict\b|\(?unprocessable\b|\(?request timeout\b)",
    ),
    ("a status code", false, false, &["status code"], r"\bstatus code\b"),
    ("a protocol", false, false, &["http"], r"\bhttps?\b(?:[ /]|$)"),
    (
        "a technical message",
        false,
        false,
        &[
            "internal server error", "bad gateway", "gateway time", "unprocessable",
            "connection ", "hang", "pointer", "segmentation fault", "trace", "core dumped",
            "syntax error", "unexpected token", "unhandled", "uncaught", "bad request",
            "sqlstate", "certificate", "timed out", "service not known", "cannot read propert",
            "failed to fetch", "0x", "ora-", "retries exceeded"
        ],
        r"\binternal server error\b|\bbad gateway\b|\bgateway time-?out\b|\bunprocessable (?:entity|content)\b|\bconnection (?:was )?(?:refused|reset)(?: by peer)?\b|\bsocket hang ?up\b|\bnull ?pointer\b|\bsegmentation fault\b|\bstack ?trace\b|\bcore dumped\b|\bsyntax error\b|\bunexpected token\b|\bunhandled (?:exception|rejection)\b|\buncaught\b|\bbad request\b|\bsqlstate\b|\bcertificate (?:verify failed|has expired)\b|\bread timed out\b|\bconnection pool\b|\bname or service not known\b|\bcannot read propert|\bfailed to fetch\b|\b0x[0-9a-f]{6,}\b|\bora-\d{5}\b|\bmax(?:imum)? retries exceeded\b",
    ),
    (
        "an exception",
        true,
        true,
        &["Exception", "Error", "Failure", "Fault", "Timeout"],
        r"\b(?:[A-Za-z]\w*\.)*[A-Z]\w*(?:Exception|Error|Failure|Fault|Timeout)\b(?P<tail>:)?",
    ),
    (
        "an exception",
        true,
        true,
        &["ECONN", "ETIMEDOUT", "ENOTFOUND", "EPIPE", "EHOSTUNREACH", "EAI_AGAIN", "ERR_", "SIG"],
        r"\b(?:ECONN[A-Z]+|ETIMEDOUT|ENOTFOUND|EPIPE|EHOSTUNREACH|EAI_AGAIN|ERR_[A-Z_]+|SIG(?:SEGV|KILL|TERM))\b",
    ),
    (
        "a stack trace",
        false,
        true,
        &[
            "Traceback", "File \"", "(", ".js:", ".ts:", ".py:", ".java:", ".rb:", ".go:",
            ".rs:", ".php:", ".cs:", "line ", "panicked at", "goroutine "
        ],
        r"Traceback \(most recent|\bFile \x22[^\x22]+\x22, line \d+|\bat [\w$.]+\([\w$]*\.?\w*:\d+(?::\d+)?\)|\bat \S+\.(?:js|ts|py|java|rb|go|rs|php|cs):\d+|\b\w+\.(?:js|ts|py|java|rb|go|rs|php|cs):\d+|\bline \d+, in \w+|\bpanicked at\b|\bgoroutine \d+",
    ),
    (
        "an address",
        true,
        false,
        &["://"],
        r"\b(?P<it>(?:https?|ftp|wss?|file)://[^\s)>\]\x22'”’,]+)",
    ),
    ("an address", true, false, &["www."], r"\b(?P<it>www\.[\w-]+\.[^\s)>\]\x22'”’,]+)"),
    (
        "an address",
        true,
        false,
        &["localhost", ".0", ".1", ".2", ".3", ".4", ".5", ".6", ".7", ".8", ".9"],
        r"\b(?P<it>localhost(?::\d+)?|(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?)\b",
    ),
    (
        "an address",
        true,
        false,
        &["/"],
        r"\b(?P<it>(?:[a-z][\w-]*\.)+[a-z]{2,}(?::\d+)?/[\w/?=&%.-]+)",
    ),
    (
        "JSON",
        false,
        false,
        &[":", "[", "}"],
        r"[\{\[,]\s*[\x22'“”]\w[\w .-]*[\x22'“”]\s*:|^\s*[\x22“]\w+[\x22”]\s*:\s*\S|\{\s*\w+\s*:\s*[^{}]*\}|\[\s*\{|\[\s*[\x22“]\w+[\x22”]\s*[,\]]|\}\s*\]",
    ),
    (
        "a template",
        false,
        false,
        &["{{", "{%", "${", "<%"],
        r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\$\{[^{}]*\}|<%[^%]*%>",
    ),
    (
        "JSON",
        false,
        true,
        &["[object ", "undefined", "NaN", "NULL", "null"],
        r"\[object \w+\]|\bundefined\b|\bNaN\b|\bNULL\b|\bnull(?:$|[.,;:!?)\x22]|\s+(?:[b-zB-Z]|a[^n]))",
    ),
    (
        "HTML",
        false,
        false,
        &["<", "&"],
        r"<!doctype\b|</?(?:html|body|head|div|p|br|span|h[1-6]|title|table|tr|td|script|style|ul|ol|li|pre|code|center|hr|b|i|strong|em|meta|link|img|font)(?:\s[^<>]*)?/?>|<a\s+href|&(?:nbsp|lt|gt|amp|quot|#\d+);",
    ),
    (
        "XML",
        false,
        false,
        &["<"],
        r"<\?xml\b|<(?:error|message|response|status|fault|soap\w*:\w+)>",
    ),
    ("an identifier", true, true, &["_"], r"\b(?P<it>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b"),
    (
        "an identifier",
        true,
        false,
        &["_"],
        r"\b(?P<it>(?:err|error|exception|invalid|missing|not|unknown|unauthorized|internal|rate|server|request|validation|record|resource)_[a-z_]+|[a-z]+(?:_[a-z]+)*_(?:error|exception|failed|failure|not_found|exceeded|invalid|required|timeout))\b",
    ),
];

/// All marks, in the order of the table.
pub(in crate::scenario::checks) static MARKS: LazyLock<Vec<Mark>> = LazyLock::new(|| {
    let marks = ROWS.iter().map(|&(what, may_be_told, is_exact, signs, pattern)| Mark {
        what,
        may_be_told,
        is_exact,
        signs,
        pattern,
        compiled: OnceLock::new(),
    });
    marks.collect()
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

#[cfg(test)]
mod tests {
    use regex_syntax::hir::{Class, Hir, HirKind};

    use super::*;

    /// A text that may match, each choice made by chance.
    fn made_up(tree: &Hir, random: &mut fastrand::Rng) -> String {
        match tree.kind() {
            HirKind::Empty | HirKind::Look(_) => String::new(),
            HirKind::Literal(literal) => String::from_utf8_lossy(&literal.0).into_owned(),
            HirKind::Class(Class::Unicode(class)) => {
                let holds =
                    |c: &char| class.ranges().iter().any(|r| (r.start()..=r.end()).contains(c));
                let usual: Vec<char> = (' '..='~').filter(holds).collect();
                random.choice(usual).map(String::from).unwrap_or_default()
            }
            HirKind::Class(Class::Bytes(_)) => String::new(),
            HirKind::Repetition(repeated) => {
                let most = repeated.max.unwrap_or(repeated.min + 2).min(repeated.min + 2);
                (0..random.u32(repeated.min..=most))
                    .map(|_| made_up(&repeated.sub, random))
                    .collect()
            }
            HirKind::Capture(capture) => made_up(&capture.sub, random),
            HirKind::Concat(parts) => parts.iter().map(|part| made_up(part, random)).collect(),
            HirKind::Alternation(ways) => {
                random.choice(ways).map(|way| made_up(way, random)).unwrap_or_default()
            }
        }
    }

    #[test]
    fn whatever_a_pattern_finds_has_a_sign_of_it() {
        let mut random = fastrand::Rng::with_seed(1);
        for mark in &*MARKS {
            let mut parser = regex_syntax::ParserBuilder::new();
            let parser = parser.case_insensitive(!mark.is_exact).multi_line(true).build();
            let tree = { parser }.parse(mark.pattern).unwrap();
            let texts = (0..400).map(|_| made_up(&tree, &mut random));
            let matching = texts.filter(|text| mark.compiled().unwrap().is_match(text));
            let mut count = 0;
            for text in matching {
                assert!(!mark.found(&Marked::new(&text)).is_empty(), "{}: {text}", mark.pattern);
                count += 1;
            }
            assert!(count > 50, "{}: only {count} texts", mark.pattern);
        }
    }
}
