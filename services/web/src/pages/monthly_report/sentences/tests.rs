use api::answers::ResolvedByOutcome;
use texts::messages::Language;

use super::*;

fn name() -> KnelpuntName {
    KnelpuntName {
        category: "Koppeling werkt niet".to_owned(),
        municipality: "Utrecht".to_owned(),
    }
}

/// Returns the facts of a month in which everything happened `count` times.
fn facts(count: i64) -> MonthFacts {
    let month: Month = "2026-10".parse().unwrap();
    let figures = |open: i64| PeriodFigures {
        reported: 3 * count,
        opened: count,
        recurred: count / 2,
        resolved: count,
        resolved_by_outcome: ResolvedByOutcome {
            solved: count - count / 2,
            lapsed: count / 2,
            central: 0,
        },
        open_at_end: open,
        persisting_at_end: count / 2,
        unconfirmed_at_end: count,
    };
    MonthFacts {
        month,
        now: figures(2 * count),
        month_before: figures(count),
        year_before: Some(figures(count)),
        moved: Vec::new(),
        became_persisting: usize::try_from(count).unwrap(),
        only: OnlyOnes {
            open: Some(name()),
            persisting: Some(name()),
            added: Some(name()),
            removed: Some(name()),
        },
    }
}

#[track_caller]
fn check(language: Language, facts: &MonthFacts, expected: [&str; 2]) {
    assert_eq!(paragraphs(Messages::new(language), facts), expected);
}

#[test]
fn a_month_without_events_has_no_row_of_zeros() {
    check(
        Language::Dutch,
        &facts(0),
        [
            "Eind oktober stond er geen enkel knelpunt open. Dat is evenveel als een maand eerder. \
             In oktober gebeurde er niets: er kwam niets bij en er ging niets af. Er werd niets hardnekkig.",
            "Een jaar eerder, eind oktober 2025, stond er niets open. Geen enkele categorie kwam er de laatste twaalf \
             maanden vaker of minder vaak bij dan toeval kan verklaren.",
        ],
    );
    check(
        Language::English,
        &facts(0),
        [
            "At the end of October no knelpunt was open. That is as many as a month before. \
             Nothing happened in October: nothing was added and nothing removed. None became persisting.",
            "A year before, at the end of October 2025, nothing was open. In the last twelve months no category was \
             added more or less often than chance can explain.",
        ],
    );
}

#[test]
fn what_occurred_once_is_named() {
    let mut once = facts(1);
    once.now.open_at_end = 1;
    once.now.recurred = 1;
    once.month_before.open_at_end = 2;
    check(
        Language::Dutch,
        &once,
        [
            "Eind oktober stond er één knelpunt open, in Utrecht. Dat is er één minder dan een maand eerder. \
             Het is niet hardnekkig. Er kwam één knelpunt bij: Koppeling werkt niet in Utrecht. Het kwam terug nadat \
             het eerder was afgesloten. Er ging er één af: Koppeling werkt niet in Utrecht, opgelost. \
             Eén knelpunt werd hardnekkig. Het open knelpunt is al een jaar niet bevestigd.",
            "Een jaar eerder, eind oktober 2025, stond er één knelpunt open. Geen enkele categorie kwam er de laatste \
             twaalf maanden vaker of minder vaak bij dan toeval kan verklaren.",
        ],
    );
    check(
        Language::English,
        &once,
        [
            "At the end of October one knelpunt was open, in Utrecht. That is one fewer than a month before. \
             It does not persist. One was added: Koppeling werkt niet in Utrecht. It came back after it had been \
             closed. One was closed: Koppeling werkt niet in Utrecht, solved. One knelpunt became persisting. \
             The open knelpunt has not been confirmed for a year.",
            "A year before, at the end of October 2025, one knelpunt was open. In the last twelve months no category \
             was added more or less often than chance can explain.",
        ],
    );
}

#[test]
fn two_and_more_are_counted() {
    let mut many = facts(1_302);
    many.moved = vec![Moved {
        name: "Koppeling werkt niet".to_owned(),
        before: 9,
        now: 31,
    }];
    check(
        Language::Dutch,
        &many,
        [
            "Eind oktober stonden er 2.604 knelpunten open. Dat zijn er 1.302 meer dan een maand eerder. \
             Daarvan zijn er 651 hardnekkig. Er kwamen er 1.302 bij. Daarvan kwamen er 651 terug nadat ze eerder \
             waren afgesloten. Er gingen er 1.302 af: 651 opgelost en 651 vervallen. \
             Er werden 1.302 knelpunten hardnekkig. Al een jaar niet bevestigd: 1.302 van de 2.604.",
            "Een jaar eerder, eind oktober 2025, stonden er 1.302 open, waarvan 651 hardnekkig. \
             Eén categorie veranderde meer dan toeval kan verklaren: Koppeling werkt niet, van 9 naar 31 keer.",
        ],
    );
    let mut two = facts(2);
    two.now.persisting_at_end = 4;
    two.now.resolved_by_outcome = ResolvedByOutcome {
        solved: 2,
        ..ResolvedByOutcome::default()
    };
    two.year_before = None;
    check(
        Language::English,
        &two,
        [
            "At the end of October 4 knelpunten were open. That is 2 more than a month before. \
             All of them persist. During the month 2 were added. One of these came back after it had been closed. \
             In all, 2 were closed: all solved. In the same month, 2 became persisting. \
             Not confirmed for a year: 2 of 4.",
            "In the last twelve months no category was added more or less often than chance can explain.",
        ],
    );
}

#[test]
fn a_round_names_who_was_reached_and_who_is_left() {
    let day = |text: &str| text.parse().unwrap();
    let round = |slug: &str, asked, reached, no_answer| RoundItem {
        round: slug.to_owned(),
        href: String::new(),
        began_at: model::Instant::end_of(day(&format!("{slug}-02"))).unwrap(),
        began_on: day(&format!("{slug}-02")),
        ended_at: model::Instant::end_of(day(&format!("{slug}-20"))).unwrap(),
        ended_on: day(&format!("{slug}-20")),
        coverage: Coverage {
            asked,
            reached,
            no_answer,
            ..Coverage::default()
        },
    };
    let t = Messages::new(Language::Dutch);
    let month: Month = "2026-10".parse().unwrap();
    for (items, only, expected) in [
        (vec![], None, "In oktober was er geen ronde."),
        (
            vec![round("2026-09", 127, 114, 8)],
            None,
            "In oktober was er geen ronde. De laatste ronde was september 2026: 114 van de 127 gebelde gemeenten \
             zijn gesproken. Er moeten er nog 8 gebeld worden.",
        ),
        (
            vec![round("2026-10", 3, 1, 1)],
            Some("Tubbergen"),
            "In oktober was de ronde oktober 2026: één van de 3 gebelde gemeenten is gesproken. \
             Er moet er nog één gebeld worden: Tubbergen.",
        ),
        (
            vec![round("2026-10", 1, 1, 0)],
            None,
            "In oktober was de ronde oktober 2026: de enige gebelde gemeente is gesproken. \
             Alle gemeenten van die ronde zijn bereikt.",
        ),
        (
            vec![round("2026-10", 0, 0, 0)],
            None,
            "In oktober was de ronde oktober 2026: wie er gebeld is, is niet vastgelegd.",
        ),
    ] {
        let list = Rounds {
            total: items.len(),
            items,
        };
        assert_eq!(rounds(t, month, &list, only), expected);
    }
}
