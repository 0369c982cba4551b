//! Prints the breaches of the vocabulary: `cargo run -p conventions [FOLDER…]`, such as `shared/fold`.

use std::process::ExitCode;

use conventions::{breaches, read_workspace, workspace_root};

fn main() -> anyhow::Result<ExitCode> {
    let folders: Vec<String> = std::env::args().skip(1).collect();
    let found = breaches(&read_workspace(&workspace_root())?);
    let shown: Vec<_> = found
        .iter()
        .filter(|breach| folders.is_empty() || folders.contains(&breach.crate_folder))
        .collect();
    for breach in &shown {
        println!("{breach}");
    }
    println!("{} breaches", shown.len());
    Ok(ExitCode::from(u8::from(!shown.is_empty())))
}
