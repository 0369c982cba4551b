//! The names that are nearest to a wrong one.

/// How many are named.
const NEAREST: usize = 3;
/// The score of a name that contains what was written, such as `delivery` in `supplier-delivery`.
const CONTAINS: f64 = 0.9;
/// What is added to it where a name begins so.
const BEGINS: f64 = 0.05;
/// The score of a name that is contained in what was written, such as `Hengelo` in `Hengelo Oost`.
const CONTAINED: f64 = 0.8;
/// A text this short is contained in nearly everything.
const SHORTEST_PART: usize = 3;

/// Returns `first` and the codes whose keys are nearest to a key, at least three together, the nearest first.
pub(super) fn nearest<'a>(
    wanted: &str,
    names: &'a [(String, String)],
    first: Vec<&'a str>,
) -> Vec<&'a str> {
    if wanted.is_empty() {
        return first;
    }
    let mut scored: Vec<(f64, &str)> = names
        .iter()
        .map(|(key, code)| (score(wanted, key), code.as_str()))
        .collect();
    // Stable: equal scores stay in the order of the codes.
    scored.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let mut codes = first;
    for (_, code) in scored {
        if codes.len() >= NEAREST {
            break;
        }
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

fn score(wanted: &str, key: &str) -> f64 {
    let similar = strsim::normalized_damerau_levenshtein(wanted, key);
    let is_part = |part: &str, whole: &str| part.len() >= SHORTEST_PART && whole.contains(part);
    // Of several names that contain it, one that begins with it is nearer, and then the shorter one.
    if is_part(wanted, key) {
        let begins = if key.starts_with(wanted) { BEGINS } else { 0.0 };
        similar.max(CONTAINS + begins + similar / 100.0)
    } else if is_part(key, wanted) {
        similar.max(CONTAINED + similar / 100.0)
    } else {
        similar
    }
}
