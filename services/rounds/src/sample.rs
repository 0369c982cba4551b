//! A sheet for tests: two municipalities, and three knelpunten in the first.

use jiff::civil::date;
use model::PartyKind;

use crate::{About, Asked, Key, Open, Sheet};

pub(crate) fn about() -> About {
    About {
        round: "2013-06".to_owned(),
        source: "urn:example:coaches".to_owned(),
        as_of: date(2013, 6, 1),
        coach_organisation: Some("Coaches BV".to_owned()),
    }
}

pub(crate) fn key(category: &str) -> Key {
    Key {
        asked: "GM0344".to_owned(),
        municipality: "GM0344".to_owned(),
        category: category.to_owned(),
        building_block: Some("bag".to_owned()),
        party: Some((PartyKind::Supplier, "fabriek ijssel".to_owned())),
        reference: None,
        last_reported: date(2013, 2, 12),
    }
}

fn open(category: &str) -> Open {
    Open {
        key: key(category),
        municipality_name: "Utrecht".to_owned(),
        category_name: category.to_owned(),
        building_block_name: Some("Basisregistratie Adressen en Gebouwen".to_owned()),
        since: date(2012, 6, 1),
        age_days: 365,
        description: Some("=1+1 is geen formule".to_owned()),
    }
}

pub(crate) fn sheet() -> Sheet {
    let asked = |code: &str, name: &str| Asked {
        code: code.to_owned(),
        name: name.to_owned(),
        province: "Utrecht".to_owned(),
    };
    Sheet {
        about: about(),
        municipalities: vec![asked("GM0344", "Utrecht"), asked("GM0307", "Amersfoort")],
        knelpunten: ["funding", "integration", "capacity"].map(open).into(),
    }
}
