//! The usage line after a mistake: what a command needs, in 80 columns.
//!
//! clap lists in it every option that has a value, and so also those with a default or a variable, as if they were
//! required and given.

use std::ffi::OsString;

use clap::{
    Command,
    builder::StyledStr,
    error::{ContextKind, ContextValue},
};

const COLUMNS: usize = 80;
const INDENT: &str = "       ";

/// Replaces the usage in an error about arguments, if it has one, by that of the command that they name.
pub(crate) fn correct(
    error: &mut clap::Error,
    command: &mut Command,
    arguments: impl Iterator<Item = OsString>,
) {
    if error.get(ContextKind::Usage).is_none() {
        return;
    }
    let mut named = command;
    for argument in arguments.skip(1) {
        if named.find_subcommand(&argument).is_none() {
            break;
        }
        let Some(inner) = named.find_subcommand_mut(argument) else {
            return;
        };
        named = inner;
    }
    let usage = named.render_usage();
    let text = usage.to_string();
    let usage = if text.len() <= COLUMNS {
        usage
    } else {
        StyledStr::from(wrap(&text))
    };
    error.insert(ContextKind::Usage, ContextValue::StyledStr(usage));
}

/// Breaks a usage line before an option.
fn wrap(usage: &str) -> String {
    let mut lines = vec![String::new()];
    for (index, part) in usage.split(" --").enumerate() {
        let part = if index == 0 {
            part.to_owned()
        } else {
            format!(" --{part}")
        };
        if let Some(line) = lines
            .last_mut()
            .filter(|line| line.len() + part.len() <= COLUMNS)
        {
            line.push_str(&part);
        } else {
            lines.push(format!("{INDENT}{}", part.trim_start()));
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_usage_is_broken_before_an_option() {
        let usage = "Usage: knelpunt resolve [OPTIONS] --municipality <CODE> --category <CODE> --outcome <OUTCOME>";
        assert_eq!(
            wrap(usage),
            "Usage: knelpunt resolve [OPTIONS] --municipality <CODE> --category <CODE>\n       --outcome <OUTCOME>"
        );
    }
}
