//! Identifies the build: a digest of everything that is compiled into the program. What clients have stored of an answer
//! is compared with it, because a name that answers write may differ between two builds of one version.

use std::{
    collections::hash_map::DefaultHasher,
    fs,
    hash::{Hash as _, Hasher as _},
    io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = vec![root.join("Cargo.lock")];
    for folder in ["services", "shared"] {
        list(&root.join(folder), &mut files)?;
    }
    files.sort_unstable();
    // Its keys are always the same, unlike those of a map.
    let mut digest = DefaultHasher::new();
    for file in files {
        // File by file: a change of a test, beside which they are, must not build the program again.
        println!("cargo::rerun-if-changed={}", file.display());
        fs::read(file)?.hash(&mut digest);
    }
    println!("cargo::rustc-env=KNELPUNT_BUILD={:016x}", digest.finish());
    Ok(())
}

/// Lists the files of a folder, without its tests.
fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if !entry.file_type()?.is_dir() {
            files.push(path);
        } else if entry.file_name() != "tests" {
            list(&path, files)?;
        }
    }
    Ok(())
}
