//! The Dutch words for what is a closed set on the wire.

use model::{ConsultationOutcome, Outcome, PartyKind};

/// What was said of a knelpunt that was open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It is still there.
    Still,
    /// It is gone.
    Gone,
    /// It was not talked about.
    NotDiscussed,
}

/// A closed set with a Dutch word for each.
pub(crate) trait Words: Copy + 'static {
    /// All of them.
    const ALL: &'static [Self];

    /// Gives the word.
    fn word(self) -> &'static str;

    /// Lists the words.
    fn words() -> Vec<&'static str> {
        Self::ALL.iter().map(|one| one.word()).collect()
    }

    /// Reads a word; capitals and spaces around it make no difference.
    fn parse(text: &str) -> Option<Self> {
        let text = model::canonical_name(text);
        Self::ALL.iter().copied().find(|one| one.word() == text)
    }
}

impl Words for Answer {
    const ALL: &'static [Self] = &[Self::Still, Self::Gone, Self::NotDiscussed];

    fn word(self) -> &'static str {
        match self {
            Self::Still => "nog steeds",
            Self::Gone => "opgelost",
            Self::NotDiscussed => "niet besproken",
        }
    }
}

impl Words for ConsultationOutcome {
    const ALL: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        match self {
            Self::Reached => "bereikt",
            Self::NoAnswer => "geen gehoor",
            Self::Declined => "wil niet meedoen",
        }
    }
}

impl Words for Outcome {
    const ALL: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        match self {
            Self::Solved => "opgelost",
            Self::Lapsed => "niet meer van belang",
            Self::Central => "landelijk opgelost",
        }
    }
}

impl Words for PartyKind {
    const ALL: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        match self {
            Self::Supplier => "leverancier",
            Self::NationalBody => "landelijke partij",
            Self::Partnership => "samenwerkingsverband",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_however_it_is_typed() {
        assert_eq!(Answer::parse(" Nog  Steeds "), Some(Answer::Still));
        assert_eq!(Answer::parse("nog"), None);
        assert_eq!(Outcome::parse("LANDELIJK opgelost"), Some(Outcome::Central));
        for outcome in ConsultationOutcome::ALL {
            assert_eq!(ConsultationOutcome::parse(outcome.word()), Some(outcome));
        }
        for kind in PartyKind::ALL {
            assert_eq!(<PartyKind as Words>::parse(kind.word()), Some(kind));
        }
    }
}
