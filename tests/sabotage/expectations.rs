//! Expectations of every kind, each wrong in what it says and in whether it must hold.

use super::{project::Row, rows::play};

const DESK: &str = "order-desk/happy/all-at-once";
const STEPS: &str = "order-desk/happy/step-by-step";
const CREDENTIALS: &str = "order-desk/auth/credentials-checked";
const WRONG: &str = "order-desk/mistyped-number";
const PASSING: &str = "order-desk/errors/lookup-passing";
const HEALS: &str = "order-desk/errors/retry-heals";
const SLOW: &str = "order-desk/errors/slow-system";
const PIN: &str = "order-desk/repair/invalid-pin";
const CALLBACK: &str = "order-desk/errors/callback-accepted";
const REPROMPTS: &str = "order-desk/repair/escalating-reprompts";
const CANCEL: &str = "order-desk/repair/cancel-midway";
const PERSON: &str = "order-desk/repair/asks-for-a-person";
const AROUND: &str = "order-desk/gate/no-way-around";
const SILENCE: &str = "order-desk/repair/silence-then-answer";
const EMAIL: &str = "crm/happy/change-email";
const PHONE: &str = "crm/happy/change-email-and-phone";
const ERASE: &str = "crm/happy/erase";
const DENIED: &str = "crm/confirm/erasing-denied";
const RECORD: &str = "crm/happy/show-record";
const RESERVE: &str = "inventory/happy/reserve";
const FIND: &str = "inventory/happy/find-products";
const KEY: &str = "inventory/errors/retry-with-one-key";
const FEWER: &str = "inventory/repair/not-enough";
const BOOK: &str = "bookings/happy/book-step-by-step";
const SLOTS: &str = "bookings/happy/free-slots";
const REMINDER: &str = "bookings/values/reminder";
const TICKET: &str = "support-tickets/happy/open-ticket";
const FAR: &str = "support-tickets/happy/how-far";
const SAVED: &str = "support-tickets/happy/number-from-before";

const ROWS: &[Row] = &[
    // Calls and their arguments.
    (DESK, "scenario", "{ customer_number: 48213, pin", "{ customer_number: 48214, pin", "?", ""),
    (DESK, "scenario", "pin: \"4821\"", "pin: \"4822\"", "?", ""),
    (DESK, "scenario", "pin: \"4821\"", "pin: absent", "?", ""),
    (DESK, "scenario", "order_number: ORD-12345 }", "order_number: ORD-12346 }", "?", ""),
    (DESK, "scenario", "order_number: ORD-12345 }", "order_number: { matches: \"ORD-9.*\" } }", "?", ""),
    (DESK, "scenario", "order_number: ORD-12345 }", "order_number: { not: any } }", "?", ""),
    (DESK, "scenario", "        - Lookup Order Status: { order_number: ORD-12345 }\n", "", "?", ""),
    (DESK, "scenario", "        - Lookup Order Status: { order_number: ORD-12345 }\n", "        - Lookup Order Status: { order_number: ORD-12345 }\n        - Lookup Order Status\n", "?", ""),
    (DESK, "scenario", "        - Verify Customer: { customer_number: 48213, pin: \"4821\" }\n        - Lookup Order Status: { order_number: ORD-12345 }\n", "        - Lookup Order Status\n        - Verify Customer\n", "?", ""),
    (DESK, "scenario", "      calls:\n        - Verify Customer: { customer_number: 48213, pin: \"4821\" }\n        - Lookup Order Status: { order_number: ORD-12345 }\n      not: { acts: [elicit] }", "      not: { calls: [Verify Customer, Lookup Order Status] }", "?", ""),
    (DESK, "scenario", "not: { acts: [elicit] }", "no_calls: true", "?", ""),
    (DESK, "scenario", "not: { acts: [elicit] }", "calls: []", "?", ""),
    (DESK, "scenario", "not: { acts: [elicit] }", "acts: [elicit]", "?", ""),
    (DESK, "scenario", "not: { acts: [elicit] }", "not: { acts: [report] }", "?", ""),
    (DESK, "scenario", "  ending: completed", "  calls: [Lookup Order Status]", "?", ""),
    (ERASE, "scenario", "calls: [Get Customer, Delete Contact]", "calls: [Delete Contact, Get Customer]", "?", ""),
    (ERASE, "scenario", "calls: [Get Customer, Delete Contact]", "not: { calls: [Get Customer, Delete Contact] }", "?", ""),
    (ERASE, "scenario", "calls: [Get Customer, Delete Contact]", "no_calls: true", "?", ""),
    (DENIED, "scenario", "phase: changing, no_calls: true", "phase: changing, not: { no_calls: true }", "?", ""),
    (SAVED, "scenario", "ticket_number: 35400 } }]", "ticket_number: 35401 } }]", "?", ""),
    (FIND, "scenario", "calls: [{ Find Products: { category: <category>, max_price: <price> } }]", "calls: [{ Find Products: { category: <category>, max_price: absent } }]", "?", ""),
    // What left.
    (STEPS, "scenario", "method: GET", "method: POST", "?", ""),
    (STEPS, "scenario", "path: /orders", "path: /order", "?", ""),
    (STEPS, "scenario", "order_id: ORD-12345, include", "order_id: ORD-12346, include", "?", ""),
    (STEPS, "scenario", "include: tracking }", "include: status }", "?", ""),
    (STEPS, "scenario", "include: tracking }", "include: absent }", "?", ""),
    (STEPS, "scenario", "include: tracking }", "warehouse: present }", "?", ""),
    (STEPS, "scenario", "- action: Lookup Order Status\n", "- action: Verify Customer\n", "?", ""),
    (STEPS, "scenario", "      requests:\n        - action: Lookup Order Status\n          method: GET\n          path: /orders\n          query: { order_id: ORD-12345, include: tracking }\n", "      requests: []\n", "?", ""),
    (STEPS, "scenario", "      requests:\n        - action: Lookup Order Status\n          method: GET\n          path: /orders\n          query: { order_id: ORD-12345, include: tracking }\n", "      not: { requests: [{ method: GET, path: /orders }] }\n", "?", ""),
    (CREDENTIALS, "scenario", "matches: \"Basic .+\"", "matches: \"Bearer .+\"", "?", ""),
    (CREDENTIALS, "scenario", "Authorization: { matches: \"Bearer .+\" }, X-Agent", "Authorization: absent, X-Agent", "?", ""),
    (CREDENTIALS, "scenario", "matches: \"[0-9a-f-]{36}\"", "matches: \"[0-9]{36}\"", "?", ""),
    (CREDENTIALS, "scenario", "X-Agent: { matches", "X-Agents: { matches", "?", ""),
    (RECORD, "scenario", "fields: \"name,email,phone\"", "fields: \"name,email\"", "?", ""),
    (RECORD, "scenario", "url: { matches: 'https://crm", "url: { matches: 'http://crm", "?", ""),
    (EMAIL, "scenario", "path: /services/data/contact/CUST-1001", "path: /services/data/contact", "?", ""),
    (EMAIL, "scenario", "body: { email: ada.lovelace@example.com, phone", "body: { email: ada@example.com, phone", "?", ""),
    (EMAIL, "scenario", "phone: absent", "phone: present", "?", ""),
    (EMAIL, "scenario", "content-type: application/json", "content-type: text/plain", "?", ""),
    (EMAIL, "scenario", "body: { email: ada.lovelace@example.com, phone: absent }", "body: absent", "?", ""),
    (ERASE, "scenario", "body: absent", "body: present", "?", ""),
    (PHONE, "scenario", "phone: \"+442079460456\" } }\n", "phone: \"+442079460457\" } }\n", "?", ""),
    (RESERVE, "scenario", "body: { sku: PROD-12345, quantity: 2 }", "body: { sku: PROD-12345, quantity: 3 }", "?", ""),
    (RESERVE, "scenario", "body: { sku: PROD-12345, quantity: 2 }", "body: { sku: PROD-12345, quantity: \"2\" }", "?", ""),
    (RESERVE, "scenario", "matches: \".{16,}\"", "matches: \".{160,}\"", "?", ""),
    (RESERVE, "scenario", "X-API-Key: present }", "X-API-Key: absent }", "?", ""),
    (KEY, "scenario", "        - { action: Reserve Stock, headers: { Idempotency-Key: present }, body: { quantity: 2 } }\n        - { action: Reserve Stock", "        - { action: Reserve Stock", "?", ""),
    (HEALS, "scenario", "requests: [{ action: Lookup Order Status }, { action: Lookup Order Status }]", "requests: [{ action: Lookup Order Status }]", "?", ""),
    (HEALS, "scenario", "requests: [{ action: Lookup Order Status }, { action: Lookup Order Status }]", "requests: [{}, {}, {}]", "?", ""),
    (BOOK, "scenario", "time_zone: Europe/Berlin", "time_zone: Europe/London", "?", ""),
    (BOOK, "scenario", "metadata: { agent: present }", "metadata: { agent: absent }", "?", ""),
    (BOOK, "scenario", "reminder: false", "reminder: true", "?", ""),
    (BOOK, "scenario", "phone: absent }", "phone: null }", "?", ""),
    (BOOK, "scenario", "url: https://bookings.example.com/v2/bookings", "url: https://bookings.example.com/v2/bookings/", "?", ""),
    (TICKET, "scenario", "tags: [voice, agent]", "tags: [agent, voice]", "?", ""),
    (TICKET, "scenario", "tags: [voice, agent]", "tags: [voice]", "?", ""),
    (TICKET, "scenario", "X-Medium: present", "X-Medium: email", "?", ""),
    (FAR, "scenario", "requests: [{ method: GET, query: { id: \"35436\" }", "requests: [{ method: GET, query: { id: \"35437\" }", "?", ""),
    (REMINDER, "scenario", "asked for: { said: I want a reminder, reminder: true }", "asked for: { said: I want a reminder, reminder: false }", "?", ""),
    (SLOTS, "scenario", "headers: { Authorization: absent }", "headers: { Authorization: present }", "?", ""),
    // Outcomes.
    (STEPS, "scenario", "outcomes: { Lookup Order Status: success }", "outcomes: { Lookup Order Status: not_found }", "?", ""),
    (STEPS, "scenario", "outcomes: { Lookup Order Status: success }", "not: { outcomes: { Lookup Order Status: success } }", "?", ""),
    (STEPS, "scenario", "outcomes: { Lookup Order Status: success }", "outcomes: { Verify Customer: success }", "?", ""),
    (PASSING, "scenario", "bad gateway: { status: 502, class: server_error", "bad gateway: { status: 502, class: timeout", "?", ""),
    (AROUND, "scenario", "not: { outcomes: { Lookup Order Status: success } }", "outcomes: { Lookup Order Status: success }", "?", ""),
    (SLOW, "scenario", "Lookup Order Status: timeout }", "Lookup Order Status: tiemout }", "?", ""),
    // Slots.
    (PIN, "scenario", "pin: absent }", "pin: \"4821\" }", "?", ""),
    (PIN, "scenario", "slots: { customer_number: 48213, pin: absent }", "slots: { customer_number: absent }", "?", ""),
    (PIN, "scenario", "slots: { customer_number: 48213, pin: absent }", "not: { slots: { customer_number: 48213 } }", "?", ""),
    (PIN, "scenario", "slots: { customer_number: 48213, pin: absent }", "not: { slots: { pin: absent } }", "?", ""),
    (PIN, "scenario", "slots: { customer_number: 48213,", "slots: { customer_nummer: 48213,", "?", ""),
    (PHONE, "scenario", "new_phone: \"+442079460456\" }", "new_phone: \"020 7946 0457\" }", "?", ""),
    (RESERVE, "scenario", "slots: { quantity: 2, sku", "slots: { quantity: 12, sku", "?", ""),
    (BOOK, "scenario", "slots: { date: \"2026-03-05\" }", "slots: { date: \"2026-03-12\" }", "?", ""),
    (BOOK, "scenario", "slots: { time: \"10:30\" }", "slots: { time: { matches: \"1[1-9]:30\" } }", "?", ""),
    (FEWER, "scenario", "slots: { quantity: absent, sku: PROD-12345 }", "slots: { quantity: 20, sku: PROD-12345 }", "?", ""),
    (WRONG, "scenario", "  slots: { order_number: ORD-12345 }", "  slots: { order_number: ORD-99999 }", "?", ""),
    // Where the talk stands.
    (PIN, "scenario", "      no_calls: true\n      asks_for: pin", "      no_calls: true\n      asks_for: customer_number", "?", ""),
    (PIN, "scenario", "      no_calls: true\n      asks_for: pin", "      no_calls: true\n      asks_for: nothing", "?", ""),
    (PIN, "scenario", "      no_calls: true\n      asks_for: pin", "      no_calls: true\n      not: { asks_for: pin }", "?", ""),
    (STEPS, "scenario", "asks_for: nothing", "not: { asks_for: nothing }", "?", ""),
    (STEPS, "scenario", "phase: idle", "phase: confirming", "?", ""),
    (STEPS, "scenario", "phase: ended", "not: { phase: ended }", "?", ""),
    (PASSING, "scenario", "phase: offering_callback", "phase: idle", "?", ""),
    (STEPS, "scenario", "ending: completed", "ending: abandoned", "?", ""),
    (STEPS, "scenario", "ending: completed", "not: { ending: completed }", "?", ""),
    (PIN, "scenario", "ending: open", "ending: completed", "?", ""),
    (PERSON, "scenario", "ending: handed_off", "ending: completed", "?", ""),
    (SLOW, "scenario", "within: 17s", "within: 16s", "?", ""),
    (SLOW, "scenario", "within: 17s", "not: { within: 17s } ", "?", ""),
    (HEALS, "scenario", "within: 12s", "within: 1ms", "?", ""),
    // Acts.
    (CANCEL, "scenario", "understood: [cancel]", "understood: [affirm]", "?", ""),
    (CANCEL, "scenario", "understood: [cancel]", "not: { understood: [cancel] }", "?", ""),
    (CANCEL, "scenario", "{ cancelled: { action: Lookup Order Status } }", "{ cancelled: { action: Verify Customer } }", "?", ""),
    (CALLBACK, "scenario", "acts: [callback_accepted]", "acts: [offer_declined]", "?", ""),
    (CALLBACK, "scenario", "acts: [callback_accepted]", "acts: [callback_accepted, callback_accepted]", "?", ""),
    (CALLBACK, "scenario", "understood: [affirm]", "understood: [deny]", "?", ""),
    (REPROMPTS, "scenario", "{ elicit: { attempt: 2 } }", "{ elicit: { attempt: 3 } }", "?", ""),
    (REPROMPTS, "scenario", "{ exhausted: { variable: order_number } }", "{ exhausted: { variable: pin } }", "?", ""),
    (PASSING, "scenario", "acts: [report_failure, offer_callback]", "acts: [offer_callback, report_failure]", "?", ""),
    (PASSING, "scenario", "acts: [report_failure, offer_callback]", "not: { acts: [report_failure, offer_callback] }", "?", ""),
    (SILENCE, "scenario", "    expect: { acts: [no_input], phase: eliciting }", "    expect: { acts: [hand_off] }", "?", ""),
    (PIN, "scenario", "{ refuse: { variable: pin } }", "{ refuse: { variable: customer_number } }", "?", ""),
    // Words.
    (STEPS, "scenario", "contains: [shipped,", "contains: [delivered,", "?", ""),
    (STEPS, "scenario", "not_contains: [HAM-3, warehouse]", "not_contains: [shipped]", "?", ""),
    (STEPS, "scenario", "not_contains: [HAM-3, warehouse]", "matches: \"on the [0-9]+th\"", "?", ""),
    (STEPS, "scenario", "not_contains: [HAM-3, warehouse]", "equals: Your order has been shipped.", "?", ""),
    (STEPS, "scenario", "not_contains: [HAM-3, warehouse]", "judge: Does it greet the customer?", "inconclusive", "`judge` needs a model"),
    (STEPS, "scenario", "  reply: { contains: Hello Ada }", "  reply: { contains: Hello Bob }", "?", ""),
    (STEPS, "scenario", "  reply: { contains: Hello Ada }", "  not: { reply: { contains: Hello Ada } }", "?", ""),
    (STEPS, "scenario", "  reply: { contains: Hello Ada }", "  not: { reply: { matches: \"Hello [A-Z]\" } }", "?", ""),
    (BOOK, "scenario", "reply: { contains: Which day suits you? }", "reply: { equals: Which day suits me? }", "?", ""),
    (BOOK, "scenario", "reply: { contains: Which day suits you? }", "not: { reply: { equals: Which day suits you? } }", "?", ""),
    (BOOK, "scenario", "reply: { contains: Which day suits you? }", "reply: {}", "empty-value", "`reply` is empty"),
    (BOOK, "scenario", "reply: { contains: Which day suits you? }", "reply: { matches: \".*\" }", "vacuous-pattern", "`.*`"),
    (BOOK, "scenario", "reply: { contains: Which day suits you? }", "reply: { contains: \"\" }", "empty-text", "empty"),
    (BOOK, "scenario", "reply: { contains: Which day suits you? }", "breaches: []", "empty-value", "`breaches` is empty"),
    // What is said and set up.
    (STEPS, "scenario", "- user: it's ord 12345", "- user: it's ord 67890", "?", ""),
    (STEPS, "scenario", "- user: That's all, thank you. Bye!", "- user: Can I talk to a human, please?", "?", ""),
    (STEPS, "scenario", "include: ../shared/verified.yaml\n", "", "?", ""),
    (STEPS, "shared/verified.yaml", "  - user: \"4821\"", "  - user: \"4822\"", "?", ""),
    (STEPS, "scenario", "contact: { first_name: Ada }", "contact: { first_name: Bob }", "?", ""),
    (CANCEL, "scenario", "  - user: bye\n", "  - user: bye\n  - user: bye\n", "?", ""),
    (STEPS, "scenario", "contact: { first_name: Ada }", "max_turns: 2", "?", ""),
    (PASSING, "scenario", "start: { succeeded: [Verify Customer] }\n", "", "?", ""),
    (SAVED, "scenario", "saved: { ticket_number: 35400 }", "saved: { ticket_number: 35436 }", "?", ""),
    (KEY, "scenario", "{ sku: PROD-12345 }", "{ sku: PROD-1 }", "?", ""),
    (BOOK, "scenario", "now: 2026-03-02T10:00:00+01:00", "now: 2026-03-09T10:00:00+01:00", "?", ""),
    (BOOK, "scenario", "expect: { slots: { time: \"10:30\" }, asks_for: attendee_name }", "expects: { slots: { time: \"10:30\" } }", "?", ""),
];

#[test]
fn an_expectation_that_says_something_else_is_seen() {
    play(ROWS);
}
