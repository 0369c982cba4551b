use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;
use model::Instant;

use super::*;

const NL: Messages = Messages::new(Language::Dutch);
const EN: Messages = Messages::new(Language::English);

/// Returns the ids of a file with the names of their placeholders.
fn ids(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines() {
        let start = line
            .split_once(" =")
            .filter(|_| line.starts_with(|c: char| c.is_ascii_alphabetic()));
        if let Some((id, _)) = start {
            current = id.to_owned();
            assert!(
                found.insert(current.clone(), BTreeSet::new()).is_none(),
                "{id} stands there twice"
            );
        }
        if let Some((name, _)) = line
            .trim_start()
            .strip_prefix('.')
            .and_then(|line| line.split_once(" ="))
        {
            // The command line is in English only.
            if name != "command" {
                found.get_mut(&current).unwrap().insert(format!(".{name}"));
            }
        }
        for placeholder in line.split('$').skip(1) {
            let name = placeholder
                .split(|c: char| !c.is_ascii_alphanumeric())
                .next()
                .unwrap();
            found.get_mut(&current).unwrap().insert(name.to_owned());
        }
    }
    found
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_placeholders() {
    let mut all = BTreeSet::new();
    for file in message_files() {
        for text in file.texts {
            assert!(
                FluentResource::try_new(text.to_owned()).is_ok(),
                "{} cannot be read",
                file.area
            );
        }
        let [dutch, english] = file.texts.map(ids);
        assert_eq!(dutch, english, "{}", file.area);
        for id in dutch.keys() {
            assert!(all.insert(id.clone()), "{id} stands in two files");
        }
    }
    assert!(all.len() > 50);
}

#[test]
fn every_message_has_a_text() {
    for file in message_files() {
        for id in ids(file.texts[0]).keys() {
            for messages in [NL, EN] {
                assert_ne!(&messages.text(id), id);
            }
        }
    }
}

#[test]
fn numbers_are_written_as_the_language_does() {
    assert_eq!(
        (NL.number(1_302_u64), EN.number(1_302_u64)),
        ("1.302".to_owned(), "1,302".to_owned())
    );
    assert_eq!(
        (NL.decimal(12.54, 1), EN.decimal(-0.04, 1)),
        ("12,5".to_owned(), "0.0".to_owned())
    );
    assert_eq!(
        [24, 0, -1_003].map(|change| NL.change(change)),
        ["+24", "0", "−1.003"]
    );
    assert_eq!(
        [0.0, 0.001, 0.58, 0.999, 1.0].map(|share| NL.share(share)),
        ["0%", "< 1%", "58%", "> 99%", "100%"]
    );
    assert_eq!(
        (NL.part(1, 3), NL.part(0, 0)),
        ("33%".to_owned(), "–".to_owned())
    );
}

#[test]
fn dates_are_written_as_the_language_does() {
    let day: jiff::civil::Date = "2026-03-03".parse().unwrap();
    assert_eq!(
        (NL.date(day), EN.date(day)),
        ("3 maart 2026".to_owned(), "3 March 2026".to_owned())
    );
    assert_eq!(
        (NL.short_date(day), EN.short_date(day)),
        ("3 mrt 2026".to_owned(), "3 Mar 2026".to_owned())
    );
    let at = Instant::parse("2026-03-03T15:08:00Z").unwrap();
    assert_eq!(
        (NL.instant(at), EN.instant(at)),
        (
            "3 maart 2026, 16.08 uur".to_owned(),
            "3 March 2026, 16:08".to_owned()
        )
    );
    assert_eq!(
        (NL.round("2026-09"), EN.round("2026-09"), NL.round("najaar")),
        (
            "september 2026".to_owned(),
            "September 2026".to_owned(),
            "najaar".to_owned()
        )
    );
}

#[test]
fn ages_are_written_out() {
    let age = |messages: Messages, from: &str| {
        messages.age(from.parse().unwrap(), "2013-07-01".parse().unwrap())
    };
    assert_eq!(age(NL, "2013-07-01"), "nog geen dag");
    assert_eq!(age(NL, "2013-06-30"), "1 dag");
    assert_eq!(age(EN, "2013-05-02"), "60 days");
    assert_eq!(age(NL, "2012-07-01"), "1 jaar");
    assert_eq!(age(NL, "2010-05-25"), "3 jaar en 1 maand");
    assert_eq!(age(EN, "2010-03-25"), "3 years and 3 months");
}

#[test]
fn a_number_chooses_the_form() {
    assert_eq!(
        NL.with("bar-broken", "n", 1),
        "Eén gebeurtenis kon niet gelezen worden en telt niet mee."
    );
    assert_eq!(
        NL.with("bar-broken", "n", 1_200),
        "1.200 gebeurtenissen konden niet gelezen worden en tellen niet mee."
    );
    assert_eq!(
        EN.with("bar-broken", "n", 1_200),
        "1,200 events could not be read and do not count."
    );
}
