//! Samples of the list of knelpunten.

use askama::Template as _;

use super::{check, empty, evil, figure, frame, link};
use crate::pages::{
    knelpunten::{FieldInput, FilterField, KnelpuntenPage},
    municipalities::ChoiceOption,
    table::ColumnSort,
};

fn knelpunten() -> KnelpuntenPage {
    let option = |chosen| ChoiceOption {
        value: evil(),
        text: evil(),
        chosen,
    };
    let mut list = figure();
    for column in &mut list.table.columns {
        column.sort = Some(ColumnSort {
            href: evil(),
            sorted: Some("ascending"),
        });
    }
    let field = |key, input| FilterField {
        key,
        label: evil(),
        input,
    };
    KnelpuntenPage {
        frame: frame(),
        lead: evil(),
        without: vec![link()],
        action: evil(),
        fields: vec![
            field(
                "category",
                FieldInput::Options(vec![option(true), option(false)]),
            ),
            field("notConfirmedSince", FieldInput::Day(evil())),
        ],
        hidden: vec![(evil(), evil())],
        download: evil(),
        list,
        pages: vec![link()],
    }
}

#[test]
fn the_list_is_well_formed_whatever_people_write() {
    check(&knelpunten().render().unwrap());
    let nothing = KnelpuntenPage {
        list: empty(figure()),
        ..knelpunten()
    };
    check(&nothing.render().unwrap());
}
