//! Calls over real sockets: the stub API, live hosts, hostile files and broken servers.

mod command;
mod fixture;
mod hostile;
mod recorder;
mod request;
mod stub;
