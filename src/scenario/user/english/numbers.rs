const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const ORDINALS: [&str; 20] = [
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A digit as it is read out.
pub(in crate::scenario::user) fn digit(digit: char) -> Option<&'static str> {
    SMALL.get(digit.to_digit(10)? as usize).copied()
}

/// A number in words, up to a million.
pub(in crate::scenario::user) fn cardinal(number: u32) -> String {
    match number {
        0..=19 => SMALL[number as usize].to_owned(),
        20..=99 => joined(TENS[(number / 10) as usize], " ", number % 10),
        100..=999 => {
            joined(&format!("{} hundred", SMALL[(number / 100) as usize]), " and ", number % 100)
        }
        _ => joined(&format!("{} thousand", cardinal(number / 1000)), " ", number % 1000),
    }
}

fn joined(head: &str, between: &str, rest: u32) -> String {
    match rest {
        0 => head.to_owned(),
        _ => format!("{head}{between}{}", cardinal(rest)),
    }
}

/// A day of the month in words: "twenty-first".
pub(in crate::scenario::user) fn ordinal(day: u32) -> String {
    match day {
        0..=19 => ORDINALS[day as usize].to_owned(),
        20 => "twentieth".to_owned(),
        30 => "thirtieth".to_owned(),
        _ => format!("{}-{}", TENS[(day / 10 % 10) as usize], ORDINALS[(day % 10) as usize]),
    }
}

/// The name of a month from 1.
pub(in crate::scenario::user) fn month(month: u32) -> &'static str {
    MONTHS[(month.clamp(1, 12) - 1) as usize]
}

/// A year as it is spoken: "twenty twenty-six", "nineteen oh four", "two thousand and five".
pub(in crate::scenario::user) fn year(year: u32) -> String {
    let (century, rest) = (year / 100, year % 100);
    match rest {
        _ if !(1100..=9999).contains(&year) || (2000..2010).contains(&year) => cardinal(year),
        0 => format!("{} hundred", cardinal(century)),
        1..=9 => format!("{} oh {}", cardinal(century), cardinal(rest)),
        _ => format!("{} {}", cardinal(century), cardinal(rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spoken_as_people_do() {
        assert_eq!(cardinal(0), "zero");
        assert_eq!(cardinal(42), "forty two");
        assert_eq!(cardinal(305), "three hundred and five");
        assert_eq!(cardinal(48_213), "forty eight thousand two hundred and thirteen");
        assert_eq!(ordinal(3), "third");
        assert_eq!(ordinal(21), "twenty-first");
        assert_eq!(ordinal(30), "thirtieth");
        assert_eq!(year(2026), "twenty twenty six");
        assert_eq!(year(1904), "nineteen oh four");
        assert_eq!(year(2005), "two thousand five");
        assert_eq!(month(3), "March");
    }
}
