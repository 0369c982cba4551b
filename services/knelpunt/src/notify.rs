//! `knelpunt notify`: alerts by mail and webhook, by the rules of a file.

use std::{path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

use notify::{Ask, Configuration, NotifySettings, SecretSource};
use register::Register;

use crate::{
    api_client::{Accept, ApiClient},
    clock,
    lifecycle::{self, Lifecycle},
    output,
    settings::{self, BadUsage, CatalogueArgs, DataArgs, ServerArgs},
};

const AFTER_HELP: &str = r#"The file of rules is TOML; deploy/notify.toml is an example with every key:

  [mail]                              # the mail server, if a destination has addresses
  server = "smtp.example.nl"          # encryption = "starttls" (port 587), "tls" (465) or "none" (25)
  from = "Knelpunt <knelpunt@example.nl>"
  user = "knelpunt"                   # if it wants a login, with the password in a variable or a file:
  password-env = "SMTP_PASSWORD"      # or password-file = "/run/secrets/smtp"

  [destination.team]
  mail = ["team@example.nl", "chef@example.nl"]   # each gets a message of its own
  send = "daily"                      # "at-once" (if not given), "daily" or "weekly", in Europe/Amsterdam:
  hour = 8                            # 8 if not given; with "weekly" also weekday = "monday"
  language = "nl"                     # or "en"

  [destination.chat]
  webhook = "https://chat.example.nl/hook"
  key-env = "CHAT_KEY"                # or key-file

  [[rule]]
  when = "persists"
  to = ["team", "chat"]
  province = "PV26"                   # any filter of the API: municipality, category, party, …; one value or a list

Rules look for (when):
  persists       a knelpunt became persisting, by a report or by its age
  recurred       a knelpunt came back after it had been resolved
  mover          a category was added more often in the last year than chance can explain; once a year
  not-reached    no round has reached a municipality for a year
  round-missed   the newest round ended a week ago, and municipalities that did not answer are still to be called

What is so already when a rule is first started, or after its `when` or filter was changed, is known and not sent; only \
what is new from then on is. What arrives late is new when it arrives: the message says since when it is so. That nothing \
is heard of a knelpunt ends nothing: one that is open goes on. The server is asked whenever it announces a change, \
whenever a day begins in Europe/Amsterdam, and at the start.

Every alert is found once, also across restarts: the folder `notify` of the data folder keeps what was sent. Each address \
and each webhook gets its own messages; one that fails or hangs holds up no other, and is tried again after 1 s, 2 s, 4 s, \
up to every hour, until it accepts. The log says so, with how many alerts wait and since when. If the process or the \
connection ends between acceptance and record, the message is sent again with the same Message-ID (mail) or webhook-id \
(webhook): a message with an id that was received before is to be ignored.

A webhook gets a POST with JSON {id, destination, language, alerts: [{id, foundAt, when, …, title, text, link}]}; any \
status 2xx accepts it. It is signed as Standard Webhooks are (standardwebhooks.com has libraries): webhook-signature is \
`v1,` with the base64 of the HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<body>` by the key, which is text, or base64 \
after `whsec_`. The timestamp is in seconds since 1970.

Examples:
  knelpunt notify --check notify.toml      # everything that is wrong with the file; sends nothing
  knelpunt notify --dry-run notify.toml    # what would be sent now; sends and records nothing
  knelpunt notify notify.toml"#;

/// Options of `notify`.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The file of rules
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Check the file and the secrets that it names, and exit
    #[arg(long, conflicts_with = "dry_run")]
    check: bool,
    /// Print what would be sent now, and exit
    #[arg(long)]
    dry_run: bool,
    /// How long a mail server or a webhook may take to answer
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = clap::value_parser!(u64).range(1..=600))]
    timeout: u64,
    #[command(flatten)]
    server: ServerArgs,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

/// Runs until a signal ends it, or checks the file.
///
/// # Errors
///
/// When the file is wrong: with everything that is; when it cannot start.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let register = settings::register(&args.catalogue)?;
    let configuration = configuration(args, register)?;
    if args.check {
        let (rules, destinations) = (configuration.rules.len(), configuration.destinations.len());
        let file = args.file.display();
        output::print_line(&format!(
            "{file} is correct; rules: {rules}, destinations: {destinations}"
        ))?;
        return Ok(ExitCode::SUCCESS);
    }
    let client = ApiClient::new(&args.server)?;
    let settings = NotifySettings {
        configuration,
        server: client.url().to_owned(),
        ask: ask(client),
        now: clock::now,
        register,
        folder: args.data.notify(),
        timeout: Duration::from_secs(args.timeout),
    };
    if args.dry_run {
        let text = notify::dry_run(&settings).map_err(anyhow::Error::msg)?;
        output::print_line(text.trim_end())?;
        return Ok(ExitCode::SUCCESS);
    }
    lifecycle::block_on(async {
        let lifecycle = Lifecycle::default();
        lifecycle.handle_signals()?;
        args.data.create()?;
        let task = lifecycle.run("notify", notify::run(settings, lifecycle.stop()));
        let ended = lifecycle.ended(vec![task]).await;
        lifecycle.close();
        ended.map(|()| ExitCode::SUCCESS)
    })
}

/// Reads the file of rules.
fn configuration(args: &Args, register: &Register) -> Result<Configuration, BadUsage> {
    let shown = args.file.display();
    let text = settings::read_text(&args.file).map_err(|error| {
        BadUsage(format!(
            "cannot read the file of rules {shown}: {error}; name a file that may be read"
        ))
    })?;
    Configuration::parse(&text, register, &read_secret, clock::now()).map_err(|mistakes| {
        let mistakes = output::escape_controls(&mistakes.to_string()).replace('\n', "\n  ");
        BadUsage(format!(
            "cannot use the file of rules {shown}; correct it:\n  {mistakes}"
        ))
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "the file of rules names the variable; the binary is where the environment is read"
)]
fn read_secret(source: &SecretSource) -> Result<String, String> {
    match source {
        SecretSource::Variable(name) => std::env::var(name).map_err(|_| {
            format!("the environment variable {name} is not set; set it to the secret")
        }),
        SecretSource::File(path) => settings::read_text(path.as_ref())
            .map_err(|error| format!("cannot read {path}: {error}; write the secret there")),
    }
}

/// Asks the running server.
fn ask(client: ApiClient) -> Ask {
    Arc::new(move |path, pairs| {
        let answer = client.text(path, &pairs.to_vec(), Accept::Json);
        answer.map_err(|error| format!("{error:#}"))
    })
}
