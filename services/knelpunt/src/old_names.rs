//! Options and environment variables that were renamed: the old names are still read, with a notice that names the
//! new one.

use std::ffi::{OsStr, OsString};

use clap::{Arg, ArgMatches, Command, parser::ValueSource};

/// Variables by their old and their new name.
const VARIABLES: [(&str, &str); 3] = [
    ("KNELPUNT_NATS", "KNELPUNT_NATS_URL"),
    ("KNELPUNT_NATS_SERVER", "KNELPUNT_NATS_SERVER_BIN"),
    ("KNELPUNT_SERVER", "KNELPUNT_URL"),
];
/// Options by their old and their new name; the old one is a hidden alias.
const OPTIONS: [(&str, &str); 1] = [("--nats-server", "--nats-server-bin")];

/// Makes options read the old variable where it is set and the new one is not.
pub(crate) fn read_old_variables(command: Command) -> Command {
    command
        .mut_args(|arg| match old_variable(&arg, is_set) {
            Some(old) => arg.env(old),
            None => arg,
        })
        .mut_subcommands(read_old_variables)
}

/// Returns a notice for each old name that was used.
pub(crate) fn notices(
    command: &Command,
    matches: &ArgMatches,
    arguments: impl IntoIterator<Item = OsString>,
) -> Vec<String> {
    let used = old_variables_used(command, matches).into_iter();
    let variables = used.map(|(old, new)| format!("the variable {old} is now called {new}"));
    let options = old_options_used(arguments).into_iter();
    let options = options.map(|(old, new)| format!("the option {old} is now called {new}"));
    variables.chain(options).collect()
}

fn old_variable(arg: &Arg, is_set: impl Fn(&OsStr) -> bool) -> Option<&'static str> {
    let name = arg.get_env()?;
    let (old, new) = VARIABLES.iter().find(|(_, new)| *new == name)?;
    (is_set(OsStr::new(old)) && !is_set(OsStr::new(new))).then_some(*old)
}

fn is_set(name: &OsStr) -> bool {
    std::env::var_os(name).is_some()
}

/// Returns the old variables that the called command has read; its siblings may read them as well.
fn old_variables_used(
    command: &Command,
    matches: &ArgMatches,
) -> Vec<(&'static str, &'static str)> {
    if let Some((name, matches)) = matches.subcommand()
        && let Some(command) = command.find_subcommand(name)
    {
        return old_variables_used(command, matches);
    }
    let from_environment = |arg: &&Arg| {
        let source = matches.value_source(arg.get_id().as_str());
        source == Some(ValueSource::EnvVariable)
    };
    let names: Vec<&OsStr> = (command.get_arguments().filter(from_environment))
        .filter_map(Arg::get_env)
        .collect();
    let is_used = |(old, _): &(&str, &str)| names.contains(&OsStr::new(old));
    VARIABLES.into_iter().filter(is_used).collect()
}

fn old_options_used(
    arguments: impl IntoIterator<Item = OsString>,
) -> Vec<(&'static str, &'static str)> {
    let arguments: Vec<OsString> = (arguments.into_iter())
        .take_while(|argument| argument != "--")
        .collect();
    let is_used = |(old, _): &(&str, &str)| {
        let with_value = format!("{old}=");
        let is_old = |argument: &OsString| {
            argument == old
                || argument
                    .as_encoded_bytes()
                    .starts_with(with_value.as_bytes())
        };
        arguments.iter().any(is_old)
    };
    OPTIONS.into_iter().filter(is_used).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> impl Iterator<Item = OsString> + '_ {
        line.split(' ').map(OsString::from)
    }

    #[test]
    fn the_new_variable_wins_over_the_old_one() {
        let arg = Arg::new("nats").env("KNELPUNT_NATS_URL");
        let both = |_: &OsStr| true;
        let only_old = |name: &OsStr| name == "KNELPUNT_NATS";
        assert_eq!(old_variable(&arg, both), None);
        assert_eq!(old_variable(&arg, only_old), Some("KNELPUNT_NATS"));
        assert_eq!(old_variable(&Arg::new("other"), only_old), None);
    }

    #[test]
    fn an_old_option_is_noticed_with_and_without_an_equals_sign() {
        let used = [("--nats-server", "--nats-server-bin")];
        assert_eq!(old_options_used(arguments("up --nats-server /a")), used);
        assert_eq!(old_options_used(arguments("up --nats-server=/a")), used);
        assert!(old_options_used(arguments("up --nats-server-bin /a")).is_empty());
        assert!(old_options_used(arguments("events import -- --nats-server")).is_empty());
    }
}
