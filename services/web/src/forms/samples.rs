//! Every page of forms rendered from samples, with the worst that people can write in every place.

use askama::Template as _;

use super::{
    choosing::{self, ChoosingPage},
    controls::{Choice, Control, Group, Kind},
    page::FormPage,
    sent::SentPage,
    warning::{AlikeBox, AlikeRow},
};
use crate::pages::samples::{EVIL, check, evil, link};

fn control(kind: Kind, wrong: bool) -> Control {
    Control {
        name: "category",
        label: "Categorie",
        hint: if wrong { "Kies." } else { "" },
        needed: wrong,
        kind,
        value: evil(),
        wrong: if wrong {
            vec![evil(), evil()]
        } else {
            Vec::new()
        },
    }
}

fn form(wrong: bool, alike: Option<AlikeBox>) -> FormPage {
    let choice = |chosen| Choice {
        value: evil(),
        label: evil(),
        explanation: if chosen { evil() } else { String::new() },
        chosen,
    };
    let choices = vec![choice(true), choice(false)];
    let kinds = [
        Kind::Line(vec![evil()]),
        Kind::Line(Vec::new()),
        Kind::Day,
        Kind::Lines,
        Kind::Select(choices.clone()),
        Kind::Radios(choices),
    ];
    FormPage {
        title: evil(),
        crumbs: vec![link(), link()],
        heading: evil(),
        lead: "Wat is het?",
        away: wrong,
        facts: vec![("Gemeente", evil())],
        quote: wrong.then(evil),
        summary: if wrong {
            vec![(Some("category"), evil()), (None, evil())]
        } else {
            Vec::new()
        },
        alike,
        action: evil(),
        hidden: vec![(evil(), evil())],
        groups: vec![Group {
            legend: "Wat is het?",
            controls: kinds.map(|kind| control(kind, wrong)).to_vec(),
        }],
        written: wrong,
        submit: wrong.then_some("Meld"),
        back: evil(),
    }
}

fn alike(anyway: Option<String>) -> AlikeBox {
    let row = AlikeRow {
        href: evil(),
        confirm: evil(),
        category: evil(),
        says: evil(),
    };
    AlikeBox {
        heading: "Is het deze?",
        text: "Het lijkt erop.",
        rows: vec![row.clone(), row],
        more: anyway.clone(),
        anyway,
    }
}

fn choosing(events: Vec<choosing::Row>, wrong: Vec<String>) -> ChoosingPage {
    ChoosingPage {
        title: evil(),
        crumbs: vec![link()],
        away: false,
        wrong,
        left_out: (!events.is_empty()).then(evil),
        events,
        back: evil(),
    }
}

#[test]
fn every_page_of_forms_is_well_formed_whatever_people_write() {
    let row = choosing::Row {
        says: evil(),
        source: evil(),
        href: evil(),
    };
    let sent = |dead| SentPage {
        dead,
        event_id: evil(),
        id: evil(),
    };
    for page in [
        form(false, None).render().unwrap(),
        form(true, None).render().unwrap(),
        form(true, Some(alike(None))).render().unwrap(),
        form(false, Some(alike(Some(evil())))).render().unwrap(),
        choosing(Vec::new(), vec![evil()]).render().unwrap(),
        choosing(vec![row.clone(), row], Vec::new())
            .render()
            .unwrap(),
        sent(None).render().unwrap(),
        sent(Some(evil())).render().unwrap(),
    ] {
        check(&page);
    }
}

#[test]
fn what_is_wrong_is_said_above_and_at_its_field() {
    let page = form(true, None).render().unwrap();
    assert_eq!(page.matches("<a href=\"#category\">").count(), 1);
    assert_eq!(page.matches("aria-invalid=\"true\"").count(), 6);
    let described = "aria-describedby=\"category-uitleg category-fout\"";
    assert_eq!(page.matches(described).count(), 6);
    assert!(!page.contains(EVIL));
    let page = form(false, None).render().unwrap();
    assert!(!page.contains("aria-invalid") && !page.contains("class=\"summary\""));
}
