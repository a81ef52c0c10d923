//! The few statistics that reports need, exact where that is cheap.

/// The 95 % interval of a rate by Wilson; the whole range when nothing was tried.
pub fn wilson(passed: u32, tried: u32) -> (f64, f64) {
    const Z: f64 = 1.959_963_984_540_054;
    if tried == 0 {
        return (0.0, 1.0);
    }
    let (n, rate) = (f64::from(tried), f64::from(passed) / f64::from(tried));
    let scale = 1.0 + Z * Z / n;
    let middle = (rate + Z * Z / (2.0 * n)) / scale;
    let half = Z / scale * (rate * (1.0 - rate) / n + Z * Z / (4.0 * n * n)).sqrt();
    ((middle - half).max(0.0), (middle + half).min(1.0))
}

/// An interval of shares in whole percent, rounded outward: it never claims more than was shown.
pub fn whole_percent((low, high): (f64, f64)) -> (f64, f64) {
    // What a float adds to an exact share is no percent more.
    const NOTHING: f64 = 1e-9;
    ((100.0 * low + NOTHING).floor(), (100.0 * high - NOTHING).ceil())
}

/// The chance that at least one of `k` tries passes, without bias, from `passed` of `tried`;
/// none when fewer than `k` were tried.
pub fn pass_at(k: u32, passed: u32, tried: u32) -> Option<f64> {
    if k == 0 || k > tried || passed > tried {
        return None;
    }
    Some(1.0 - ratio(tried - passed, tried, k))
}

/// The chance that all of `k` tries pass, without bias, from `passed` of `tried`; none when fewer
/// than `k` were tried.
pub fn pass_all(k: u32, passed: u32, tried: u32) -> Option<f64> {
    if k == 0 || k > tried || passed > tried {
        return None;
    }
    Some(ratio(passed, tried, k))
}

/// The ratio of the binomials `part` over `k` and `whole` over `k`.
fn ratio(part: u32, whole: u32, k: u32) -> f64 {
    if part < k {
        return 0.0;
    }
    (0..k).map(|i| f64::from(part - i) / f64::from(whole - i)).product()
}

/// McNemar's exact test, two-sided: how likely so uneven a split of the flips is by chance.
pub fn mcnemar(one_way: u32, other_way: u32) -> f64 {
    let (flips, fewer) = (one_way + other_way, one_way.min(other_way));
    if flips == 0 {
        return 1.0;
    }
    // Each binomial from the one before it, as logarithms: they span more than a float does.
    let mut ln = -f64::from(flips) * 2_f64.ln();
    let mut tail = ln.exp();
    for k in 1..=fewer {
        ln += f64::from(flips - k + 1).ln() - f64::from(k).ln();
        tail += ln.exp();
    }
    (2.0 * tail).min(1.0)
}

/// The fewest flips, all one way, that the exact test would tell from chance at 5 %.
pub const FEWEST_FLIPS: u32 = 6;

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 5e-4
    }

    #[test]
    fn wilson_agrees_with_published_figures() {
        let (low, high) = wilson(8, 10);
        assert!(near(low, 0.4902) && near(high, 0.9433), "{low} {high}");
        let (low, high) = wilson(0, 10);
        assert!(near(low, 0.0) && near(high, 0.2775), "{low} {high}");
        assert_eq!(wilson(0, 0), (0.0, 1.0));
    }

    #[test]
    fn passing_once_and_always_are_ratios_of_binomials() {
        // 7 of 10: C(3,3)/C(10,3) = 1/120 and C(7,3)/C(10,3) = 35/120.
        assert!(near(pass_at(3, 7, 10).unwrap(), 1.0 - 1.0 / 120.0));
        assert!(near(pass_all(3, 7, 10).unwrap(), 35.0 / 120.0));
        assert_eq!((pass_at(1, 4, 8), pass_all(1, 4, 8)), (Some(0.5), Some(0.5)));
        assert_eq!((pass_at(3, 0, 10), pass_all(3, 2, 10)), (Some(0.0), Some(0.0)));
        assert_eq!((pass_at(4, 1, 3), pass_all(4, 1, 3)), (None, None));
    }

    #[test]
    fn the_exact_test_agrees_with_published_figures() {
        assert!(near(mcnemar(0, 6), 0.03125));
        assert!(near(mcnemar(1, 9), 0.0215));
        assert!(near(mcnemar(5, 5), 1.0));
        assert!(near(mcnemar(0, 0), 1.0));
        assert!(mcnemar(0, FEWEST_FLIPS) < 0.05 && mcnemar(0, FEWEST_FLIPS - 1) > 0.05);
        assert!(mcnemar(400, 600) < 1e-9);
    }
}
