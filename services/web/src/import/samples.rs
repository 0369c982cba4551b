//! The page rendered from samples, with markup in every value that a file and its name can have.

use askama::Template as _;

use super::{
    columns::{ColumnControl, ColumnOption},
    page::{Choices, DateChoice, Done, ImportPage, ShownTable, ShownTrial},
    request::{CONFIRM, DATES, FILE},
};
use crate::pages::{
    samples::{EVIL, check, evil, frame, link},
    table::{PageRow, PageTable, TableCell, TableColumn},
};

fn page() -> ImportPage {
    ImportPage {
        frame: frame(),
        action: evil(),
        alert: None,
        done: None,
        trial: None,
        file_field: FILE,
        limit: evil(),
    }
}

fn table() -> ShownTable {
    ShownTable {
        heading: evil(),
        table: PageTable {
            columns: vec![TableColumn::text(evil()), TableColumn::text(evil())],
            rows: vec![PageRow::new(vec![
                TableCell::text(evil()),
                TableCell::text(evil()),
            ])],
            has_cards: true,
        },
        more: Some(evil()),
    }
}

fn choices() -> Choices {
    let option = |chosen| ColumnOption {
        heading: evil(),
        chosen,
    };
    Choices {
        problems: vec![evil(), evil()],
        dates: Some(vec![DateChoice {
            name: DATES,
            value: "d/m/y",
            label: evil(),
        }]),
        columns: vec![ColumnControl {
            label: evil(),
            column_name: evil(),
            columns: vec![option(true), option(false)],
            value_name: evil(),
            value: evil(),
        }],
    }
}

fn trial(choices: Option<Choices>) -> ImportPage {
    let trial = ShownTrial {
        heading: evil(),
        result: vec![evil(), evil()],
        counts: vec![evil()],
        errors: Some(table()),
        notices: vec![evil()],
        rows: Some(table()),
        choices,
        hidden: vec![(evil(), evil())],
        confirm: Some((CONFIRM, evil())),
    };
    ImportPage {
        trial: Some(trial),
        ..page()
    }
}

#[test]
fn the_page_is_well_formed_whatever_is_in_the_file() {
    let done = Done {
        sentences: vec![evil(), evil()],
        next: link(),
    };
    let pages = [
        page(),
        ImportPage {
            alert: Some(evil()),
            ..page()
        },
        ImportPage {
            done: Some(done),
            ..page()
        },
        trial(None),
        trial(Some(choices())),
    ];
    for page in pages {
        let page = page.render().unwrap();
        check(&page);
        assert!(!page.contains(EVIL));
    }
}
