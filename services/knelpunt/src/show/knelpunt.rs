//! One knelpunt: its attributes, its episodes, and every event of it.

use api::{
    EventDetail, HistoryItem, KnelpuntEvents,
    answers::{EpisodeAnswer, KnelpuntAnswer, KnelpuntStatus, rounded_days},
};
use jiff::civil::Date;
use model::{Instant, Outcome};

use super::{
    cells::{day, decimal, optional, origin},
    drawing::TableColumns,
};
use crate::output::{self, escape_controls};

/// The columns of the episodes as CSV.
const EPISODE: [&str; 8] = [
    "openedAt",
    "since",
    "endedAt",
    "outcome",
    "remedy",
    "durationDays",
    "reports",
    "rounds",
];

/// Draws the knelpunt with its episodes.
pub(super) fn draw(answer: &KnelpuntAnswer) -> String {
    let episodes = TableColumns::new()
        .id("Opened", |episode: &EpisodeAnswer| day(episode.opened_at))
        .id("Since", |episode| day(episode.since))
        .id("Ended", |episode| optional(episode.ended_at.map(day)))
        .text("Outcome", |episode| {
            optional(episode.outcome.map(Outcome::code))
        })
        .text("Remedy", |episode| optional(episode.remedy.as_ref()))
        .number("Days", |episode| decimal(episode.duration_days))
        .number("Reports", |episode| episode.reports)
        .text("Rounds", |episode| episode.rounds.join(", "))
        .draw(&answer.episodes);
    format!("{}\nEpisodes\n{episodes}", attributes(answer))
}

/// Returns how the knelpunt came to its municipality from another.
fn inherited(answer: &KnelpuntAnswer) -> Option<String> {
    let from = answer.inherited_from.as_deref()?;
    Some(origin(from, answer.municipality_name.as_deref()?))
}

/// Returns the attributes that the knelpunt has, one per line.
fn attributes(answer: &KnelpuntAnswer) -> String {
    let named = |name: Option<&String>, code: Option<&String>| match (name, code) {
        (Some(name), Some(code)) => format!("{name} ({code})"),
        (name, code) => optional(name.or(code)),
    };
    let status = match answer.status {
        KnelpuntStatus::Open if answer.persisting => "open, persisting",
        KnelpuntStatus::Open => "open",
        KnelpuntStatus::Resolved => "resolved",
        KnelpuntStatus::None => "none",
    };
    let party = answer.party_as_written();
    let merged: Vec<String> = answer.merged_from.iter().map(ToString::to_string).collect();
    let attributes = [
        ("Knelpunt", answer.id.to_string()),
        (
            "Municipality",
            named(
                answer.municipality_name.as_ref(),
                answer.municipality.as_ref(),
            ),
        ),
        ("Inherited", optional(inherited(answer))),
        (
            "Category",
            named(answer.category_name.as_ref(), answer.category.as_ref()),
        ),
        (
            "Building block",
            named(
                answer.building_block_name.as_ref(),
                answer.building_block.as_ref(),
            ),
        ),
        (
            "Waits on",
            optional(party.map(|(kind, name)| format!("{name} ({})", kind.code()))),
        ),
        ("Reference", optional(answer.reference_as_written.as_ref())),
        ("Status", status.to_owned()),
        (
            "Age",
            optional(answer.age_days.map(|days| decimal(days) + " days")),
        ),
        ("Merged from", merged.join(", ")),
        (
            "Reporter",
            optional(answer.reporter.as_ref().map(|reporter| &reporter.role)),
        ),
        (
            "Description",
            optional(described(
                answer.first_description.as_deref(),
                answer.first_described_on,
            )),
        ),
        ("Latest", optional(latest_description(answer))),
    ];
    let lines = attributes.iter().filter(|(_, value)| !value.is_empty());
    let text = lines.fold(String::new(), |text, (name, value)| {
        format!("{text}{name:<15} {value}\n")
    });
    escape_controls(&text).into_owned()
}

/// Returns a description with the day on which it was given.
fn described(text: Option<&str>, on: Option<Date>) -> Option<String> {
    let text = text?;
    Some(on.map_or_else(|| text.to_owned(), |on| format!("{text} ({on})")))
}

/// Returns the last description, if it adds something to the first.
fn latest_description(answer: &KnelpuntAnswer) -> Option<String> {
    let (text, on) = answer.later_description()?;
    described(Some(text), Some(on))
}

/// Returns the episodes as CSV.
///
/// # Errors
///
/// Never, unless memory cannot be written.
pub(super) fn csv(answer: &KnelpuntAnswer) -> anyhow::Result<String> {
    let instant = |instant: Instant| instant.to_string();
    let episodes = answer.episodes.iter().map(|episode| {
        vec![
            instant(episode.opened_at),
            instant(episode.since),
            optional(episode.ended_at),
            optional(episode.outcome.map(Outcome::code)),
            optional(episode.remedy.as_ref()),
            rounded_days(episode.duration_days),
            episode.reports.to_string(),
            episode.rounds.join(" "),
        ]
    });
    let columns = EPISODE.map(str::to_owned).to_vec();
    output::csv([columns].into_iter().chain(episodes))
}

/// Draws every event.
pub(super) fn draw_history(history: &KnelpuntEvents) -> String {
    TableColumns::new()
        .number("Position", |item: &HistoryItem| item.sequence)
        .id("Observed", observed)
        .text("Event", event)
        .text_with_id("Source, and id of the event", |item| {
            format!("{}\n{}", item.source, item.id)
        })
        .draw(&history.items)
}

/// Returns the date of observation, and the time on a second line if the source gave one.
fn observed(item: &HistoryItem) -> String {
    item.observed().unwrap_or_default().replacen('T', "\n", 1)
}

/// Returns the type of an event, its state, its content and the day of its recording.
fn event(item: &HistoryItem) -> String {
    let name = item
        .event_type
        .trim_start_matches("nl.knelpunten.")
        .trim_end_matches(".v1");
    let name = name
        .trim_start_matches("knelpunt-")
        .trim_start_matches("event-");
    let mut heading = name.to_owned();
    for (is_marked, mark) in [(item.withdrawn, "withdrawn"), (item.redacted, "redacted")] {
        if is_marked {
            heading = format!("{heading}, {mark}");
        }
    }
    let details = item.details().into_iter().map(detail);
    let content: Vec<String> = details.chain(item.free_text().map(str::to_owned)).collect();
    let recorded = Instant::parse(&item.time).map_or_else(|| item.time.clone(), day);
    let lines = [heading, content.join("; "), format!("recorded {recorded}")];
    let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// Returns what an event states, in codes.
fn detail(detail: EventDetail<'_>) -> String {
    match detail {
        EventDetail::Outcome(text)
        | EventDetail::Remedy(text)
        | EventDetail::ReporterRole(text)
        | EventDetail::AboutEvent(text) => text.to_owned(),
        EventDetail::KnownSince(since) => format!("known since {since}"),
        EventDetail::Round(round) => format!("round {round}"),
        EventDetail::MergedInto {
            category,
            building_block,
            party,
            reference,
        } => {
            let parts = [Some(category), building_block, party, reference];
            parts
                .into_iter()
                .flatten()
                .collect::<Vec<&str>>()
                .join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use api::Example as _;
    use model::Reporter;
    use serde_json::{Value, json};

    use super::*;

    fn answer() -> KnelpuntAnswer {
        let opened = Instant::parse("2012-05-31T22:00:00Z").unwrap();
        KnelpuntAnswer {
            id: model::KnelpuntId::from_bytes([7; 16]),
            link: String::new(),
            municipality: Some("GM0344".to_owned()),
            municipality_name: Some("Utrecht".to_owned()),
            inherited_from: None,
            through_split: false,
            other_successors: Vec::new(),
            category: Some("funding".to_owned()),
            category_name: Some("Te weinig geld".to_owned()),
            building_block: None,
            building_block_name: None,
            party: None,
            party_name: None,
            reference: None,
            reference_as_written: None,
            status: KnelpuntStatus::Open,
            persisting: true,
            age_days: Some(412.04),
            episodes: vec![EpisodeAnswer {
                opened_at: opened,
                opened_on: opened.day(),
                since: opened,
                since_on: opened.day(),
                ended_at: None,
                ended_on: None,
                outcome: None,
                remedy: None,
                duration_days: 412.04,
                reports: 2,
                rounds: vec!["2012-01".to_owned(), "2012-02".to_owned()],
            }],
            merged_from: Vec::new(),
            description: Some("Regel 1".to_owned()),
            reporter: Some(Reporter {
                role: "coach".to_owned(),
            }),
            first_description: Some("De koppeling werkt niet".to_owned()),
            first_described_at: Some(opened),
            first_described_on: Some(opened.day()),
            described_at: Instant::parse("2012-07-31T22:00:00Z"),
            described_on: Some(jiff::civil::date(2012, 8, 1)),
        }
    }

    #[test]
    fn a_knelpunt_is_drawn_without_the_attributes_that_it_does_not_have() {
        let drawn = draw(&answer());
        for part in [
            "Utrecht (GM0344)",
            "open, persisting",
            "412.0 days",
            "2012-06-01",
            "De koppeling werkt niet (2012-06-01)",
            "Regel 1 (2012-08-01)",
            "coach",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        for absent in ["Building block", "Waits on", "Merged from", "Ended"] {
            assert!(!drawn.contains(absent), "{absent} in {drawn}");
        }
    }

    #[test]
    fn episodes_become_csv() {
        let mut answer = answer();
        answer.episodes[0].remedy = Some("a,b".to_owned());
        assert_eq!(
            csv(&answer).unwrap(),
            "openedAt,since,endedAt,outcome,remedy,durationDays,reports,rounds\r\n\
             2012-05-31T22:00:00Z,2012-05-31T22:00:00Z,,,\"a,b\",412.04,2,2012-01 2012-02\r\n"
        );
    }

    #[test]
    fn every_event_has_its_content_and_its_state() {
        let item = |event_type: &str, withdrawn: bool, data: Value| HistoryItem {
            event_type: format!("nl.knelpunten.{event_type}.v1"),
            time: "2012-06-01T10:00:00Z".to_owned(),
            withdrawn,
            data,
            ..KnelpuntEvents::example().items.remove(0)
        };
        let items = vec![
            item(
                "knelpunt-reported",
                true,
                json!({"observedAt": "2012-06-01", "description": "Weg", "round": "2012-01"}),
            ),
            item(
                "knelpunt-resolved",
                false,
                json!({"observedAt": "2012-07-01", "outcome": "solved", "remedy": "supplier-fix"}),
            ),
            item(
                "knelpunt-merged",
                false,
                json!({"into": {"category": "staff"}, "reason": "dubbel"}),
            ),
            item(
                "event-withdrawn",
                false,
                json!({"event": {"source": "urn:a", "id": "12"}}),
            ),
        ];
        let events: Vec<String> = items.iter().map(event).collect();
        assert_eq!(
            events,
            [
                "reported, withdrawn\nround 2012-01; Weg\nrecorded 2012-06-01",
                "resolved\nsolved; supplier-fix\nrecorded 2012-06-01",
                "merged\nstaff; dubbel\nrecorded 2012-06-01",
                "withdrawn\n12\nrecorded 2012-06-01",
            ]
        );
        let drawn = draw_history(&KnelpuntEvents { items });
        assert!(drawn.contains("2012-07-01"), "{drawn}");
    }
}
