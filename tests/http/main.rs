//! Calls over real sockets: the stub API, live hosts, hostile files and broken servers.

mod fixture;
mod request;
mod stub;
