//! Words that are searched for, and where they are in a text.

use std::borrow::Cow;

use api::answers::{SearchMark, SearchMatch};
use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// The most code points of a query.
const LENGTH_MAX: usize = 200;

/// The words of a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchTerms(Vec<SearchTerm>);

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchTerm {
    /// The word, in lower case and without diacritics.
    pub text: String,
    /// Its stem.
    pub stem: String,
    /// Whether words that begin with it match too.
    pub is_prefix: bool,
}

/// A word of a text, and where it is in code points.
struct TermAt {
    text: String,
    start: usize,
    end: usize,
}

/// Returns the words of a text, in lower case and without diacritics; what is neither a letter nor a digit separates them.
pub fn normalized_terms(text: &str) -> impl Iterator<Item = String> {
    terms_of(text).map(|at| at.text)
}

/// Returns the stem of a word in Dutch (the Snowball algorithm; Porter 2001).
pub fn stem(text: &str) -> Cow<'_, str> {
    Stemmer::create(Algorithm::Dutch).stem(text)
}

fn terms_of(text: &str) -> impl Iterator<Item = TermAt> {
    let mut characters = text.chars().enumerate().peekable();
    std::iter::from_fn(move || {
        let is_letter_or_digit =
            |character: char| character.is_alphanumeric() || is_combining_mark(character);
        while characters
            .next_if(|(_, character)| !is_letter_or_digit(*character))
            .is_some()
        {}
        let (start, _) = *characters.peek()?;
        let (mut text, mut end) = (String::new(), start);
        while let Some((at, character)) =
            characters.next_if(|(_, character)| is_letter_or_digit(*character))
        {
            let letters = std::iter::once(character)
                .nfkd()
                .filter(|part| !is_combining_mark(*part));
            text.extend(letters.flat_map(char::to_lowercase));
            end = at + 1;
        }
        Some(TermAt { text, start, end })
    })
}

impl SearchTerms {
    /// Parses a query; none without a word, or when it is too long.
    pub fn parse(text: &str) -> Option<Self> {
        let mut terms: Vec<SearchTerm> = normalized_terms(text)
            .map(|text| SearchTerm {
                stem: stem(&text).into_owned(),
                text,
                is_prefix: false,
            })
            .collect();
        terms.last_mut()?.is_prefix = true;
        (text.chars().count() <= LENGTH_MAX).then_some(Self(terms))
    }

    /// Returns the words.
    pub fn iter(&self) -> impl Iterator<Item = &SearchTerm> {
        self.0.iter()
    }

    /// Finds the words in texts, each with its name: the texts in which any is; none unless every word is in one of them.
    pub(super) fn find(&self, texts: Vec<(&'static str, String)>) -> Option<Vec<SearchMatch>> {
        let mut is_found = vec![false; self.0.len()];
        let matches = texts.into_iter().map(|(field, text)| SearchMatch {
            field: field.to_owned(),
            marks: self.marks(&text, &mut is_found),
            text,
        });
        let matches: Vec<SearchMatch> = matches.filter(|found| !found.marks.is_empty()).collect();
        is_found.iter().all(|found| *found).then_some(matches)
    }

    fn marks(&self, whole: &str, is_found: &mut [bool]) -> Vec<SearchMark> {
        let marks = terms_of(whole).filter_map(|TermAt { text, start, end }| {
            let stem = stem(&text);
            let mut is_marked = false;
            for (term, found) in self.0.iter().zip(is_found.iter_mut()) {
                let matches = term.matches(&text, &stem);
                *found |= matches;
                is_marked |= matches;
            }
            is_marked.then_some(SearchMark { start, end })
        });
        marks.collect()
    }
}

impl SearchTerm {
    /// Whether a word with its stem matches.
    fn matches(&self, text: &str, stem: &str) -> bool {
        self.text == text || self.stem == stem || self.is_prefix && text.starts_with(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns what a query marks in a text.
    fn marked(query: &str, text: &str) -> Option<Vec<String>> {
        let found = SearchTerms::parse(query)?.find(vec![("name", text.to_owned())])?;
        let characters: Vec<char> = text.chars().collect();
        let cut = |mark: &SearchMark| characters[mark.start..mark.end].iter().collect();
        Some(found[0].marks.iter().map(cut).collect())
    }

    #[track_caller]
    fn check(query: &str, text: &str, expected: Option<&[&str]>) {
        let expected = expected.map(|marked| marked.iter().map(ToString::to_string).collect());
        assert_eq!(marked(query, text), expected, "{query:?} in {text:?}");
    }

    #[test]
    fn every_term_must_match_in_any_order() {
        let text = "De leverancier levert de koppeling niet.";
        check(
            "koppeling leverancier",
            text,
            Some(&["leverancier", "koppeling"]),
        );
        check("koppeling gemeente", text, None);
    }

    #[test]
    fn the_last_term_matches_as_a_prefix_and_the_others_do_not() {
        check("kopp", "Een koppeling", Some(&["koppeling"]));
        check("kopp een", "Een koppeling", None);
        check("een kopp", "Een koppeling", Some(&["Een", "koppeling"]));
    }

    #[test]
    fn terms_match_by_their_stem() {
        check(
            "koppelingen",
            "De koppeling ontbreekt",
            Some(&["koppeling"]),
        );
        check("gemeente", "Alle gemeenten wachten", Some(&["gemeenten"]));
    }

    #[test]
    fn case_and_diacritics_do_not_matter_and_marks_count_code_points() {
        check("sudwest", "Gemeente Súdwest-Fryslân", Some(&["Súdwest"]));
        check(
            "FRYSLAN",
            "Su\u{301}dwest-Frysla\u{302}n",
            Some(&["Frysla\u{302}n"]),
        );
        check(
            "coordinatie",
            "Coördinatie 😀 ontbreekt",
            Some(&["Coördinatie"]),
        );
        check("ontbreekt", "😀 ontbreekt", Some(&["ontbreekt"]));
        check("ijssel", "Ĳssel", Some(&["Ĳssel"]));
    }

    #[test]
    fn a_reference_is_found_by_its_parts() {
        check("TOP-12", "TOP-1234", Some(&["TOP", "1234"]));
        check("1234", "TOP-1234", Some(&["1234"]));
    }

    #[test]
    fn a_query_without_a_term_or_too_long_is_none() {
        assert_eq!(SearchTerms::parse(" -- "), None);
        assert_eq!(SearchTerms::parse(&"a".repeat(201)), None);
        assert!(SearchTerms::parse(&"a".repeat(200)).is_some());
    }
}
