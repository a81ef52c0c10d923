//! `rehearsal init`: writes a small project that chats at once.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::Args;

use super::{Exit, schema, visible::visible_line};

/// The files of a new project.
const FILES: [(&str, &str); 6] = [
    ("scenarios/table-desk/agent.yaml", include_str!("template/agent.yaml")),
    ("scenarios/table-desk/api.yaml", include_str!("template/api.yaml")),
    ("prompts/table-desk.md", include_str!("template/prompt.md")),
    (".env.example", include_str!("template/env.example")),
    (".gitignore", include_str!("template/gitignore")),
    // The folder also marks the project's root.
    (".rehearsal/agent.schema.json", schema::AGENT),
];

/// Arguments of `rehearsal init`.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Example:
  rehearsal init my-desk && rehearsal chat my-desk/scenarios/table-desk

It overwrites nothing.")]
pub struct InitArgs {
    /// Folder to make
    #[arg(value_name = "NAME")]
    pub folder: PathBuf,
}

/// Writes the project, or says what is in the way; nothing is ever overwritten.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &InitArgs, out: &mut dyn Write) -> io::Result<Exit> {
    let shown = visible_line(&args.folder.display().to_string());
    let taken = FILES.iter().find(|(name, _)| args.folder.join(name).symlink_metadata().is_ok());
    if let Some((name, _)) = taken {
        writeln!(out, "error: {shown}/{name} exists already")?;
        writeln!(out, "help: choose another name; init overwrites nothing")?;
        return Ok(Exit::Misuse);
    }
    for (name, text) in FILES {
        let path = args.folder.join(name);
        if let Err(error) = write_new(&path, text) {
            writeln!(
                out,
                "error: {} cannot be written: {error}",
                visible_line(&path.display().to_string())
            )?;
            writeln!(out, "help: check the path and its permissions")?;
            return Ok(Exit::Misuse);
        }
        writeln!(out, "wrote {shown}/{name}")?;
    }
    writeln!(out, "\ntalk to it:  rehearsal chat {shown}/scenarios/table-desk")?;
    writeln!(out, "check it:    rehearsal check {shown}")?;
    Ok(Exit::Passed)
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_project_is_clean_and_nothing_is_overwritten() {
        let disk = tempfile::tempdir().unwrap();
        let args = InitArgs { folder: disk.path().join("desk") };
        assert_eq!(run(&args, &mut Vec::new()).unwrap(), Exit::Passed);
        let loaded = crate::rehearse::load(&args.folder.join("scenarios/table-desk")).unwrap();
        assert_eq!(loaded.diagnostics, []);
        assert_eq!(loaded.project.root, args.folder.canonicalize().unwrap());
        let mut out = Vec::new();
        assert_eq!(run(&args, &mut out).unwrap(), Exit::Misuse);
        assert!(String::from_utf8(out).unwrap().contains("agent.yaml exists already"));
    }
}
