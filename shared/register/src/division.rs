//! The municipality that another belongs to in the division of a date: mergers are followed forwards only.

use jiff::civil::Date;
use serde::Deserialize;

use crate::{
    Municipality, MunicipalityId, Register, RegisterError, SuccessionKind, Successor,
    municipality::{self, MainSuccessor},
};

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
    kind: SuccessionKind,
    from_code: String,
    to_code: String,
    area_share: f64,
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

/// One step of the chain that leads from a municipality to the one that it belongs to: what happened on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct SuccessionStep {
    /// The municipality that ended.
    pub from: MunicipalityId,
    /// The main successor: knelpunten of the other count with it.
    pub main: Successor,
    /// Those that got other parts of it on that day, in order of code.
    pub others: Vec<Successor>,
}

impl Register {
    /// Returns the chain of main successors step by step, by the mergers in effect on or before `day`; at its end is
    /// [`Register::successor_on`].
    pub fn succession_steps(&self, id: MunicipalityId, day: Date) -> Vec<SuccessionStep> {
        let (mut at, mut steps) = (id, Vec::new());
        for _ in 0..self.municipalities.len() {
            let all = &self.municipality(at).successors;
            let main = all.iter().find(|one| one.is_main && one.on <= day);
            let Some(main) = main else { break };
            let others = all.iter().filter(|one| !one.is_main && one.on == main.on);
            steps.push(SuccessionStep {
                from: at,
                main: *main,
                others: others.copied().collect(),
            });
            at = main.into;
        }
        steps
    }

    /// Returns the chain of main successors from one municipality to another; empty if it does not lead there.
    pub fn succession_to(&self, id: MunicipalityId, end: MunicipalityId) -> Vec<SuccessionStep> {
        let mut steps = self.succession_steps(id, Date::MAX);
        let last = steps.iter().position(|step| step.main.into == end);
        steps.truncate(last.map_or(0, |last| last + 1));
        steps
    }

    /// Returns the codes of those that got parts of a municipality, but with which its knelpunten do not count: the
    /// others of every step of [`Register::succession_to`], in order.
    pub fn other_successors(&self, id: MunicipalityId, end: MunicipalityId) -> Vec<String> {
        let steps = self.succession_to(id, end).into_iter();
        let others = steps.flat_map(|step| step.others);
        let codes = others.map(|other| self.municipality(other.into).code.clone());
        codes.collect()
    }

    /// Returns the municipalities that a municipality took over, or a part of, in order of code.
    pub fn predecessors(&self, id: MunicipalityId) -> Vec<(MunicipalityId, Successor)> {
        let all = self.municipalities();
        let pairs = all.flat_map(|(from, municipality)| {
            let successors = municipality.successors.iter();
            successors.map(move |successor| (from, *successor))
        });
        pairs
            .filter(|(_, successor)| successor.into == id)
            .collect()
    }

    /// Returns the names that a municipality had before it was renamed, the latest first.
    pub fn former_names(&self, id: MunicipalityId) -> Vec<&str> {
        let (mut at, mut names) = (id, Vec::new());
        while let Some((from, _)) = self
            .predecessors(at)
            .into_iter()
            .find(|(_, successor)| successor.kind == SuccessionKind::Renamed)
        {
            names.push(self.municipality(from).name.as_str());
            at = from;
            if names.len() > self.municipalities.len() {
                break;
            }
        }
        names
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
        let into =
            municipality::find(municipalities, &row.to_code).ok_or(RegisterError::UnknownCode {
                code: row.to_code,
                table: "mergers",
            })?;
        let successor = Successor {
            into,
            on: row.effective_date.parse()?,
            kind: row.kind,
            is_main: row.main_successor == "yes",
            area_share: row.area_share,
        };
        let from = &mut municipalities[municipality::index(from)];
        from.successors.push(successor);
        from.successors.sort_by_key(|successor| successor.on);
        if successor.is_main {
            from.main_successor = Some(MainSuccessor {
                into,
                on: successor.on,
                split: successor.kind == SuccessionKind::Split,
            });
        }
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

    /// Returns each step as kind, main successor and others, in names.
    fn steps(code: &str, day: &str) -> Vec<String> {
        let register = Register::embedded();
        let id = register.find_municipality(code).unwrap();
        let name = |one: &Successor| register.municipality(one.into).name.clone();
        let step = |step: SuccessionStep| {
            let others: Vec<String> = step.others.iter().map(name).collect();
            format!(
                "{} {} + {}",
                step.main.kind.code(),
                name(&step.main),
                others.join(", ")
            )
        };
        let steps = register.succession_steps(id, day.parse().unwrap());
        steps.into_iter().map(step).collect()
    }

    #[test]
    fn every_successor_of_a_split_is_known_and_a_rename_is_one() {
        let haaren = "split Oisterwijk + Boxtel, Tilburg, Vught";
        assert_eq!(steps("GM0788", "2026-01-01"), [haaren]);
        assert_eq!(
            steps("GM0053", "2026-01-01"),
            ["split Het Hogeland + Westerkwartier"]
        );
        assert_eq!(
            steps("GM1921", "2026-01-01"),
            ["renamed De Fryske Marren + "]
        );
        assert_eq!(
            steps("GM0051", "2026-01-01"),
            [
                "merged-into-new De Friese Meren + Heerenveen",
                "renamed De Fryske Marren + "
            ]
        );
        assert_eq!(steps("GM0788", "2020-12-31"), Vec::<String>::new());
        assert_eq!(steps("GM0344", "2026-01-01"), Vec::<String>::new());
    }

    #[test]
    fn predecessors_and_former_names_lead_back() {
        let register = Register::embedded();
        let id = |code: &str| register.find_municipality(code).unwrap();
        assert_eq!(register.former_names(id("GM1940")), ["De Friese Meren"]);
        assert_eq!(register.former_names(id("GM1945")), ["Groesbeek"]);
        assert_eq!(register.former_names(id("GM0344")), Vec::<&str>::new());
        let codes = |of: &str| {
            let before = register.predecessors(id(of)).into_iter();
            let code = |(from, _)| register.municipality(from).code.clone();
            before.map(code).collect::<Vec<String>>()
        };
        assert_eq!(codes("GM0824"), ["GM0788"]);
        assert_eq!(codes("GM1979"), ["GM0003", "GM0010", "GM0024"]);
        assert_eq!(
            register.other_successors(id("GM0788"), id("GM0824")),
            ["GM0757", "GM0855", "GM0865"]
        );
        assert!(
            register
                .other_successors(id("GM0788"), id("GM0757"))
                .is_empty()
        );
        assert!(
            register
                .other_successors(id("GM0788"), id("GM0788"))
                .is_empty()
        );
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
