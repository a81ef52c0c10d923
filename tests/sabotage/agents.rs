//! Agents with one line wrong.

use super::{project::Row, rows::play};

const DESK: &str = "order-desk/happy/all-at-once";
const STEPS: &str = "order-desk/happy/step-by-step";
const CREDENTIALS: &str = "order-desk/auth/credentials-checked";
const PIN: &str = "order-desk/repair/invalid-pin";
const SLOW: &str = "order-desk/errors/slow-system";
const HEALS: &str = "order-desk/errors/retry-heals";
const EMAIL: &str = "crm/happy/change-email";
const PHONE: &str = "crm/happy/change-email-and-phone";
const ERASE: &str = "crm/happy/erase";
const RESERVE: &str = "inventory/happy/reserve";
const FIND: &str = "inventory/happy/find-products";
const QUANTITY: &str = "inventory/repair/quantity-out-of-range";
const KEY: &str = "inventory/errors/retry-with-one-key";
const BOOK: &str = "bookings/happy/book-step-by-step";
const SLOTS: &str = "bookings/happy/free-slots";
const TICKET: &str = "support-tickets/happy/open-ticket";
const FAR: &str = "support-tickets/happy/how-far";
const CALLER: &str = "support-tickets/context/known-caller";

const ROWS: &[Row] = &[
    // What is sent where.
    (DESK, "agent.yaml", r#"pin: "{{pin}}" }"#, r#"pin: "{{customer_number}}" }"#, "?", ""),
    (DESK, "agent.yaml", r#"{ customer: "{{customer_number}}", "#, "{ ", "?", ""),
    (DESK, "agent.yaml", r#"{ customer: "{{customer_number}}""#, r#"{ number: "{{customer_number}}""#, "?", ""),
    (STEPS, "agent.yaml", r#"{ order_id: "{{order_number}}""#, r#"{ order: "{{order_number}}""#, "?", ""),
    (STEPS, "agent.yaml", ", include: tracking }", " }", "?", ""),
    (STEPS, "agent.yaml", "include: tracking }", "include: all }", "?", ""),
    (STEPS, "agent.yaml", "url: https://api.company.com/orders", "url: https://api.company.com/order", "?", ""),
    (STEPS, "agent.yaml", "method: GET", "method: DELETE", "?", ""),
    (DESK, "agent.yaml", "method: POST", "method: GET", "?", ""),
    (EMAIL, "agent.yaml", "method: PATCH", "method: PUT", "?", ""),
    (EMAIL, "agent.yaml", r#"    path: "/{{customer_id}}""#, r#"    path: "/contacts/{{customer_id}}""#, "?", ""),
    (EMAIL, "agent.yaml", "    path: \"/{{customer_id}}\"\n", "", "?", ""),
    (EMAIL, "agent.yaml", r#"email: "{{new_email}}","#, r#"mail: "{{new_email}}","#, "?", ""),
    (EMAIL, "agent.yaml", r#"phone: "{{new_phone}}""#, r#"phone: "{{new_email}}""#, "?", ""),
    (EMAIL, "agent.yaml", r#"phone: "{{new_phone}}""#, r#"phone: "unknown""#, "?", ""),
    (PHONE, "agent.yaml", r#", phone: "{{new_phone}}""#, "", "?", ""),
    (ERASE, "agent.yaml", "    method: DELETE\n    url: https://crm.example.com/services/data/contact", "    method: POST\n    url: https://crm.example.com/services/data/contact", "?", ""),
    (RESERVE, "agent.yaml", "method: PUT", "method: POST", "?", ""),
    (RESERVE, "agent.yaml", "/v1/reservations", "/v2/reservations", "?", ""),
    (RESERVE, "agent.yaml", r#"quantity: "{{quantity}}", phone"#, r#"amount: "{{quantity}}", phone"#, "?", ""),
    (RESERVE, "agent.yaml", r#"quantity: "{{quantity}}", phone"#, r#"quantity: "{{quantity}} pieces", phone"#, "?", ""),
    (RESERVE, "agent.yaml", r#"quantity: "{{quantity}}", phone"#, r#"quantity: 3, phone"#, "?", ""),
    (FIND, "agent.yaml", r#"max_price: "{{max_price}}""#, r#"price: "{{max_price}}""#, "?", ""),
    (BOOK, "agent.yaml", "https://bookings.example.com/v2/bookings", "https://bookings.example.org/v2/bookings", "?", ""),
    (BOOK, "agent.yaml", r#"start: { date: "{{date}}", time: "{{time}}""#, r#"start: { date: "{{time}}", time: "{{date}}""#, "?", ""),
    (BOOK, "agent.yaml", r#"      metadata: { agent: "{{agent_uuid}}" }"#, "      metadata: {}", "?", ""),
    (BOOK, "agent.yaml", r#"      reminder: "{{reminder}}""#, "      reminder: true", "?", ""),
    (BOOK, "agent.yaml", r#"      reminder: "{{reminder}}""#, r#"      reminder: "no""#, "?", ""),
    (SLOTS, "agent.yaml", r#"body: { date: "{{date}}", time_zone"#, r#"body: { day: "{{date}}", time_zone"#, "?", ""),
    (TICKET, "agent.yaml", r#"subject: "{{subject}}""#, r#"subject: "{{problem}}""#, "?", ""),
    (TICKET, "agent.yaml", "public: true", "public: false", "?", ""),
    (TICKET, "agent.yaml", "tags: [voice, agent]", "tags: [agent, voice]", "?", ""),
    (TICKET, "agent.yaml", r#"name: "{{customer_name}}""#, r#"name: "{{plan}}""#, "?", ""),
    (FAR, "agent.yaml", r#"query: { id: "{{ticket_number}}" }"#, r#"query: { number: "{{ticket_number}}" }"#, "?", ""),
    // Who may, and when.
    (STEPS, "agent.yaml", "requires: [Verify Customer]", "requires: []", "?", ""),
    (ERASE, "agent.yaml", "    requires: [Get Customer]\n", "", "?", ""),
    (ERASE, "agent.yaml", "    confirm: always\n    variables:\n      - name: customer_id\n        type: string\n        description: ID of the customer record, CUST- and four digits\n        example: CUST-1001\n        pattern: 'CUST-\\d{4}'\n        required: true\n      - name: new_email", "    variables:\n      - name: customer_id\n        type: string\n        description: ID of the customer record, CUST- and four digits\n        example: CUST-1001\n        pattern: 'CUST-\\d{4}'\n        required: true\n      - name: new_email", "?", ""),
    (EMAIL, "agent.yaml", "phone: \"{{new_phone}}\" }\n    confirm: always", "phone: \"{{new_phone}}\" }\n    confirm: never", "?", ""),
    (ERASE, "agent.yaml", "requires: [Get Customer]\n    confirm: always", "requires: [Get Customer]\n    confirm: never", "?", ""),
    (RESERVE, "agent.yaml", "    confirm: always\n", "", "?", ""),
    (RESERVE, "agent.yaml", "    requires: [Check Stock]\n", "", "?", ""),
    (BOOK, "agent.yaml", "    confirm: always\n", "", "?", ""),
    (BOOK, "agent.yaml", "        confirm: true\n", "", "?", ""),
    (TICKET, "agent.yaml", "    confirm: always\n", "", "?", ""),
    (CREDENTIALS, "agent.yaml", "auth: { basic: { username: desk, password: { secret: VERIFY_PASSWORD } } }", "auth: { bearer: { secret: VERIFY_PASSWORD } }", "?", ""),
    (CREDENTIALS, "agent.yaml", "auth: { bearer: { secret: ORDERS_TOKEN } }", "auth: none", "?", ""),
    (CREDENTIALS, "agent.yaml", "auth: { bearer: { secret: ORDERS_TOKEN } }", "auth: { header: { name: X-Token, secret: ORDERS_TOKEN } }", "?", ""),
    (CREDENTIALS, "agent.yaml", r#"    headers: { X-Agent: "{{agent_uuid}}" }"#, "    headers: {}", "?", ""),
    (CREDENTIALS, "agent.yaml", r#"X-Agent: "{{agent_uuid}}""#, r#"X-Agent: "{{agent_number}}""#, "?", ""),
    (CREDENTIALS, "agent.yaml", "secret: ORDERS_TOKEN", "secret: orders token", "?", ""),
    (RESERVE, "agent.yaml", "    url: https://inventory.example.com/v1/reservations\n    auth: { header: { name: X-API-Key, secret: INVENTORY_KEY } }", "    url: https://inventory.example.com/v1/reservations\n    auth: { header: { name: X-Key, secret: INVENTORY_KEY } }", "?", ""),
    (SLOTS, "agent.yaml", "auth: none", "auth: { bearer: { secret: BOOKINGS_KEY } }", "?", ""),
    (BOOK, "agent.yaml", "auth: { body: { api_key: { secret: BOOKINGS_KEY } } }", "auth: { body: { key: { secret: BOOKINGS_KEY } } }", "?", ""),
    (BOOK, "agent.yaml", "auth: { body: { api_key: { secret: BOOKINGS_KEY } } }", "auth: { header: { name: api_key, secret: BOOKINGS_KEY } }", "?", ""),
    (FAR, "agent.yaml", "url: https://acme.example.com/api/v2/tickets/show\n    auth: { basic: { username: agent@acme.example.com/token, password: { secret: HELPDESK_TOKEN } } }", "url: https://acme.example.com/api/v2/tickets/show\n    auth: none", "?", ""),
    (RESERVE, "agent.yaml", "    idempotency_key: Idempotency-Key\n    retry: { attempts: 1 }\n", "", "?", ""),
    (KEY, "agent.yaml", "    idempotency_key: Idempotency-Key\n    retry: { attempts: 1 }\n", "    idempotency_key: Idempotency-Key\n", "?", ""),
    (KEY, "agent.yaml", "    idempotency_key: Idempotency-Key\n", "", "?", ""),
    (TICKET, "agent.yaml", "    idempotency_key: Idempotency-Key\n", "", "?", ""),
    (CALLER, "agent.yaml", "  auth: { header: { name: X-Context-Key, secret: CONTEXT_KEY } }\n", "", "?", ""),
    // What values may be.
    (PIN, "agent.yaml", r"pattern: '^\d{4}$'", r"pattern: '^\d{3,4}$'", "?", ""),
    (PIN, "agent.yaml", r"pattern: '^\d{4}$'", r"pattern: '^\d{5}$'", "?", ""),
    (PIN, "agent.yaml", r#"example: "4821", required: true, pattern: '^\d{4}$', sensitive: true"#, r#"example: "4821", required: true, sensitive: true"#, "?", ""),
    (DESK, "agent.yaml", "type: integer, description: The number on the customer card, example: 48213", "type: string, description: The number on the customer card, example: \"48213\"", "?", ""),
    (DESK, "agent.yaml", "type: integer, description: The number on the customer card, example: 48213", "type: date, description: The number on the customer card, example: \"2026-03-02\"", "?", ""),
    (QUANTITY, "agent.yaml", "        min: 1\n        max: 50", "        min: 0\n        max: 50", "?", ""),
    (QUANTITY, "agent.yaml", "        max: 50", "        max: 60", "?", ""),
    (QUANTITY, "agent.yaml", "        max: 50", "        max: 1", "?", ""),
    (QUANTITY, "agent.yaml", "        type: integer", "        type: float", "?", ""),
    (QUANTITY, "agent.yaml", "        attempts: 2", "        attempts: 4", "?", ""),
    (QUANTITY, "agent.yaml", "on_exhausted: cancel", "on_exhausted: handoff", "?", ""),
    (FIND, "agent.yaml", "        type: float", "        type: integer", "?", ""),
    (FIND, "agent.yaml", "synonyms: [headset, headsets, earphones]", "synonyms: [earphones]", "?", ""),
    (FIND, "agent.yaml", "value: monitors,", "value: screens,", "?", ""),
    (FIND, "agent.yaml", "        min: 0", "        min: 100", "?", ""),
    (BOOK, "agent.yaml", "        default: false", "        default: true", "?", ""),
    (BOOK, "agent.yaml", "        description: Day of the meeting\n        example: \"2026-03-05\"\n        required: true\n        earliest: today\n        latest: +90d\n        ask: Which day suits you?", "        description: Day of the meeting\n        example: \"2026-03-05\"\n        required: true\n        earliest: +14d\n        latest: +90d\n        ask: Which day suits you?", "?", ""),
    (BOOK, "agent.yaml", "timezone: Europe/Berlin", "timezone: America/New_York", "?", ""),
    (PHONE, "agent.yaml", "region: GB", "region: DE", "?", ""),
    (TICKET, "agent.yaml", "        default: normal", "        default: high", "?", ""),
    (TICKET, "agent.yaml", "        ask: In a few words, what is it about?\n", "", "?", ""),
    (STEPS, "agent.yaml", "        required: true\n        ask: What is your order number?", "        required: false\n        ask: What is your order number?", "?", ""),
    // What is done with the answer.
    (STEPS, "agent.yaml", "keep: [status, tracking, eta]", "keep: [status, tracking]", "?", ""),
    (STEPS, "agent.yaml", "keep: [status, tracking, eta]", "keep: [tracking, eta]", "?", ""),
    (STEPS, "agent.yaml", "keep: [status, tracking, eta]", "keep: [status, tracking, eta, warehouse]", "?", ""),
    (STEPS, "agent.yaml", "      keep: [status, tracking, eta] # what the model may see\n", "", "?", ""),
    ("support-tickets/happy/seen-later", "agent.yaml", "$.ticket.id", "$.ticket.number", "?", ""),
    ("support-tickets/happy/seen-later", "agent.yaml", r#"save: { ticket_number: "$.ticket.id" }"#, r#"save: { ticket: "$.ticket.id" }"#, "?", ""),
    (RESERVE, "agent.yaml", "keep: [reserved, until]", "keep: [reserved]", "?", ""),
    (SLOW, "agent.yaml", "timeout: 8s", "timeout: 15s", "?", ""),
    (SLOW, "agent.yaml", "timeout: 8s", "timeout: 80ms", "?", ""),
    (HEALS, "agent.yaml", "    retry: { attempts: 1 } # safe methods only, unless an idempotency key is declared\n", "", "?", ""),
    (STEPS, "agent.yaml", "Hello{% if", "Hi{% if", "?", ""),
    (STEPS, "agent.yaml", "{{ contact.first_name }}", "{{ contact.last_name }}", "?", ""),
    // What no file may say.
    (STEPS, "agent.yaml", r#"order_id: "{{order_number}}""#, r#"order_id: "{{order_no}}""#, "?", ""),
    (STEPS, "agent.yaml", "requires: [Verify Customer]", "requires: [Verify Costumer]", "?", ""),
    (STEPS, "agent.yaml", "type: integer", "type: int", "?", ""),
    (STEPS, "agent.yaml", "method: GET", "method: FETCH", "?", ""),
    (STEPS, "agent.yaml", "url: https://api.company.com/orders", "url: http://api.company.com/orders", "?", ""),
];

#[test]
fn an_agent_with_one_line_wrong_is_seen() {
    play(ROWS);
}
