use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use serde::{Deserialize, Serialize};

use super::{TuneArgs, variant::Staged};
use crate::cli::Environment;

/// What a tuning is made of and how it is played: with another identity it is another tuning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Identity {
    version: String,
    agent: String,
    /// Each with its prompt, its model and its policy.
    variants: Vec<String>,
    /// A number for the text of each file.
    files: BTreeMap<String, u64>,
    options: BTreeMap<String, String>,
}

impl Identity {
    /// Of what is about to be played.
    pub fn of(args: &TuneArgs, environment: &Environment, staged: &[Staged]) -> Self {
        let sources = staged.iter().flat_map(|variant| variant.venue.sources.iter());
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            agent: staged.first().map(|one| one.venue.agent().name.clone()).unwrap_or_default(),
            variants: staged.iter().map(variant).collect(),
            files: sources.map(|file| (file.path.clone(), number(&file.text))).collect(),
            options: options(args, environment),
        }
    }

    /// Stands for all of it.
    pub fn fingerprint(&self) -> u64 {
        number(self)
    }

    /// What is not as it was, in a sentence without its end; none where all is.
    pub fn difference(&self, now: &Self) -> Option<String> {
        if self.version != now.version {
            let (was, is) = (&self.version, &now.version);
            return Some(format!("it was made by rehearsal {was}, and this is {is}"));
        }
        if self.agent != now.agent {
            return Some(format!(
                "it is of the agent \"{}\", and this is \"{}\"",
                self.agent, now.agent
            ));
        }
        if self.variants != now.variants {
            let (was, is) = (self.variants.join(", "), now.variants.join(", "));
            return Some(format!("it was of {was}, and this is of {is}"));
        }
        let changed = now.files.iter().find(|(path, print)| self.files.get(*path) != Some(print));
        let gone = self.files.keys().find(|path| !now.files.contains_key(*path));
        if let Some(path) = changed.map(|(path, _)| path).or(gone) {
            return Some(format!("{path} has changed since"));
        }
        let other = now.options.iter().find(|(name, value)| self.options.get(*name) != Some(value));
        let none = String::new();
        other.map(|(name, is)| {
            let was = self.options.get(name).unwrap_or(&none);
            format!("{name} was {}, and is {} now", told(was), told(is))
        })
    }
}

fn told(value: &str) -> &str {
    if value.is_empty() { "not given" } else { value }
}

fn number(of: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

fn variant(staged: &Staged) -> String {
    let model = staged.model.name().unwrap_or("its own model");
    format!("{} with {model}, {}", staged.prompt, staged.policy.name())
}

/// What decides how cells come out, and which of their talks are kept.
fn options(args: &TuneArgs, environment: &Environment) -> BTreeMap<String, String> {
    let list = |items: Vec<&str>| items.join(" ");
    let facts: Vec<String> =
        args.fact.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let variable = |name| environment.get(name).unwrap_or_default().to_owned();
    [
        ("--seed", args.seed.to_string()),
        ("--repeat", args.repeat.max(1).to_string()),
        ("--fact", facts.join(" ")),
        ("--cell", args.cell.join(" ")),
        ("--point", list(args.point.iter().map(|point| point.name()).collect())),
        ("--caller", list(args.caller.iter().map(|caller| caller.name()).collect())),
        ("--base-url", args.base_url.clone().unwrap_or_default()),
        ("--wording", args.wording.map(|words| words.name()).unwrap_or_default().to_owned()),
        ("--live", if args.reach.live { "given" } else { "" }.to_owned()),
        ("OPENAI_MODEL", variable("OPENAI_MODEL")),
        ("OPENAI_BASE_URL", variable("OPENAI_BASE_URL")),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity() -> Identity {
        Identity {
            version: "1".into(),
            agent: "Desk".into(),
            variants: vec!["p.md with its own model, guarded".into()],
            files: [("p.md".to_owned(), 7)].into(),
            options: [("--seed".to_owned(), "1".to_owned())].into(),
        }
    }

    #[test]
    fn the_first_thing_that_is_otherwise_is_named() {
        let told = |change: &dyn Fn(&mut Identity)| {
            let mut now = identity();
            change(&mut now);
            identity().difference(&now)
        };
        assert_eq!(told(&|_| {}), None);
        let version = told(&|now| now.version = "2".into());
        assert_eq!(version.unwrap(), "it was made by rehearsal 1, and this is 2");
        let agent = told(&|now| now.agent = "Other".into());
        assert_eq!(agent.unwrap(), "it is of the agent \"Desk\", and this is \"Other\"");
        let variant = told(&|now| now.variants.push("b.md".into()));
        assert!(variant.unwrap().contains("and this is of p.md"));
        let file = told(&|now| now.files = [("p.md".to_owned(), 8)].into());
        assert_eq!(file.unwrap(), "p.md has changed since");
        let gone = told(&|now| now.files = BTreeMap::new());
        assert_eq!(gone.unwrap(), "p.md has changed since");
        let option = told(&|now| now.options = [("--seed".to_owned(), String::new())].into());
        assert_eq!(option.unwrap(), "--seed was 1, and is not given now");
    }
}
