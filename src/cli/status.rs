/// What a command that only looks at files came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// All is well: exit status 0.
    Fine,
    /// The files or the arguments are wrong, or nothing was found: exit status 2.
    Wrong,
}
