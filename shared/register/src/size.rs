//! Size classes of municipalities by number of inhabitants (CBS; lower bounds inclusive).

use std::fmt;

use jiff::civil::Date;
use serde::Deserialize;

use crate::{Municipality, MunicipalityId, Register, RegisterError, municipality};

/// Lower bounds, in inhabitants, of classes 2 to 8.
const LOWER_BOUNDS: [u32; 7] = [5_000, 10_000, 20_000, 50_000, 100_000, 150_000, 250_000];

/// A size class: 1 (under 5 000 inhabitants) to 8 (250 000 or more).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SizeClass(u8);

/// The number of inhabitants in one year.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PopulationCount {
    year: i16,
    inhabitants: u32,
}

#[derive(Deserialize)]
struct Row {
    code: String,
    year: i16,
    inhabitants: u32,
}

impl SizeClass {
    /// Parses a class from its digit, `1` to `8`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.as_bytes() {
            [digit @ b'1'..=b'8'] => Some(Self(digit - b'0')),
            _ => None,
        }
    }

    /// Returns the classes from small to large.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=8).map(Self)
    }

    /// Returns the least number of inhabitants, and the number that is too many; none where there is no such bound.
    pub fn bounds(self) -> (Option<u32>, Option<u32>) {
        let bound = |class: u8| {
            LOWER_BOUNDS
                .get(usize::from(class).checked_sub(2)?)
                .copied()
        };
        (bound(self.0), bound(self.0 + 1))
    }

    fn from_inhabitants(inhabitants: u32) -> Self {
        let passed = LOWER_BOUNDS
            .iter()
            .take_while(|bound| **bound <= inhabitants)
            .count();
        Self(u8::try_from(passed).unwrap_or(7) + 1)
    }
}

impl fmt::Display for SizeClass {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(to)
    }
}

impl Register {
    /// Returns the size class by the count of the calendar year nearest to that of `day`; of two, the earlier.
    ///
    /// A municipality that was never counted has its main successor's earliest count; `None` when no successor in the
    /// chain was counted.
    pub fn size_class(&self, id: MunicipalityId, day: Date) -> Option<SizeClass> {
        let own = &self.municipality(id).counts;
        let nearest = own
            .iter()
            .min_by_key(|count| (count.year.abs_diff(day.year()), count.year));
        nearest
            .or_else(|| self.earliest_count_of_successor(id))
            .map(|count| SizeClass::from_inhabitants(count.inhabitants))
    }

    fn earliest_count_of_successor(&self, id: MunicipalityId) -> Option<&PopulationCount> {
        let mut at = id;
        for _ in self.municipalities() {
            at = self.municipality(at).main_successor?.into;
            let earliest = self
                .municipality(at)
                .counts
                .iter()
                .min_by_key(|count| count.year);
            if earliest.is_some() {
                return earliest;
            }
        }
        None
    }
}

pub(crate) fn add_population(
    municipalities: &mut [Municipality],
    table: &str,
) -> Result<(), RegisterError> {
    for row in csv::Reader::from_reader(table.as_bytes()).deserialize() {
        let Row {
            code,
            year,
            inhabitants,
        } = row?;
        let id = municipality::find(municipalities, &code).ok_or(RegisterError::UnknownCode {
            code,
            table: "population",
        })?;
        municipalities[municipality::index(id)]
            .counts
            .push(PopulationCount { year, inhabitants });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, day: &str, expected: u8) {
        let register = Register::embedded();
        let id = register.find_municipality(code).unwrap();
        assert_eq!(
            register.size_class(id, day.parse().unwrap()),
            Some(SizeClass(expected))
        );
    }

    #[test]
    fn lower_bounds_are_inclusive() {
        let class = |inhabitants| SizeClass::from_inhabitants(inhabitants).0;
        assert_eq!(
            [
                class(0),
                class(4_999),
                class(5_000),
                class(249_999),
                class(250_000)
            ],
            [1, 1, 2, 7, 8]
        );
    }

    #[test]
    fn the_nearest_year_is_used() {
        check("GM0344", "2012-12-31", 8);
    }

    #[test]
    fn a_municipality_that_was_never_counted_has_its_successors_earliest_count() {
        check("GM0395", "2013-12-31", 4);
    }

    #[test]
    fn every_municipality_has_a_size() {
        let register = Register::embedded();
        let day = "2013-01-01".parse().unwrap();
        assert!(
            register
                .municipalities()
                .all(|(id, _)| register.size_class(id, day).is_some())
        );
    }
}
