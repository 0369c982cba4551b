//! Every page of the forms rendered from samples, with markup in every value that people can write.

use askama::Template as _;

use super::{
    control::{ControlKind, FieldGroup, FieldOption, FormControl},
    duplicate_warning::{DuplicateRow, DuplicateWarning},
    event_picker::{EventPickerPage, EventRow},
    municipality_choice::MunicipalityChoicePage,
    page::FormPage,
    receipt::ReceiptPage,
};
use crate::pages::samples::{EVIL, check, evil, frame, link};

fn control(kind: ControlKind, invalid: bool) -> FormControl {
    FormControl {
        name: "category",
        label: "Categorie",
        hint: if invalid { "Kies." } else { "" },
        required: invalid,
        kind,
        value: evil(),
        violations: if invalid {
            vec![evil(), evil()]
        } else {
            Vec::new()
        },
    }
}

fn form(invalid: bool, duplicates: Option<DuplicateWarning>) -> FormPage {
    let option = |chosen| FieldOption {
        value: evil(),
        label: evil(),
        explanation: if chosen { evil() } else { String::new() },
        chosen,
    };
    let options = vec![option(true), option(false)];
    let kinds = [
        ControlKind::Line(vec![evil()]),
        ControlKind::Line(Vec::new()),
        ControlKind::Day,
        ControlKind::Lines,
        ControlKind::Select(options.clone()),
        ControlKind::Radios(options),
    ];
    FormPage {
        frame: frame(),
        heading: evil(),
        lead: "Wat is het?",
        log_unavailable: invalid,
        facts: vec![("Gemeente", evil())],
        quote: invalid.then(evil),
        summary: if invalid {
            vec![(Some("category"), evil()), (None, evil())]
        } else {
            Vec::new()
        },
        duplicates,
        action: evil(),
        hidden: vec![(evil(), evil())],
        groups: vec![FieldGroup {
            legend: "Wat is het?",
            controls: kinds.map(|kind| control(kind, invalid)).to_vec(),
        }],
        has_free_text: invalid,
        submit: invalid.then_some("Meld"),
        back: evil(),
    }
}

fn duplicates(anyway: Option<String>) -> DuplicateWarning {
    let row = DuplicateRow {
        href: evil(),
        confirm: evil(),
        category: evil(),
        details: evil(),
    };
    DuplicateWarning {
        heading: "Is het deze?",
        text: "Het lijkt erop.",
        rows: vec![row.clone(), row],
        more: anyway.clone(),
        anyway,
    }
}

fn event_picker(events: Vec<EventRow>, violations: Vec<String>) -> EventPickerPage {
    EventPickerPage {
        frame: frame(),
        log_unavailable: false,
        violations,
        more: (!events.is_empty()).then(evil),
        events,
        back: evil(),
    }
}

#[test]
fn every_page_of_the_forms_is_well_formed_whatever_people_write() {
    let row = EventRow {
        line: evil(),
        source: evil(),
        href: evil(),
    };
    let receipt = |rejected| ReceiptPage {
        frame: frame(),
        rejected,
        event_id: evil(),
        id: evil(),
        label: "Knelpunt",
    };
    for page in [
        form(false, None).render().unwrap(),
        form(true, None).render().unwrap(),
        form(true, Some(duplicates(None))).render().unwrap(),
        form(false, Some(duplicates(Some(evil()))))
            .render()
            .unwrap(),
        event_picker(Vec::new(), vec![evil()]).render().unwrap(),
        event_picker(vec![row.clone(), row], Vec::new())
            .render()
            .unwrap(),
        receipt(None).render().unwrap(),
        receipt(Some(evil())).render().unwrap(),
    ] {
        check(&page);
    }
}

#[test]
fn a_violation_is_shown_above_the_fields_and_at_its_own() {
    let page = form(true, None).render().unwrap();
    assert_eq!(page.matches("<a href=\"#category\">").count(), 1);
    assert_eq!(page.matches("aria-invalid=\"true\"").count(), 6);
    let described = "aria-describedby=\"category-uitleg category-fout\"";
    assert_eq!(page.matches(described).count(), 6);
    assert!(!page.contains(EVIL));
    let page = form(false, None).render().unwrap();
    assert!(!page.contains("aria-invalid") && !page.contains("class=\"summary\""));
}

#[test]
fn the_choice_of_a_municipality_is_well_formed_whatever_people_write() {
    let page = |violation| MunicipalityChoicePage {
        frame: frame(),
        hidden: vec![(evil(), evil())],
        typed: evil(),
        violation,
        nearest: vec![link()],
        names: vec![EVIL],
    };
    check(&page(None).render().unwrap());
    check(&page(Some(evil())).render().unwrap());
}
