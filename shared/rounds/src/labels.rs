//! The Dutch labels of closed sets, as they are offered and read back.

use model::{ConsultationOutcome, Outcome, PartyKind};
use texts::{terms, workbook};

use crate::InputProblem;

/// The answer about a knelpunt that was open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowAnswer {
    /// It is still there.
    StillThere,
    /// It is gone.
    Gone,
    /// Nothing was said about it.
    NotDiscussed,
}

/// A closed set with a Dutch label for each value.
pub(crate) trait Labelled: Copy + 'static {
    /// All values, in the order of the drop-down.
    const ALL: &'static [Self];

    /// Labels of workbooks made earlier: the label of today, and the one that it had.
    const EARLIER: &'static [(&'static str, &'static str)] = &[];

    /// Returns the label.
    fn label(self) -> &'static str;

    /// Returns all labels.
    fn labels() -> Vec<&'static str> {
        Self::ALL.iter().map(|one| one.label()).collect()
    }

    /// Reads a label, of today or earlier; case and spaces do not matter.
    fn parse_label(text: &str) -> Option<Self> {
        let text = model::canonical_name(text);
        let mut earlier = Self::EARLIER.iter();
        let label = earlier.find(|(_, earlier)| *earlier == text);
        let label = label.map_or(text.as_str(), |(label, _)| label);
        Self::ALL.iter().copied().find(|one| one.label() == label)
    }
}

impl Labelled for RowAnswer {
    const ALL: &'static [Self] = &[Self::StillThere, Self::Gone, Self::NotDiscussed];
    const EARLIER: &'static [(&'static str, &'static str)] = &workbook::EARLIER_ANSWERS;

    fn label(self) -> &'static str {
        match self {
            Self::StillThere => terms::STILL_THERE,
            Self::Gone => terms::GONE,
            Self::NotDiscussed => terms::NOT_DISCUSSED,
        }
    }
}

impl Labelled for ConsultationOutcome {
    const ALL: &'static [Self] = &Self::ALL;
    const EARLIER: &'static [(&'static str, &'static str)] = &workbook::EARLIER_CONSULTATIONS;

    fn label(self) -> &'static str {
        terms::consultation(Some(self))
    }
}

impl Labelled for Outcome {
    const ALL: &'static [Self] = &Self::ALL;
    const EARLIER: &'static [(&'static str, &'static str)] = &workbook::EARLIER_OUTCOMES;

    fn label(self) -> &'static str {
        terms::outcome(self)
    }
}

impl Labelled for PartyKind {
    const ALL: &'static [Self] = &Self::ALL;

    fn label(self) -> &'static str {
        terms::party_kind(self)
    }
}

/// Reads the kind of a party: its code, or its name in Dutch.
///
/// # Errors
///
/// If it is neither, with all that there are.
pub fn parse_party_kind(text: &str) -> Result<PartyKind, InputProblem> {
    let kind = PartyKind::parse(&text.trim().to_lowercase());
    let kind = kind.or_else(|| PartyKind::parse_label(text));
    kind.ok_or_else(|| {
        let labels = PartyKind::labels().join(", ");
        let codes = PartyKind::ALL.map(PartyKind::code).join(", ");
        InputProblem::new("sheet-not-a-party-kind")
            .quoted("text", text)
            .and("labels", format!("{labels}, {codes}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_read_whatever_its_case_and_spaces() {
        assert_eq!(
            RowAnswer::parse_label(" Er  Nog "),
            Some(RowAnswer::StillThere)
        );
        assert_eq!(RowAnswer::parse_label("nog"), None);
        assert_eq!(
            Outcome::parse_label("LANDELIJK opgelost"),
            Some(Outcome::Central)
        );
        for outcome in ConsultationOutcome::ALL {
            assert_eq!(
                ConsultationOutcome::parse_label(outcome.label()),
                Some(outcome)
            );
        }
        for kind in PartyKind::ALL {
            assert_eq!(PartyKind::parse_label(kind.label()), Some(kind));
        }
    }

    /// Append-only: workbooks with these labels were sent out. A label of today that is missing here is added.
    const OUTCOMES_EVER_OFFERED: [&str; 4] = [
        "opgelost",
        "niet meer van belang",
        "vervallen",
        "landelijk opgelost",
    ];

    #[test]
    fn every_outcome_ever_offered_is_still_read() {
        let read = OUTCOMES_EVER_OFFERED.map(Outcome::parse_label);
        let expected = [
            Outcome::Solved,
            Outcome::Lapsed,
            Outcome::Lapsed,
            Outcome::Central,
        ];
        assert_eq!(read, expected.map(Some));
        for label in Outcome::labels() {
            assert!(OUTCOMES_EVER_OFFERED.contains(&label), "{label}");
        }
    }

    #[test]
    fn the_labels_of_workbooks_made_earlier_are_still_read() {
        assert_eq!(
            RowAnswer::parse_label("Nog steeds"),
            Some(RowAnswer::StillThere)
        );
        assert_eq!(RowAnswer::parse_label("opgelost"), Some(RowAnswer::Gone));
        let calls = ["bereikt", "geen gehoor", "wil niet meedoen"];
        let read = calls.map(ConsultationOutcome::parse_label);
        assert_eq!(read, ConsultationOutcome::ALL.map(Some));
    }
}
