//! Doors that show a certificate no client may accept.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, OnceLock},
    time::Duration,
};

use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer},
};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

use crate::http::live::tls_client;

/// The name under which the client looks for both doors; it leads to loopback and nowhere else.
pub(crate) const DOOR: &str = "stub.invalid";

/// Who does not shake hands for so long is left.
const HANDSHAKE_LIMIT: Duration = Duration::from_secs(30);

/// Two listeners on loopback, and a client that trusts their certificates in all but the flaw.
pub(super) struct Doors {
    pub(super) expired: u16,
    pub(super) wrong_host: u16,
    pub(super) client: reqwest::Client,
}

impl Doors {
    /// Opens both; they close when the server stops.
    pub(super) async fn open(stop: &CancellationToken) -> io::Result<Self> {
        let made = certificates()?;
        let trusted: Vec<_> = [&made.expired, &made.wrong_host]
            .map(|shown| reqwest::Certificate::from_der(&shown.certificate))
            .into_iter()
            .collect::<Result<_, _>>()
            .map_err(io::Error::other)?;
        let loopback = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let client = tls_client(trusted).resolve(DOOR, loopback).build();
        Ok(Self {
            expired: open(&made.expired, stop.clone()).await?,
            wrong_host: open(&made.wrong_host, stop.clone()).await?,
            client: client.map_err(io::Error::other)?,
        })
    }
}

/// A certificate with its key.
struct Shown {
    certificate: CertificateDer<'static>,
    key: Vec<u8>,
}

/// The certificates of this process.
struct Certificates {
    expired: Shown,
    wrong_host: Shown,
}

/// Made once, by the first call that needs them.
fn certificates() -> io::Result<&'static Certificates> {
    static MADE: OnceLock<Result<Certificates, rcgen::Error>> = OnceLock::new();
    let make = || {
        let mut expired = CertificateParams::new([DOOR.to_owned()])?;
        expired.not_before = date_time_ymd(2000, 1, 1);
        expired.not_after = date_time_ymd(2001, 1, 1);
        let wrong_host = CertificateParams::new(["another-host.invalid".to_owned()])?;
        Ok(Certificates { expired: sign(&expired)?, wrong_host: sign(&wrong_host)? })
    };
    MADE.get_or_init(make).as_ref().map_err(|error| io::Error::other(error.to_string()))
}

fn sign(params: &CertificateParams) -> Result<Shown, rcgen::Error> {
    let key = KeyPair::generate()?;
    let certificate = params.self_signed(&key)?;
    Ok(Shown { certificate: certificate.der().clone(), key: key.serialize_der() })
}

/// Listens on a port of loopback and shows a certificate to whoever comes.
async fn open(shown: &Shown, stop: CancellationToken) -> io::Result<u16> {
    let key = PrivateKeyDer::try_from(shown.key.clone()).map_err(io::Error::other)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|config| {
            config.with_no_client_auth().with_single_cert(vec![shown.certificate.clone()], key)
        })
        .map_err(io::Error::other)?;
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let port = listener.local_addr()?.port();
    tokio::spawn(async move { stop.run_until_cancelled(greet(listener, acceptor)).await });
    Ok(port)
}

/// Shakes hands with everyone, and says no more to who accepts the certificate all the same.
async fn greet(listener: TcpListener, acceptor: TlsAcceptor) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                drop(tokio::spawn(tokio::time::timeout(HANDSHAKE_LIMIT, acceptor.accept(stream))));
            }
            Err(_) => tokio::task::yield_now().await,
        }
    }
}
