//! Samples of the pages about categories, building blocks and parties.

use askama::Template as _;

use super::{check, evil, figure, frame, link};
use crate::pages::{
    group::GroupPage,
    groups::GroupsPage,
    parties::{KindChoice, PartiesPage},
};

fn groups() -> GroupsPage {
    GroupsPage {
        frame: frame(),
        lead: evil(),
        figures: vec![figure()],
        unreported_heading: evil(),
        unreported: vec![link()],
    }
}

#[test]
fn pages_of_groups_are_well_formed_whatever_people_write() {
    check(&groups().render().unwrap());
    let page = GroupPage {
        frame: frame(),
        lead: evil(),
        rows: vec![vec![figure()], vec![figure(), figure()], Vec::new()],
    };
    check(&page.render().unwrap());
    let kind = |chosen| KindChoice {
        link: link(),
        chosen,
    };
    let page = PartiesPage {
        frame: frame(),
        lead: evil(),
        kinds: vec![kind(true), kind(false)],
        figures: vec![figure()],
        next: Some(evil()),
    };
    check(&page.render().unwrap());
    let empty = PartiesPage {
        figures: Vec::new(),
        ..page
    };
    check(&empty.render().unwrap());
}
