use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat};
use chrono_tz::Tz;
use serde_json::Value as Json;

/// The names of the runtime variables, which every template may use.
pub const RUNTIME_NAMES: [&str; 7] = [
    "agent_number",
    "agent_uuid",
    "contact_number",
    "direction",
    "medium",
    "current_datetime",
    "timezone",
];

/// The runtime variables of a rehearsal: those of a phone call coming in at this time.
///
/// `contact` is the contact's own data; its `phone_number` is the number that calls.
pub fn runtime_variables(now: DateTime<Tz>, contact: &Json) -> BTreeMap<String, Json> {
    let caller = contact.get("phone_number").and_then(Json::as_str).unwrap_or("+15550100199");
    let values: [Json; 7] = [
        "+15550100100".into(),
        "00000000-0000-4000-8000-000000000000".into(),
        caller.into(),
        "inbound".into(),
        "phone".into(),
        now.to_rfc3339_opts(SecondsFormat::Secs, false).into(),
        now.timezone().name().into(),
    ];
    RUNTIME_NAMES.into_iter().map(str::to_owned).zip(values).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;
    use serde_json::json;

    #[test]
    fn the_time_is_that_of_the_zone() {
        let now = chrono_tz::Europe::Berlin.with_ymd_and_hms(2026, 3, 2, 10, 0, 0).unwrap();
        let runtime = runtime_variables(now, &json!({ "phone_number": "+4915112345678" }));
        assert_eq!(runtime["current_datetime"], json!("2026-03-02T10:00:00+01:00"));
        assert_eq!(runtime["timezone"], json!("Europe/Berlin"));
        assert_eq!(runtime["contact_number"], json!("+4915112345678"));
    }
}
