//! Sends one event: drafts it, validates it, publishes it and prints the receipt.

use std::process::ExitCode;

use bytes::Bytes;
use emitter::ValidatedEvent;
use journal::{Journal, JournalOptions, OutgoingMessage, Receipt};
use model::{Data, Draft, Event, Instant, Subject, Violation};
use register::Register;
use serde::Serialize;

use super::{installation, names};
use crate::{
    api_client::LogAddressArgs,
    clock, lifecycle,
    output::{self, FormatArgs},
    settings::{self, BadUsage, CatalogueArgs, DataArgs},
    violations,
    wait_for_nats::{CONNECT_TIMEOUT, print_notice, wait_with_notices},
};

/// How an event is sent.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Publishing")]
pub(super) struct SendArgs {
    /// Id of the event, unique within its source; a new random UUID (version 7) if not given
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Source of the event, a URN that stays the same, such as urn:example:coaches; the id of this installation if not
    /// given
    #[arg(long, env = "KNELPUNT_SOURCE", value_name = "URN")]
    source: Option<String>,
    /// Time of recording, such as 2013-02-14T09:12:31Z; now if not given. To publish the same event again, give the same
    /// --id and --time
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    time: Option<Instant>,
    /// Print the event instead of publishing it; `knelpunt events import -` reads it
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    pub(super) log: LogAddressArgs,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

/// A published event, as it is printed.
#[derive(Serialize)]
struct PublishedEvent<'a> {
    position: u64,
    duplicate: bool,
    #[serde(rename = "type")]
    event_type: String,
    subject: String,
    source: &'a str,
    id: &'a str,
}

fn parse_time(text: &str) -> Result<Instant, String> {
    let advice =
        "write a date-time with offset, from 1970-01-01T00:00:00Z on, such as 2013-02-14T09:12:31Z";
    Instant::parse(text).ok_or_else(|| advice.to_owned())
}

impl SendArgs {
    /// Returns the time of recording.
    pub(super) fn time(&self) -> Instant {
        self.time.unwrap_or_else(clock::now)
    }
}

/// Publishes an event for a command. Its subject is that of the data, unless another one is given.
///
/// # Errors
///
/// When the event is invalid, with every violation; or when it cannot be published.
pub(super) fn send(
    args: &SendArgs,
    command: &str,
    time: Instant,
    data: Data,
    subject: Option<Subject>,
) -> anyhow::Result<ExitCode> {
    let register = settings::register(&args.catalogue)?;
    let data = names::to_codes(data, register);
    let subject = subject.or_else(|| data.subject());
    let subject = subject.ok_or_else(|| anyhow::anyhow!("cannot find the subject of the event"))?;
    let draft = Draft {
        source: installation::source_or_default(args.source.as_ref(), &args.data)?,
        id: args.id.clone().unwrap_or_else(clock::new_id),
        time,
        subject,
        data,
    };
    let payload = draft.to_json();
    let valid = validate(payload.clone(), command, args.time, register, clock::now())?;
    let ValidatedEvent { event, outgoing } = valid;
    if args.dry_run {
        output::print_line(&payload)?;
        return Ok(ExitCode::SUCCESS);
    }
    let url = args.log.nats_url()?;
    let receipt = lifecycle::block_on(publish(&url, command, outgoing))?;
    let published = published(&event, &receipt);
    args.format.print(&published, || text(&published, &event))?;
    Ok(ExitCode::SUCCESS)
}

fn validate(
    payload: String,
    command: &str,
    given_time: Option<Instant>,
    register: &Register,
    now: Instant,
) -> Result<ValidatedEvent, BadUsage> {
    let payload = Bytes::from(payload);
    emitter::validate(&[], payload.clone(), register, now).map_err(|invalid| {
        let event = serde_json::from_slice(&payload).unwrap_or_default();
        let line = |violation: &Violation| {
            let described =
                violations::by_option(violation, &event, given_time.is_some(), register);
            format!("\n  {described}")
        };
        let lines: String = invalid.violations.iter().map(line).collect();
        BadUsage(format!("cannot {command}; correct:{lines}"))
    })
}

async fn publish(url: &str, command: &str, outgoing: OutgoingMessage) -> anyhow::Result<Receipt> {
    let options = JournalOptions {
        publish_timeout: Some(CONNECT_TIMEOUT),
    };
    let journal = Journal::connect(url, &format!("knelpunt {command}"), options).await?;
    let published = async {
        journal.wait_connected(CONNECT_TIMEOUT).await?;
        anyhow::Ok(journal.publish(outgoing).await?)
    };
    wait_with_notices(&journal, print_notice, published).await
}

fn published<'a>(event: &'a Event, receipt: &Receipt) -> PublishedEvent<'a> {
    PublishedEvent {
        position: receipt.sequence,
        duplicate: receipt.duplicate,
        event_type: event.data.event_type().full_name(),
        subject: event.subject.to_string(),
        source: &event.source,
        id: &event.id,
    }
}

fn text(published: &PublishedEvent<'_>, event: &Event) -> String {
    let PublishedEvent {
        position,
        subject,
        source,
        id,
        ..
    } = published;
    let outcome = if published.duplicate {
        format!("Duplicate: this event is in the log already, at position {position}.")
    } else {
        format!("Published at position {position}.")
    };
    let label = match event.subject {
        Subject::Knelpunt(_) => "knelpunt",
        Subject::InMunicipality { .. } => "subject",
    };
    format!("{outcome}\n  {label:<8}  {subject}\n  event     {id}\n  source    {source}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: &str = r#"{"specversion":"1.0","id":"1","source":"urn:a","type":"nl.knelpunten.municipality-consulted.v1",
        "subject":"GM0344/2013-02","time":"2013-02-14T09:12:31Z",
        "data":{"municipality":"GM0344","round":"2013-02","observedAt":"2013-02-14","outcome":"reached"}}"#;

    fn validate_at(payload: &str, now: &str) -> Result<Event, String> {
        let now = Instant::parse(now).unwrap();
        let valid = validate(
            payload.to_owned(),
            "consult",
            None,
            Register::embedded(),
            now,
        );
        valid
            .map(|valid| valid.event)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn every_violation_is_on_a_line_of_its_own_and_named_as_its_option() {
        let invalid = EVENT
            .replace("GM0344\",", "GM9999\",")
            .replace("reached", "called");
        let message = validate_at(&invalid, "2013-02-15T00:00:00Z").unwrap_err();
        let lines: Vec<&str> = message.lines().skip(1).collect();
        assert_eq!(lines.len(), 2, "{message}");
        assert!(
            lines[0].starts_with("  --municipality \"GM9999\" is not a municipality"),
            "{message}"
        );
        assert!(lines[0].contains("the nearest are GM"), "{message}");
    }

    #[test]
    fn an_event_ahead_of_the_clock_is_invalid() {
        assert!(validate_at(EVENT, "2013-02-14T09:07:31Z").is_ok());
        let message = validate_at(EVENT, "2013-02-14T09:07:30Z").unwrap_err();
        assert!(
            message.contains("\n  --time 2013-02-14T09:12:31Z"),
            "{message}"
        );
    }

    #[test]
    fn people_and_programs_learn_where_the_event_is() {
        let event = validate_at(EVENT, "2013-02-15T00:00:00Z").unwrap();
        let receipt = |duplicate| Receipt {
            sequence: 7,
            duplicate,
        };
        let text = |duplicate| text(&published(&event, &receipt(duplicate)), &event);
        assert_eq!(
            text(false),
            "Published at position 7.\n  subject   GM0344/2013-02\n  event     1\n  source    urn:a"
        );
        assert!(text(true).starts_with("Duplicate: "));
        let json = serde_json::to_value(published(&event, &receipt(true))).unwrap();
        assert_eq!(json["position"], 7);
        assert_eq!(json["duplicate"], true);
        assert_eq!(json["subject"], "GM0344/2013-02");
    }
}
