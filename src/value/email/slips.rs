use super::super::Value;
use super::super::english::domains::{ENDING_SLIPS, NEIGHBOURS, PROVIDERS};

/// What may have been meant by an address whose domain looks mistyped.
pub(super) fn mended(address: &str) -> Vec<Value> {
    let Some((local, domain)) = address.rsplit_once('@') else { return Vec::new() };
    mended_domain(domain)
        .map(|domain| Value::Email(format!("{local}@{domain}")))
        .into_iter()
        .collect()
}

fn mended_domain(domain: &str) -> Option<String> {
    if PROVIDERS.contains(&domain)
        || NEIGHBOURS.contains(&domain)
        || domain.len() > 24
        || !domain.is_ascii()
    {
        return None;
    }
    let near = PROVIDERS
        .iter()
        .filter(|provider| provider.len() >= 7 && provider.len().abs_diff(domain.len()) <= 2)
        .map(|provider| (strsim::damerau_levenshtein(provider, domain), *provider))
        .min_by_key(|(distance, _)| *distance);
    if let Some((distance, provider)) = near
        && distance <= allowed(provider)
    {
        return Some(provider.to_owned());
    }
    let (name, ending) = domain.rsplit_once('.')?;
    let (_, meant) = ENDING_SLIPS.iter().find(|(slip, _)| *slip == ending)?;
    Some(format!("{name}.{meant}"))
}

fn allowed(provider: &str) -> usize {
    if provider.len() >= 9 { 2 } else { 1 }
}
