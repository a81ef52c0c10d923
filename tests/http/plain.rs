//! An HTTP client of a few lines, which knows nothing of the executor and takes nothing for granted.

use std::{collections::BTreeMap, io::ErrorKind, net::Ipv4Addr, sync::Arc, time::Duration};

use rehearsal::{
    agent::Action,
    http::stub::{Conversation, Destination, Open},
    request::FrozenRequest,
};
use rustls::{
    ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::fixture::frozen;

/// How long, on the wall, nothing more has to come until nothing more is expected.
const QUIET: Duration = Duration::from_millis(300);

/// What the client came to see.
#[derive(Debug)]
pub enum Seen {
    /// There is no address to connect to.
    NoName,
    /// The connect failed.
    NotConnected(ErrorKind),
    /// A certificate was shown.
    Certificate(CertificateDer<'static>),
    /// These bytes came, and then the connection came to this.
    Bytes(Vec<u8>, End),
}

/// What became of a connection.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    /// Nothing more came.
    Quiet,
    /// It was closed in good order.
    Closed,
    /// It was reset.
    Reset,
}

/// A head and a body.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

/// Makes the call of an action without the executor.
pub async fn ask(talk: &Conversation, action: &Action) -> Seen {
    let deadline = talk.clock().elapsed() + action.timeout;
    let open = talk.open(action, &BTreeMap::new(), deadline);
    let request = frozen(action, &[]).unwrap();
    match open.destination(&request).await.unwrap() {
        Destination::Nowhere => Seen::NoName,
        Destination::Stub(port) | Destination::Closed(port) => send(port, &open, &request).await,
        Destination::Tls { port, .. } => shake_hands(port).await,
    }
}

async fn send(port: u16, open: &Open, request: &FrozenRequest) -> Seen {
    let mut stream = match TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await {
        Ok(stream) => stream,
        Err(error) => return Seen::NotConnected(error.kind()),
    };
    let body = request.body.as_ref().map(ToString::to_string).unwrap_or_default();
    let query = request.url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let head = format!(
        "{} {}{query} HTTP/1.1\r\n{}: {}\r\ncontent-length: {}\r\n\r\n{body}",
        request.method.as_str(),
        request.url.path(),
        Open::HEADER,
        open.id(),
        body.len(),
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    loop {
        match tokio::time::timeout(QUIET, stream.read_buf(&mut bytes)).await {
            Err(_) => return Seen::Bytes(bytes, End::Quiet),
            Ok(Ok(0)) => return Seen::Bytes(bytes, End::Closed),
            Ok(Ok(_)) => {}
            Ok(Err(error)) if error.kind() == ErrorKind::ConnectionReset => {
                return Seen::Bytes(bytes, End::Reset);
            }
            Ok(Err(error)) => panic!("{error}"),
        }
    }
}

/// Takes whatever certificate is shown.
async fn shake_hands(port: u16) -> Seen {
    let config = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Gullible))
        .with_no_client_auth();
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.unwrap();
    let name = ServerName::try_from("stub.invalid").unwrap();
    let stream =
        tokio_rustls::TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap();
    let shown = stream.get_ref().1.peer_certificates().unwrap();
    Seen::Certificate(shown[0].clone().into_owned())
}

/// What is wrong with a certificate, for somebody who trusts who made it.
pub fn flaw(shown: &CertificateDer<'static>, name: &str, second: u64) -> Option<String> {
    let mut roots = RootCertStore::empty();
    roots.add(shown.clone()).unwrap();
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider());
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let time = UnixTime::since_unix_epoch(Duration::from_secs(second));
    let checked = verifier.build().unwrap().verify_server_cert(shown, &[], &name, &[], time);
    checked.err().map(|error| error.to_string())
}

fn provider() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

impl Seen {
    /// The bytes as one whole answer, after which the connection is still good.
    pub fn whole(&self) -> Answer {
        let Self::Bytes(bytes, End::Quiet) = self else { panic!("an answer, not {self:?}") };
        let (answer, promised) = parse(bytes);
        assert_eq!(promised, Some(answer.body.len()), "{answer:?}");
        answer
    }

    /// The bytes as a head and what came of its body, with the length that it promised.
    pub fn begun(&self) -> (Answer, Option<usize>, &End) {
        let Self::Bytes(bytes, end) = self else { panic!("bytes, not {self:?}") };
        let (answer, promised) = parse(bytes);
        (answer, promised, end)
    }
}

fn parse(bytes: &[u8]) -> (Answer, Option<usize>) {
    let at = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = std::str::from_utf8(&bytes[..at]).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let pairs = lines.map(|line| line.split_once(": ").unwrap());
    let headers: BTreeMap<_, _> =
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let promised = headers.get("content-length").map(|length| length.parse().unwrap());
    (Answer { status, headers, body: bytes[at + 4..].to_vec() }, promised)
}

/// Believes everything.
#[derive(Debug)]
struct Gullible;

impl ServerCertVerifier for Gullible {
    fn verify_server_cert(
        &self,
        _shown: &CertificateDer<'_>,
        _others: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _stapled: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _shown: &CertificateDer<'_>,
        _signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _message: &[u8],
        _shown: &CertificateDer<'_>,
        _signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        provider().signature_verification_algorithms.supported_schemes()
    }
}
