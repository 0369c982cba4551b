use crate::{CategoryCode, DateSchema};
use jiff::civil::Date;
use model::{ConsultationOutcome, Instant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answer, Table};

/// The coverage of every round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rounds {
    /// The number of rounds of which anything is visible.
    pub total: usize,
    /// The rounds that began last, the newest first; at most 1000.
    pub items: Vec<RoundItem>,
}

/// The coverage of one round in all municipalities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoundItem {
    /// Its slug.
    pub round: String,
    /// The link to it.
    pub href: String,
    /// When it began: at its first consultation, report or resolution.
    pub began_at: Instant,
    /// The day of `beganAt` in Europe/Amsterdam.
    #[schemars(with = "DateSchema")]
    pub began_on: Date,
    /// When it ended: at its last consultation, report or resolution so far.
    pub ended_at: Instant,
    /// The day of `endedAt` in Europe/Amsterdam.
    #[schemars(with = "DateSchema")]
    pub ended_on: Date,
    /// The figures.
    #[serde(flatten)]
    pub coverage: Coverage,
}

/// The coverage of one round, in all and by municipality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoundAnswer {
    /// Its slug.
    pub round: String,
    /// The link to it, as of now.
    #[serde(rename = "self")]
    pub link: String,
    /// When it began; null when nothing of it is visible.
    pub began_at: Option<Instant>,
    /// The day of `beganAt` in Europe/Amsterdam.
    #[schemars(with = "Option<DateSchema>")]
    pub began_on: Option<Date>,
    /// When it ended; null when nothing of it is visible.
    pub ended_at: Option<Instant>,
    /// The day of `endedAt` in Europe/Amsterdam.
    #[schemars(with = "Option<DateSchema>")]
    pub ended_on: Option<Date>,
    /// In all municipalities.
    pub total: Coverage,
    /// By municipality, in order of code.
    pub municipalities: Vec<MunicipalityCoverage>,
    /// The comparison with another round; absent without `against`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub against: Option<Comparison>,
}

/// The coverage of a round: municipalities asked, and findings in those reached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Coverage {
    /// Municipalities that were asked.
    pub asked: usize,
    /// Municipalities that were reached.
    pub reached: usize,
    /// Municipalities that were asked and did not answer.
    pub no_answer: usize,
    /// Municipalities that were asked and declined.
    pub declined: usize,
    /// Municipalities with reports or resolutions of the round but without a consultation; they do not count as asked.
    pub without_consultation: usize,
    /// The findings in the municipalities reached.
    #[serde(flatten)]
    pub found: RoundFindings,
}

/// The findings of a round in the municipalities that it reached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoundFindings {
    /// Knelpunten that were open just before the round began there: still there, gone and not discussed together.
    pub expected: usize,
    /// Expected knelpunten of which the round's last statement is a report.
    pub still_there: usize,
    /// Expected knelpunten of which the round's last statement is a resolution.
    pub gone: usize,
    /// Expected knelpunten of which the round says nothing.
    pub not_discussed: usize,
    /// Knelpunten not discussed, by whether the round covered their category.
    pub not_discussed_by_topic: NotDiscussedByTopic,
    /// Knelpunten that were not open before and of which a report of the round opened an episode.
    pub new: usize,
    /// New knelpunten, by which episode opened.
    pub new_by_kind: NewByKind,
    /// Knelpunten that were open at the end of the round there.
    pub open_after: usize,
}

/// Knelpunten that were not discussed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NotDiscussedByTopic {
    /// The round covered their category.
    pub covered: usize,
    /// The round did not cover their category.
    pub not_covered: usize,
}

/// Knelpunten that are new in a round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NewByKind {
    /// Their first episode opened.
    pub first: usize,
    /// They had been resolved before.
    pub recurred: usize,
}

/// The coverage of a round in one municipality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MunicipalityCoverage {
    /// CBS code, by the division.
    pub municipality: String,
    /// Name of the municipality.
    pub municipality_name: String,
    /// CBS codes of the municipalities that were asked or reported, where they are others.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub inherited_from: Vec<String>,
    /// True when one of those was split, so that a part of it belongs elsewhere.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub through_split: bool,
    /// CBS codes of those that got other parts of it; knelpunten count with the main successor, because it is not
    /// known in which part they are.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub other_successors: Vec<String>,
    /// The outcome of its consultation; null without one.
    pub consultation: Option<ConsultationOutcome>,
    /// Codes of the categories covered, where it was reached; null for all.
    #[schemars(with = "Option<Vec<CategoryCode>>")]
    pub topics: Option<Vec<String>>,
    /// When the round began there.
    pub began_at: Instant,
    /// The day of `beganAt` in Europe/Amsterdam.
    #[schemars(with = "DateSchema")]
    pub began_on: Date,
    /// When the round ended there.
    pub ended_at: Instant,
    /// The day of `endedAt` in Europe/Amsterdam.
    #[schemars(with = "DateSchema")]
    pub ended_on: Date,
    /// Reports of the round.
    pub reports: usize,
    /// Resolutions of the round.
    pub resolutions: usize,
    /// The findings there; absent when it was not reached.
    #[serde(flatten)]
    pub found: Option<RoundFindings>,
}

/// A round beside another one, over the municipalities that both reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// The slug of the other round.
    pub round: String,
    /// Municipalities that were asked in both.
    pub asked_in_both: usize,
    /// Municipalities that were reached in both: all figures are of these.
    pub reached_in_both: usize,
    /// Municipalities left out because only this round reached them.
    pub left_out_here: usize,
    /// Municipalities left out because only the other round reached them.
    pub left_out_there: usize,
    /// The findings of this round.
    pub here: RoundFindings,
    /// The findings of the other round.
    pub there: RoundFindings,
}

/// The columns of the findings.
const FINDINGS: [&str; 10] = [
    "expected",
    "stillThere",
    "gone",
    "notDiscussed",
    "notDiscussedByTopic.covered",
    "notDiscussedByTopic.notCovered",
    "new",
    "newByKind.first",
    "newByKind.recurred",
    "openAfter",
];

impl Answer for Rounds {
    fn table(&self) -> Table {
        let own = [
            "round",
            "beganAt",
            "beganOn",
            "endedAt",
            "endedOn",
            "asked",
            "reached",
            "noAnswer",
            "declined",
            "withoutConsultation",
        ];
        let columns = [&own[..], &FINDINGS].concat();
        Table::new(&columns, &self.items)
    }
}

impl Answer for RoundAnswer {
    fn table(&self) -> Table {
        let own = [
            "municipality",
            "municipalityName",
            "inheritedFrom",
            "throughSplit",
            "otherSuccessors",
            "consultation",
            "topics",
            "beganAt",
            "beganOn",
            "endedAt",
            "endedOn",
            "reports",
            "resolutions",
        ];
        let columns = [&own[..], &FINDINGS].concat();
        Table::new(&columns, &self.municipalities)
    }
}
