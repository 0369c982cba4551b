//! A catalogue of a test's own.

use std::{fs, path::Path};

use tempfile::TempDir;

/// A file with a catalogue, in a folder of its own.
#[derive(Debug)]
pub struct OwnCatalogue {
    path: String,
    folder: TempDir,
}

impl OwnCatalogue {
    /// The built-in catalogue and one category more.
    pub const WITH_WIFI: &str = concat!(
        include_str!("../../shared/register/data/catalogue.toml"),
        "\n[[category]]\ncode = \"wifi\"\nnl = \"Geen wifi\"\nen = \"No wifi\"\n"
    );

    /// Writes a catalogue to a new folder.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn new(text: &str) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("own.toml");
        fs::write(&path, text)?;
        let path = path.display().to_string();
        Ok(Self { path, folder })
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the folder of the file.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}
