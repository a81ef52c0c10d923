use secrecy::SecretString;

use crate::agent::SecretName;

/// Whoever knows the values of secrets.
pub trait SecretLookup {
    /// The value of this secret, when there is one.
    fn secret(&self, name: &SecretName) -> Option<&SecretString>;
}

/// No secrets at all.
impl SecretLookup for () {
    fn secret(&self, _name: &SecretName) -> Option<&SecretString> {
        None
    }
}
