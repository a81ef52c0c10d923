use email_address::{EmailAddress, Options};

/// Most bytes of a whole mailbox, as the mail protocol carries it (RFC 5321, 4.5.3.1.3).
const LONGEST: usize = 254;

/// Most bytes before the at sign.
const LONGEST_LOCAL: usize = 64;

/// Most bytes of a domain.
const LONGEST_DOMAIN: usize = 253;

const TOO_LONG: &str = "That is too long for an email address.";

/// "ada@[192.0.2.1]": a mailbox at a machine by its number (RFC 5321, 4.1.3).
fn at_machine(local: &str, domain: &str, literal: &str) -> Result<String, &'static str> {
    let known = match literal.strip_prefix("ipv6:") {
        Some(six) => is_long_number(six),
        None => {
            literal.split('.').count() == 4
                && literal.split('.').all(|part| part.parse::<u8>().is_ok())
        }
    };
    if known && EmailAddress::is_valid_local_part(local) {
        return Ok(format!("{local}@{domain}"));
    }
    Err("That is not how an email address is written.")
}

/// "2001:db8::1": up to eight groups of hexadecimal digits, and one gap at most.
fn is_long_number(text: &str) -> bool {
    let groups: Vec<&str> = text.split(':').collect();
    let gaps = text.matches("::").count();
    let hexadecimal =
        |group: &&str| group.len() <= 4 && group.bytes().all(|byte| byte.is_ascii_hexdigit());
    let whole = if gaps == 1 { (3..=9).contains(&groups.len()) } else { groups.len() == 8 };
    whole && gaps < 2 && !text.contains(":::") && groups.iter().all(hexadecimal)
}

/// The canonical form of a mailbox, or what is wrong with it.
pub(super) fn checked(local: &str, domain: &str) -> Result<String, &'static str> {
    let local = local.to_lowercase();
    let domain = domain.trim_end_matches('.').to_lowercase();
    if local.is_empty() {
        return Err("The part before the @ is missing.");
    }
    if domain.is_empty() {
        return Err("The part after the @ is missing.");
    }
    if local.len() > LONGEST_LOCAL || domain.len() > LONGEST_DOMAIN {
        return Err(TOO_LONG);
    }
    if let Some(literal) = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return at_machine(&local, &domain, literal);
    }
    let labels = |text: &str| text.split('.').count();
    let Some(ascii) =
        idna::domain_to_ascii_strict(&domain).ok().filter(|ascii| labels(ascii) == labels(&domain))
    else {
        return Err("The part after the @ is not a valid domain.");
    };
    if local.len() + 1 + ascii.len() > LONGEST {
        return Err(TOO_LONG);
    }
    let Some((name, ending)) = ascii.rsplit_once('.') else {
        return Err("The part after the @ has no ending such as .com.");
    };
    if name.is_empty()
        || ending.len() < 2
        || ending.bytes().any(|byte| byte.is_ascii_digit()) && !ending.starts_with("xn--")
    {
        return Err("The part after the @ has no valid ending such as .com.");
    }
    let options =
        Options::default().with_required_tld().without_domain_literal().without_display_text();
    if EmailAddress::parse_with_options(&format!("{local}@{ascii}"), options).is_err() {
        return Err("That is not how an email address is written.");
    }
    Ok(format!("{local}@{domain}"))
}
