//! Where municipalities belong on one division, looked up once a question.

use std::collections::HashMap;

use fold::{Knelpunt, Name, Names};
use jiff::civil::Date;
use register::{MunicipalityId, ProvinceId, Register, SizeClass};

/// Where a municipality belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// The municipality that reported.
    pub(crate) reported: MunicipalityId,
    /// The one that it belongs to on the division.
    pub(crate) on_division: MunicipalityId,
    /// The province of the latter.
    pub(crate) province: ProvinceId,
    /// The size class of the latter on the division's date.
    pub(crate) size_class: Option<SizeClass>,
    /// True when a part of what reported went elsewhere.
    pub(crate) through_split: bool,
}

/// The places of the municipalities that occur, by name.
pub(crate) struct Places(HashMap<Name, Place>);

impl Places {
    pub(crate) fn on(
        division: Date,
        rows: &[&Knelpunt],
        names: &Names,
        register: &Register,
    ) -> Self {
        let mut places = HashMap::new();
        for traits in rows.iter().filter_map(|row| row.traits) {
            places
                .entry(traits.municipality)
                .or_insert_with(|| place(names.text(traits.municipality), division, register));
        }
        Self(places)
    }

    pub(crate) fn of(&self, municipality: Name) -> Place {
        let place = self.0.get(&municipality);
        assert!(
            place.is_some(),
            "every municipality that occurs was looked up"
        );
        place
            .copied()
            .unwrap_or_else(|| unreachable!("asserted above"))
    }
}

fn place(code: &str, division: Date, register: &Register) -> Place {
    let reported = register.find_municipality(code);
    assert!(
        reported.is_some(),
        "an event of {code}, which the register lacks, would have been quarantined"
    );
    let reported = reported.unwrap_or_else(|| unreachable!("asserted above"));
    let succession = register.on_division(reported, division);
    Place {
        reported,
        on_division: succession.municipality,
        province: register.municipality(succession.municipality).province,
        size_class: register.size_class(succession.municipality, division),
        through_split: succession.through_split,
    }
}
