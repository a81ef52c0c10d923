use super::super::english::units::OUT_OF;
use super::super::heard::Heard;
use super::super::hit::Hit;
use super::super::{Spec, Value, VariableType};
use super::digit_row;

/// "four, eight, two, one": single digits with pauses are one row.
pub(super) fn join_pauses(spec: &Spec, heard: &Heard, hits: Vec<Hit>) -> Vec<Hit> {
    let digit = |hit: &Hit| match hit.outcome.as_ref().map(|meaning| &meaning.value) {
        Ok(Value::Integer(value)) => u8::try_from(*value).ok().filter(|value| *value < 10),
        _ => None,
    };
    let paused = hits.windows(2).all(|pair| {
        matches!(pair, [left, right] if (left.to..right.from).all(|at| heard.is_mark(at, ',')))
    });
    let digits: Option<String> =
        hits.iter().map(|hit| digit(hit).map(|digit| char::from(b'0' + digit))).collect();
    let (Some(first), Some(last), Some(digits)) = (hits.first(), hits.last(), digits) else {
        return hits;
    };
    match digits.parse() {
        Ok(value)
            if spec.variable_type == VariableType::Integer
                && paused
                && (4..=18).contains(&digits.len()) =>
        {
            vec![Hit::sure(first.from, last.to, Value::Integer(value))]
        }
        _ => hits,
    }
}

/// Groups of digits with only blanks between them are one number when the example has as many digits.
pub(super) fn join_groups(spec: &Spec, heard: &Heard, hits: Vec<Hit>) -> Vec<Hit> {
    let wanted =
        spec.example.as_ref().map(|example| example.bytes().filter(u8::is_ascii_digit).count());
    let groups = hits.len() > 1
        && hits.windows(2).all(|pair| matches!(pair, [left, right] if left.to == right.from))
        && hits.iter().all(|hit| hit.to == hit.from + 1 && !heard.digits(hit.from).is_empty());
    let (Some(first), Some(last)) = (hits.first(), hits.last()) else { return hits };
    if !groups || spec.variable_type != VariableType::Integer {
        return hits;
    }
    let digits: String = hits.iter().map(|hit| heard.digits(hit.from)).collect();
    match digits.parse() {
        Ok(value) if wanted == Some(digits.len()) => {
            vec![Hit::sure(first.from, last.to, Value::Integer(value))]
        }
        _ => hits,
    }
}

/// "fifteen, one five": the digits read out say the same number once more.
pub(super) fn without_readout(heard: &Heard, hits: Vec<Hit>) -> Vec<Hit> {
    let mut kept: Vec<Hit> = Vec::with_capacity(hits.len());
    for hit in hits {
        let repeated = kept.last().is_some_and(|said| repeats(heard, said, &hit));
        if !repeated {
            kept.push(hit);
        }
    }
    kept
}

fn repeats(heard: &Heard, said: &Hit, hit: &Hit) -> bool {
    let marks = (said.to..hit.from).all(|at| heard.mark(at).is_some());
    let row = digit_row(heard, hit.from).filter(|(_, to)| *to == hit.to);
    let number = |hit: &Hit| hit.outcome.as_ref().ok().map(|meaning| meaning.value.to_string());
    marks && hit.from > said.to && row.is_some_and(|(row, _)| number(said) == Some(row))
}

/// "eight out of ten": the ten is only what it is counted against.
pub(super) fn without_scales(heard: &Heard, hits: Vec<Hit>) -> Vec<Hit> {
    let mut kept: Vec<Hit> = Vec::with_capacity(hits.len());
    for hit in hits {
        let scale = kept.last().is_some_and(|said| heard.spaced(said.to, OUT_OF) == Some(hit.from));
        if !scale {
            kept.push(hit);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::super::super::VariableType::{Float, Integer};
    use super::super::super::facts::read_as;

    #[test]
    fn a_number_that_is_read_out_again_is_one_number() {
        assert_eq!(read_as(Integer, "fifteen, one five"), "15");
        assert_eq!(read_as(Integer, "fifteen, one six"), "!several");
    }

    #[test]
    fn a_rating_is_its_first_number() {
        assert_eq!(read_as(Float, "four and a half out of five"), "4.5");
    }
}
