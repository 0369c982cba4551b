use jiff::civil::date;
use model::KnelpuntId;

use super::*;

fn alert(news: AlertFacts) -> Alert {
    Alert {
        id: Uuid::nil(),
        found_at: Instant::parse("2026-11-28T12:00:00Z").unwrap(),
        news,
    }
}

fn knelpunt() -> KnelpuntFacts {
    KnelpuntFacts {
        knelpunt: KnelpuntId::from_bytes([7; 16]),
        municipality: "GM0344".to_owned(),
        municipality_name: "Utrecht".to_owned(),
        category: "funding".to_owned(),
        party: Some("Centric".to_owned()),
        since_on: date(2026, 3, 3),
        last_reported_on: date(2026, 9, 1),
    }
}

fn message(news: Vec<AlertFacts>, language: Language) -> AlertMessage {
    let writer = Writer {
        register: Register::embedded(),
        pages: Some("https://example.nl"),
    };
    writer.message(Uuid::nil(), news.into_iter().map(alert).collect(), language)
}

/// Checks the title and the text of an alert in both languages, and that it is read back from the ledger.
#[track_caller]
fn check(news: &AlertFacts, dutch: [&str; 2], english: [&str; 2]) {
    let written = serde_json::to_string(&alert(news.clone())).unwrap();
    let read: Alert = serde_json::from_str(&written).unwrap();
    assert_eq!(read, alert(news.clone()), "the ledger has {written}");
    for (language, expected) in [(Language::Dutch, dutch), (Language::English, english)] {
        let written = message(vec![news.clone()], language);
        assert_eq!([&*written.items[0].title, &written.items[0].text], expected);
        assert_eq!(written.subject(), written.items[0].title);
    }
}

#[test]
fn a_knelpunt_is_written_with_since_when_it_is_there() {
    let name = |language| {
        let category = Register::embedded()
            .catalogue()
            .category("funding")
            .unwrap();
        match language {
            Language::Dutch => category.nl.clone(),
            Language::English => category.en.clone(),
        }
    };
    let (nl, en) = (name(Language::Dutch), name(Language::English));
    let dutch =
        "Open sinds 3 maart 2026 (8 maanden), laatst gemeld op 1 september 2026. Wacht op Centric.";
    let english =
        "Open since 3 March 2026 (8 months), last reported on 1 September 2026. Waits on Centric.";
    check(
        &AlertFacts::Persists(knelpunt()),
        [&format!("{nl} in Utrecht is hardnekkig geworden"), dutch],
        [&format!("{en} in Utrecht became persisting"), english],
    );
    check(
        &AlertFacts::Recurred(knelpunt()),
        [&format!("{nl} in Utrecht is teruggekomen"), dutch],
        [&format!("{en} in Utrecht came back"), english],
    );
}

#[test]
fn a_municipality_and_a_round_are_written_for_none_one_and_many() {
    let not_reached = |last_reached_on| AlertFacts::NotReached {
        municipality: "GM0344".to_owned(),
        municipality_name: "Utrecht".to_owned(),
        last_reached_on,
    };
    let title = [
        "Utrecht is al een jaar niet gesproken",
        "Utrecht has not been reached for a year",
    ];
    check(
        &not_reached(None),
        [title[0], "Nog in geen enkele ronde gesproken."],
        [title[1], "Not reached in any round yet."],
    );
    check(
        &not_reached(Some(date(2025, 9, 1))),
        [title[0], "Laatst gesproken op 1 september 2025."],
        [title[1], "Last reached on 1 September 2025."],
    );
    let round = |names: &[&str]| AlertFacts::RoundMissed {
        round: "2026-09".to_owned(),
        ended_on: date(2026, 9, 20),
        municipalities: names.iter().map(|name| (*name).to_owned()).collect(),
    };
    check(
        &round(&["Almere"]),
        [
            "Ronde september 2026: nog één gemeente te bellen",
            "Niet bereikt: Almere. De laatste keer dat er gebeld werd was op 20 september 2026.",
        ],
        [
            "Round September 2026: one municipality still to be called",
            "Not reached: Almere. The last call was on 20 September 2026.",
        ],
    );
    check(
        &round(&["Almere", "Utrecht"]),
        [
            "Ronde september 2026: nog 2 gemeenten te bellen",
            "Niet bereikt: Almere en Utrecht. De laatste keer dat er gebeld werd was op 20 september 2026.",
        ],
        [
            "Round September 2026: 2 municipalities still to be called",
            "Not reached: Almere and Utrecht. The last call was on 20 September 2026.",
        ],
    );
}

#[test]
fn a_category_is_written_with_both_counts_and_the_window() {
    let category = Register::embedded().catalogue().category("funding");
    let category = category.unwrap();
    let mover = AlertFacts::Mover {
        category: "funding".to_owned(),
        now: 1_200,
        before: 2,
        from: date(2025, 11, 29),
        to: date(2026, 11, 28),
    };
    let dutch = "kwam er vaker bij dan toeval kan verklaren: 1.200 keer, was 2";
    let english = "was added more often than chance can explain: 1,200 times, was 2";
    check(
        &mover,
        [
            &format!("{} {dutch}", category.nl),
            "Van 29 november 2025 tot en met 28 november 2026, vergeleken met de periode daarvoor.",
        ],
        [
            &format!("{} {english}", category.en),
            "From 29 November 2025 to 28 November 2026, compared with the period before.",
        ],
    );
}

#[test]
fn a_message_with_many_alerts_counts_them_and_shows_the_first() {
    let many = message(vec![AlertFacts::Persists(knelpunt()); 102], Language::Dutch);
    assert_eq!(many.subject(), "Knelpunten: 102 signaleringen");
    let body = many.body();
    let link = "https://example.nl/knelpunten/07070707-0707-0707-0707-070707070707\n";
    assert_eq!(body.matches(link).count(), 100);
    assert!(body.contains("En nog 2 andere"), "{body}");
    assert!(body.ends_with("zijn ingesteld.\n"), "{body}");
    let english = message(vec![AlertFacts::Persists(knelpunt())], Language::English);
    assert!(
        english.items[0]
            .link
            .as_ref()
            .unwrap()
            .ends_with("?lang=en")
    );
}
