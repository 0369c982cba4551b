//! `knelpunt completions` and `knelpunt man`: made from the same declarations as `--help`.

use std::process::ExitCode;

use clap::Command;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::{output::Output, settings::BadUsage};

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  knelpunt completions bash > ~/.local/share/bash-completion/completions/knelpunt
  knelpunt completions zsh > ~/.zfunc/_knelpunt
  knelpunt completions fish > ~/.config/fish/completions/knelpunt.fish";

const MAN_EXAMPLES: &str = "\
Examples:
  knelpunt man > knelpunt.1
  knelpunt man show trend | man -l -";

/// Options of `completions`.
#[derive(Debug, clap::Args)]
#[command(after_help = COMPLETIONS_EXAMPLES)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

/// Options of `man`.
#[derive(Debug, clap::Args)]
#[command(after_help = MAN_EXAMPLES)]
pub(crate) struct ManArgs {
    /// The command, for example `show trend`; the whole program if not given
    #[arg(value_name = "COMMAND")]
    path: Vec<String>,
}

/// Prints a completion script.
///
/// # Errors
///
/// When standard output cannot be written.
pub(crate) fn completions(
    args: &CompletionsArgs,
    mut command: Command,
) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "knelpunt", &mut script);
    write(&script)
}

/// Prints a manual page, in roff.
///
/// # Errors
///
/// When there is no such command, or standard output cannot be written.
pub(crate) fn man(args: &ManArgs, mut command: Command) -> anyhow::Result<ExitCode> {
    command.build();
    let mut found = &command;
    for name in &args.path {
        found = find(found, name)?;
    }
    let mut page = Vec::new();
    Man::new(found.clone()).render(&mut page)?;
    write(&page)
}

fn find<'a>(command: &'a Command, name: &str) -> Result<&'a Command, BadUsage> {
    command.find_subcommand(name).ok_or_else(|| {
        let names = command.get_subcommands().filter(|one| !one.is_hide_set());
        let names: Vec<&str> = names.map(Command::get_name).collect();
        BadUsage(format!(
            "cannot print the manual page of {name:?}: there is no such command; commands are {}",
            names.join(", ")
        ))
    })
}

fn write(bytes: &[u8]) -> anyhow::Result<ExitCode> {
    let mut to = Output::open();
    to.write(bytes)?;
    to.flush()?;
    Ok(ExitCode::SUCCESS)
}
