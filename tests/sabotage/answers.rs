//! What the stub API answers, changed in one place: in api.yaml, in `api:`, in `faults:`.

use super::{project::Row, rows::play};

const DESK: &str = "order-desk/happy/all-at-once";
const STEPS: &str = "order-desk/happy/step-by-step";
const CREDENTIALS: &str = "order-desk/auth/credentials-checked";
const WRONG: &str = "order-desk/mistyped-number";
const HEALS: &str = "order-desk/errors/retry-heals";
const PASSING: &str = "order-desk/errors/lookup-passing";
const SECOND: &str = "order-desk/errors/second-call-fails";
const SLOW: &str = "order-desk/errors/slow-system";
const ODD: &str = "order-desk/errors/lookup-odd-answers";
const VERIFY: &str = "order-desk/errors/verify-faults";
const STALE: &str = "order-desk/errors/stale-answer";
const SEEN: &str = "crm/happy/seen-after-change";
const CHANGE: &str = "crm/errors/change-fails";
const RECORD: &str = "crm/happy/show-record";
const RESERVE: &str = "inventory/happy/reserve";
const FEWER: &str = "inventory/repair/not-enough";
const KEY: &str = "inventory/errors/retry-with-one-key";
const BOOK: &str = "bookings/happy/book-step-by-step";
const TICKET: &str = "support-tickets/happy/open-ticket";
const FAR: &str = "support-tickets/happy/how-far";
const CALLER: &str = "support-tickets/context/known-caller";

const ROWS: &[Row] = &[
    // The agent's own rules.
    (DESK, "api.yaml", "customer: 48213, pin: \"4821\"", "customer: 48213, pin: \"4822\"", "?", ""),
    (DESK, "api.yaml", "status: 200, json: { verified: true }", "status: 500", "?", ""),
    (DESK, "api.yaml", "status: 200, json: { verified: true }", "status: 403, json: { error: locked }", "?", ""),
    (DESK, "api.yaml", "query: { order_id: ORD-12345 }", "query: { order_id: ORD-12346 }", "?", ""),
    (DESK, "api.yaml", "status: shipped,", "status: lost,", "?", ""),
    (STEPS, "api.yaml", "tracking: 1Z999AA10123456789", "tracking: 1Z999AA10123456780", "?", ""),
    (STEPS, "api.yaml", "eta: \"2026-03-05\"", "eta: \"2026-03-06\"", "?", ""),
    (STEPS, "api.yaml", "Lookup Order Status:\n  - when: { query: { order_id: ORD-12345 } }\n    status: 200", "Lookup Order Status:\n  - when: { query: { order_id: ORD-12345 } }\n    status: 503", "?", ""),
    (DESK, "api.yaml", "Verify Customer:\n  - { when: { body: { customer: 48213, pin: \"4821\" } }, status: 200, json: { verified: true } }\n  - { when: { body: { customer: 48213 } }, status: 422, json: { error: wrong pin, field: pin } }\n  - { status: 404, json: { error: unknown customer } }\n", "", "?", ""),
    (FAR, "api.yaml", "json: { status: solved,", "json: { status: open,", "?", ""),
    (CALLER, "api.yaml", "Create Ticket:", "Open Ticket:", "?", ""),
    // The scenario's rules.
    (CREDENTIALS, "scenario", "json: { status: shipped }", "json: { status: packed }", "?", ""),
    (CREDENTIALS, "scenario", "Lookup Order Status: { auth: check, json", "Lookup Order Status: { auth: check, status: 401, json", "?", ""),
    (CREDENTIALS, "scenario", "Verify Customer: { auth: check, json: { verified: true } }", "Verify Customer: { auth: check, status: 404 }", "?", ""),
    (CREDENTIALS, "scenario", "Lookup Order Status: { auth: check, json: { status: shipped } }", "Lookup Order Status: { when: { query: { order_id: ORD-1 } }, json: { status: shipped } }", "?", ""),
    (CREDENTIALS, "scenario", "Lookup Order Status: { auth: check, json: { status: shipped } }", "Lookup Order Status: [{ json: { status: shipped } }, { json: { status: shipped } }]", "?", ""),
    (WRONG, "scenario", "query: { order_id: ORD-99999 } }, status: 404", "query: { order_id: ORD-99998 } }, status: 404", "?", ""),
    (WRONG, "scenario", "status: 404, json: { error: not found }", "status: 500, json: { error: not found }", "?", ""),
    (WRONG, "scenario", "status: 404, json: { error: not found }", "status: 200, json: { status: shipped, tracking: 1Z999 }", "?", ""),
    (WRONG, "scenario", "json: { status: shipped, tracking: 1Z999 }", "json: { status: shipped }", "?", ""),
    (WRONG, "scenario", "    - { when: { query: { order_id: ORD-99999 } }, status: 404, json: { error: not found } }\n    - { when: { query: { order_id: ORD-12345 } }, status: 200, json: { status: shipped, tracking: 1Z999 } }", "    - { status: 200, json: { status: shipped, tracking: 1Z999 } }\n    - { when: { query: { order_id: ORD-99999 } }, status: 404, json: { error: not found } }", "?", ""),
    (WRONG, "scenario", "    - { when: { query: { order_id: ORD-99999 } }, status: 404, json: { error: not found } }\n    - { when: { query: { order_id: ORD-12345 } }, status: 200, json: { status: shipped, tracking: 1Z999 } }", "    - status: 404\n      json: { error: not found }\n      then: [{ status: 404 }, { status: 200, json: { status: shipped, tracking: 1Z999 } }]", "?", ""),
    (SEEN, "scenario", "    store: { email: \"{{body.email}}\" }", "    store: { mail: \"{{body.email}}\" }", "?", ""),
    (SEEN, "scenario", "    store: { email: \"{{body.email}}\" }\n", "", "?", ""),
    (SEEN, "scenario", "email: \"{{stored.email}}\"", "email: ada@example.com", "?", ""),
    (SEEN, "scenario", "    - { json: { name: Ada Lovelace, email: ada@example.com } }\n", "", "?", ""),
    (RECORD, "scenario", "name: Ada Lovelace,", "name: Grace Hopper,", "?", ""),
    (RESERVE, "scenario", "until: \"18:00\"", "until: \"19:00\"", "?", ""),
    (RESERVE, "scenario", "Reserve Stock: { auth: check, json: { reserved: true, until: \"18:00\" } }", "Reserve Stock: { auth: check, status: 409 }", "?", ""),
    (FEWER, "scenario", "status: 409, json: { error: not enough stock, field: quantity }", "status: 422, json: { error: not enough stock, field: quantity }", "?", ""),
    (FEWER, "scenario", "field: quantity", "field: sku", "?", ""),
    (FEWER, "scenario", "when: { body: { quantity: 20 } }", "when: { body: { quantity: 21 } }", "?", ""),
    (BOOK, "scenario", "id: BK-7002", "id: BK-7003", "?", ""),
    (BOOK, "scenario", "    status: 201\n", "    status: 409\n", "?", ""),
    (TICKET, "scenario", "id: 35440", "id: 35441", "?", ""),
    (FAR, "scenario", "when: { query: { id: 35436 } }", "when: { query: { id: 35437 } }", "?", ""),
    (FAR, "scenario", "when: { query: { id: 35436 } }", "when: { headers: { authorization: absent } }", "?", ""),
    (CALLER, "scenario", "customer_name: Grace Hopper", "customer_name: Ada Lovelace", "?", ""),
    (CALLER, "scenario", "dynamic_context: { auth: check, json", "dynamic_context: { auth: check, status: 500, json", "?", ""),
    (CREDENTIALS, "scenario", "  Lookup Order Status: { auth: check,", "  Look Up Order Status: { auth: check,", "?", ""),
    (CREDENTIALS, "scenario", "json: { status: shipped }", "jason: { status: shipped }", "?", ""),
    (SLOW, "scenario", "delay: 12s", "delay: 2s", "?", ""),
    (SLOW, "scenario", "delay: 12s", "delay: 7900ms", "?", ""),
    // Its faults.
    (HEALS, "scenario", ", first: 1 }", " }", "?", ""),
    (HEALS, "scenario", ", first: 1 }", ", first: 2 }", "?", ""),
    (HEALS, "scenario", ", first: 1 }", ", nth: 3 }", "?", ""),
    (HEALS, "scenario", "action: Lookup Order Status, fault: <fault>", "action: Verify Customer, fault: <fault>", "?", ""),
    (HEALS, "scenario", ", first: 1 }", ", first: 1, when: { order_number: ORD-1 } }", "?", ""),
    (HEALS, "scenario", "server error: { fault: 500 }", "server error: { fault: 404 }", "?", ""),
    (HEALS, "scenario", "reset: { fault: reset }", "reset: { fault: truncated }", "?", ""),
    (HEALS, "scenario", "reset: { fault: reset }", "reset: { fault: resett }", "?", ""),
    (PASSING, "scenario", "server error: { status: 500,", "server error: { status: 501,", "?", ""),
    (PASSING, "scenario", "start: { succeeded: [Verify Customer] }\n", "start: { succeeded: [Verify Customer] }\nfaults: [{ action: Lookup Order Status, fault: reset, first: 1 }]\n", "?", ""),
    (STEPS, "scenario", "contact: { first_name: Ada }\n", "contact: { first_name: Ada }\nfaults: [{ action: Lookup Order Status, fault: 500 }]\n", "?", ""),
    (STEPS, "scenario", "contact: { first_name: Ada }\n", "contact: { first_name: Ada }\nfaults: [{ action: Lookup Order Status, fault: renamed_field }]\n", "?", ""),
    (STEPS, "scenario", "contact: { first_name: Ada }\n", "contact: { first_name: Ada }\nfaults: [{ action: Verify Customer, fault: timeout_after_commit }]\n", "?", ""),
    (STEPS, "scenario", "contact: { first_name: Ada }\n", "contact: { first_name: Ada }\nfaults: [{ action: Lookup Order Status, fault: slow_body, nth: 2 }]\n", "?", ""),
    (SECOND, "scenario", "nth: 2", "nth: 1", "?", ""),
    (SECOND, "scenario", "nth: 2", "nth: 3", "?", ""),
    (SECOND, "scenario", "fault: malformed_json, nth: 2", "fault: wrong_content_type, nth: 2", "?", ""),
    (ODD, "scenario", "empty: { fault: empty,", "empty: { fault: truncated,", "?", ""),
    (ODD, "scenario", "null: { fault: null_200,", "null: { fault: late_answer,", "?", ""),
    (VERIFY, "scenario", "refused: { fault: refused,", "refused: { fault: timeout,", "?", ""),
    (VERIFY, "scenario", "truncated: { fault: truncated,", "truncated: { fault: wrong_content_type,", "?", ""),
    (STALE, "scenario", "fault: stale_success, nth: 2", "fault: 404, nth: 2", "?", ""),
    (CHANGE, "scenario", "broken: { fault: garbage_after_head,", "broken: { fault: reset,", "?", ""),
    (CHANGE, "scenario", "timeout: { fault: timeout,", "timeout: { fault: 504,", "?", ""),
    (KEY, "scenario", "fault: reset, first: 1", "fault: reset, first: 2", "?", ""),
    (KEY, "scenario", "fault: reset, first: 1", "fault: 422, first: 1", "?", ""),
];

#[test]
fn an_answer_that_changed_is_seen() {
    play(ROWS);
}
