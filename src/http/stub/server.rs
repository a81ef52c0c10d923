use std::{
    collections::HashMap,
    io,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpStream},
    sync::OnceCell,
};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{
    Conversation, Settings,
    answer::{Answered, answer},
    exchange::Exchange,
    tls::Doors,
    wire::receive,
};
use crate::http::{Passed, live::stub_client, send::EXCHANGE_HEADER};

/// The built-in fake API: a server on a port of loopback that stops when the last handle goes.
#[derive(Clone)]
pub struct StubApi {
    server: Arc<Server>,
    running: Arc<DropGuard>,
}

impl std::fmt::Debug for StubApi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StubApi").field("port", &self.server.port).finish_non_exhaustive()
    }
}

impl StubApi {
    /// Starts the server on a free port of loopback.
    ///
    /// # Errors
    /// When no port of loopback can be had, or no client can be built.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let stop = CancellationToken::new();
        let server = Arc::new(Server {
            port: listener.local_addr()?.port(),
            client: stub_client().map_err(io::Error::other)?,
            next: AtomicU64::new(1),
            exchanges: Mutex::default(),
            doors: OnceCell::new(),
            stop: stop.clone(),
        });
        tokio::spawn(serve(listener, Arc::clone(&server), stop.clone()));
        Ok(Self { server, running: Arc::new(stop.drop_guard()) })
    }

    /// Begins a conversation with rules and state of its own; it keeps the server running.
    pub fn converse(&self, settings: Settings) -> Conversation {
        Conversation::new((Arc::clone(&self.server), Arc::clone(&self.running)), settings)
    }

    /// The port of loopback it listens on.
    pub fn port(&self) -> u16 {
        self.server.port
    }
}

/// What the accept loop and the conversations share.
pub(super) struct Server {
    pub(super) port: u16,
    pub(super) client: reqwest::Client,
    next: AtomicU64,
    exchanges: Mutex<HashMap<u64, Arc<Exchange>>>,
    doors: OnceCell<Doors>,
    stop: CancellationToken,
}

impl Server {
    /// The doors with bad certificates, opened by the first call that needs one.
    pub(super) async fn doors(&self) -> io::Result<&Doors> {
        self.doors.get_or_try_init(|| Doors::open(&self.stop)).await
    }

    pub(super) fn register(&self, exchange: Arc<Exchange>) -> u64 {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.exchanges().insert(number, exchange);
        number
    }

    pub(super) fn forget(&self, number: u64) {
        self.exchanges().remove(&number);
    }

    fn find(&self, id: &str) -> Option<Arc<Exchange>> {
        self.exchanges().get(&id.parse().ok()?).cloned()
    }

    fn exchanges(&self) -> std::sync::MutexGuard<'_, HashMap<u64, Arc<Exchange>>> {
        self.exchanges.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn serve(listener: TcpListener, server: Arc<Server>, stop: CancellationToken) {
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        // A failed accept (too many open files) passes; the others go on meanwhile.
        let Ok((stream, _)) = accepted else {
            tokio::task::yield_now().await;
            continue;
        };
        let (server, stop) = (Arc::clone(&server), stop.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                _ = connection(stream, &server) => {}
            }
        });
    }
}

/// Serves one connection until either side is done with it.
async fn connection(mut stream: TcpStream, server: &Server) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(4096);
    while let Some(request) = receive(&mut stream, &mut buffer).await? {
        let exchange = request.header(EXCHANGE_HEADER).and_then(|id| server.find(id));
        let Some(exchange) = exchange else {
            // Somebody else on this machine.
            return stream
                .write_all(
                    b"HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
                )
                .await;
        };
        let answered = answer(&exchange, &request).await;
        match deliver(&mut stream, answered, &exchange).await? {
            Line::Alive => {}
            Line::Closed => return Ok(()),
            Line::Dead => {
                drop(exchange);
                // The caller hangs up; what it says until then is not heard.
                receive(&mut stream, &mut buffer).await?;
                return Ok(());
            }
        }
    }
    Ok(())
}

/// What becomes of a connection after an answer.
enum Line {
    Alive,
    Closed,
    Dead,
}

/// Puts an answer on the wire.
async fn deliver(
    stream: &mut TcpStream,
    answered: Answered,
    exchange: &Exchange,
) -> io::Result<Line> {
    let clock = &exchange.talk.settings.clock;
    match answered {
        Answered::Whole(bytes) => stream.write_all(&bytes).await?,
        Answered::Late(bytes) => {
            clock.pass(Duration::MAX, exchange.deadline).await;
            stream.write_all(&bytes).await?;
        }
        Answered::ThenClose(bytes) => {
            stream.write_all(&bytes).await?;
            stream.shutdown().await?;
            return Ok(Line::Closed);
        }
        Answered::ThenNothing(bytes) => {
            stream.write_all(&bytes).await?;
            clock.pass(Duration::MAX, exchange.deadline).await;
            return Ok(Line::Dead);
        }
        Answered::Drip { head, body } => {
            stream.write_all(&head).await?;
            drip(stream, &body, exchange).await?;
            return Ok(Line::Dead);
        }
        Answered::Reset => {
            socket2::SockRef::from(&*stream).set_linger(Some(Duration::ZERO))?;
            return Ok(Line::Closed);
        }
    }
    Ok(Line::Alive)
}

/// A byte a second on the clock of the conversation, up to the caller's deadline; blanks when all
/// is said.
async fn drip(stream: &mut TcpStream, body: &[u8], exchange: &Exchange) -> io::Result<()> {
    let clock = &exchange.talk.settings.clock;
    for byte in body.iter().copied().chain(std::iter::repeat(b' ')) {
        stream.write_all(&[byte]).await?;
        if clock.pass(Duration::from_secs(1), exchange.deadline).await == Passed::Late {
            break;
        }
    }
    Ok(())
}
