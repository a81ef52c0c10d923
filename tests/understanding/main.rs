//! What the offline model understands, on agents it has never seen.
#![allow(missing_docs, reason = "a test")]

mod agents;
mod requests;
