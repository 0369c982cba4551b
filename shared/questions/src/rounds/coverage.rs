//! The figures of rounds: in all, and by municipality.

use fold::Interner;
use model::ConsultationOutcome;
use register::Register;
use serde::Serialize;

use super::cells::RoundCell;

/// How far a round came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Coverage {
    /// Municipalities that were asked.
    pub asked: usize,
    /// Those of them that were reached.
    pub reached: usize,
    /// Those where nobody answered.
    pub no_answer: usize,
    /// Those that declined.
    pub declined: usize,
    /// Municipalities with reports or resolutions of the round, of which nobody says that they were asked; they are
    /// not among those asked.
    pub without_consultation: usize,
    /// What was found in those reached.
    #[serde(flatten)]
    pub found: RoundFindings,
}

/// What a round found in the municipalities that it reached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RoundFindings {
    /// Knelpunten open just before it began there: those still there, gone and not discussed together.
    pub expected: usize,
    /// Those of which the last that it said is a report.
    pub still_there: usize,
    /// Those of which the last that it said is a resolution.
    pub gone: usize,
    /// Those of which it said nothing.
    pub not_discussed: usize,
    /// The latter by whether their category was covered.
    pub not_discussed_by_topic: NotDiscussedByTopic,
    /// Knelpunten not open before, of which a report of the round opened an episode.
    pub new: usize,
    /// The same by which episode that was.
    pub new_by_kind: NewByKind,
    /// Knelpunten open at its end there.
    pub open_after: usize,
}

/// Knelpunten that were not discussed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NotDiscussedByTopic {
    /// Their category was covered, and nothing was said of them.
    pub covered: usize,
    /// Their category was not covered.
    pub not_covered: usize,
}

/// Knelpunten that are new.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct NewByKind {
    /// It was their first episode.
    pub first: usize,
    /// They had been gone.
    pub recurred: usize,
}

/// How far a round came in one municipality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MunicipalityCoverage {
    /// CBS code, on the division.
    pub municipality: String,
    /// Symbol of the municipality.
    pub municipality_name: String,
    /// Codes of the municipalities that were asked or reported, where those are others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inherited_from: Vec<String>,
    /// True when a part of one of those went elsewhere.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub through_split: bool,
    /// Whether it was reached; none when nobody says that it was asked.
    pub consultation: Option<ConsultationOutcome>,
    /// Codes of the categories that were covered, where it was reached; none for all.
    pub topics: Option<Vec<String>>,
    /// When the round began there.
    pub began_at: String,
    /// When the last was asked or said there.
    pub ended_at: String,
    /// Reports of the round.
    pub reports: usize,
    /// Resolutions of the round.
    pub resolutions: usize,
    /// What was found there; none when it was not reached.
    #[serde(flatten)]
    pub found: Option<RoundFindings>,
}

impl RoundFindings {
    pub(crate) const fn add(&mut self, other: &Self) {
        let Self {
            expected,
            still_there,
            gone,
            not_discussed,
            not_discussed_by_topic:
                NotDiscussedByTopic {
                    covered,
                    not_covered,
                },
            new,
            new_by_kind: NewByKind { first, recurred },
            open_after,
        } = *other;
        self.expected += expected;
        self.still_there += still_there;
        self.gone += gone;
        self.not_discussed += not_discussed;
        self.not_discussed_by_topic.covered += covered;
        self.not_discussed_by_topic.not_covered += not_covered;
        self.new += new;
        self.new_by_kind.first += first;
        self.new_by_kind.recurred += recurred;
        self.open_after += open_after;
    }

    pub(crate) fn sum<'a>(cells: impl Iterator<Item = &'a RoundCell>) -> Self {
        let mut sum = Self::default();
        for cell in cells.filter(|cell| cell.is_reached()) {
            sum.add(&cell.count.found);
        }
        sum
    }
}

impl Coverage {
    pub(crate) fn of<'a>(cells: impl Iterator<Item = &'a RoundCell> + Clone) -> Self {
        let mut coverage = Self {
            found: RoundFindings::sum(cells.clone()),
            ..Self::default()
        };
        for cell in cells {
            let Some(consultation) = &cell.consultation else {
                coverage.without_consultation += 1;
                continue;
            };
            coverage.asked += 1;
            match consultation.outcome {
                ConsultationOutcome::Reached => coverage.reached += 1,
                ConsultationOutcome::NoAnswer => coverage.no_answer += 1,
                ConsultationOutcome::Declined => coverage.declined += 1,
            }
        }
        coverage
    }
}

impl MunicipalityCoverage {
    pub(crate) fn of(cell: &RoundCell, interner: &Interner, register: &Register) -> Self {
        let municipality = register.municipality(cell.municipality);
        let consultation = cell.consultation.as_ref();
        let reached = consultation.filter(|held| held.is_reached());
        let topics = reached.and_then(|held| held.topics.as_ref());
        let mut topics: Option<Vec<String>> = topics.map(|topics| {
            topics
                .iter()
                .map(|name| interner.text(*name).to_owned())
                .collect()
        });
        if let Some(topics) = &mut topics {
            topics.sort_unstable();
        }
        let code = |id| register.municipality(id).code.clone();
        let mut inherited_from: Vec<String> =
            cell.inherited_from.iter().copied().map(code).collect();
        inherited_from.sort_unstable();
        Self {
            municipality: municipality.code.clone(),
            municipality_name: municipality.name.clone(),
            inherited_from,
            through_split: cell.through_split,
            consultation: consultation.map(|held| held.outcome),
            topics,
            began_at: cell.began_at.to_string(),
            ended_at: cell.ended_at.to_string(),
            reports: cell.count.reports,
            resolutions: cell.count.resolutions,
            found: reached.map(|_| cell.count.found),
        }
    }
}
