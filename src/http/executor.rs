use std::{collections::BTreeMap, sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use super::{
    Carries, Clock, Cue, Live, Tape,
    failure::{Sent, failure},
    send::{Route, send},
    stub::{Conversation, Destination, Open},
};
use crate::{
    agent::{Action, VariableName},
    api::Note,
    request::{Body, FailureClass, FrozenRequest, Outcome},
    value::Value,
};

/// Sends the requests of one conversation, to the stub or to real hosts.
#[derive(Clone, Debug)]
pub struct Executor {
    line: Line,
    clock: Clock,
    tape: Option<Arc<dyn Tape>>,
}

#[derive(Clone, Debug)]
enum Line {
    Stub(Conversation),
    Live(Live),
}

/// A call that is over.
#[derive(Clone, Debug, PartialEq)]
pub struct Executed {
    /// What it came to.
    pub outcome: Outcome,
    /// How long it took on the clock of the conversation.
    pub elapsed: Duration,
    /// What the stub has to say about it.
    pub notes: Vec<Note>,
}

/// A call to the stub that takes longer than this beyond its timeout, in real time, is given up: the
/// stub is ours and answers at once, so something is broken.
const STUB_GUARD: Duration = Duration::from_secs(20);

impl Executor {
    /// Talks to the stub; nothing leaves the machine.
    pub fn stub(conversation: Conversation) -> Self {
        let clock = conversation.clock().clone();
        Self { line: Line::Stub(conversation), clock, tape: None }
    }

    /// Talks to real hosts, as far as the policy lets it.
    pub fn live(live: Live, clock: Clock) -> Self {
        Self { line: Line::Live(live), clock, tape: None }
    }

    /// Asks this tape first; one tape for one talk.
    #[must_use]
    pub fn taped(self, tape: Arc<dyn Tape>) -> Self {
        Self { tape: Some(tape), ..self }
    }

    /// The clock that deadlines and pauses of this conversation are read from.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Sends a request of an action that was called without arguments.
    pub async fn execute(
        &self,
        action: &Action,
        request: &FrozenRequest,
        cancel: &CancellationToken,
    ) -> Executed {
        self.execute_call(action, &BTreeMap::new(), request, cancel).await
    }

    /// Sends a frozen request of this action and waits for its outcome, its timeout or the user. The
    /// arguments are what the request was made from; the faults of a scenario look at them.
    /// What a tape plays is not sent.
    pub async fn execute_call(
        &self,
        action: &Action,
        arguments: &BTreeMap<VariableName, Value>,
        request: &FrozenRequest,
        cancel: &CancellationToken,
    ) -> Executed {
        let Some(tape) = &self.tape else {
            return self.send((action, arguments), request, cancel).await;
        };
        match tape.cue(action, request) {
            Cue::Play(outcome, elapsed) => Executed { outcome, elapsed, notes: Vec::new() },
            Cue::Missing(miss) => unrecorded(action, miss),
            Cue::Ask(None) => self.send((action, arguments), request, cancel).await,
            Cue::Ask(ticket) => {
                let mut executed = self.send((action, arguments), request, cancel).await;
                // As exact as it is written down, so that a replay is the same to the byte.
                executed.elapsed = Duration::from_millis(whole_ms(executed.elapsed));
                tape.keep(ticket, &executed.outcome, executed.elapsed);
                executed
            }
        }
    }

    async fn send(
        &self,
        (action, arguments): (&Action, &BTreeMap<VariableName, Value>),
        request: &FrozenRequest,
        cancel: &CancellationToken,
    ) -> Executed {
        let start = self.clock.elapsed();
        let deadline = start.saturating_add(action.timeout);
        let call = async {
            match &self.line {
                Line::Stub(conversation) => {
                    let exchange = conversation.open(action, arguments, deadline);
                    stub_call(conversation, (action, deadline), request, &exchange).await
                }
                Line::Live(live) => {
                    (live_call(live, &self.clock, action, request).await, Vec::new())
                }
            }
        };
        let (outcome, notes) = tokio::select! {
            biased;
            () = cancel.cancelled() => {
                (failure(FailureClass::Cancelled, "the call was stopped", Sent::Maybe), Vec::new())
            }
            done = call => done,
            () = self.clock.until(deadline) => (timed_out(action), Vec::new()),
        };
        Executed { outcome, elapsed: self.clock.elapsed().saturating_sub(start), notes }
    }
}

fn whole_ms(elapsed: Duration) -> u64 {
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}

/// Nothing was sent, and nothing is known of what would have come.
fn unrecorded(action: &Action, miss: String) -> Executed {
    let outcome = Outcome::Failure {
        class: FailureClass::OtherStatus,
        status: None,
        body: Body::Empty,
        detail: format!("nothing was sent: {miss}"),
        never_sent: true,
        retry_after_ms: None,
    };
    let note = Note::Unrecorded { action: action.name.clone(), miss };
    Executed { outcome, elapsed: Duration::ZERO, notes: vec![note] }
}

async fn stub_call(
    conversation: &Conversation,
    (action, deadline): (&Action, Duration),
    request: &FrozenRequest,
    exchange: &Open,
) -> (Outcome, Vec<Note>) {
    let clock = conversation.clock();
    let destination = match exchange.destination(request).await {
        Ok(destination) => destination,
        Err(why) => {
            let text = format!("the stub API cannot play its fault on loopback: {why}");
            return (failure(FailureClass::Unreachable, text, Sent::Never), exchange.notes());
        }
    };
    let client = match &destination {
        Destination::Tls { client, .. } => client,
        _ => conversation.client(),
    };
    let sending = send(client, request, route(&destination, exchange), || clock.now());
    let outcome = tokio::select! {
        biased;
        outcome = sending => outcome,
        () = clock.until(deadline) => timed_out(action),
        () = tokio::time::sleep(action.timeout.saturating_add(STUB_GUARD)) => {
            failure(FailureClass::Timeout, "the stub API did not answer", Sent::Maybe)
        }
    };
    // An answer that came with the deadline came too late.
    let is_late = clock.elapsed() >= deadline;
    (if is_late { timed_out(action) } else { outcome }, exchange.notes())
}

fn route<'a>(destination: &Destination, exchange: &'a Open) -> Route<'a> {
    match *destination {
        Destination::Nowhere => Route::Nowhere,
        Destination::Stub(port) | Destination::Closed(port) => {
            Route::Stub { port, exchange: exchange.id() }
        }
        Destination::Tls { port, .. } => Route::Door { port },
    }
}

fn timed_out(action: &Action) -> Outcome {
    let text = format!("no answer within {} s", action.timeout.as_secs_f64());
    failure(FailureClass::Timeout, text, Sent::Maybe)
}

async fn live_call(
    live: &Live,
    clock: &Clock,
    action: &Action,
    request: &FrozenRequest,
) -> Outcome {
    if let Err(refusal) = live.policy.check(&request.url, Carries::of(&action.auth)) {
        return failure(FailureClass::Unreachable, refusal.to_string(), Sent::Never);
    }
    match live.client() {
        Ok(client) => send(client, request, Route::Real, || clock.now()).await,
        Err(why) => failure(FailureClass::Unreachable, why, Sent::Never),
    }
}
