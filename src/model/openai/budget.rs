use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Failure, Prices, wire::Usage};

/// What may be spent; `None` sets no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Budget {
    /// Requests to the model.
    pub calls: Option<u64>,
    /// Tokens, sent and answered.
    pub tokens: Option<u64>,
    /// Money, in the currency of the prices.
    pub cost: Option<f64>,
}

/// What was spent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spent {
    /// Requests to the model, repeated ones included.
    pub calls: u64,
    /// Tokens sent.
    pub prompt_tokens: u64,
    /// Tokens answered.
    pub answer_tokens: u64,
    /// Money, as far as prices are known.
    pub cost: f64,
    /// Whether some tokens are estimates because the server did not count.
    pub is_estimate: bool,
}

/// Counts what is spent against a budget; shared by all conversations.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    budget: Budget,
    prices: Prices,
    account: Arc<Mutex<Account>>,
}

#[derive(Debug, Default)]
struct Account {
    spent: Spent,
    /// Why a call was refused, once one was.
    refused: Option<Failure>,
}

impl Ledger {
    pub fn new(budget: Budget, prices: Prices) -> Self {
        Self { budget, prices, account: Arc::default() }
    }

    /// Goes on with the account of another ledger, at its own prices.
    pub fn go_on(&mut self, before: &Self) {
        self.account = Arc::clone(&before.account);
    }

    pub fn spent(&self) -> Spent {
        self.account().spent
    }

    fn account(&self) -> MutexGuard<'_, Account> {
        self.account.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The limit for which a call was refused, where one was: one that is just met stops nothing.
    pub fn limit_reached(&self) -> Option<Failure> {
        self.account().refused.clone()
    }

    /// Takes one call out of the budget, unless some limit is reached.
    pub fn take_call(&self) -> Result<(), Failure> {
        let mut account = self.account();
        if let Some(failure) = self.budget.reached(&account.spent) {
            account.refused = Some(failure.clone());
            return Err(failure);
        }
        account.spent.calls += 1;
        Ok(())
    }

    /// Counts the tokens of an answer.
    pub fn count(&self, usage: &Usage) {
        let spent = &mut self.account().spent;
        spent.prompt_tokens += usage.prompt;
        spent.answer_tokens += usage.answer;
        spent.is_estimate |= usage.is_estimate;
        spent.cost +=
            cost(self.prices.prompt, usage.prompt) + cost(self.prices.answer, usage.answer);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of tokens is far below 2^52")]
fn cost(price: Option<f64>, tokens: u64) -> f64 {
    price.unwrap_or(0.0) * tokens as f64 / 1e6
}

impl Budget {
    fn reached(&self, spent: &Spent) -> Option<Failure> {
        let tokens = spent.prompt_tokens + spent.answer_tokens;
        if let Some(most) = self.calls.filter(|most| spent.calls >= *most) {
            let limit = format!("the limit of {most} model calls is");
            return Some(Failure::Spent { limit, flag: "--max-calls" });
        }
        if let Some(most) = self.tokens.filter(|most| tokens >= *most) {
            let limit = format!("the limit of {most} tokens is");
            return Some(Failure::Spent { limit, flag: "--max-tokens" });
        }
        let most = self.cost.filter(|most| spent.cost >= *most)?;
        Some(Failure::Spent {
            limit: format!("the limit of {most} in cost is"),
            flag: "--max-cost",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(prompt: u64, answer: u64) -> Usage {
        Usage { prompt, answer, is_estimate: false }
    }

    #[test]
    fn calls_stop_at_their_limit() {
        let ledger = Ledger::new(Budget { calls: Some(2), ..Budget::default() }, Prices::default());
        assert!(ledger.take_call().is_ok() && ledger.take_call().is_ok());
        assert_eq!(ledger.limit_reached(), None, "it is met, and nothing was refused");
        let said = ledger.take_call().unwrap_err().to_string();
        assert!(ledger.limit_reached().is_some());
        assert!(said.contains("2 model calls") && said.contains("--max-calls"), "{said}");
    }

    #[test]
    fn tokens_and_cost_stop_after_the_answer_that_reached_them() {
        let prices = Prices { prompt: Some(1.0), answer: Some(2.0) };
        let budget = Budget { tokens: Some(3_000_000), cost: Some(2.5), ..Budget::default() };
        let ledger = Ledger::new(budget, prices);
        ledger.count(&usage(1_000_000, 500_000));
        assert!((ledger.spent().cost - 2.0).abs() < 1e-9);
        assert!(ledger.take_call().is_ok());
        ledger.count(&usage(500_000, 0));
        let said = ledger.take_call().unwrap_err().to_string();
        assert!(said.contains("--max-cost"), "{said}");
    }
}
