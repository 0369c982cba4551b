//! What every figure means, with its formula and its sources: in Dutch for the pages, and in English beside it.

mod comparisons;
mod counts;
mod curves;

/// What a figure means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition {
    /// The name of the figure in answers.
    pub figure: &'static str,
    /// The questions whose answers have it, as in their paths.
    pub questions: &'static [&'static str],
    /// Its name and its meaning in Dutch.
    pub nl: NameAndMeaning,
    /// Its name and its meaning in English.
    pub en: NameAndMeaning,
    /// How it is calculated; none for a count.
    pub formula: Option<&'static str>,
    /// Who defined it: authors, year, place.
    pub sources: &'static [&'static str],
}

/// The name of a figure, and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameAndMeaning {
    /// The name.
    pub name: &'static str,
    /// The meaning, in whole sentences.
    pub meaning: &'static str,
}

/// Returns the definition of every figure.
pub fn all() -> impl Iterator<Item = &'static Definition> {
    let parts = [
        counts::DEFINITIONS,
        curves::DEFINITIONS,
        comparisons::DEFINITIONS,
    ];
    parts.into_iter().flatten()
}

const fn named(name: &'static str, meaning: &'static str) -> NameAndMeaning {
    NameAndMeaning { name, meaning }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_figure_is_defined_once_in_whole_sentences() {
        let mut figures = BTreeSet::new();
        for definition in all() {
            assert!(
                figures.insert(definition.figure),
                "{} twice",
                definition.figure
            );
            for text in [definition.nl.meaning, definition.en.meaning] {
                assert!(text.ends_with('.') && text.len() > 20, "{text:?}");
            }
            assert!(!definition.questions.is_empty(), "{}", definition.figure);
            for source in definition.sources {
                assert!(
                    source.chars().any(|digit| digit.is_ascii_digit()),
                    "{source:?} has no year"
                );
            }
        }
        assert!(figures.len() > 20);
    }
}
