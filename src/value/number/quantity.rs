/// A number as an exact fraction, with its decimal text where it was written as one.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::value) struct Number {
    numerator: i128,
    denominator: i128,
    text: Option<String>,
    overflow: bool,
}

impl Number {
    /// A whole number.
    pub fn whole(value: i128) -> Self {
        Self { numerator: value, denominator: 1, text: None, overflow: false }
    }

    /// A fraction; a zero denominator counts as overflow.
    pub fn ratio(numerator: i128, denominator: i128) -> Self {
        if denominator == 0 {
            return Self { overflow: true, ..Self::whole(0) };
        }
        Self { numerator, denominator, text: None, overflow: false }
    }

    /// Digits with an optional fraction, both plain ASCII.
    pub fn decimal(whole: &str, fraction: &str) -> Self {
        let text = format!("{}.{}", if whole.is_empty() { "0" } else { whole }, fraction);
        let digits = format!("{whole}{fraction}");
        let scale = u32::try_from(fraction.len()).ok().and_then(|scale| 10_i128.checked_pow(scale));
        let trimmed = digits.trim_start_matches('0');
        let numerator = if trimmed.is_empty() { Some(0) } else { trimmed.parse().ok() };
        match (numerator, scale) {
            (Some(numerator), Some(denominator)) => {
                Self { numerator, denominator, text: Some(text), overflow: false }
            }
            _ => Self { numerator: 1, denominator: 1, text: Some(text), overflow: true },
        }
    }

    /// The number times a factor.
    pub fn times(self, factor: i128) -> Self {
        match self.numerator.checked_mul(factor) {
            Some(numerator) => Self { numerator, text: None, ..self },
            None => Self { overflow: true, text: None, ..self },
        }
    }

    /// The sum of two numbers.
    pub fn plus(self, other: &Self) -> Self {
        let sum = (|| {
            let left = self.numerator.checked_mul(other.denominator)?;
            let right = other.numerator.checked_mul(self.denominator)?;
            Some((left.checked_add(right)?, self.denominator.checked_mul(other.denominator)?))
        })();
        match sum {
            Some((numerator, denominator)) => Self {
                overflow: self.overflow || other.overflow,
                ..Self::ratio(numerator, denominator)
            },
            None => Self { overflow: true, ..self },
        }
    }

    /// The number with the other sign.
    pub fn negated(self) -> Self {
        let text = self.text.map(|text| format!("-{text}"));
        Self { numerator: -self.numerator, text, ..self }
    }

    /// Whether it has a fraction.
    pub fn has_fraction(&self) -> bool {
        !self.overflow && self.numerator % self.denominator != 0
    }

    /// The whole number it is, when it is one and fits.
    pub fn to_integer(&self) -> Option<i64> {
        if self.overflow || self.has_fraction() {
            return None;
        }
        i64::try_from(self.numerator / self.denominator).ok()
    }

    /// The nearest finite float.
    pub fn to_float(&self) -> Option<f64> {
        let value = match &self.text {
            Some(text) => text.parse::<f64>().ok()?,
            None if self.overflow => return None,
            None => divide(self.numerator, self.denominator),
        };
        value.is_finite().then_some(value)
    }
}

#[expect(clippy::cast_precision_loss, reason = "the nearest float is what is asked for")]
fn divide(numerator: i128, denominator: i128) -> f64 {
    numerator as f64 / denominator as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_the_nearest_floats() {
        assert_eq!(Number::decimal("0", "1").to_float(), Some(0.1));
        assert_eq!(Number::decimal("12", "50").to_float(), Some(12.5));
    }

    #[test]
    fn what_does_not_fit_is_no_integer() {
        assert_eq!(Number::decimal("9223372036854775808", "").to_integer(), None);
        assert_eq!(Number::decimal("9223372036854775807", "").to_integer(), Some(i64::MAX));
        assert_eq!(Number::decimal(&"9".repeat(400), "").to_float(), None);
    }

    #[test]
    fn sums_keep_fractions() {
        let sum = Number::whole(1).plus(&Number::ratio(1, 2));
        assert_eq!((sum.has_fraction(), sum.to_float()), (true, Some(1.5)));
    }
}
