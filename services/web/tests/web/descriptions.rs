//! What a knelpunt is called: its first description, and the latest beside it with its day.

use api::answers::{KnelpuntAnswer, Persisting, PersistingItem};
use model::{Data, Draft, Instant, KnelpuntReported, KnelpuntResolved, Outcome};
use serde_json::json;

use crate::{
    pages::{check_page, read, rows},
    world::{World, arrivals},
};

const SOURCE: &str = "urn:nld:knelpunt:descriptions";

fn message(id: &str, data: Data) -> String {
    let time = Instant::parse("2015-12-01T00:00:00Z").unwrap();
    let draft = Draft::with_derived_subject(SOURCE.to_owned(), id.to_owned(), time, data);
    draft.unwrap().to_json()
}

fn report(id: &str, day: &str, description: Option<&str>) -> String {
    message(
        id,
        Data::Reported(KnelpuntReported {
            description: description.map(str::to_owned),
            ..KnelpuntReported::new("GM0344", "funding", day)
        }),
    )
}

fn resolution(id: &str, day: &str, description: &str) -> String {
    message(
        id,
        Data::Resolved(KnelpuntResolved {
            municipality: "GM0344".to_owned(),
            category: "funding".to_owned(),
            building_block: None,
            party: None,
            reference: None,
            observed_at: day.to_owned(),
            outcome: Outcome::Solved,
            remedy: None,
            round: None,
            reporter: None,
            description: Some(description.to_owned()),
        }),
    )
}

/// Removes the text of a report.
fn redaction(id: &str, day: &str) -> String {
    let subject: serde_json::Value = serde_json::from_str(&report(id, day, None)).unwrap();
    json!({
        "specversion": "1.0",
        "id": format!("{id}-redacted"),
        "source": SOURCE,
        "type": "nl.knelpunten.event-redacted.v1",
        "subject": subject["subject"],
        "time": "2015-12-02T00:00:00Z",
        "datacontenttype": "application/json",
        "data": {
            "event": { "source": SOURCE, "id": id },
            "municipality": "GM0344",
            "replacement": {
                "type": "nl.knelpunten.knelpunt-reported.v1",
                "time": "2015-12-01T00:00:00Z",
                "data": { "municipality": "GM0344", "category": "funding", "observedAt": day },
            },
            "reason": "verzoek",
        },
    })
    .to_string()
}

fn three_reports() -> Vec<String> {
    vec![
        report("silent", "2015-01-05", None),
        report("first", "2015-02-05", Some("De begroting is op.")),
        report("last", "2015-03-05", Some("Nog steeds geen geld.")),
    ]
}

async fn only(world: &World, more: &str) -> PersistingItem {
    let link = format!("/v1/knelpunten?status=all{more}");
    let listed: Persisting = world.answer(&link).await;
    assert_eq!(listed.items.len(), 1);
    let item = listed.items.into_iter().next().unwrap();
    let answer: KnelpuntAnswer = world
        .answer(&format!("/v1/knelpunten/{}?{more}", item.id))
        .await;
    assert_eq!(answer.first_description, item.first_description);
    assert_eq!(answer.first_described_at, item.first_described_at);
    assert_eq!(answer.first_described_on, item.first_described_on);
    assert_eq!(answer.description, item.description);
    assert_eq!(answer.described_at, item.described_at);
    assert_eq!(answer.described_on, item.described_on);
    assert_eq!(answer.later_description(), item.later_description());
    item
}

fn shown(item: &PersistingItem) -> [(Option<&str>, Option<String>); 2] {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    [
        (
            item.first_description.as_deref(),
            day(item.first_described_on),
        ),
        (item.description.as_deref(), day(item.described_on)),
    ]
}

#[tokio::test]
async fn the_first_description_names_a_knelpunt_and_the_latest_is_beside_it() {
    let world = World::with(&three_reports()).await;
    let item = only(&world, "").await;
    let (first, last) = ("De begroting is op.", "Nog steeds geen geld.");
    let day = |day: &str| Some(day.to_owned());
    assert_eq!(
        shown(&item),
        [
            (Some(first), day("2015-02-05")),
            (Some(last), day("2015-03-05"))
        ]
    );
    let early = only(&world, "&asOf=2015-02-28").await;
    assert_eq!(
        shown(&early),
        [
            (Some(first), day("2015-02-05")),
            (Some(first), day("2015-02-05"))
        ]
    );
    assert_eq!(early.later_description(), None);
    for target in ["/", "/knelpunten", "/categorieen/funding"] {
        let text = read(&world, target).await;
        let (shown, latest) = (text.find(first), text.find(last));
        assert!(shown.is_some() && shown < latest, "{target}: {text}");
        assert!(text.contains("Op 5 maart 2015: “Nog"), "{target}: {text}");
    }
    let own = read(&world, &format!("/knelpunten/{}", item.id)).await;
    assert!(own.contains("Gemeld op 5 februari 2015"), "{own}");
    assert!(own.contains("Laatst gemeld op 5 maart 2015"), "{own}");
    let csv = world.csv("/v1/knelpunten?status=all").await.body;
    let head: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
    let added = [
        "firstDescription",
        "firstDescribedAt",
        "firstDescribedOn",
        "describedAt",
        "describedOn",
    ];
    assert!(head.ends_with(&added), "{head:?}");
    assert!(csv.contains("De begroting is op."), "{csv}");
    world.stop().await;
}

#[tokio::test]
async fn what_closed_a_knelpunt_is_not_shown_when_it_is_back() {
    let mut events = three_reports();
    events.push(resolution("gone", "2015-05-01", "Er is geld gevonden."));
    let world = World::with(&events).await;
    let closed = only(&world, "").await;
    assert_eq!(closed.description.as_deref(), Some("Er is geld gevonden."));
    let list = read(&world, "/knelpunten?status=all").await;
    assert!(
        list.contains("Op 1 mei 2015: “Er is geld gevonden.”"),
        "{list}"
    );
    world.commit(&arrivals(5, &[report("back", "2015-09-01", None)]));
    let back = only(&world, "").await;
    assert_eq!(back.description.as_deref(), Some("Er is geld gevonden."));
    assert_eq!(back.later_description(), None);
    for target in ["/knelpunten", "/gemeenten/GM0344"] {
        let page = world.browse(target).await;
        check_page(target, &page);
        assert!(page.body.contains("De begroting is op."), "{target}");
        assert!(!page.body.contains("Er is geld gevonden."), "{target}");
    }
    world.stop().await;
}

#[tokio::test]
async fn a_description_that_is_redacted_is_nowhere() {
    let world = World::with(&three_reports()).await;
    let before = only(&world, "").await;
    world.commit(&arrivals(4, &[redaction("first", "2015-02-05")]));
    let after = only(&world, "").await;
    let last = Some("Nog steeds geen geld.");
    assert_eq!(shown(&after).map(|(text, _)| text), [last, last]);
    // The day is as known then; the text is not shown again.
    let known_before = only(&world, "&knownAt=3").await;
    assert_eq!(known_before.first_described_on, before.first_described_on);
    assert_eq!(known_before.first_description, None);
    let file = world.csv("/v1/knelpunten?status=all&knownAt=3").await.body;
    let pages = [
        "/".to_owned(),
        "/knelpunten".to_owned(),
        format!("/knelpunten/{}", after.id),
    ];
    for target in pages {
        let page = world.browse(&target).await;
        assert!(!page.body.contains("De begroting is op."), "{target}");
    }
    assert!(!rows(&file).is_empty() && !file.contains("De begroting is op."));
    world.stop().await;
}
