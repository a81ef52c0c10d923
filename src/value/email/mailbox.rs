use email_address::{EmailAddress, Options};

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
    if local.len() > 64 || domain.len() > 253 {
        return Err("That is too long for an email address.");
    }
    let Ok(ascii) = idna::domain_to_ascii_strict(&domain) else {
        return Err("The part after the @ is not a valid domain.");
    };
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
