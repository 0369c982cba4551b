//! The pages of analyses.

use askama::Template as _;

use super::{check, empty, evil, figure, frame, link};
use crate::pages::{
    map::MapPage, municipalities::ChoiceOption, outlook::OutlookPage, support::SupportPage,
};

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

fn map() -> MapPage {
    let mut map = figure();
    map.is_beside = true;
    MapPage {
        frame: frame(),
        action: evil(),
        hidden: vec![(evil(), evil())],
        measures: vec![ChoiceOption {
            value: evil(),
            text: evil(),
            chosen: true,
        }],
        day: evil(),
        beside: evil(),
        today: evil(),
        map,
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
        map().render().unwrap(),
        support(true, false).render().unwrap(),
        support(false, true).render().unwrap(),
        support(false, false).render().unwrap(),
    ] {
        check(&page);
    }
}
