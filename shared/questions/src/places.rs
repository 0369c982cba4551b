//! Where municipalities belong on one division, looked up once a question.

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
pub(crate) struct Places {
    held: Vec<Place>,
    /// By number of name, one more than the place's number; 0 for what names no municipality.
    number_of: Vec<u32>,
}

impl Places {
    pub(crate) fn on<'a>(
        division: Date,
        rows: impl IntoIterator<Item = &'a Knelpunt>,
        names: &Names,
        register: &Register,
    ) -> Self {
        let (mut held, mut number_of) = (Vec::new(), vec![0; names.len()]);
        for traits in rows.into_iter().filter_map(|row| row.traits) {
            let number = &mut number_of[traits.municipality.index()];
            if *number == 0 {
                held.push(place(names.text(traits.municipality), division, register));
                *number = u32::try_from(held.len()).unwrap_or(u32::MAX);
            }
        }
        Self { held, number_of }
    }

    /// Gives the place of a municipality that occurs: any other name is one that nobody asks for.
    pub(crate) fn of(&self, municipality: Name) -> Place {
        let number = self.number_of[municipality.index()] as usize;
        assert!(number > 0, "every municipality that occurs was looked up");
        self.held[number - 1]
    }
}

/// Looks up where a municipality belongs.
pub(crate) fn place(code: &str, division: Date, register: &Register) -> Place {
    let Some(reported) = register.find_municipality(code) else {
        panic!("an event of {code}, which the register lacks, is in quarantine and not here")
    };
    let succession = register.on_division(reported, division);
    Place {
        reported,
        on_division: succession.municipality,
        province: register.municipality(succession.municipality).province,
        size_class: register.size_class(succession.municipality, division),
        through_split: succession.through_split,
    }
}
