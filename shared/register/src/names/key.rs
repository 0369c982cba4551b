//! Keys: two texts with the same key are the same name.

use unicode_general_category::{GeneralCategory, get_general_category};
use unicode_normalization::UnicodeNormalization as _;

/// Articles that an alphabetical list puts behind a name: `Bilt, De`.
const ARTICLES: [&str; 6] = ["de", "den", "het", "s", "t", "it"];
/// Words for a municipality itself, before or behind its name.
const MUNICIPALITY: [&str; 4] = ["gemeente", "gem", "gemeentes", "municipality"];

/// Returns the key of a name: its words without accents, case, apostrophes, hyphens and spaces; usual abbreviations
/// count as what they stand for. `‘s-Gravenhage`, `s Gravenhage` and `'S-GRAVENHAGE` have one key.
pub(super) fn of_name(text: &str) -> String {
    let mut terms = terms(text);
    if text.contains(',') && terms.len() > 1 && terms.last().is_some_and(|last| is_article(last)) {
        terms.rotate_right(1);
    }
    // `Mill en St. Hubert` too; what nothing follows is no saint.
    if let Some((_, before)) = terms.split_last_mut() {
        for term in before.iter_mut().filter(|term| *term == "st") {
            "sint".clone_into(term);
        }
    }
    abbreviate_rivers(&mut terms);
    terms.concat()
}

/// Returns the key of the name of a municipality: also without `gemeente` before or behind it.
pub(super) fn of_municipality(text: &str) -> String {
    let terms = terms(text);
    let is_noun = |term: &String| MUNICIPALITY.contains(&term.as_str());
    let named = terms.iter().any(|term| !is_noun(term));
    let folded: String = fold(text);
    let mut rest = folded.as_str();
    if named {
        rest = rest.strip_prefix("de gemeente").unwrap_or(rest);
        for noun in MUNICIPALITY {
            if terms.first().is_some_and(|term| term == noun) {
                rest = rest.trim_start().strip_prefix(noun).unwrap_or(rest);
            }
            if terms.last().is_some_and(|term| term == noun) {
                let end = rest.trim_end_matches(|letter: char| !letter.is_alphanumeric());
                rest = end.strip_suffix(noun).unwrap_or(rest);
            }
        }
        let trimmed = rest.trim_start_matches(|letter: char| !letter.is_alphanumeric());
        // "gemeente van Utrecht", "municipality of Utrecht"
        let is_of = terms.first().is_some_and(is_noun);
        let name = ["van ", "of "]
            .into_iter()
            .find_map(|of| trimmed.strip_prefix(of));
        rest = name.filter(|_| is_of).unwrap_or(trimmed);
    }
    of_name(rest.trim_end_matches([' ', ',', '(', '-']))
}

fn is_article(term: &str) -> bool {
    ARTICLES.contains(&term)
}

/// Writes `aan den` and `aan de` as `a d`, so that `a/d`, `a.d.` and both words have one key.
fn abbreviate_rivers(terms: &mut Vec<String>) {
    let Some(at) = terms.windows(2).position(|pair| match pair {
        [one, other] => one == "aan" && matches!(other.as_str(), "de" | "den"),
        _ => false,
    }) else {
        return;
    };
    "ad".clone_into(&mut terms[at]);
    terms.remove(at + 1);
}

/// Returns the words of a text, of letters and digits alone.
fn terms(text: &str) -> Vec<String> {
    let folded = fold(text).replace('&', " en ");
    let parts = folded.split(|letter: char| !letter.is_alphanumeric());
    let parts = parts.filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// Returns a text in lower case without accents and invisible characters; compatible characters are those they stand
/// for, such as `ĳ` for `ij`.
pub(super) fn fold(text: &str) -> String {
    let is_seen = |letter: &char| {
        !matches!(
            get_general_category(*letter),
            GeneralCategory::NonspacingMark | GeneralCategory::Format
        )
    };
    let folded: String = text.nfkd().filter(is_seen).collect();
    folded.to_lowercase().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(texts: &[&str], key: &str) {
        for text in texts {
            assert_eq!(of_municipality(text), key, "{text}");
        }
    }

    #[test]
    fn ways_to_write_one_name_have_one_key() {
        check(
            &[
                "'s-Gravenhage",
                "‘s-Gravenhage",
                "s Gravenhage",
                "’S-GRAVENHAGE",
                "Gravenhage, 's-",
            ],
            "sgravenhage",
        );
        check(
            &[
                "Utrecht",
                " gemeente  Utrecht",
                "Gem. Utrecht",
                "de gemeente Utrecht",
                "Utrecht (gemeente)",
                "UTRECHT, gemeente",
            ],
            "utrecht",
        );
        check(&["Bilt, De", "de bilt", "De\u{a0}Bilt"], "debilt");
        check(
            &[
                "Capelle aan den IJssel",
                "Capelle a/d Ĳssel",
                "capelle a.d. ijssel",
            ],
            "capelleadijssel",
        );
        check(
            &["Sint-Oedenrode", "St. Oedenrode", "St Oedenrode"],
            "sintoedenrode",
        );
        check(
            &["Mill en Sint Hubert", "Mill en St. Hubert"],
            "millensinthubert",
        );
        check(&["gemeente"], "gemeente");
        check(
            &["Municipality of Utrecht", "Gemeente van Utrecht"],
            "utrecht",
        );
        check(
            &[
                "Súdwest-Fryslân",
                "Su\u{301}dwest Frysla\u{302}n",
                "SUDWEST–FRYSLAN\u{200b}",
            ],
            "sudwestfryslan",
        );
    }
}
