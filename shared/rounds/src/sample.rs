//! A sheet for tests: two municipalities, and three knelpunten in the first.

use jiff::civil::date;
use model::PartyKind;

use crate::{CallSheet, RowKey, SheetKnelpunt, SheetMunicipality, WorkbookInfo};

pub(crate) fn info() -> WorkbookInfo {
    WorkbookInfo {
        round: "2013-06".to_owned(),
        source: "urn:example:coaches".to_owned(),
        as_of: date(2013, 6, 1),
        coach_organisation: Some("Coaches BV".to_owned()),
    }
}

pub(crate) fn key(category: &str) -> RowKey {
    RowKey {
        called: "GM0344".to_owned(),
        municipality: "GM0344".to_owned(),
        category: category.to_owned(),
        building_block: Some("bag".to_owned()),
        party: Some((PartyKind::Supplier, "fabriek ijssel".to_owned())),
        reference: None,
        last_reported: date(2013, 2, 12),
    }
}

fn open(category: &str) -> SheetKnelpunt {
    SheetKnelpunt {
        key: key(category),
        municipality_name: "Utrecht".to_owned(),
        category_name: category.to_owned(),
        building_block_name: Some("Basisregistratie Adressen en Gebouwen".to_owned()),
        since: date(2012, 6, 1),
        age_days: 365,
        description: Some("=1+1 is geen formule".to_owned()),
    }
}

pub(crate) fn sheet() -> CallSheet {
    let municipality = |code: &str, name: &str| SheetMunicipality {
        code: code.to_owned(),
        name: name.to_owned(),
        province: "Utrecht".to_owned(),
    };
    CallSheet {
        info: info(),
        municipalities: vec![
            municipality("GM0344", "Utrecht"),
            municipality("GM0307", "Amersfoort"),
        ],
        knelpunten: ["funding", "integration", "capacity"].map(open).into(),
    }
}
