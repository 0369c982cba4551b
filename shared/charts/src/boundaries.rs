//! The boundaries of municipalities: arcs that neighbours share, so that areas can be joined and the line between two
//! groups of areas can be found. Their source is in `data/README.md`.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

/// Boundaries of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boundaries {
    arcs: Vec<Vec<GridPoint>>,
    areas: BTreeMap<&'static str, Vec<DirectedArc>>,
}

/// A point in whole units from the top left.
type GridPoint = (i32, i32);

/// An arc, and the direction in which it is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct DirectedArc {
    index: usize,
    is_reversed: bool,
}

/// The width of a map, in units.
pub(crate) const MAP_WIDTH: f64 = 944.0;
/// Its height, in units.
pub(crate) const MAP_HEIGHT: f64 = 1_130.0;

static OF_2013: LazyLock<Boundaries> =
    LazyLock::new(|| Boundaries::parse(include_str!("../data/municipalities-2013.txt")));
static OF_2023: LazyLock<Boundaries> =
    LazyLock::new(|| Boundaries::parse(include_str!("../data/municipalities-2023.txt")));

impl Boundaries {
    /// Returns the boundaries from which the division of a year is made: those of 2023 from then on, those of 2013 before.
    /// Between them, an area is made of those of 2013 that were merged into it.
    pub fn for_year(year: i16) -> &'static Self {
        if year >= 2023 { &OF_2023 } else { &OF_2013 }
    }

    /// Returns the codes of the areas, in order.
    pub fn codes(&self) -> impl Iterator<Item = &'static str> {
        self.areas.keys().copied()
    }

    /// Reads the format of `data/README.md`. Tests check that nothing in the files is left out.
    fn parse(text: &'static str) -> Self {
        let (arcs, areas) = text.split_once("\n\n").unwrap_or((text, ""));
        let area = |line: &'static str| {
            let (code, rings) = line.split_once(':')?;
            let arcs = rings.split([',', ' ']).filter_map(DirectedArc::parse);
            Some((code, arcs.collect()))
        };
        Self {
            arcs: arcs.lines().map(parse_arc).collect(),
            areas: areas.lines().filter_map(area).collect(),
        }
    }

    /// Returns the path of areas joined into one: without the arcs that two of them share.
    pub(crate) fn joined_path(&self, codes: &[String]) -> String {
        let outer = self.outer_arcs(codes);
        let mut from: BTreeMap<GridPoint, Vec<DirectedArc>> = BTreeMap::new();
        for arc in outer {
            if let Some((start, _)) = self.ends(arc) {
                from.entry(start).or_default().push(arc);
            }
        }
        let mut path = String::new();
        while let Some(mut at) = from.keys().next().copied() {
            let mut ring = Vec::new();
            while let Some(arc) = take(&mut from, at) {
                let points = self.points(arc);
                at = points.last().copied().unwrap_or(at);
                ring.extend(points);
            }
            path += &closed_path(&ring);
        }
        path
    }

    /// Returns the path of the lines between areas of different regions, from the codes of the areas in each.
    pub(crate) fn region_path(&self, regions: &BTreeMap<&str, Vec<String>>) -> String {
        let mut seen = BTreeSet::new();
        let mut path = String::new();
        for codes in regions.values() {
            for arc in self.outer_arcs(codes) {
                // The second region that has it is on the other side; coasts have only one.
                if !seen.insert(arc.index) {
                    path += &open_path(&self.points(arc));
                }
            }
        }
        path
    }

    /// Returns the arcs of areas of which only one side is theirs.
    fn outer_arcs(&self, codes: &[String]) -> BTreeSet<DirectedArc> {
        let mut outer = BTreeSet::new();
        let arcs = codes
            .iter()
            .filter_map(|code| self.areas.get(code.as_str()));
        for arc in arcs.flatten() {
            if !outer.remove(&arc.opposite()) {
                outer.insert(*arc);
            }
        }
        outer
    }

    fn points(&self, arc: DirectedArc) -> Vec<GridPoint> {
        let mut points = self.arcs.get(arc.index).cloned().unwrap_or_default();
        if arc.is_reversed {
            points.reverse();
        }
        points
    }

    fn ends(&self, arc: DirectedArc) -> Option<(GridPoint, GridPoint)> {
        let points = self.arcs.get(arc.index)?;
        let (first, last) = (*points.first()?, *points.last()?);
        Some(if arc.is_reversed {
            (last, first)
        } else {
            (first, last)
        })
    }
}

impl DirectedArc {
    fn parse(text: &str) -> Option<Self> {
        let number = text.strip_prefix('~');
        Some(Self {
            index: number.unwrap_or(text).parse().ok()?,
            is_reversed: number.is_some(),
        })
    }

    fn opposite(self) -> Self {
        Self {
            is_reversed: !self.is_reversed,
            ..self
        }
    }
}

fn parse_arc(line: &str) -> Vec<GridPoint> {
    let numbers: Vec<i32> = line
        .split(' ')
        .filter_map(|text| text.parse().ok())
        .collect();
    let steps = numbers.chunks_exact(2);
    let points = steps.scan((0, 0), |at, step| {
        *at = (at.0 + step[0], at.1 + step[1]);
        Some(*at)
    });
    points.collect()
}

/// Removes and returns an arc that begins at a point.
fn take(from: &mut BTreeMap<GridPoint, Vec<DirectedArc>>, at: GridPoint) -> Option<DirectedArc> {
    let arcs = from.get_mut(&at)?;
    let arc = arcs.pop();
    if arcs.is_empty() {
        from.remove(&at);
    }
    arc
}

fn closed_path(points: &[GridPoint]) -> String {
    let path = open_path(points);
    if path.is_empty() { path } else { path + "z" }
}

/// Returns a path of relative steps; a point that repeats the one before is left out.
fn open_path(points: &[GridPoint]) -> String {
    let Some(first) = points.first() else {
        return String::new();
    };
    let mut path = format!("M{} {}l", first.0, first.1);
    let start = path.len();
    let moves = points
        .windows(2)
        .map(|pair| (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1));
    for (dx, dy) in moves.filter(|step| *step != (0, 0)) {
        // A minus separates as well as a space.
        if path.len() > start && dx >= 0 {
            path.push(' ');
        }
        path += &dx.to_string();
        if dy >= 0 {
            path.push(' ');
        }
        path += &dy.to_string();
    }
    // A path without steps would end the drawing of all that follow it.
    if path.len() == start {
        String::new()
    } else {
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARES: &str =
        "0 0 10 0\n10 0 0 10\n10 10 -10 0\n0 10 0 -10\n10 0 10 0 0 10 -10 0\n\nA:0 1 2 3\nB:4 ~1";

    fn codes(codes: &[&str]) -> Vec<String> {
        codes.iter().map(|code| (*code).to_owned()).collect()
    }

    #[test]
    fn areas_that_are_joined_have_no_line_between_them() {
        let squares = Boundaries::parse(SQUARES);
        assert_eq!(
            squares.joined_path(&codes(&["A"])),
            "M0 0l10 0 0 10-10 0 0-10z"
        );
        let joined = squares.joined_path(&codes(&["A", "B"]));
        assert_eq!(joined, "M0 0l10 0 10 0 0 10-10 0-10 0 0-10z");
        assert_eq!(squares.joined_path(&codes(&["?"])), "");
    }

    #[test]
    fn regions_have_a_line_between_them_and_none_at_the_coast() {
        let squares = Boundaries::parse(SQUARES);
        let regions = BTreeMap::from([("west", codes(&["A"])), ("east", codes(&["B"]))]);
        assert_eq!(squares.region_path(&regions), "M10 0l0 10");
        let one = BTreeMap::from([("all", codes(&["A", "B"]))]);
        assert_eq!(squares.region_path(&one), "");
    }

    #[test]
    fn an_arc_that_was_simplified_to_a_point_has_no_path() {
        assert_eq!(open_path(&[(1, 1), (1, 1)]), "");
        assert_eq!(closed_path(&[]), "");
    }

    #[track_caller]
    fn check_file(year: i16, text: &str, areas: usize) {
        let boundaries = Boundaries::for_year(year);
        assert_eq!(boundaries.codes().count(), areas, "{year}");
        let numbers: usize = boundaries.arcs.iter().map(|arc| arc.len() * 2).sum();
        let used: usize = boundaries.areas.values().map(Vec::len).sum();
        let (arcs, lines) = text.split_once("\n\n").expect("two parts");
        assert_eq!(
            numbers,
            arcs.split_whitespace().count(),
            "every number is read"
        );
        assert_eq!(
            used,
            lines.matches([':', ' ', ',']).count(),
            "every arc of an area is read"
        );
        for (code, arcs) in &boundaries.areas {
            let starts = arcs
                .iter()
                .filter_map(|arc| boundaries.ends(*arc))
                .map(|ends| ends.0);
            let ends = arcs
                .iter()
                .filter_map(|arc| boundaries.ends(*arc))
                .map(|ends| ends.1);
            let sorted = |points: Vec<GridPoint>| points.into_iter().collect::<BTreeSet<_>>();
            assert_eq!(
                sorted(starts.collect()),
                sorted(ends.collect()),
                "the rings of {code} are closed"
            );
            let path = boundaries.joined_path(&[(*code).to_owned()]);
            assert!(
                path.starts_with('M') && path.matches(' ').count() >= 2,
                "{code}: {path}"
            );
        }
        let points = boundaries.arcs.iter().flatten();
        let inside = |(x, y): &GridPoint| {
            (0.0..=MAP_WIDTH).contains(&f64::from(*x))
                && (0.0..=MAP_HEIGHT).contains(&f64::from(*y))
        };
        assert!(points.clone().all(inside), "{year} is inside of the map");
    }

    #[test]
    fn the_paths_of_a_country_are_small_enough_for_a_first_page() {
        for year in [2013, 2018, 2026] {
            let boundaries = Boundaries::for_year(year);
            let codes = boundaries.codes().map(|code| vec![code.to_owned()]);
            let bytes: usize = codes
                .map(|codes| boundaries.joined_path(&codes).len())
                .sum();
            assert!(bytes < 28_000, "{year}: {bytes} bytes");
        }
    }

    #[test]
    fn the_files_are_complete_and_their_areas_closed() {
        check_file(2013, include_str!("../data/municipalities-2013.txt"), 408);
        check_file(2026, include_str!("../data/municipalities-2023.txt"), 342);
    }
}
