//! The answer to whether support helped.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answer, CurveFigures, LogRankAnswer, PointAnswer, ResolvedCount, Table};

/// Whether knelpunten were resolved sooner with the support than without it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SupportEffect {
    /// The support, by the code of the remedy.
    pub support: String,
    /// The test of Mantel and Byar; null where at no time both those with and those without the support could end.
    pub mantel_byar: Option<LogRankAnswer>,
    /// How many times as often knelpunten with the support were resolved, with its 95 % interval; null where an observed
    /// or expected number is 0.
    pub rate_ratio: PointAnswer,
    /// Episodes from the support on.
    pub supported: ExposureAnswer,
    /// Episodes until the support, or without it.
    pub unsupported: ExposureAnswer,
    /// What the figures do not say.
    pub caveat: String,
}

/// The episodes with, or without, the support.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExposureAnswer {
    /// Episodes that were ever at risk so.
    pub episodes: usize,
    /// Municipalities of these, by the division.
    pub municipalities: usize,
    /// How many of them ended so.
    pub resolved: usize,
    /// How many would have ended so if support made no difference.
    pub expected: f64,
    /// The curve of Simon and Makuch: the share that is still open, by days since `since`.
    #[serde(flatten)]
    pub figures: CurveFigures<ResolvedCount>,
}

/// A row of the table.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct ExposureRow<'a> {
    support: &'a str,
    supported: bool,
    #[serde(flatten)]
    exposure: &'a ExposureAnswer,
    rate_ratio: &'a PointAnswer,
    mantel_byar: Option<&'a LogRankAnswer>,
}

impl Answer for SupportEffect {
    fn table(&self) -> Table {
        let columns = [
            "support",
            "supported",
            "episodes",
            "municipalities",
            "resolved",
            "expected",
            "medianDays",
            "medianLow",
            "medianHigh",
            "fromDays",
            "survival.90.value",
            "survival.180.value",
            "survival.365.value",
            "rateRatio.value",
            "rateRatio.low",
            "rateRatio.high",
            "mantelByar.chiSquared",
            "mantelByar.degreesOfFreedom",
            "mantelByar.p",
        ];
        let row = |exposure, supported| ExposureRow {
            support: &self.support,
            supported,
            exposure,
            rate_ratio: &self.rate_ratio,
            mantel_byar: self.mantel_byar.as_ref(),
        };
        let rows = [row(&self.supported, true), row(&self.unsupported, false)];
        Table::new(&columns, &rows)
    }
}
