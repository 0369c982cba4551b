//! Writes the boundaries that maps are drawn from: reads a topology of municipalities (`TopoJSON`), simplifies the arcs that
//! they share, and prints arcs and areas in the format of `data/README.md`.
//!
//! ```text
//! simplify_boundaries FILE OBJECT PROPERTY rd|wgs84
//! ```

use std::{collections::BTreeMap, env, fs};

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;

type Point = (f64, f64);

/// The units of a map, in metres: 944 units are the width of the country.
const METRES_PER_UNIT: f64 = 282.0;
/// The left and the top of the map in the national grid, in metres.
const WEST: f64 = 12_800.0;
const NORTH: f64 = 621_600.0;
/// How far a simplified arc may be from its points, in units.
const TOLERANCE: f64 = 3.0;
/// Islands and holes smaller than this, in square units, are left out; an area's largest part never is.
const SMALLEST_PART: f64 = 60.0;
/// An area that loses more than this part of its surface keeps more of its points.
const LOSS_MAX: f64 = 0.25;

/// An area: its code, and its rings as numbers of arcs; that of a reversed arc is negative, from -1.
type Area = (String, Vec<Vec<i64>>);

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [file, object, property, projection] = arguments.as_slice() else {
        bail!("cannot simplify: four arguments are needed; FILE OBJECT PROPERTY rd|wgs84");
    };
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {file}"))?;
    let topology: Value = serde_json::from_str(&text)?;
    let arcs = read_arcs(&topology, projection)?;
    let areas = read_areas(&topology["objects"][object], property)?;
    let simplified = simplify(&arcs, &areas);
    let areas = without_small_parts(areas, &simplified);
    print(&simplified, &areas);
    Ok(())
}

/// Returns the arcs in units, from the top left.
fn read_arcs(topology: &Value, projection: &str) -> anyhow::Result<Vec<Vec<Point>>> {
    let number = |value: &Value| value.as_f64().context("a number is missing");
    let transform = &topology["transform"];
    let scale = (
        number(&transform["scale"][0])?,
        number(&transform["scale"][1])?,
    );
    let origin = (
        number(&transform["translate"][0])?,
        number(&transform["translate"][1])?,
    );
    let arcs = topology["arcs"].as_array().context("there are no arcs")?;
    let arc = |arc: &Value| -> anyhow::Result<Vec<Point>> {
        let mut at = (0.0, 0.0);
        let steps = arc.as_array().context("an arc is a list")?.iter();
        let point = |step: &Value| {
            at = (at.0 + number(&step[0])?, at.1 + number(&step[1])?);
            let point = (at.0 * scale.0 + origin.0, at.1 * scale.1 + origin.1);
            let (x, y) = match projection {
                "rd" => point,
                "wgs84" => national_grid(point),
                other => bail!("cannot project from {other}: rd or wgs84 are known"),
            };
            Ok(((x - WEST) / METRES_PER_UNIT, (NORTH - y) / METRES_PER_UNIT))
        };
        steps.map(point).collect()
    };
    arcs.iter().map(arc).collect()
}

/// Returns the national grid's metres of a longitude and latitude in degrees, to about a metre.
///
/// Schreutelkamp and Strang van Hees, "Benaderingsformules voor de transformatie tussen RD- en WGS84-kaartcoördinaten",
/// Geodesia 43 (2001), formulas 1 and 2.
fn national_grid((longitude, latitude): Point) -> Point {
    const X: [(i32, i32, f64); 9] = [
        (0, 1, 190_094.945),
        (1, 1, -11_832.228),
        (2, 1, -114.221),
        (0, 3, -32.391),
        (1, 0, -0.705),
        (3, 1, -2.340),
        (1, 3, -0.608),
        (0, 2, -0.008),
        (2, 3, 0.148),
    ];
    const Y: [(i32, i32, f64); 10] = [
        (1, 0, 309_056.544),
        (0, 2, 3_638.893),
        (2, 0, 73.077),
        (1, 2, -157.984),
        (3, 0, 59.788),
        (0, 1, 0.433),
        (2, 2, -6.439),
        (1, 1, -0.032),
        (0, 4, 0.092),
        (1, 4, -0.054),
    ];
    let (p, q) = (
        0.36 * (latitude - 52.155_174_40),
        0.36 * (longitude - 5.387_206_21),
    );
    let sum = |terms: &[(i32, i32, f64)]| -> f64 {
        terms
            .iter()
            .map(|(i, j, factor)| factor * p.powi(*i) * q.powi(*j))
            .sum()
    };
    (155_000.0 + sum(&X), 463_000.0 + sum(&Y))
}

fn read_areas(object: &Value, property: &str) -> anyhow::Result<Vec<Area>> {
    let geometries = object["geometries"]
        .as_array()
        .context("there is no such object")?;
    let mut areas = BTreeMap::new();
    for geometry in geometries {
        let code = geometry["properties"][property]
            .as_str()
            .context("an area has no code")?;
        let polygons = match geometry["type"].as_str() {
            Some("Polygon") => vec![geometry["arcs"].clone()],
            _ => geometry["arcs"]
                .as_array()
                .context("an area has no arcs")?
                .clone(),
        };
        let rings = polygons
            .iter()
            .filter_map(Value::as_array)
            .flatten()
            .map(|ring| {
                let arcs = ring.as_array().context("a ring is a list")?.iter();
                arcs.map(|arc| arc.as_i64().context("an arc has a number"))
                    .collect()
            });
        let rings: Vec<Vec<i64>> = rings.collect::<anyhow::Result<_>>()?;
        ensure!(
            areas.insert(code.to_owned(), rings).is_none(),
            "{code} occurs twice"
        );
    }
    Ok(areas.into_iter().collect())
}

/// Simplifies each arc, with less tolerance where an area would lose too much of itself.
fn simplify(arcs: &[Vec<Point>], areas: &[Area]) -> Vec<Vec<Point>> {
    let mut tolerances = vec![TOLERANCE; arcs.len()];
    loop {
        let simplified: Vec<Vec<Point>> = { arcs.iter().zip(&tolerances) }
            .map(|(arc, tolerance)| douglas_peucker(arc, *tolerance))
            .collect();
        let lossy = areas.iter().filter_map(|(_, rings)| {
            let ring = largest(rings, arcs)?;
            let (before, after) = (surface(ring, arcs), surface(ring, &simplified));
            ((before - after).abs() > LOSS_MAX * before).then_some(ring)
        });
        let finer: Vec<usize> = lossy.flatten().map(|arc| arc_index(*arc)).collect();
        let improvable = finer.iter().any(|arc| tolerances[*arc] > 0.2);
        if !improvable {
            return simplified;
        }
        for arc in finer {
            tolerances[arc] /= 1.5;
        }
    }
}

/// Returns the points of a line without those that are within a tolerance of what remains (Douglas and Peucker, 1973).
fn douglas_peucker(line: &[Point], tolerance: f64) -> Vec<Point> {
    let mut keeps = vec![false; line.len()];
    let mut spans = vec![(0, line.len().saturating_sub(1))];
    while let Some((first, last)) = spans.pop() {
        keeps[first] = true;
        keeps[last] = true;
        let between =
            (first + 1..last).map(|index| (index, distance(line[index], line[first], line[last])));
        if let Some((index, farthest)) = between.max_by(|a, b| a.1.total_cmp(&b.1))
            && farthest > tolerance
        {
            spans.extend([(first, index), (index, last)]);
        }
    }
    let remaining = line.iter().zip(keeps).filter(|(_, keep)| *keep);
    remaining.map(|(point, _)| *point).collect()
}

/// Returns the distance of a point from the line through two others, or from them where they are one.
fn distance(point: Point, from: Point, to: Point) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (x, y) = (point.0 - from.0, point.1 - from.1);
    let length = dx.hypot(dy);
    if length > 0.0 {
        (dx * y - dy * x).abs() / length
    } else {
        x.hypot(y)
    }
}

fn arc_index(arc: i64) -> usize {
    let index = if arc < 0 { !arc } else { arc };
    usize::try_from(index).unwrap_or(usize::MAX)
}

fn surface(ring: &[i64], arcs: &[Vec<Point>]) -> f64 {
    let mut points: Vec<Point> = Vec::new();
    for arc in ring {
        let mut line = arcs[arc_index(*arc)].clone();
        if *arc < 0 {
            line.reverse();
        }
        points.extend(line);
    }
    let next = points.iter().cycle().skip(1);
    let crosses = points.iter().zip(next).map(|(a, b)| a.0 * b.1 - a.1 * b.0);
    (crosses.sum::<f64>() / 2.0).abs()
}

fn largest<'a>(rings: &'a [Vec<i64>], arcs: &[Vec<Point>]) -> Option<&'a Vec<i64>> {
    rings
        .iter()
        .max_by(|a, b| surface(a, arcs).total_cmp(&surface(b, arcs)))
}

fn without_small_parts(areas: Vec<Area>, arcs: &[Vec<Point>]) -> Vec<Area> {
    let keep = |(code, rings): Area| {
        let largest = largest(&rings, arcs).cloned();
        let remaining = rings
            .into_iter()
            .filter(|ring| Some(ring) == largest.as_ref() || surface(ring, arcs) >= SMALLEST_PART);
        (code, remaining.collect())
    };
    areas.into_iter().map(keep).collect()
}

/// Prints the arcs that an area uses, numbered anew, and the areas.
fn print(arcs: &[Vec<Point>], areas: &[Area]) {
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    for arc in areas.iter().flat_map(|(_, rings)| rings).flatten() {
        numbers.entry(arc_index(*arc)).or_default();
    }
    for (number, (arc, new_number)) in numbers.iter_mut().enumerate() {
        *new_number = number;
        println!("{}", steps(&arcs[*arc]));
    }
    println!();
    for (code, rings) in areas {
        let number = |arc: &i64| {
            let number = numbers[&arc_index(*arc)];
            if *arc < 0 {
                format!("~{number}")
            } else {
                number.to_string()
            }
        };
        let ring = |ring: &Vec<i64>| ring.iter().map(number).collect::<Vec<_>>().join(" ");
        let rings: Vec<String> = rings.iter().map(ring).collect();
        println!("{code}:{}", rings.join(","));
    }
}

/// Returns a line in whole units: where it begins, then each step.
fn steps(line: &[Point]) -> String {
    let mut at = (0.0, 0.0);
    let mut steps = Vec::new();
    for (index, (x, y)) in line.iter().map(|(x, y)| (x.round(), y.round())).enumerate() {
        if index == 0 || (x, y) != at {
            steps.push(format!("{} {}", x - at.0, y - at.1));
            at = (x, y);
        }
    }
    steps.join(" ")
}
