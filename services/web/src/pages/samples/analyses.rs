//! The pages of analyses.

use askama::Template as _;

use super::{check, empty, evil, figure, frame, link};
use crate::pages::{outlook::OutlookPage, support::SupportPage};

fn outlook() -> OutlookPage {
    OutlookPage {
        frame: frame(),
        lead: evil(),
        horizons_label: evil(),
        horizons: vec![link(), link()],
        chances: Some(figure()),
        categories: Some(figure()),
        lists: vec![figure(), empty(figure())],
    }
}

fn support(table: bool, form: bool) -> SupportPage {
    SupportPage {
        frame: frame(),
        table: table.then(figure),
        form: form.then(evil),
    }
}

#[test]
fn every_analysis_is_well_formed_whatever_people_write() {
    for page in [
        outlook().render().unwrap(),
        OutlookPage {
            chances: None,
            ..outlook()
        }
        .render()
        .unwrap(),
        support(true, false).render().unwrap(),
        support(false, true).render().unwrap(),
        support(false, false).render().unwrap(),
    ] {
        check(&page);
    }
}
