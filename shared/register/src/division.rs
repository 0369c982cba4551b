//! The municipality that another belongs to in the division of a date: mergers are followed forwards only.

use jiff::civil::Date;
use serde::Deserialize;

use crate::{Municipality, MunicipalityId, Register, RegisterError, municipality};

/// The municipality that another, or most of it, belongs to on some date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Succession {
    /// The municipality at the end of the chain of main successors.
    pub municipality: MunicipalityId,
    /// Whether a link of the chain was a split, so that a part belongs to another municipality.
    pub through_split: bool,
}

#[derive(Deserialize)]
struct Row {
    effective_date: String,
    kind: String,
    from_code: String,
    to_code: String,
    main_successor: String,
}

impl Register {
    /// Returns the end of the chain of main successors, by the mergers in effect on or before `day`.
    pub fn successor_on(&self, id: MunicipalityId, day: Date) -> Succession {
        let mut at = Succession {
            municipality: id,
            through_split: false,
        };
        // The bound stops the loop if a malformed table has a cycle: no chain is longer than the register.
        for _ in 0..self.municipalities.len() {
            match self.municipality(at.municipality).main_successor {
                Some(next) if next.on <= day => {
                    at = Succession {
                        municipality: next.into,
                        through_split: at.through_split || next.split,
                    };
                }
                _ => break,
            }
        }
        at
    }
}

pub(crate) fn add_mergers(
    municipalities: &mut [Municipality],
    table: &str,
) -> Result<(), RegisterError> {
    for row in csv::Reader::from_reader(table.as_bytes()).deserialize() {
        let row: Row = row?;
        // The table starts in 2010; codes abolished before 2012 are not in the register, and events cannot use them.
        let Some(from) = municipality::find(municipalities, &row.from_code) else {
            continue;
        };
        if row.main_successor != "yes" {
            continue;
        }
        let into =
            municipality::find(municipalities, &row.to_code).ok_or(RegisterError::UnknownCode {
                code: row.to_code,
                table: "mergers",
            })?;
        municipalities[municipality::index(from)].main_successor = Some(municipality::Successor {
            into,
            on: row.effective_date.parse()?,
            split: row.kind == "split",
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, day: &str, expected: &str) {
        let register = Register::embedded();
        let start = register.find_municipality(code).unwrap();
        let end = register.successor_on(start, day.parse().unwrap());
        assert_eq!(
            register.municipality(end.municipality).code,
            expected,
            "{code} on {day}"
        );
    }

    #[test]
    fn appingedam_belongs_to_eemsdelta_from_2021_on() {
        check("GM0003", "2020-12-31", "GM0003");
        check("GM0003", "2021-01-01", "GM1979");
    }

    #[test]
    fn mergers_are_never_followed_backwards() {
        check("GM1979", "2013-01-01", "GM1979");
    }

    #[test]
    fn every_chain_ends_in_a_municipality_that_exists_on_that_day() {
        let register = Register::embedded();
        for day in ["2013-01-01", "2019-01-01", "2026-01-01"] {
            let day: Date = day.parse().unwrap();
            for (id, municipality) in register.municipalities() {
                let end = register.municipality(register.successor_on(id, day).municipality);
                let begun = end.valid_from.is_none_or(|from| from <= day);
                assert!(
                    end.existed_on(day) || !begun,
                    "{} leads to {} on {day}",
                    municipality.code,
                    end.code
                );
            }
        }
    }

    #[test]
    fn the_numbers_of_municipalities_are_those_of_cbs() {
        let existing = |day: &str| {
            let day = day.parse().unwrap();
            Register::embedded()
                .municipalities()
                .filter(|(_, municipality)| municipality.existed_on(day))
                .count()
        };
        assert_eq!((existing("2013-01-01"), existing("2026-01-01")), (408, 342));
    }
}
