//! One event on its way: drafted, judged, published, and said where it went.

use std::process::ExitCode;

use bytes::Bytes;
use clap::ValueEnum;
use journal::{Journal, JournalOptions, OutgoingMessage, Receipt};
use model::{Data, Draft, Event, Instant, Subject, Violation};
use register::Register;
use serde_json::json;

use super::installation;
use crate::{
    api_client::LogAddressArgs,
    clock, lifecycle, output,
    settings::{self, CatalogueArgs, DataArgs},
    wait_for_nats::{CONNECT_TIMEOUT, wait_with_notices},
};

/// How an event is sent.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "How it is published")]
pub(super) struct SendArgs {
    /// Id of the event among those of its source; a new UUID if not given
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Who sends it, a URN that stays the same; the id of this installation, kept in the data folder, if not given
    #[arg(long, env = "KNELPUNT_SOURCE", value_name = "URN")]
    source: Option<String>,
    /// When it is recorded; now if not given. The same event again needs the same id and time
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    time: Option<Instant>,
    /// Print the event instead of publishing it; `knelpunt events import -` takes it
    #[arg(long)]
    dry_run: bool,
    /// How the outcome is written: lines for people, or one JSON object for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    pub(super) log: LogAddressArgs,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

fn parse_time(text: &str) -> Result<Instant, String> {
    let right = "write a date-time with offset, such as 2013-02-14T09:12:31Z, from 1970 on";
    Instant::parse(text).ok_or_else(|| right.to_owned())
}

impl SendArgs {
    /// Gives when the event is recorded.
    pub(super) fn time(&self) -> Instant {
        self.time.unwrap_or_else(clock::now)
    }

    fn source(&self) -> anyhow::Result<String> {
        match &self.source {
            Some(source) => Ok(source.clone()),
            None => installation::source(self.data.make()?),
        }
    }
}

/// Publishes an event for a word of the command line. The subject is that of the data, unless the event shares
/// another's.
///
/// # Errors
///
/// When it is not valid, with every reason; or when it does not get into the log.
pub(super) fn send(
    args: &SendArgs,
    word: &str,
    time: Instant,
    data: Data,
    shared: Option<Subject>,
) -> anyhow::Result<ExitCode> {
    let register = settings::register(&args.catalogue)?;
    let subject = shared.or_else(|| data.subject());
    let subject = subject.ok_or_else(|| anyhow::anyhow!("find the subject of the event"))?;
    let id = args.id.clone().unwrap_or_else(clock::new_id);
    let source = args.source()?;
    let draft = Draft {
        source,
        id,
        time,
        subject,
        data,
    };
    let payload = draft.to_json();
    let event = judge(&payload, register, clock::now())?;
    if args.dry_run {
        output::print_line(&payload)?;
        return Ok(ExitCode::SUCCESS);
    }
    let outgoing = OutgoingMessage {
        subject: draft.data.nats_subject(),
        payload: Bytes::from(payload),
    };
    let url = args.log.nats_url()?;
    let receipt = lifecycle::block_on(publish(&url, word, outgoing))?;
    output::print_line(&outcome(&event, receipt, args.format))?;
    Ok(ExitCode::SUCCESS)
}

/// Judges as every reader of the log will, and by the clock too.
fn judge(payload: &str, register: &Register, now: Instant) -> anyhow::Result<Event> {
    let judged = model::decode_structured(payload.as_bytes(), register);
    let faults = match judged {
        Ok(event) => match event.check_clock(now) {
            None => return Ok(event),
            Some(fault) => vec![fault],
        },
        Err(invalid) => invalid.violations,
    };
    let lines: Vec<String> = faults.iter().map(line).collect();
    anyhow::bail!(
        "publish the event, for it is not valid:\n{}",
        lines.join("\n")
    )
}

fn line(fault: &Violation) -> String {
    format!(
        "  {}",
        output::escape_controls(&fault.to_string()).replace('\n', "\\n")
    )
}

async fn publish(url: &str, word: &str, outgoing: OutgoingMessage) -> anyhow::Result<Receipt> {
    let options = JournalOptions {
        publish_timeout: Some(CONNECT_TIMEOUT),
    };
    let journal = Journal::connect(url, &format!("knelpunt {word}"), options).await?;
    let published = async {
        journal.wait_connected(CONNECT_TIMEOUT).await?;
        anyhow::Ok(journal.publish(outgoing).await?)
    };
    wait_with_notices(&journal, |said| eprintln!("knelpunt: {said}"), published).await
}

fn outcome(event: &Event, receipt: Receipt, format: Format) -> String {
    let Receipt {
        sequence,
        duplicate,
    } = receipt;
    let Event {
        id,
        source,
        subject,
        ..
    } = event;
    if format == Format::Json {
        let (event_type, subject) = (event.data.event_type().full_name(), subject.to_string());
        let outcome = json!({"position": sequence, "duplicate": duplicate, "type": event_type, "subject": subject, "source": source, "id": id});
        return outcome.to_string();
    }
    let published = if duplicate {
        format!("Duplicate: the log has this very event already, at position {sequence}.")
    } else {
        format!("Published at position {sequence}.")
    };
    let about = match subject {
        Subject::Knelpunt(_) => "knelpunt",
        Subject::Consultation { .. } => "subject ",
    };
    format!("{published}\n  {about}  {subject}\n  event     {id}\n  source    {source}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: &str = r#"{"specversion":"1.0","id":"1","source":"urn:a","type":"nl.knelpunten.municipality-consulted.v1",
        "subject":"GM0344/2013-02","time":"2013-02-14T09:12:31Z",
        "data":{"municipality":"GM0344","round":"2013-02","observedAt":"2013-02-14","outcome":"reached"}}"#;

    fn instant(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn every_reason_is_on_a_line_of_its_own() {
        let wrong = EVENT
            .replace("GM0344\",", "GM9999\",")
            .replace("reached", "called");
        let said = judge(
            &wrong,
            Register::embedded(),
            instant("2013-02-15T00:00:00Z"),
        )
        .unwrap_err()
        .to_string();
        let lines: Vec<&str> = said.lines().skip(1).collect();
        assert_eq!(lines.len(), 3, "{said}");
        assert!(
            lines[0].starts_with("  /data/municipality \"GM9999\" is not a municipality"),
            "{said}"
        );
    }

    #[test]
    fn an_event_that_lies_ahead_of_the_clock_is_refused() {
        assert!(judge(EVENT, Register::embedded(), instant("2013-02-14T09:07:31Z")).is_ok());
        let said = judge(EVENT, Register::embedded(), instant("2013-02-14T09:07:30Z"))
            .unwrap_err()
            .to_string();
        assert!(
            said.contains("/time 2013-02-14T09:12:31Z is more than 5 minutes ahead"),
            "{said}"
        );
    }

    #[test]
    fn people_and_programs_are_told_where_it_went() {
        let event = judge(EVENT, Register::embedded(), instant("2013-02-15T00:00:00Z")).unwrap();
        let receipt = |duplicate| Receipt {
            sequence: 7,
            duplicate,
        };
        assert_eq!(
            outcome(&event, receipt(false), Format::Text),
            "Published at position 7.\n  subject   GM0344/2013-02\n  event     1\n  source    urn:a"
        );
        assert!(outcome(&event, receipt(true), Format::Text).starts_with("Duplicate: "));
        let json: serde_json::Value =
            serde_json::from_str(&outcome(&event, receipt(true), Format::Json)).unwrap();
        assert_eq!(json["position"], 7);
        assert_eq!(json["duplicate"], true);
        assert_eq!(json["subject"], "GM0344/2013-02");
    }
}
