//! The pages of analyses.

use askama::Template as _;

use super::{check, empty, evil, figure, frame, link};
use crate::pages::{
    compare::{CompareForm, ComparePage},
    knelpunten::{FieldInput, FilterField},
    map::MapPage,
    matrix::MatrixPage,
    municipalities::ChoiceOption,
    outlook::OutlookPage,
    remedy::RemedyPage,
    round::{NotCalled, RoundPage},
    rounds::RoundsPage,
    support::SupportPage,
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

fn remedy(is_known: bool) -> RemedyPage {
    RemedyPage {
        frame: frame(),
        lead: evil(),
        curves: is_known.then(figure),
        numbers: is_known.then(figure),
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

fn matrix(is_known: bool) -> MatrixPage {
    MatrixPage {
        frame: frame(),
        matrix: is_known.then(figure),
    }
}

fn round() -> RoundPage {
    RoundPage {
        acts: vec![link()],
        frame: frame(),
        lead: evil(),
        beside: vec![figure(), figure()],
        action: evil(),
        hidden: vec![(evil(), evil())],
        others: vec![ChoiceOption {
            value: evil(),
            text: evil(),
            chosen: true,
        }],
        lists: vec![figure(), empty(figure())],
        not_called: Some(NotCalled {
            heading: evil(),
            open: evil(),
            letters: vec![link()],
        }),
        municipalities: Some(figure()),
    }
}

fn compare(form: bool) -> ComparePage {
    let form = form.then(|| CompareForm {
        action: evil(),
        hidden: vec![(evil(), evil())],
        fields: vec![FilterField {
            key: "question",
            label: evil(),
            input: FieldInput::Options(vec![ChoiceOption {
                value: evil(),
                text: evil(),
                chosen: true,
            }]),
        }],
        day: evil(),
        beside: evil(),
        today: evil(),
    });
    ComparePage {
        frame: frame(),
        lead: evil(),
        form,
        figures: vec![figure()],
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
        RoundsPage {
            acts: vec![link()],
            frame: frame(),
            figures: vec![figure()],
        }
        .render()
        .unwrap(),
        RoundsPage {
            acts: vec![link()],
            frame: frame(),
            figures: Vec::new(),
        }
        .render()
        .unwrap(),
        round().render().unwrap(),
        RoundPage {
            not_called: None,
            municipalities: None,
            others: Vec::new(),
            ..round()
        }
        .render()
        .unwrap(),
        compare(true).render().unwrap(),
        compare(false).render().unwrap(),
        matrix(true).render().unwrap(),
        matrix(false).render().unwrap(),
        map().render().unwrap(),
        remedy(true).render().unwrap(),
        remedy(false).render().unwrap(),
        support(true, false).render().unwrap(),
        support(false, true).render().unwrap(),
        support(false, false).render().unwrap(),
    ] {
        check(&page);
    }
}
