//! The options of the questions: each is the key of a link of the same name; see `link`.

use clap::builder::PossibleValuesParser;
use uuid::Uuid;

use super::AnswerArgs;

const SUMMARY_EXAMPLES: &str = "\
Examples:
  knelpunt show summary
  knelpunt show summary --province PV26 --as-of 2013-06-30
  knelpunt show summary --format json";

const PERSISTING_EXAMPLES: &str = "\
A knelpunt persists when it is open and either its age is 180 days or more, or it was reported in two rounds or more \
since it opened. Its age counts from when it was known, if that was said, else from its first report.

Examples:
  knelpunt show persisting --municipality GM0344
  knelpunt show persisting --status open --min-age-days 365 --format csv
  knelpunt show persisting --matrix --province PV26";

const TREND_EXAMPLES: &str = "\
Opened less resolved is the change of what is open, in every period and every group.

Examples:
  knelpunt show trend --every quarter --from 2012-01-01
  knelpunt show trend --every year --group-by province --format csv
  knelpunt show trend --category funding --round 2013-02";

const RESOLUTION_TIMES_EXAMPLES: &str = "\
Kaplan-Meier estimates: knelpunten that are still open count as open for as long as they have been, never as absent. \
The median is the day by which half were gone; it is not reached while more than half are open.

Examples:
  knelpunt show resolution-times --group-by category
  knelpunt show resolution-times --party 'supplier:Fabriek IJssel' --curve full";

const KNELPUNT_EXAMPLES: &str = "\
Example:
  knelpunt show knelpunt 8f2c5a5e-9d5b-5b0e-a1e4-0f6a3c1f7d21";

const HISTORY_EXAMPLES: &str = "\
Events that were taken back are shown, and marked so; of one that was redacted only what stands in its place.

Example:
  knelpunt show history 8f2c5a5e-9d5b-5b0e-a1e4-0f6a3c1f7d21 --format csv";

const GROUPS: [&str; 7] = [
    "municipality",
    "province",
    "size-class",
    "category",
    "building-block",
    "party-kind",
    "party",
];

/// Which knelpunten are meant.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Which knelpunten (repeat an option for one or the other)")]
pub(crate) struct FilterArgs {
    #[command(flatten)]
    pub(super) what: KnelpuntFilterArgs,
    /// Reported or resolved in this round, or outside any (none)
    #[arg(long, value_name = "SLUG")]
    pub(super) round: Vec<String>,
}

/// Which knelpunten are meant, whatever round they were heard in.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Which knelpunten (repeat an option for one or the other)")]
pub(crate) struct KnelpuntFilterArgs {
    /// Of this municipality, by its CBS code, such as GM0344
    #[arg(long, value_name = "CODE")]
    pub(super) municipality: Vec<String>,
    /// Of municipalities in this province, PV20 to PV31
    #[arg(long, value_name = "CODE")]
    pub(super) province: Vec<String>,
    /// Of municipalities of this size, 1 (under 5 000 inhabitants) to 8 (250 000 or more)
    #[arg(long, value_name = "1-8")]
    pub(super) size_class: Vec<String>,
    /// Of this category, by its code in the catalogue
    #[arg(long, value_name = "CODE")]
    pub(super) category: Vec<String>,
    /// Concerning this building block, by its code, or none
    #[arg(long, value_name = "CODE")]
    pub(super) building_block: Vec<String>,
    /// Waiting on this kind of party: supplier, national-body, partnership, or none
    #[arg(long, value_name = "KIND")]
    pub(super) party_kind: Vec<String>,
    /// Waiting on this party, as kind:name, or none
    #[arg(long, value_name = "KIND:NAME")]
    pub(super) party: Vec<String>,
    /// Reported or resolved by this source
    #[arg(long, value_name = "URN")]
    pub(super) source: Vec<String>,
}

/// As of when, and as known when.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "As of when")]
pub(crate) struct AsOfArgs {
    /// As it was at the end of this day, or at this moment; now if not given
    #[arg(long, value_name = "DATE|TIME")]
    pub(super) as_of: Option<String>,
    /// As the log was when this was its last position: the answer never changes again
    #[arg(long, value_name = "POSITION")]
    pub(super) known_at: Option<String>,
    /// By the municipalities that there were on this day; the day of --as-of if not given
    #[arg(long, value_name = "DATE")]
    pub(super) division: Option<String>,
    /// Wait, up to 5 seconds, until the views have come to this position
    #[arg(long, value_name = "POSITION")]
    pub(super) at_least: Option<String>,
}

/// What `show summary` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = SUMMARY_EXAMPLES)]
pub(crate) struct SummaryArgs {
    #[command(flatten)]
    pub(super) filter: FilterArgs,
    #[command(flatten)]
    pub(super) when: AsOfArgs,
    #[command(flatten)]
    pub(super) how: AnswerArgs,
}

/// What `show persisting` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = PERSISTING_EXAMPLES)]
pub(crate) struct PersistingArgs {
    /// Those that persist, or all that are open
    #[arg(long, value_parser = PossibleValuesParser::new(["persisting", "open"]), default_value = "persisting")]
    pub(super) status: String,
    /// Only those of at least this age
    #[arg(long, value_name = "DAYS")]
    pub(super) min_age_days: Option<String>,
    /// How many at most, 1 to 1000; 100 if not given
    #[arg(long, value_name = "NUMBER")]
    pub(super) limit: Option<String>,
    /// Go on where an earlier answer ended; it says how
    #[arg(long, value_name = "CURSOR")]
    pub(super) cursor: Option<String>,
    /// Count them by municipality and category instead
    #[arg(long, conflicts_with_all = ["status", "min_age_days", "limit", "cursor"])]
    pub(super) matrix: bool,
    #[command(flatten)]
    pub(super) filter: FilterArgs,
    #[command(flatten)]
    pub(super) when: AsOfArgs,
    #[command(flatten)]
    pub(super) how: AnswerArgs,
}

/// What `show trend` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = TREND_EXAMPLES)]
pub(crate) struct TrendArgs {
    /// The length of a period
    #[arg(long, value_parser = PossibleValuesParser::new(["day", "week", "month", "quarter", "year"]), default_value = "month")]
    pub(super) every: String,
    /// From this day on, widened to whole periods; from the first event if not given
    #[arg(long, value_name = "DATE")]
    pub(super) from: Option<String>,
    /// Up to this day, widened to whole periods, and never beyond --as-of
    #[arg(long, value_name = "DATE")]
    pub(super) to: Option<String>,
    /// Apart for each of these
    #[arg(long, value_parser = PossibleValuesParser::new(GROUPS))]
    pub(super) group_by: Option<String>,
    #[command(flatten)]
    pub(super) filter: FilterArgs,
    #[command(flatten)]
    pub(super) when: AsOfArgs,
    #[command(flatten)]
    pub(super) how: AnswerArgs,
}

/// What `show resolution-times` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = RESOLUTION_TIMES_EXAMPLES)]
pub(crate) struct ResolutionTimesArgs {
    /// Apart for each of these, with a test whether they differ
    #[arg(long, value_parser = PossibleValuesParser::new(GROUPS))]
    pub(super) group_by: Option<String>,
    /// Up to how many days the mean is taken; 365 if not given
    #[arg(long, value_name = "DAYS")]
    pub(super) horizon_days: Option<String>,
    /// Show the curve too, with every step of it
    #[arg(long, value_parser = PossibleValuesParser::new(["full"]))]
    pub(super) curve: Option<String>,
    #[command(flatten)]
    pub(super) filter: FilterArgs,
    #[command(flatten)]
    pub(super) when: AsOfArgs,
    #[command(flatten)]
    pub(super) how: AnswerArgs,
}

/// What `show knelpunt` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = KNELPUNT_EXAMPLES)]
pub(crate) struct KnelpuntArgs {
    /// The knelpunt's id; one that was merged shows the one that it went into
    #[arg(value_name = "ID")]
    pub(super) id: Uuid,
    #[command(flatten)]
    pub(super) when: AsOfArgs,
    #[command(flatten)]
    pub(super) how: AnswerArgs,
}

/// What `show history` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = HISTORY_EXAMPLES)]
pub(crate) struct HistoryArgs {
    /// The knelpunt's id; one that was merged shows the one that it went into
    #[arg(value_name = "ID")]
    pub(super) id: Uuid,
    #[command(flatten)]
    pub(super) when: AsOfArgs,
    #[command(flatten)]
    pub(super) how: AnswerArgs,
}
