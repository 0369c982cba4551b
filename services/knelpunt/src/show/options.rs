//! The options of the questions.

use api::parameters::{
    AsOfParameters, PersistingParameters, ResolutionTimesParameters, ScopeParameters,
    TrendParameters,
};
use uuid::Uuid;

use super::AnswerArgs;

const SUMMARY_EXAMPLES: &str = "\
Examples:
  knelpunt show summary
  knelpunt show summary --province PV26 --as-of 2013-06-30
  knelpunt show summary --format json";

const PERSISTING_EXAMPLES: &str = "\
A knelpunt persists if it is open, and is at least 180 days old or was reported in at least two rounds since it opened. \
Its age counts from --known-since, if a report gave that, or else from its first report.

Examples:
  knelpunt show persisting --municipality GM0344
  knelpunt show persisting --status open --min-age-days 365 --format csv
  knelpunt show persisting --matrix --province PV26";

const TREND_EXAMPLES: &str = "\
In every period and group, opened minus resolved is the change of what is open.

Examples:
  knelpunt show trend --every quarter --from 2012-01-01
  knelpunt show trend --every year --group-by province --format csv
  knelpunt show trend --category funding --round 2013-02";

const RESOLUTION_TIMES_EXAMPLES: &str = "\
Kaplan-Meier estimates: open knelpunten count as open for their whole age (censored), never as absent. The median is the \
day by which half are resolved; it is not reached while more than half are open.

Examples:
  knelpunt show resolution-times --group-by category
  knelpunt show resolution-times --party 'supplier:Fabriek IJssel' --curve full";

const KNELPUNT_EXAMPLES: &str = "\
Example:
  knelpunt show knelpunt 8f2c5a5e-9d5b-5b0e-a1e4-0f6a3c1f7d21";

const HISTORY_EXAMPLES: &str = "\
Withdrawn events are listed and marked. For a redacted event, only its replacement is listed.

Example:
  knelpunt show history 8f2c5a5e-9d5b-5b0e-a1e4-0f6a3c1f7d21 --format csv";

fn parse_id(text: &str) -> Result<Uuid, String> {
    let advice = "write the id of a knelpunt, such as 8f2c5a5e-9d5b-5b0e-a1e4-0f6a3c1f7d21; `knelpunt show persisting` \
                  lists ids";
    text.parse().map_err(|_| advice.to_owned())
}

/// Options of `show summary`.
#[derive(Debug, clap::Args)]
#[command(after_help = SUMMARY_EXAMPLES)]
pub(crate) struct SummaryArgs {
    #[command(flatten)]
    pub(super) scope: ScopeParameters,
    #[command(flatten)]
    pub(super) output: AnswerArgs,
}

/// Options of `show persisting`.
#[derive(Debug, clap::Args)]
#[command(after_help = PERSISTING_EXAMPLES)]
pub(crate) struct PersistingArgs {
    #[command(flatten)]
    pub(super) question: PersistingParameters,
    /// Count by municipality and category instead
    #[arg(long, conflicts_with_all = ["status", "min_age_days", "limit", "cursor"])]
    pub(super) matrix: bool,
    #[command(flatten)]
    pub(super) scope: ScopeParameters,
    #[command(flatten)]
    pub(super) output: AnswerArgs,
}

/// Options of `show trend`.
#[derive(Debug, clap::Args)]
#[command(after_help = TREND_EXAMPLES)]
pub(crate) struct TrendArgs {
    #[command(flatten)]
    pub(super) question: TrendParameters,
    #[command(flatten)]
    pub(super) scope: ScopeParameters,
    #[command(flatten)]
    pub(super) output: AnswerArgs,
}

/// Options of `show resolution-times`.
#[derive(Debug, clap::Args)]
#[command(after_help = RESOLUTION_TIMES_EXAMPLES)]
pub(crate) struct ResolutionTimesArgs {
    #[command(flatten)]
    pub(super) question: ResolutionTimesParameters,
    #[command(flatten)]
    pub(super) scope: ScopeParameters,
    #[command(flatten)]
    pub(super) output: AnswerArgs,
}

/// Options of `show knelpunt`.
#[derive(Debug, clap::Args)]
#[command(after_help = KNELPUNT_EXAMPLES)]
pub(crate) struct KnelpuntArgs {
    /// Id of the knelpunt, a UUID; the id of a merged knelpunt shows the one that absorbed it
    #[arg(value_name = "ID", value_parser = parse_id)]
    pub(super) id: Uuid,
    #[command(flatten)]
    pub(super) as_of: AsOfParameters,
    #[command(flatten)]
    pub(super) output: AnswerArgs,
}

/// Options of `show history`.
#[derive(Debug, clap::Args)]
#[command(after_help = HISTORY_EXAMPLES)]
pub(crate) struct HistoryArgs {
    /// Id of the knelpunt, a UUID; the id of a merged knelpunt shows the one that absorbed it
    #[arg(value_name = "ID", value_parser = parse_id)]
    pub(super) id: Uuid,
    #[command(flatten)]
    pub(super) as_of: AsOfParameters,
    #[command(flatten)]
    pub(super) output: AnswerArgs,
}
