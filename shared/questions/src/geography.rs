//! Where municipalities belong on one division, looked up once a question.

use fold::{Interner, Symbol};
use jiff::civil::Date;
use register::{MunicipalityId, ProvinceId, Register, SizeClass};

/// Where a municipality belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
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
pub(crate) struct Geography {
    held: Vec<Area>,
    /// By number of name, one more than the place's number; 0 for what names no municipality.
    number_of: Vec<u32>,
}

impl Geography {
    pub(crate) fn on(
        division: Date,
        municipalities: impl Iterator<Item = Symbol>,
        interner: &Interner,
        register: &Register,
    ) -> Self {
        let (mut held, mut number_of) = (Vec::new(), vec![0; interner.len()]);
        for municipality in municipalities {
            let number = &mut number_of[municipality.index()];
            if *number == 0 {
                held.push(place(interner.text(municipality), division, register));
                *number = u32::try_from(held.len()).unwrap_or(u32::MAX);
            }
        }
        Self { held, number_of }
    }

    /// Gives the place of a municipality that occurs: any other name is one that nobody asks for.
    pub(crate) fn of(&self, municipality: Symbol) -> Area {
        self.held[self.number(municipality)]
    }

    /// Gives the number of that place, from 0.
    pub(crate) fn number(&self, municipality: Symbol) -> usize {
        let number = self.number_of[municipality.index()] as usize;
        assert!(number > 0, "every municipality that occurs was looked up");
        number - 1
    }

    /// Lists the places, in order of number.
    pub(crate) fn all(&self) -> &[Area] {
        &self.held
    }
}

/// Looks up where a municipality belongs.
pub(crate) fn place(code: &str, division: Date, register: &Register) -> Area {
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
