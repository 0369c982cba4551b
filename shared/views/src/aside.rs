//! Folders that do not hold views, or no longer whole ones: put aside under another name, never deleted.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::ViewsError;

/// A folder that was put aside, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutAside {
    /// Where it is now.
    pub to: PathBuf,
    /// Why, as a lower-case fragment.
    pub why: String,
}

/// Renames a folder to the first free `<name>.aside-<n>` beside it.
pub(crate) fn put_aside(folder: &Path, why: String) -> Result<PutAside, ViewsError> {
    let failed = |source: io::Error| ViewsError::Folder {
        path: folder.to_owned(),
        source,
    };
    let name = folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    for number in 1_u32.. {
        let to = folder.with_file_name(format!("{name}.aside-{number}"));
        if !to.exists() {
            fs::rename(folder, &to).map_err(failed)?;
            return Ok(PutAside { to, why });
        }
    }
    unreachable!("there are fewer than 2^32 folders")
}

/// Says why a folder is not one of views, as far as can be told without opening it.
pub(crate) fn foreign(folder: &Path) -> io::Result<Option<String>> {
    if !folder.exists() {
        return Ok(None);
    }
    if !folder.is_dir() {
        return Ok(Some("it is not a folder".to_owned()));
    }
    let empty = fs::read_dir(folder)?.next().is_none();
    // What sled keeps in every folder of its own.
    let kept_by_sled = folder.join("conf").is_file() && folder.join("db").is_file();
    Ok((!empty && !kept_by_sled).then(|| "it holds something else than views".to_owned()))
}
