//! Where municipalities belong by one division, looked up once per question.

use fold::{Interner, Symbol};
use jiff::civil::Date;
use register::{MunicipalityId, ProvinceId, Register, SizeClass};

/// Where a municipality belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
    /// The municipality that reported.
    pub(crate) reported: MunicipalityId,
    /// The municipality that it belongs to, by the division.
    pub(crate) on_division: MunicipalityId,
    /// The province of the latter.
    pub(crate) province: ProvinceId,
    /// The size class of the latter on the date of the division.
    pub(crate) size_class: Option<SizeClass>,
    /// True when a part of the municipality that reported belongs elsewhere.
    pub(crate) through_split: bool,
}

/// A municipality in answers: by the division, with the one that reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Location {
    /// CBS code, by the division.
    pub(crate) code: String,
    /// Name.
    pub(crate) name: String,
    /// CBS code of the municipality that reported, where it is another one.
    pub(crate) inherited_from: Option<String>,
    /// True when a part of the municipality that reported belongs elsewhere.
    pub(crate) through_split: bool,
    /// CBS codes of those that got its other parts.
    pub(crate) other_successors: Vec<String>,
}

impl Area {
    /// Returns the place with its codes and names.
    pub(crate) fn location(self, register: &Register) -> Location {
        let municipality = register.municipality(self.on_division);
        let has_moved = self.on_division != self.reported;
        Location {
            code: municipality.code.clone(),
            name: municipality.name.clone(),
            inherited_from: has_moved.then(|| register.municipality(self.reported).code.clone()),
            through_split: has_moved && self.through_split,
            other_successors: register.other_successors(self.reported, self.on_division),
        }
    }
}

/// The areas of the municipalities that occur, found by symbol.
pub(crate) struct Geography {
    areas: Vec<Area>,
    /// By symbol, one more than the index of its area; 0 for a symbol that names no municipality.
    index_of: Vec<u32>,
}

impl Geography {
    pub(crate) fn new(
        division: Date,
        municipalities: impl Iterator<Item = Symbol>,
        interner: &Interner,
        register: &Register,
    ) -> Self {
        let (mut areas, mut index_of) = (Vec::new(), vec![0; interner.len()]);
        for municipality in municipalities {
            let index = &mut index_of[municipality.index()];
            if *index == 0 {
                areas.push(area_of(interner.text(municipality), division, register));
                *index = u32::try_from(areas.len()).unwrap_or(u32::MAX);
            }
        }
        Self { areas, index_of }
    }

    /// Returns the area of a municipality, which must be one that occurs.
    pub(crate) fn area(&self, municipality: Symbol) -> Area {
        self.areas[self.index(municipality)]
    }

    /// Returns the index of that area.
    pub(crate) fn index(&self, municipality: Symbol) -> usize {
        let index = self.index_of[municipality.index()] as usize;
        assert!(index > 0, "every municipality that occurs was looked up");
        index - 1
    }

    /// Returns all areas, by index.
    pub(crate) fn areas(&self) -> &[Area] {
        &self.areas
    }
}

/// Returns where a municipality belongs.
pub(crate) fn area_of(code: &str, division: Date, register: &Register) -> Area {
    let Some(reported) = register.find_municipality(code) else {
        panic!("an event of {code}, which the register lacks, is in quarantine and not here")
    };
    let succession = register.successor_on(reported, division);
    Area {
        reported,
        on_division: succession.municipality,
        province: register.municipality(succession.municipality).province,
        size_class: register.size_class(succession.municipality, division),
        through_split: succession.through_split,
    }
}
