/// A misbehaviour on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Nobody listens at the port.
    Refused,
    /// The host's name cannot be found.
    Dns,
    /// The connection is closed before an answer.
    Closed,
    /// The connection is reset before an answer.
    Reset,
    /// The caller's deadline passes before an answer; nothing took effect.
    Timeout,
    /// The same, but the request took effect.
    TimeoutAfterCommit,
    /// The body breaks off.
    Truncated,
    /// JSON with its end missing, in a whole answer.
    MalformedJson,
    /// The right body under `text/html`.
    WrongContentType,
    /// 200 with nothing.
    Empty,
    /// A web page with 200.
    HtmlError200,
    /// An answer that redirects to itself.
    RedirectLoop,
    /// More than the body limit.
    Oversized,
    /// The deadline passes within the body.
    SlowBody,
    /// What follows is not HTTP.
    GarbageAfterHead,
    /// UTF-16 under `application/json`.
    WrongCharset,
    /// `content-encoding: gzip` without any.
    WrongEncoding,
    /// A small body that unpacks to a huge one.
    CompressionBomb,
    /// An error object with 200.
    ErrorIn200,
    /// `null` with 200.
    Null200,
    /// The first field under another name.
    RenamedField,
    /// The first field with a value of another type.
    ChangedType,
    /// An instruction to the model in every text.
    InjectedOrder,
    /// Terminal escape codes in every text.
    EscapeCodes,
}

impl Fault {
    /// All of them, by the names files use.
    pub const ALL: [(&'static str, Self); 27] = [
        ("refused", Self::Refused),
        ("dns", Self::Dns),
        ("closed", Self::Closed),
        ("reset", Self::Reset),
        ("timeout", Self::Timeout),
        ("slow_headers", Self::Timeout),
        ("late_answer", Self::TimeoutAfterCommit),
        ("timeout_after_commit", Self::TimeoutAfterCommit),
        ("truncated", Self::Truncated),
        ("malformed_json", Self::MalformedJson),
        ("wrong_content_type", Self::WrongContentType),
        ("empty", Self::Empty),
        ("html_error_200", Self::HtmlError200),
        ("redirect_loop", Self::RedirectLoop),
        ("oversized", Self::Oversized),
        ("slow_body", Self::SlowBody),
        ("slow_drip", Self::SlowBody),
        ("garbage_after_head", Self::GarbageAfterHead),
        ("wrong_charset", Self::WrongCharset),
        ("wrong_encoding", Self::WrongEncoding),
        ("compression_bomb", Self::CompressionBomb),
        ("error_in_200", Self::ErrorIn200),
        ("null_200", Self::Null200),
        ("renamed_field", Self::RenamedField),
        ("changed_type", Self::ChangedType),
        ("injected_order", Self::InjectedOrder),
        ("escape_codes", Self::EscapeCodes),
    ];

    /// The fault of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, fault)| *fault)
    }

    /// The name that files use.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, fault)| *fault == self).map_or("fault", |(name, _)| name)
    }

    /// Whether a request that meets this fault was acted on all the same.
    pub fn takes_effect(self) -> bool {
        !self.is_before_connect()
            && !matches!(self, Self::Closed | Self::Reset | Self::Timeout | Self::ErrorIn200)
    }

    /// Whether it keeps the request from ever reaching the stub.
    pub fn is_before_connect(self) -> bool {
        matches!(self, Self::Refused | Self::Dns)
    }
}
