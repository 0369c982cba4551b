//! `knelpunt withdraw`: an event is taken back, named in full or found in the history of its knelpunt.

use std::process::ExitCode;

use anyhow::{Context as _, bail};
use model::{Data, EventRef, EventWithdrawn, Subject};
use serde::Deserialize;

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

`knelpunt show history ID` lists the events of a knelpunt with their sources and ids. A withdrawal counts whichever of \
the two arrives first, and cannot be withdrawn itself: publish the event again under another id.";

/// What `withdraw` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct WithdrawArgs {
    /// Id of the event that is taken back
    #[arg(long, value_name = "ID")]
    event_id: String,
    /// Source of the event that is taken back
    #[arg(long, value_name = "URN", required_unless_present = "knelpunt")]
    event_source: Option<String>,
    /// Look the event up in the history of this knelpunt, at the running server, instead of naming it in full
    #[arg(long, value_name = "ID", conflicts_with_all = ["subject", "municipality"])]
    knelpunt: Option<String>,
    /// Subject of the event that is taken back: the knelpunt's id, or municipality/round of a consultation
    #[arg(long, value_name = "SUBJECT", value_parser = parse_subject, required_unless_present = "knelpunt")]
    subject: Option<Subject>,
    /// Municipality of the event that is taken back, by its CBS code
    #[arg(long, value_name = "CODE", required_unless_present = "knelpunt")]
    municipality: Option<String>,
    /// Why, at most 1000 characters
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    send: SendArgs,
}

/// The event that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
struct WithdrawnEvent {
    source: String,
    municipality: String,
    subject: Subject,
}

#[derive(Deserialize)]
struct History {
    items: Vec<Item>,
}

/// An event as the running server tells it.
#[derive(Deserialize)]
struct Item {
    source: String,
    id: String,
    subject: String,
    data: ItemData,
}

#[derive(Deserialize)]
struct ItemData {
    municipality: String,
}

fn parse_subject(text: &str) -> Result<Subject, String> {
    let right =
        "write the id of a knelpunt, in lower case, or municipality/round such as GM0344/2013-02";
    Subject::parse(text).ok_or_else(|| right.to_owned())
}

/// Publishes that an event is taken back.
///
/// # Errors
///
/// When the event cannot be found; when the withdrawal is not valid, with every reason; or when it does not get into
/// the log.
pub(crate) fn withdraw(args: WithdrawArgs) -> anyhow::Result<ExitCode> {
    let meant = match (
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
        // clap let nothing pass that leaves one of them out.
        _ => {
            bail!("know the event: say --knelpunt, or --subject, --municipality and --event-source")
        }
    };
    let WithdrawnEvent {
        source,
        municipality,
        subject,
    } = meant;
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
    // An id has no character that a path could not hold; another is not sent.
    let Some(Subject::Knelpunt(knelpunt)) = Subject::parse(knelpunt) else {
        return Err(BadUsage(format!("read {knelpunt:?} as the id of a knelpunt")).into());
    };
    let history: History = server.json(
        &format!("/v1/knelpunten/{knelpunt}/events"),
        &QueryPairs::new(),
    )?;
    find(history.items, id, source)
}

/// Finds the one event under an id, of this source if there are several.
fn find(items: Vec<Item>, id: &str, source: Option<&str>) -> anyhow::Result<WithdrawnEvent> {
    let fits = |item: &Item| item.id == id && source.is_none_or(|source| source == item.source);
    let mut found: Vec<Item> = items.into_iter().filter(fits).collect();
    found.dedup_by(|one, other| one.source == other.source && one.subject == other.subject);
    let count = found.len();
    let Some(item) = found.pop() else {
        bail!(
            "find event {id} in the history of that knelpunt; `knelpunt show history ID` lists them"
        );
    };
    if count > 1 {
        bail!("tell which of {count} events with id {id} is meant; say --event-source");
    }
    let subject = Subject::parse(&item.subject).context("read the subject of that event")?;
    Ok(WithdrawnEvent {
        source: item.source,
        municipality: item.data.municipality,
        subject,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUBJECT: &str = "fe26f0b1-abf0-569b-83e9-240366e7a9d1";

    fn item(source: &str, id: &str) -> Item {
        Item {
            source: source.to_owned(),
            id: id.to_owned(),
            subject: SUBJECT.to_owned(),
            data: ItemData {
                municipality: "GM0344".to_owned(),
            },
        }
    }

    fn items() -> Vec<Item> {
        vec![item("urn:a", "1"), item("urn:a", "2"), item("urn:b", "2")]
    }

    #[test]
    fn an_event_is_found_by_its_id() {
        let meant = find(items(), "1", None).unwrap();
        assert_eq!(
            (
                meant.source.as_str(),
                meant.municipality.as_str(),
                meant.subject.to_string().as_str()
            ),
            ("urn:a", "GM0344", SUBJECT)
        );
    }

    #[test]
    fn of_two_under_one_id_the_source_tells() {
        assert!(
            find(items(), "2", None)
                .unwrap_err()
                .to_string()
                .contains("--event-source")
        );
        assert_eq!(find(items(), "2", Some("urn:b")).unwrap().source, "urn:b");
    }

    #[test]
    fn an_event_that_is_not_there_is_said_so() {
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
