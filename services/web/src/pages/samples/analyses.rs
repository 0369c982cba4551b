//! The pages of analyses.

use askama::Template as _;

use super::{check, empty, evil, figure, frame, link};
use crate::pages::outlook::OutlookPage;

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
    ] {
        check(&page);
    }
}
