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
    (
        WRONG,
        "prompt",
        "- 404: \"I don't see an order with that number. Could you double-check?\"\n",
        "",
        "E-REPLY",
        "expected reply double-check | got reply Thank you. I couldn't find anything with these",
    ),
    (
        WRONG,
        "prompt",
        "- 404: \"I don't see",
        "- 410: \"I don't see",
        "E-REPLY",
        "expected reply double-check | got reply Thank you. I couldn't find anything with these",
    ),
    (
        WRONG,
        "prompt",
        "Could you double-check?\"",
        "Please wait a moment.\"",
        "E-REPLY",
        "expected reply double-check | got reply Thank you. I don't see an order with that number.",
    ),
    (
        WRONG,
        "prompt",
        "\"I don't see an order with that number. Could you double-check?\"",
        "\"Error 404. Could you double-check?\"",
        "E-REPLY",
        r#"expected reply without "404" | got reply has "404""#,
    ),
    (
        WRONG,
        "prompt",
        "\"I don't see an order with that number. Could you double-check?\"",
        "\"HTTP 404, could you double-check?\"",
        "E-REPLY",
        r#"expected reply without "404" | got reply has "404""#,
    ),
    (
        WRONG,
        "prompt",
        "\"I don't see an order with that number. Could you double-check?\"",
        "\"Your order has shipped. Could you double-check?\"",
        "E-CHECK-FALSE-SUCCESS",
        "expected reply no success of Lookup Order Status (not found) | got reply your order has",
    ),
    (
        WRONG,
        "prompt",
        "When using the 'Lookup Order Status' tool:",
        "When using the 'Lookup Order' tool:",
        "E-REPLY",
        "expected reply double-check | got reply Thank you. I couldn't find anything with these",
    ),
    (
        PASSING,
        "prompt",
        "- 500: \"I'm having trouble accessing the system right now.\"\n",
        "",
        "E-REPLY",
        "expected reply I'm having trouble accessing the system right now. | got reply I'm sorry, I",
    ),
    (
        PASSING,
        "prompt",
        "\"I'm having trouble accessing the system right now.\"",
        "\"The server said 500, I'm having trouble accessing the system right now.\"",
        "E-REPLY",
        r#"expected reply without "500" | got reply has "500""#,
    ),
    (
        PASSING,
        "prompt",
        "\"I'm having trouble accessing the system right now.\"",
        "\"I'm having trouble accessing the system right now. What is your order number?\"",
        "E-CHECK-ASKED-IN-VAIN",
        "expected reply that it does not work now, and an offer | got reply What is your order",
    ),
    (
        PASSING,
        "prompt",
        "\"I'm having trouble accessing the system right now.\"",
        "\"I'm having trouble accessing the system right now, but your order was delivered.\"",
        "E-REPLY",
        "expected reply I'm having trouble accessing the system right now. | got reply I'm having",
    ),
    (
        SLOW,
        "prompt",
        "\"The system is taking longer than expected.\"",
        "\"The system is taking longer than expected. Your order is shipped.\"",
        "E-REPLY",
        r#"expected reply without "shipped" | got reply has "shipped""#,
    ),
    (
        UNKNOWN,
        "prompt",
        "- 404: \"I can't find a customer",
        "- 410: \"I can't find a customer",
        "E-REPLY",
        "expected reply I can't find a customer with that number | got reply I couldn't find",
    ),
    (
        WRONG_PIN,
        "prompt",
        "- 422: \"That PIN doesn't match",
        "- 409: \"That PIN doesn't match",
        "E-REPLY",
        "expected reply That PIN doesn't match our records | got reply The system didn't accept",
    ),
    (
        LOCKED,
        "prompt",
        "- 403: \"This account is locked. I can have someone call you back about it.\"\n",
        "",
        "E-REPLY",
        "expected reply This account is locked. | got reply I'm sorry, I can't get that done at the",
    ),
    (
        CHANGE,
        "prompt",
        "say 'I cannot tell yet whether the change was saved. I will have someone check.'",
        "say 'The change was saved.'",
        "E-REPLY",
        "expected reply I cannot tell yet whether the change was saved. | got reply The change was",
    ),
    (
        CHANGE,
        "prompt",
        "say 'I cannot tell yet whether the change was saved. I will have someone check.'",
        "say 'That did not work.'",
        "E-REPLY",
        "expected reply I cannot tell yet whether the change was saved. | got reply That did not",
    ),
    (
        CHANGE,
        "prompt",
        "1. If the API returns 400 or 422, say 'That was not accepted. Let us check it again.'\n",
        "",
        "E-REPLY",
        "expected reply That was not accepted. | got reply The system didn't accept these details.",
    ),
    (
        CHANGE,
        "prompt",
        "'That was not accepted. Let us check it again.'",
        "'Your details have been updated.'",
        "E-REPLY",
        "expected reply That was not accepted. | got reply Your details have been updated. Shall I",
    ),
    (
        STOCK,
        "prompt",
        "HTTP 409 → \"There are not enough left",
        "HTTP 410 → \"There are not enough left",
        "E-REPLY",
        "expected reply There are not enough left to hold that many. Would fewer do? | got reply",
    ),
    (
        STOCK,
        "prompt",
        "\"There are not enough left to hold that many. Would fewer do?\"",
        "\"I have reserved them for you.\"",
        "E-REPLY",
        "expected reply There are not enough left to hold that many. Would fewer do? | got reply I",
    ),
    (
        STOCK,
        "prompt",
        "\"There are not enough left to hold that many. Would fewer do?\"",
        "\"Only 7 of them are left, 12.50 dollars each. Would fewer do?\"",
        "E-REPLY",
        "expected reply There are not enough left to hold that many. Would fewer do? | got reply",
    ),
];

#[test]
fn a_prompt_with_one_line_wrong_is_seen() {
    play(ROWS);
}
