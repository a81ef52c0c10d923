/// Two sides that exclude each other. Words and two-word phrases, in base form.
#[derive(Debug)]
pub struct Axis {
    /// One side.
    pub one: &'static [&'static str],
    /// The other.
    pub other: &'static [&'static str],
}

const fn axis(one: &'static [&'static str], other: &'static [&'static str]) -> Axis {
    Axis { one, other }
}

/// Opposites that a vector cannot tell apart.
pub const AXES: &[Axis] = &[
    axis(
        &["enable", "activate", "turn on", "switch on", "reactivate"],
        &["disable", "deactivate", "turn off", "switch off", "suspend"],
    ),
    axis(&["buy", "purchase", "order"], &["sell"]),
    axis(
        &["book", "reserve", "schedule", "arrange", "set up"],
        &["cancel", "call off", "scrap", "abort", "annul", "revoke", "drop"],
    ),
    axis(
        &["increase", "raise", "boost", "turn up", "upgrade", "brighten"],
        &["decrease", "reduce", "lower", "cut", "turn down", "downgrade", "dim"],
    ),
    axis(&["lock", "freeze", "block"], &["unlock", "unfreeze", "unblock"]),
    axis(
        &["add", "insert", "append", "attach", "put"],
        &["remove", "delete", "detach", "take off", "take out", "erase"],
    ),
    axis(
        &["create", "open", "set up", "register"],
        &["delete", "close", "destroy", "remove", "erase", "get rid"],
    ),
    axis(
        &["subscribe", "sign up", "opt in", "join", "enroll", "enrol"],
        &["unsubscribe", "opt out", "quit", "leave", "withdraw", "unenroll"],
    ),
    axis(
        &["start", "begin", "launch", "resume", "continue", "run"],
        &["stop", "end", "halt", "pause", "terminate", "finish"],
    ),
    axis(&["open"], &["close", "shut"]),
    axis(&["send", "transmit"], &["receive", "fetch"]),
    axis(&["upload", "import"], &["download", "export"]),
    axis(&["deposit", "pay in"], &["withdraw", "take out", "pay out"]),
    axis(&["lend"], &["borrow"]),
    axis(&["login", "log in", "sign in"], &["logout", "log out", "sign out"]),
    axis(&["accept", "approve", "confirm", "allow"], &["reject", "decline", "deny", "refuse"]),
    axis(&["encrypt", "encode", "compress", "zip"], &["decrypt", "decode", "decompress", "unzip"]),
    axis(&["connect", "pair", "link"], &["disconnect", "unpair", "unlink"]),
    axis(&["install"], &["uninstall"]),
    axis(&["mute", "silence"], &["unmute"]),
    axis(&["follow"], &["unfollow"]),
    axis(&["show", "display"], &["hide", "conceal"]),
    axis(&["check in"], &["check out"]),
    axis(&["arrival", "arrive"], &["departure", "depart"]),
    axis(&["multiply"], &["divide"]),
    axis(&["sum"], &["subtract", "difference"]),
    axis(&["maximum", "highest", "largest"], &["minimum", "lowest", "smallest"]),
    axis(&["archive"], &["unarchive", "restore"]),
    axis(&["like"], &["unlike", "dislike"]),
    axis(&["assign"], &["unassign"]),
    axis(&["extend", "prolong", "lengthen"], &["shorten", "curtail"]),
    axis(&["win"], &["lose"]),
];
