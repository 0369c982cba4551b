//! The parameters of the simulation: types and documentation; the values are in `data/parameters.toml`.

use std::{ops::RangeInclusive, sync::LazyLock};

use model::PartyKind;
use serde::Deserialize;

/// The probability of an event, in parts per ten thousand: whole numbers, so that it is the same on every machine.
///
/// Written in per cent in the data.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(from = "usize")]
pub(crate) struct Chance(usize);

impl From<usize> for Chance {
    fn from(percent: usize) -> Self {
        Self(percent * 100)
    }
}

impl Chance {
    pub(crate) const fn per_ten_thousand(self) -> usize {
        self.0
    }

    /// Returns the chance to be one of `some` out of `all`; 0 if there are none.
    pub(crate) const fn one_of(some: usize, all: usize) -> Self {
        if all == 0 {
            return Self(0);
        }
        let share = some.saturating_mul(10_000) / all;
        Self(if share < 10_000 { share } else { 10_000 })
    }

    /// Returns this share of a count.
    pub(crate) const fn share_of(self, count: usize) -> usize {
        count / 10_000 * self.0 + count % 10_000 * self.0 / 10_000
    }

    /// Returns the chance times a factor in hundredths.
    pub(crate) const fn times_percent(self, factor: usize) -> Self {
        Self(self.0 * factor / 100)
    }
}

/// All parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SimulationParameters {
    pub(crate) demo: DemoParameters,
    pub(crate) rounds: RoundParameters,
    pub(crate) reporting: ReportingParameters,
    pub(crate) episodes: EpisodeParameters,
    pub(crate) corrections: CorrectionParameters,
    pub(crate) size_classes: [SizeEffect; 8],
    pub(crate) parties: Vec<PartyProfile>,
    pub(crate) remedies: Vec<RemedyEffect>,
    pub(crate) central_measures: Vec<CentralMeasure>,
    pub(crate) categories: Vec<CategoryProfile>,
    pub(crate) phrases: Phrases,
}

/// The plan of the demo.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DemoParameters {
    pub(crate) events: usize,
    pub(crate) years: u8,
    pub(crate) seed: u64,
}

/// The telephone rounds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoundParameters {
    /// The months of the rounds.
    pub(crate) months: [i8; 2],
    pub(crate) length_days: usize,
    /// The share of consultations in all events, which determines how many municipalities a round covers.
    pub(crate) share_of_events: Chance,
    /// The municipality is drawn for this round alone, not as a member of the panel of every round.
    pub(crate) redrawn: Chance,
    pub(crate) reached: Chance,
    /// Of those not reached; the others do not answer.
    pub(crate) declined: Chance,
    /// A second call if nobody answers.
    pub(crate) second_call: Chance,
    /// The call covers only some topics.
    pub(crate) some_topics: Chance,
    /// Such a call covers a topic.
    pub(crate) topic_covered: Chance,
    pub(crate) organisations: Vec<Organisation>,
}

/// An invented coach organisation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Organisation {
    pub(crate) name: String,
    pub(crate) provinces: Vec<String>,
    /// The coverage of its provinces, relative to the average.
    pub(crate) coverage_percent: usize,
}

/// How knelpunten are reported.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportingParameters {
    /// A knelpunt is first reported in a round; otherwise through the intake, unless a machine detected it.
    pub(crate) in_round: Chance,
    /// How much more the first round reports than another: everything that existed before.
    pub(crate) first_round_percent: usize,
    /// A report in the first round has a `knownSince`.
    pub(crate) known_since_at_first: Chance,
    /// A later report has a `knownSince`.
    pub(crate) known_since: Chance,
    pub(crate) known_since_days: RangeInclusive<usize>,
    /// An open knelpunt is confirmed in the next call.
    pub(crate) confirmed: Chance,
    /// An end is reported in the next round only.
    pub(crate) resolution_in_round: Chance,
    /// An end is reported although no round follows.
    pub(crate) resolution_without_round: Chance,
    /// `observedAt` is a date-time, not a date.
    pub(crate) exact_time: Chance,
    /// A report is recorded days later.
    pub(crate) late: Chance,
    pub(crate) late_days: RangeInclusive<usize>,
    /// Of those, it is recorded weeks later.
    pub(crate) very_late: Chance,
    pub(crate) very_late_days: RangeInclusive<usize>,
    /// An event has a description.
    pub(crate) described: Chance,
    /// An event has the role of the reporter.
    pub(crate) has_role: Chance,
}

/// How long episodes last, and whether knelpunten recur.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EpisodeParameters {
    /// How much faster everything is solved with each year of the plan.
    pub(crate) progress_percent_per_year: usize,
    /// For how many years this progress lasts.
    pub(crate) progress_years: usize,
    /// An episode ends because it is no longer relevant.
    pub(crate) lapses: Chance,
    /// An episode has a remedy.
    pub(crate) remedied: Chance,
    /// Soon: were it late, only long episodes would get one, and every remedy would seem to prolong them.
    pub(crate) remedied_after_days: RangeInclusive<usize>,
    /// The resolution names the remedy.
    pub(crate) remedy_named: Chance,
    pub(crate) returns_after_days: RangeInclusive<usize>,
    /// When the municipality merges, an open episode ends with it.
    pub(crate) ends_with_merger: Chance,
    /// When the municipality merges, an open episode continues at the successor; otherwise it stays open.
    pub(crate) continues_at_successor: Chance,
    pub(crate) successor_reports_after_days: RangeInclusive<usize>,
    /// The party is the usual one of the municipality.
    pub(crate) usual_party: Chance,
}

/// How often people err.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CorrectionParameters {
    /// A knelpunt is reported by mistake, and the report withdrawn.
    pub(crate) mistaken: Chance,
    /// A knelpunt is reported as resolved too soon, and the resolution withdrawn.
    pub(crate) premature: Chance,
    /// A knelpunt is first reported under another identity, and merged.
    pub(crate) misnamed: Chance,
    pub(crate) corrected_after_days: RangeInclusive<usize>,
    /// One in this many knelpunten has a redacted report.
    pub(crate) redacted_one_in: u64,
}

/// The effect of a size class.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SizeEffect {
    /// The number of knelpunten, relative to other classes.
    pub(crate) weight: usize,
    /// How fast they are solved.
    pub(crate) speed_percent: usize,
}

/// A party that knelpunten wait on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartyProfile {
    pub(crate) kind: PartyKind,
    pub(crate) name: String,
    /// A misspelling of the name.
    pub(crate) misspelt: String,
    pub(crate) weight: usize,
    /// How fast the party solves knelpunten.
    pub(crate) speed_percent: usize,
    /// The party's own building blocks; if empty, those of the category apply.
    #[serde(default)]
    pub(crate) building_blocks: Vec<String>,
}

/// The effect of a remedy, which statistics over the events should recover.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemedyEffect {
    pub(crate) code: String,
    /// How fast a knelpunt is solved from then on.
    pub(crate) speed_percent: usize,
    /// The remaining part of the usual chance of recurrence.
    pub(crate) return_percent: usize,
}

/// A measure that solves many knelpunten at once.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CentralMeasure {
    pub(crate) category: String,
    /// If set, only knelpunten that wait on this party.
    pub(crate) party: Option<String>,
    /// The time of the measure, in hundredths of the plan.
    pub(crate) at_percent: usize,
    /// The measure solves an open knelpunt.
    pub(crate) solves: Chance,
    pub(crate) remedy: String,
    pub(crate) description: String,
}

/// A service that detects knelpunten automatically.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Machine {
    /// Probes connections.
    Linkwatch,
    /// Compares files with base registers.
    Mirror,
}

/// A kind of knelpunt.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CategoryProfile {
    pub(crate) code: String,
    /// How often it is reported, relative to other categories.
    pub(crate) weight: usize,
    /// In how many of ten thousand weeks an open knelpunt is solved.
    solved_per_ten_thousand_weeks: usize,
    /// A solved knelpunt recurs.
    pub(crate) returns: Chance,
    /// A knelpunt concerns a building block, and which.
    #[serde(default)]
    pub(crate) concerns: Concerns,
    /// A knelpunt waits on a party, and of which kind.
    pub(crate) waits_on: Option<WaitsOn>,
    /// A machine detected a knelpunt, and which.
    pub(crate) detected_by: Option<DetectedBy>,
    pub(crate) remedies: Vec<String>,
    pub(crate) descriptions: Vec<String>,
}

/// The chance that a knelpunt concerns a building block, and the possible ones.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Concerns {
    pub(crate) chance: Chance,
    pub(crate) building_blocks: Vec<String>,
}

/// The chance that a knelpunt waits on a party, and of which kind.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WaitsOn {
    pub(crate) chance: Chance,
    pub(crate) kind: PartyKind,
}

/// The chance that a machine detected a knelpunt, and which machine.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DetectedBy {
    pub(crate) chance: Chance,
    pub(crate) machine: Machine,
}

/// Texts of events, of any category.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Phrases {
    pub(crate) roles: Vec<String>,
    pub(crate) confirmed: Vec<String>,
    pub(crate) solved: Vec<String>,
    pub(crate) lapsed: Vec<String>,
    pub(crate) returned: Vec<String>,
    pub(crate) linkwatch: String,
    pub(crate) mirror: String,
    pub(crate) ends_with_merger: String,
    pub(crate) continues_at_successor: String,
    pub(crate) continued_at_successor: String,
    pub(crate) mistaken: Vec<String>,
    pub(crate) false_alarm: Vec<String>,
    pub(crate) premature: Vec<String>,
    pub(crate) without_building_block: String,
    pub(crate) misspelt: String,
    pub(crate) other_category: String,
    /// A text that has to be redacted.
    pub(crate) to_be_redacted: String,
    pub(crate) redacted: String,
}

impl CategoryProfile {
    /// Returns the chance that an open knelpunt is solved within a week.
    pub(crate) const fn solved_weekly(&self) -> Chance {
        Chance(self.solved_per_ten_thousand_weeks)
    }
}

/// The parameters.
pub(crate) static PARAMETERS: LazyLock<SimulationParameters> = LazyLock::new(|| {
    let parsed = toml::from_str(include_str!("../data/parameters.toml"));
    assert!(
        parsed.is_ok(),
        "the embedded parameters are valid: {:?}",
        parsed.err()
    );
    parsed.unwrap_or_else(|_| unreachable!("asserted above"))
});

#[cfg(test)]
mod tests {
    use register::Register;

    use super::*;

    #[test]
    fn every_code_of_the_parameters_is_in_the_catalogue_and_every_category_has_parameters() {
        let catalogue = Register::embedded().catalogue();
        for remedy in &PARAMETERS.remedies {
            assert!(catalogue.remedy(&remedy.code).is_some(), "{}", remedy.code);
        }
        for category in catalogue.categories() {
            let rows = PARAMETERS.categories.iter();
            assert_eq!(
                rows.filter(|row| row.code == category.code).count(),
                1,
                "{}",
                category.code
            );
        }
        for row in &PARAMETERS.categories {
            assert!(catalogue.category(&row.code).is_some(), "{}", row.code);
            let known = |block: &String| catalogue.building_block(block).is_some();
            assert!(
                row.concerns.building_blocks.iter().all(known),
                "{}",
                row.code
            );
            let helps = |code: &String| {
                PARAMETERS
                    .remedies
                    .iter()
                    .any(|remedy| remedy.code == *code)
            };
            assert!(row.remedies.iter().all(helps), "{}", row.code);
        }
    }

    #[test]
    fn every_central_measure_has_a_known_category_and_party() {
        for central in &PARAMETERS.central_measures {
            let row = PARAMETERS
                .categories
                .iter()
                .find(|row| row.code == central.category);
            assert!(row.is_some(), "{}", central.category);
            let known = |name: &str| PARAMETERS.parties.iter().any(|party| party.name == name);
            assert!(
                central.party.as_deref().is_none_or(known),
                "{}",
                central.category
            );
        }
    }

    #[test]
    fn every_province_has_one_coach_organisation() {
        for (_, province) in Register::embedded().provinces() {
            let organisations = PARAMETERS.rounds.organisations.iter();
            let covers =
                |organisation: &&Organisation| organisation.provinces.contains(&province.code);
            assert_eq!(organisations.filter(covers).count(), 1, "{}", province.name);
        }
    }

    #[test]
    fn a_misspelt_name_is_another_identity() {
        for party in &PARAMETERS.parties {
            assert_ne!(
                model::canonical_name(&party.name),
                model::canonical_name(&party.misspelt)
            );
        }
    }
}
