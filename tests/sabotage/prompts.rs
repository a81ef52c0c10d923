//! Prompts that lost a line, promise what did not happen, or show what nobody should hear.

use super::{project::Row, rows::play};

const WRONG: &str = "order-desk/mistyped-number";
const PASSING: &str = "order-desk/errors/lookup-passing";
const SLOW: &str = "order-desk/errors/slow-system";
const UNKNOWN: &str = "order-desk/repair/unknown-customer";
const LOCKED: &str = "order-desk/errors/account-locked";
const WRONG_PIN: &str = "order-desk/repair/wrong-pin";
const CHANGE: &str = "crm/errors/change-fails";
const STOCK: &str = "inventory/repair/not-enough";

const ROWS: &[Row] = &[
    (WRONG, "prompt", "- 404: \"I don't see an order with that number. Could you double-check?\"\n", "", "?", ""),
    (WRONG, "prompt", "- 404: \"I don't see", "- 410: \"I don't see", "?", ""),
    (WRONG, "prompt", "Could you double-check?\"", "Please wait a moment.\"", "?", ""),
    (WRONG, "prompt", "\"I don't see an order with that number. Could you double-check?\"", "\"Error 404. Could you double-check?\"", "?", ""),
    (WRONG, "prompt", "\"I don't see an order with that number. Could you double-check?\"", "\"HTTP 404, could you double-check?\"", "?", ""),
    (WRONG, "prompt", "\"I don't see an order with that number. Could you double-check?\"", "\"Your order has shipped. Could you double-check?\"", "?", ""),
    (WRONG, "prompt", "When using the 'Lookup Order Status' tool:", "When using the 'Lookup Order' tool:", "?", ""),
    (PASSING, "prompt", "- 500: \"I'm having trouble accessing the system right now.\"\n", "", "?", ""),
    (PASSING, "prompt", "\"I'm having trouble accessing the system right now.\"", "\"The server said 500, I'm having trouble accessing the system right now.\"", "?", ""),
    (PASSING, "prompt", "\"I'm having trouble accessing the system right now.\"", "\"I'm having trouble accessing the system right now. See https://status.company.com/incident\"", "?", ""),
    (PASSING, "prompt", "\"I'm having trouble accessing the system right now.\"", "\"I'm having trouble accessing the system right now. What is your order number?\"", "?", ""),
    (PASSING, "prompt", "\"I'm having trouble accessing the system right now.\"", "\"I'm having trouble accessing the system right now, but your order was delivered.\"", "?", ""),
    (SLOW, "prompt", "- Timeout: \"The system is taking longer than expected.\"\n", "", "?", ""),
    (SLOW, "prompt", "- Timeout:", "- Unreachable:", "?", ""),
    (SLOW, "prompt", "\"The system is taking longer than expected.\"", "\"The system is taking longer than expected. Your order is shipped.\"", "?", ""),
    (SLOW, "prompt", "\"The system is taking longer than expected.\"", "\"java.net.SocketTimeoutException: the system is taking longer than expected.\"", "?", ""),
    (UNKNOWN, "prompt", "- 404: \"I can't find a customer", "- 410: \"I can't find a customer", "?", ""),
    (WRONG_PIN, "prompt", "- 422: \"That PIN doesn't match", "- 409: \"That PIN doesn't match", "?", ""),
    (LOCKED, "prompt", "- 403: \"This account is locked. I can have someone call you back about it.\"\n", "", "?", ""),
    (CHANGE, "prompt", "say 'I cannot tell yet whether the change was saved. I will have someone check.'", "say 'The change was saved.'", "?", ""),
    (CHANGE, "prompt", "say 'I cannot tell yet whether the change was saved. I will have someone check.'", "say 'That did not work.'", "?", ""),
    (CHANGE, "prompt", "1. If the API returns 400 or 422, say 'That was not accepted. Let us check it again.'\n", "", "?", ""),
    (CHANGE, "prompt", "'That was not accepted. Let us check it again.'", "'Your details have been updated.'", "?", ""),
    (STOCK, "prompt", "HTTP 409 → \"There are not enough left", "HTTP 410 → \"There are not enough left", "?", ""),
    (STOCK, "prompt", "\"There are not enough left to hold that many. Would fewer do?\"", "\"I have reserved them for you.\"", "?", ""),
    (STOCK, "prompt", "\"There are not enough left to hold that many. Would fewer do?\"", "\"Only 7 of them are left, 12.50 dollars each. Would fewer do?\"", "?", ""),
];

#[test]
fn a_prompt_with_one_line_wrong_is_seen() {
    play(ROWS);
}
