/// A misbehaviour on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Nobody listens at the port.
    Refused,
    /// The host's name cannot be found.
    Dns,
    /// The host shows a certificate that has expired.
    TlsExpired,
    /// The host shows a certificate of another host.
    TlsWrongHost,
    /// The connection is closed before an answer.
    Closed,
    /// The connection is reset before an answer.
    Reset,
    /// The caller's deadline passes before an answer; nothing took effect.
    Timeout,
    /// The same, but the request took effect.
    TimeoutAfterCommit,
    /// A whole answer after the caller's deadline.
    LateAnswer,
    /// The deadline passes within the head.
    SlowHeaders,
    /// The deadline passes within the body.
    SlowBody,
    /// A byte of the body each second, until the deadline.
    SlowDrip,
    /// The body breaks off.
    Truncated,
    /// What follows is not HTTP.
    GarbageAfterHead,
    /// JSON with its end missing, in a whole answer.
    MalformedJson,
    /// UTF-16 under `application/json`.
    WrongCharset,
    /// `content-encoding: gzip` without any.
    WrongEncoding,
    /// A small body that unpacks to a huge one.
    CompressionBomb,
    /// More than the body limit.
    Oversized,
    /// An answer that redirects to itself.
    RedirectLoop,
    /// A web page with 200.
    HtmlError200,
    /// The right body under `text/html`.
    WrongContentType,
    /// 200 with nothing.
    Empty,
    /// `null` with 200.
    Null200,
    /// An error object with 200.
    ErrorIn200,
    /// The answer to an earlier, other request.
    StaleSuccess,
    /// The first field under another name.
    RenamedField,
    /// The first field with a value of another type.
    ChangedType,
    /// An instruction to the model in every text.
    InjectedOrder,
    /// Terminal escape codes in every text.
    EscapeCodes,
    /// 429 with `Retry-After` in seconds.
    RateLimitedSeconds,
    /// 429 with `Retry-After` as a date.
    RateLimitedDate,
    /// 429 with a `Retry-After` that nobody can wait for.
    RateLimitedAbsurd,
}

impl Fault {
    /// All of them, by the names files use.
    pub const ALL: [(&'static str, Self); 33] = [
        ("refused", Self::Refused),
        ("dns", Self::Dns),
        ("tls_expired", Self::TlsExpired),
        ("tls_wrong_host", Self::TlsWrongHost),
        ("closed", Self::Closed),
        ("reset", Self::Reset),
        ("timeout", Self::Timeout),
        ("timeout_after_commit", Self::TimeoutAfterCommit),
        ("late_answer", Self::LateAnswer),
        ("slow_headers", Self::SlowHeaders),
        ("slow_body", Self::SlowBody),
        ("slow_drip", Self::SlowDrip),
        ("truncated", Self::Truncated),
        ("garbage_after_head", Self::GarbageAfterHead),
        ("malformed_json", Self::MalformedJson),
        ("wrong_charset", Self::WrongCharset),
        ("wrong_encoding", Self::WrongEncoding),
        ("compression_bomb", Self::CompressionBomb),
        ("oversized", Self::Oversized),
        ("redirect_loop", Self::RedirectLoop),
        ("html_error_200", Self::HtmlError200),
        ("wrong_content_type", Self::WrongContentType),
        ("empty", Self::Empty),
        ("null_200", Self::Null200),
        ("error_in_200", Self::ErrorIn200),
        ("stale_success", Self::StaleSuccess),
        ("renamed_field", Self::RenamedField),
        ("changed_type", Self::ChangedType),
        ("injected_order", Self::InjectedOrder),
        ("escape_codes", Self::EscapeCodes),
        ("429_seconds", Self::RateLimitedSeconds),
        ("429_date", Self::RateLimitedDate),
        ("429_absurd", Self::RateLimitedAbsurd),
    ];

    /// The fault of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, fault)| *fault)
    }

    /// The name that files use.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, fault)| *fault == self).map_or("fault", |(name, _)| name)
    }

    /// What happens, in a few plain words.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Refused => "nobody listens at the API's port",
            Self::Dns => "the host's name cannot be found",
            Self::TlsExpired => "the host shows a certificate that has expired",
            Self::TlsWrongHost => "the host shows a certificate of another host",
            Self::Closed => "the connection is closed before an answer",
            Self::Reset => "the connection is reset before an answer",
            Self::Timeout => "no answer in time, and nothing was done",
            Self::TimeoutAfterCommit => "no answer in time, but the request was carried out",
            Self::LateAnswer => "the answer comes too late; the request was carried out",
            Self::SlowHeaders => "the head does not end in time, and nothing was done",
            Self::SlowBody => "the body stops and does not end in time",
            Self::SlowDrip => "the body comes at one byte a second, too slow to end",
            Self::Truncated => "the body breaks off",
            Self::GarbageAfterHead => "what follows the head is not HTTP",
            Self::MalformedJson => "JSON without its end, in a whole answer",
            Self::WrongCharset => "JSON in UTF-16, which JSON may not be in",
            Self::WrongEncoding => "the answer says that it is compressed and is not",
            Self::CompressionBomb => "a small compressed body that unpacks to a huge one",
            Self::Oversized => "a body of more than 1 MiB",
            Self::RedirectLoop => "a redirect to the same place, again and again",
            Self::HtmlError200 => "status 200 with a web page that tells an error",
            Self::WrongContentType => "the right JSON, declared as a web page",
            Self::Empty => "status 200 without a body",
            Self::Null200 => "status 200 with null",
            Self::ErrorIn200 => "status 200 with an error in it; nothing was done",
            Self::StaleSuccess => "the answer to an earlier, other request",
            Self::RenamedField => "the first field has another name",
            Self::ChangedType => "the first field has a value of another type",
            Self::InjectedOrder => "every text is an instruction to the model",
            Self::EscapeCodes => "every text holds terminal escape codes",
            Self::RateLimitedSeconds => "status 429 that asks to wait for 2 seconds",
            Self::RateLimitedDate => "status 429 that asks to wait until a time, 2 s ahead",
            Self::RateLimitedAbsurd => "status 429 that asks to wait for 31 years",
        }
    }

    /// Whether a request that meets this fault was acted on all the same.
    pub fn takes_effect(self) -> bool {
        !self.is_before_connect()
            && !matches!(
                self,
                Self::Closed
                    | Self::Reset
                    | Self::Timeout
                    | Self::SlowHeaders
                    | Self::ErrorIn200
                    | Self::StaleSuccess
                    | Self::RateLimitedSeconds
                    | Self::RateLimitedDate
                    | Self::RateLimitedAbsurd
            )
    }

    /// Whether it keeps the request from ever reaching the stub.
    pub fn is_before_connect(self) -> bool {
        matches!(self, Self::Refused | Self::Dns | Self::TlsExpired | Self::TlsWrongHost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_fault_has_one_name_and_a_meaning_of_its_own() {
        let names: BTreeSet<_> = Fault::ALL.iter().map(|(name, _)| *name).collect();
        let meanings: BTreeSet<_> = Fault::ALL.iter().map(|(_, fault)| fault.meaning()).collect();
        assert_eq!((names.len(), meanings.len()), (Fault::ALL.len(), Fault::ALL.len()));
        for (name, fault) in Fault::ALL {
            assert_eq!((Fault::parse(name), fault.name()), (Some(fault), name));
        }
    }
}
