use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumber, PhoneNumberFormat,
    Region as PlanRegion, ValidationError,
};

use super::super::{Refusal, RefusalKind, Region};

/// Whether a country has this code.
pub(super) fn is_country_code(code: i32) -> bool {
    PHONE_NUMBER_UTIL.get_region_for_country_code(code).is_some()
}

/// The E.164 form of dialled digits and what else they may mean, or why they are no number of the plan.
pub(super) fn checked(
    dialled: &str,
    region: Option<Region>,
) -> Result<(String, Option<String>), Refusal> {
    let number = in_region(dialled, region)?;
    match with_country_code(dialled, &number, region) {
        Some(international) => Ok((international, Some(number))),
        None => Ok((number, None)),
    }
}

/// "49 171 2345678" in Germany: rather the country code without its plus than a number without its zero.
fn with_country_code(dialled: &str, number: &str, region: Option<Region>) -> Option<String> {
    region?;
    let own = number.strip_prefix('+')?.strip_suffix(dialled)?;
    if own.is_empty() || !dialled.starts_with(own) {
        return None;
    }
    let international = in_region(&format!("+{dialled}"), None).ok()?;
    (international != number).then_some(international)
}

fn in_region(dialled: &str, region: Option<Region>) -> Result<String, Refusal> {
    let home = region.and_then(|region| region.code().parse::<PlanRegion>().ok());
    let digits = dialled.bytes().filter(u8::is_ascii_digit).count();
    if digits > 20 {
        return Err(too_long());
    }
    let outside = dialled.strip_prefix("00").filter(|_| home.is_none());
    let dialled = outside.map_or(dialled.to_owned(), |rest| format!("+{rest}"));
    if home.is_none() && !dialled.starts_with('+') {
        return Err(if digits < 5 { too_short() } else { without_country() });
    }
    if let Some(number) = home.and_then(|home| at_home(&dialled, home)) {
        return Ok(number);
    }
    let read = match PHONE_NUMBER_UTIL.parse(&dialled, home) {
        Ok(number) => in_plan(&number),
        Err(error) => Err(unread(&error)),
    };
    read.or_else(|refusal| from_abroad(&dialled).ok_or(refusal))
}

/// A number of the home country in its plainest form, told without the plan's slow reading of any text.
fn at_home(dialled: &str, home: PlanRegion) -> Option<String> {
    let code = PHONE_NUMBER_UTIL.get_country_code_for_region(home)?;
    let national = match (dialled.strip_prefix('+'), home) {
        (Some(abroad), _) if TRUNK_ZEROS.contains(&home) => {
            abroad.strip_prefix(&code.to_string())?
        }
        (None, PlanRegion::US | PlanRegion::CA) if dialled.len() == 10 => dialled,
        (None, _) if TRUNK_ZEROS.contains(&home) => dialled.strip_prefix('0')?,
        _ => return None,
    };
    let plain = (5..=14).contains(&national.len()) && !national.starts_with('0');
    let national_number = national.parse().ok().filter(|_| plain)?;
    let number = PhoneNumber { country_code: code, national_number, ..PhoneNumber::default() };
    number.is_valid().then(|| format!("+{code}{national}"))
}

/// Countries where a zero, and nothing else, stands before a national number and is dropped abroad.
const TRUNK_ZEROS: &[PlanRegion] = &[
    PlanRegion::DE,
    PlanRegion::GB,
    PlanRegion::FR,
    PlanRegion::NL,
    PlanRegion::BE,
    PlanRegion::AT,
    PlanRegion::CH,
    PlanRegion::SE,
    PlanRegion::IE,
    PlanRegion::NZ,
    PlanRegion::ZA,
    PlanRegion::IN,
];

/// "00" begins a number abroad in most countries, and people keep to it elsewhere.
fn from_abroad(dialled: &str) -> Option<String> {
    let number = PHONE_NUMBER_UTIL.parse(format!("+{}", dialled.strip_prefix("00")?), None).ok()?;
    in_plan(&number).ok()
}

fn in_plan(number: &PhoneNumber) -> Result<String, Refusal> {
    if number.is_valid() {
        return Ok(number.format_as(PhoneNumberFormat::E164).into_owned());
    }
    Err(match number.is_possible_with_reason() {
        Ok(NumberLengthType::IsPossibleLocalOnly) => Refusal::new(
            RefusalKind::TooShort,
            "That number has no area code. Could you give it with the area code?",
        ),
        Ok(_) => not_in_use(),
        Err(ValidationError::TooShort) => too_short(),
        Err(ValidationError::TooLong) => too_long(),
        Err(ValidationError::InvalidCountryCode) => no_such_country(),
        Err(ValidationError::InvalidLength) => Refusal::new(
            RefusalKind::Malformed,
            "That number doesn't have the right count of digits. Could you say it again, digit by digit?",
        ),
    })
}

fn unread(error: &ParseError) -> Refusal {
    match error {
        ParseError::InvalidCountryCode => no_such_country(),
        ParseError::TooShortAfterIdd | ParseError::TooShortNsn => too_short(),
        ParseError::TooLongNsn => too_long(),
        ParseError::NotANumber(_) => Refusal::new(
            RefusalKind::NotThisType,
            "I didn't hear a phone number. Please say it digit by digit.",
        ),
    }
}

fn too_short() -> Refusal {
    Refusal::new(
        RefusalKind::TooShort,
        "That number is too short to be a phone number. Could you say all of it, with the area code?",
    )
}

fn too_long() -> Refusal {
    Refusal::new(
        RefusalKind::TooLong,
        "That number has too many digits to be a phone number. Could you say it again?",
    )
}

fn not_in_use() -> Refusal {
    Refusal::new(
        RefusalKind::NotInUse,
        "Numbers that begin like that are not in use. Could you check the number and say it again?",
    )
}

fn no_such_country() -> Refusal {
    Refusal::new(
        RefusalKind::NotInUse,
        "No country has that country code. Could you say the number again, such as +49 30 1234567?",
    )
}

fn without_country() -> Refusal {
    Refusal::new(
        RefusalKind::Ambiguous,
        "Which country is that number in? Please say it with its country code, such as +49.",
    )
}
