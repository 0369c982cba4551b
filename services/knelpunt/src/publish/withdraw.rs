//! `knelpunt withdraw`: withdraws an event, named in full or looked up in the history of its knelpunt.

use std::process::ExitCode;

use anyhow::{Context as _, bail};
use api::{HistoryItem, KnelpuntEvents};
use model::{Data, EventRef, EventWithdrawn, Subject};
use register::{CodeKind, Register};

use super::send::{SendArgs, send};
use crate::{
    api_client::{ApiClient, QueryPairs},
    settings::BadUsage,
};

const EXAMPLES: &str = "\
Examples:
  knelpunt withdraw --knelpunt 8f2c5a5e-9d5b-5b0e-a1e4-0f6a3c1f7d21 \\
      --event-id 019aaf0e-6f0a-7cc1-9b6e-2d1f0a3b4c5d
  knelpunt withdraw --municipality GM0344 --subject GM0344/2013-02 \\
      --event-source urn:example:coaches --event-id 17

`knelpunt show history ID` lists the events of a knelpunt with their sources and ids. A withdrawal takes effect \
whichever of the two events arrives first. It cannot be withdrawn itself: publish the event again under another id.";

/// Options of `withdraw`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct WithdrawArgs {
    /// Id of the event to withdraw
    #[arg(long, value_name = "ID")]
    event_id: String,
    /// Source of the event to withdraw
    #[arg(long, value_name = "URN", required_unless_present = "knelpunt")]
    event_source: Option<String>,
    /// Id of the knelpunt: find the event in its history, at the running server, instead of naming it in full
    #[arg(long, value_name = "ID", conflicts_with_all = ["subject", "municipality"])]
    knelpunt: Option<String>,
    /// Subject of the event: the id of a knelpunt, or municipality/round of a consultation, such as GM0344/2013-02
    #[arg(long, value_name = "SUBJECT", value_parser = parse_subject, required_unless_present = "knelpunt")]
    subject: Option<Subject>,
    /// Municipality of the event, by its CBS code or name
    #[arg(long, value_name = "CODE", required_unless_present = "knelpunt")]
    municipality: Option<String>,
    /// Reason, at most 1000 characters
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    send: SendArgs,
}

/// The event to withdraw.
#[derive(Debug, Clone, PartialEq, Eq)]
struct WithdrawnEvent {
    source: String,
    municipality: String,
    subject: Subject,
}

fn parse_subject(text: &str) -> Result<Subject, String> {
    let advice =
        "write the id of a knelpunt in lower case, or municipality/round, such as GM0344/2013-02";
    let coded = text.split_once('/').and_then(|(name, round)| {
        let code = Register::embedded().find_code(CodeKind::Municipality, name);
        Some(format!("{}/{round}", code.ok()?))
    });
    let subject = Subject::parse(coded.as_deref().unwrap_or(text));
    subject.ok_or_else(|| advice.to_owned())
}

/// Publishes a withdrawal.
///
/// # Errors
///
/// When the event is not found; when the withdrawal is invalid, with every violation; or when it cannot be published.
pub(crate) fn withdraw(args: WithdrawArgs) -> anyhow::Result<ExitCode> {
    let event = match (
        &args.knelpunt,
        args.subject,
        args.municipality,
        &args.event_source,
    ) {
        (Some(knelpunt), ..) => look_up(
            &args.send.log.server()?,
            knelpunt,
            &args.event_id,
            args.event_source.as_deref(),
        )?,
        (None, Some(subject), Some(municipality), Some(source)) => WithdrawnEvent {
            source: source.clone(),
            municipality,
            subject,
        },
        // clap has refused a command line without one of them.
        _ => {
            bail!(
                "cannot identify the event: give --knelpunt, or --subject, --municipality and --event-source"
            )
        }
    };
    let WithdrawnEvent {
        source,
        municipality,
        subject,
    } = event;
    let data = Data::Withdrawn(EventWithdrawn {
        event: EventRef {
            source,
            id: args.event_id,
        },
        municipality,
        reason: args.reason,
    });
    send(
        &args.send,
        "withdraw",
        args.send.time(),
        data,
        Some(subject),
    )
}

fn look_up(
    server: &ApiClient,
    knelpunt: &str,
    id: &str,
    source: Option<&str>,
) -> anyhow::Result<WithdrawnEvent> {
    // An id contains no character that is special in a path, which is made from it; nothing else is sent.
    let Some(Subject::Knelpunt(knelpunt)) = Subject::parse(knelpunt) else {
        return Err(BadUsage(format!(
            "cannot read --knelpunt {knelpunt:?}: it is not the id of a knelpunt, such as 8f2c5a5e-9d5b-5b0e-a1e4-0f6a3c1f7d21"
        )).into());
    };
    let history: KnelpuntEvents = server.json(
        &format!("/v1/knelpunten/{knelpunt}/events"),
        &QueryPairs::new(),
    )?;
    find(history.items, id, source)
}

/// Returns the event with an id, and with a source if that is given.
fn find(items: Vec<HistoryItem>, id: &str, source: Option<&str>) -> anyhow::Result<WithdrawnEvent> {
    let matches =
        |item: &HistoryItem| item.id == id && source.is_none_or(|source| source == item.source);
    let mut found: Vec<HistoryItem> = items.into_iter().filter(matches).collect();
    found.dedup_by(|one, other| one.source == other.source && one.subject == other.subject);
    let count = found.len();
    let Some(item) = found.pop() else {
        bail!(
            "cannot find event {id} in the history of the knelpunt; `knelpunt show history ID` lists its events"
        );
    };
    if count > 1 {
        bail!("cannot choose between {count} events with id {id}; give --event-source");
    }
    let subject = Subject::parse(&item.subject).context("cannot read the subject of the event")?;
    let municipality = item.data["municipality"].as_str();
    let municipality = municipality.context("cannot read the municipality of the event")?;
    Ok(WithdrawnEvent {
        source: item.source,
        municipality: municipality.to_owned(),
        subject,
    })
}

#[cfg(test)]
mod tests {
    use api::Example as _;

    use super::*;

    const SUBJECT: &str = "fe26f0b1-abf0-569b-83e9-240366e7a9d1";

    fn item(source: &str, id: &str) -> HistoryItem {
        HistoryItem {
            source: source.to_owned(),
            id: id.to_owned(),
            subject: SUBJECT.to_owned(),
            ..KnelpuntEvents::example().items.remove(0)
        }
    }

    fn items() -> Vec<HistoryItem> {
        vec![item("urn:a", "1"), item("urn:a", "2"), item("urn:b", "2")]
    }

    #[test]
    fn an_event_is_found_by_its_id() {
        let event = find(items(), "1", None).unwrap();
        assert_eq!(
            (
                event.source.as_str(),
                event.municipality.as_str(),
                event.subject.to_string().as_str()
            ),
            ("urn:a", "GM0344", SUBJECT)
        );
    }

    #[test]
    fn two_events_with_one_id_are_distinguished_by_source() {
        assert!(
            find(items(), "2", None)
                .unwrap_err()
                .to_string()
                .contains("--event-source")
        );
        assert_eq!(find(items(), "2", Some("urn:b")).unwrap().source, "urn:b");
    }

    #[test]
    fn a_missing_event_is_an_error() {
        for (id, source) in [("3", None), ("1", Some("urn:b"))] {
            assert!(
                find(items(), id, source)
                    .unwrap_err()
                    .to_string()
                    .contains("find event")
            );
        }
    }
}
