use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

/// Writes a file so that it is never seen half: beside its place first, then renamed.
///
/// What is no regular file, such as a pipe or a device, is written to as it is.
///
/// # Errors
/// When any step fails; then what stood there before still does.
pub fn write_whole(
    path: &Path,
    write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    // A link stays a link: what it points to is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    match fs::metadata(&path) {
        Ok(found) if found.is_dir() => Err(io::Error::other("it is a folder")),
        Ok(found) if !found.is_file() => {
            filled(OpenOptions::new().write(true).open(&path)?, write).map(drop)
        }
        Ok(found) if found.permissions().readonly() => {
            Err(io::Error::other("it is there and may only be read"))
        }
        Ok(found) => replace(&path, Some(found.permissions()), write),
        Err(_) => replace(&path, None, write),
    }
}

fn replace(
    path: &Path,
    permissions: Option<fs::Permissions>,
    write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let folder = folder_of(path);
    fs::create_dir_all(&folder)?;
    let beside = folder.join(temporary_name(path));
    let written = File::create_new(&beside)
        .and_then(|file| filled(file, write))
        .and_then(|file| {
            permissions.map_or(Ok(()), |kept| file.set_permissions(kept))?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // It is ours and of no use; if it cannot be removed either, the first error says more.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn filled(file: File, write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> io::Result<File> {
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    out.into_inner().map_err(io::IntoInnerError::into_error)
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// A name that no other process of this machine takes.
fn temporary_name(path: &Path) -> OsString {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}-{:x}.part", std::process::id(), fastrand::u32(..)));
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_as_a_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/report.txt");
        write_whole(&path, &mut |out| out.write_all(b"first")).unwrap();
        let failed = write_whole(&path, &mut |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("no more"))
        });
        assert_eq!(failed.unwrap_err().to_string(), "no more");
        assert_eq!(fs::read_to_string(&path).unwrap(), "first");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_place_that_cannot_be_written_to_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let write = &mut |out: &mut dyn Write| out.write_all(b"x");
        assert!(write_whole(folder.path(), write).unwrap_err().to_string().contains("folder"));
        let file = folder.path().join("file");
        write_whole(&file, write).unwrap();
        assert!(write_whole(&file.join("below"), write).is_err());
        let mut permissions = fs::metadata(&file).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&file, permissions).unwrap();
        assert!(write_whole(&file, write).unwrap_err().to_string().contains("only be read"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_an_error() {
        let full = write_whole(Path::new("/dev/full"), &mut |out| out.write_all(&[0; 100_000]));
        assert_eq!(full.unwrap_err().kind(), io::ErrorKind::StorageFull);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        write_whole(&link, &mut |out| out.write_all(b"new")).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
    }
}
