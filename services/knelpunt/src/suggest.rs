//! The nearest matches for a code that was mistyped.

use register::Register;

use crate::codes::CodeList;

/// How many matches are named.
const NEAREST: usize = 3;
/// The scores of a code and of a name that contain what was typed, such as `delivery` in `supplier-delivery`.
const CODE_CONTAINS: f64 = 0.95;
const NAME_CONTAINS: f64 = 0.9;
/// A text this short is contained in nearly everything.
const SHORTEST_PART: usize = 3;

/// Returns the nearest codes of a list for a wrong one, and the command that lists them all.
pub(crate) fn suggestion(list: CodeList, wrong: &str, register: &Register) -> String {
    let nearest: Vec<String> = (nearest(wrong, &list.entries(register)).into_iter())
        .map(|(code, name)| match list {
            CodeList::Municipalities | CodeList::Provinces => format!("{code} ({name})"),
            _ => code,
        })
        .collect();
    format!(
        "the nearest are {}; `knelpunt codes {}` lists all",
        nearest.join(", "),
        list.as_str()
    )
}

fn nearest(wrong: &str, entries: &[(String, String)]) -> Vec<(String, String)> {
    let wrong = wrong.trim().to_lowercase();
    let mut scored: Vec<(f64, &(String, String))> = entries
        .iter()
        .map(|entry| {
            let (code, name) = entry;
            let of_code = score(&wrong, code, CODE_CONTAINS);
            (of_code.max(score(&wrong, name, NAME_CONTAINS)), entry)
        })
        .collect();
    // Stable: equal scores stay in the order of the list.
    scored.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let nearest = scored.into_iter().take(NEAREST);
    nearest.map(|(_, entry)| entry.clone()).collect()
}

fn score(wrong: &str, right: &str, contains: f64) -> f64 {
    let right = right.to_lowercase();
    let similar = strsim::normalized_damerau_levenshtein(wrong, &right);
    if wrong.chars().count() >= SHORTEST_PART && right.contains(wrong) {
        similar.max(contains)
    } else {
        similar
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(list: CodeList, wrong: &str, first: &str) {
        let found = suggestion(list, wrong, Register::embedded());
        assert!(
            found.starts_with(&format!("the nearest are {first}")),
            "{found}"
        );
    }

    #[test]
    fn a_mistyped_code_finds_the_right_one() {
        check(
            CodeList::Categories,
            "suplier-delivery",
            "supplier-delivery,",
        );
        check(CodeList::Categories, "delivery", "supplier-delivery,");
        check(CodeList::Categories, "Funding", "funding,");
        check(CodeList::BuildingBlocks, "BAG", "bag,");
        check(CodeList::PartyKinds, "suplier", "supplier,");
    }

    #[test]
    fn a_municipality_is_found_by_its_name_too() {
        check(CodeList::Municipalities, "Utrecht", "GM0344 (Utrecht)");
        check(CodeList::Municipalities, "amersfort", "GM0307 (Amersfoort)");
        check(CodeList::Municipalities, "GM344", "GM0344 (Utrecht)");
    }
}
