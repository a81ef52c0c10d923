use std::time::Duration;

/// How long a model is waited for, and how often it is asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For the first token.
    pub first_token: Duration,
    /// For the whole answer.
    pub total: Duration,
    /// Tries after the first.
    pub retries: u32,
    /// The first pause between tries; each next one is twice as long.
    pub first_pause: Duration,
    /// For all pauses between tries together; a longer wish of the server is not waited for.
    pub pauses: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            first_token: Duration::from_secs(60),
            total: Duration::from_secs(120),
            retries: 3,
            first_pause: Duration::from_millis(500),
            pauses: Duration::from_secs(30),
        }
    }
}

impl Patience {
    /// The pause before try `retry` (from 1), or `None` when it is not worth while any more.
    pub fn pause(&self, retry: u32, wish: Option<Duration>, used: Duration) -> Option<Duration> {
        if retry > self.retries {
            return None;
        }
        let own = self.first_pause.saturating_mul(2u32.saturating_pow(retry - 1));
        let pause = wish.unwrap_or(own);
        (used + pause <= self.pauses).then_some(pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stay_inside_the_budget() {
        let patience = Patience { pauses: Duration::from_secs(3), ..Patience::default() };
        let pause = |retry, wish, used| {
            patience.pause(retry, wish, Duration::from_millis(used)).map(|pause| pause.as_millis())
        };
        assert_eq!(pause(1, None, 0), Some(500));
        assert_eq!(pause(2, None, 500), Some(1000));
        assert_eq!(pause(3, None, 1500), None);
        assert_eq!(pause(4, None, 0), None);
    }

    #[test]
    fn the_server_s_wish_is_kept_unless_it_is_absurd() {
        let patience = Patience::default();
        let wish = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(patience.pause(1, wish(2), Duration::ZERO), wish(2));
        assert_eq!(patience.pause(1, wish(3600), Duration::ZERO), None);
    }
}
