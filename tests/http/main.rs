//! Calls over real sockets: the stub API, live hosts, hostile files and broken servers.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what it did not expect")]

mod binding;
mod command;
mod fault;
mod fixture;
mod hostile;
mod plain;
mod recorder;
mod request;
mod stub;
mod wire;
