//! The options of the questions, and the links that they become: each is the key of its name.

use clap::builder::PossibleValuesParser;
use uuid::Uuid;

use super::AskArgs;
use crate::server::Pairs;

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
    /// Of this municipality, by its CBS code, such as GM0344
    #[arg(long, value_name = "CODE")]
    municipality: Vec<String>,
    /// Of municipalities in this province, PV20 to PV31
    #[arg(long, value_name = "CODE")]
    province: Vec<String>,
    /// Of municipalities of this size, 1 (under 5 000 inhabitants) to 8 (250 000 or more)
    #[arg(long, value_name = "1-8")]
    size_class: Vec<String>,
    /// Of this category, by its code in the catalogue
    #[arg(long, value_name = "CODE")]
    category: Vec<String>,
    /// Concerning this building block, by its code, or none
    #[arg(long, value_name = "CODE")]
    building_block: Vec<String>,
    /// Waiting on this kind of party: supplier, national-body, partnership, or none
    #[arg(long, value_name = "KIND")]
    party_kind: Vec<String>,
    /// Waiting on this party, as kind:name, or none
    #[arg(long, value_name = "KIND:NAME")]
    party: Vec<String>,
    /// Reported or resolved in this round, or outside any (none)
    #[arg(long, value_name = "SLUG")]
    round: Vec<String>,
    /// Reported or resolved by this source
    #[arg(long, value_name = "URN")]
    source: Vec<String>,
}

/// As of when, and as known when.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "As of when")]
pub(crate) struct WhenArgs {
    /// As it was at the end of this day, or at this moment; now if not given
    #[arg(long, value_name = "DATE|TIME")]
    as_of: Option<String>,
    /// As the log was when this was its last position: the answer never changes again
    #[arg(long, value_name = "POSITION")]
    known_at: Option<String>,
    /// By the municipalities that there were on this day; the day of --as-of if not given
    #[arg(long, value_name = "DATE")]
    division: Option<String>,
    /// Wait, up to 5 seconds, until the views have come to this position
    #[arg(long, value_name = "POSITION")]
    at_least: Option<String>,
}

/// What `show summary` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = SUMMARY_EXAMPLES)]
pub(crate) struct SummaryArgs {
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    pub(super) how: AskArgs,
}

/// What `show persisting` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = PERSISTING_EXAMPLES)]
pub(crate) struct PersistingArgs {
    /// Those that persist, or all that are open
    #[arg(long, value_parser = PossibleValuesParser::new(["persisting", "open"]), default_value = "persisting")]
    status: String,
    /// Only those of at least this age
    #[arg(long, value_name = "DAYS")]
    min_age_days: Option<String>,
    /// How many at most, 1 to 1000; 100 if not given
    #[arg(long, value_name = "NUMBER")]
    limit: Option<String>,
    /// Go on where an earlier answer ended; it says how
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<String>,
    /// Count them by municipality and category instead
    #[arg(long, conflicts_with_all = ["status", "min_age_days", "limit", "cursor"])]
    pub(super) matrix: bool,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    pub(super) how: AskArgs,
}

/// What `show trend` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = TREND_EXAMPLES)]
pub(crate) struct TrendArgs {
    /// The length of a period
    #[arg(long, value_parser = PossibleValuesParser::new(["day", "week", "month", "quarter", "year"]), default_value = "month")]
    every: String,
    /// From this day on, widened to whole periods; from the first event if not given
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Up to this day, widened to whole periods, and never beyond --as-of
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Apart for each of these
    #[arg(long, value_parser = PossibleValuesParser::new(GROUPS))]
    group_by: Option<String>,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    pub(super) how: AskArgs,
}

/// What `show resolution-times` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = RESOLUTION_TIMES_EXAMPLES)]
pub(crate) struct ResolutionTimesArgs {
    /// Apart for each of these, with a test whether they differ
    #[arg(long, value_parser = PossibleValuesParser::new(GROUPS))]
    group_by: Option<String>,
    /// Up to how many days the mean is taken; 365 if not given
    #[arg(long, value_name = "DAYS")]
    horizon_days: Option<String>,
    /// Show the curve too, with every step of it
    #[arg(long, value_parser = PossibleValuesParser::new(["full"]))]
    curve: Option<String>,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    pub(super) how: AskArgs,
}

/// What `show knelpunt` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = KNELPUNT_EXAMPLES)]
pub(crate) struct KnelpuntArgs {
    /// The knelpunt's id; one that was merged shows the one that it went into
    #[arg(value_name = "ID")]
    pub(super) id: Uuid,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    pub(super) how: AskArgs,
}

/// What `show history` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = HISTORY_EXAMPLES)]
pub(crate) struct HistoryArgs {
    /// The knelpunt's id; one that was merged shows the one that it went into
    #[arg(value_name = "ID")]
    pub(super) id: Uuid,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    pub(super) how: AskArgs,
}

/// Gives a key with each of its values.
fn each<'a>(
    key: &'static str,
    values: &'a [String],
) -> impl Iterator<Item = (&'static str, String)> + 'a {
    values.iter().map(move |value| (key, value.clone()))
}

/// Gives a key with its value, if it has one.
fn one(key: &'static str, value: Option<&String>) -> impl Iterator<Item = (&'static str, String)> {
    value.map(|value| (key, value.clone())).into_iter()
}

impl FilterArgs {
    fn pairs(&self) -> Pairs {
        each("municipality", &self.municipality)
            .chain(each("province", &self.province))
            .chain(each("sizeClass", &self.size_class))
            .chain(each("category", &self.category))
            .chain(each("buildingBlock", &self.building_block))
            .chain(each("partyKind", &self.party_kind))
            .chain(each("party", &self.party))
            .chain(each("round", &self.round))
            .chain(each("source", &self.source))
            .collect()
    }
}

impl WhenArgs {
    fn pairs(&self) -> Pairs {
        one("asOf", self.as_of.as_ref())
            .chain(one("knownAt", self.known_at.as_ref()))
            .chain(one("division", self.division.as_ref()))
            .chain(one("atLeast", self.at_least.as_ref()))
            .collect()
    }
}

impl SummaryArgs {
    pub(super) fn pairs(&self) -> Pairs {
        [self.filter.pairs(), self.when.pairs()].concat()
    }
}

impl PersistingArgs {
    pub(super) fn pairs(&self) -> Pairs {
        let all = [self.filter.pairs(), self.when.pairs()].concat();
        if self.matrix {
            return all;
        }
        one("status", Some(&self.status))
            .chain(one("minAgeDays", self.min_age_days.as_ref()))
            .chain(one("limit", self.limit.as_ref()))
            .chain(one("cursor", self.cursor.as_ref()))
            .chain(all)
            .collect()
    }
}

impl TrendArgs {
    pub(super) fn pairs(&self) -> Pairs {
        one("every", Some(&self.every))
            .chain(one("from", self.from.as_ref()))
            .chain(one("to", self.to.as_ref()))
            .chain(one(
                "groupBy",
                self.group_by.as_deref().map(camel_case).as_ref(),
            ))
            .chain(self.filter.pairs())
            .chain(self.when.pairs())
            .collect()
    }
}

impl ResolutionTimesArgs {
    /// Says whether the curve is asked for.
    pub(super) fn wants_curve(&self) -> bool {
        self.curve.is_some()
    }

    pub(super) fn pairs(&self) -> Pairs {
        one("groupBy", self.group_by.as_deref().map(camel_case).as_ref())
            .chain(one("horizonDays", self.horizon_days.as_ref()))
            .chain(one("curve", self.curve.as_ref()))
            .chain(self.filter.pairs())
            .chain(self.when.pairs())
            .collect()
    }
}

impl KnelpuntArgs {
    pub(super) fn pairs(&self) -> Pairs {
        self.when.pairs()
    }
}

impl HistoryArgs {
    pub(super) fn pairs(&self) -> Pairs {
        self.when.pairs()
    }
}

/// Writes an option's word as the API does: `size-class` is `sizeClass`.
fn camel_case(word: &str) -> String {
    let mut parts = word.split('-');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |whole, part| {
        let (start, rest) = part.split_at(part.len().min(1));
        whole + &start.to_ascii_uppercase() + rest
    })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use crate::show::Question;

    #[derive(Debug, Parser)]
    struct Cli {
        #[command(subcommand)]
        question: Question,
    }

    fn parse(line: &str) -> Result<Question, clap::Error> {
        let words = std::iter::once("show").chain(line.split(' '));
        Cli::try_parse_from(words).map(|cli| cli.question)
    }

    #[track_caller]
    fn check(line: &str, path: &str, expected: &str) {
        let question = parse(line).unwrap();
        let asking = question.asking();
        let pairs: Vec<String> = asking
            .pairs
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        assert_eq!(
            (asking.path.as_str(), pairs.join("&").as_str()),
            (path, expected)
        );
    }

    #[test]
    fn options_become_the_keys_of_a_link() {
        check(
            "summary --municipality GM0344 --municipality GM0345 --province PV26 --size-class 3 --as-of 2013-06-30",
            "/v1/summary",
            "municipality=GM0344&municipality=GM0345&province=PV26&sizeClass=3&asOf=2013-06-30",
        );
        check(
            "summary --category c --building-block none --party-kind supplier --party supplier:A&B --round r --source s --known-at 7 --division 2014-01-01 --at-least 8",
            "/v1/summary",
            "category=c&buildingBlock=none&partyKind=supplier&party=supplier:A&B&round=r&source=s&knownAt=7&division=2014-01-01&atLeast=8",
        );
        check(
            "persisting --status open --min-age-days 30 --limit 5 --cursor x",
            "/v1/persisting",
            "status=open&minAgeDays=30&limit=5&cursor=x",
        );
        check(
            "persisting --matrix --round 2013-02",
            "/v1/persisting/matrix",
            "round=2013-02",
        );
        check(
            "trend --every year --from 2012-01-01 --to 2013-01-01 --group-by party-kind",
            "/v1/trend",
            "every=year&from=2012-01-01&to=2013-01-01&groupBy=partyKind",
        );
        check(
            "resolution-times --group-by municipality --horizon-days 100 --curve full",
            "/v1/resolution-times",
            "groupBy=municipality&horizonDays=100&curve=full",
        );
        let id = "fe26f0b1-abf0-569b-83e9-240366e7a9d1";
        check(
            &format!("knelpunt {id}"),
            &format!("/v1/knelpunten/{id}"),
            "",
        );
        check(
            &format!("history {id} --as-of 2013-06-30"),
            &format!("/v1/knelpunten/{id}/events"),
            "asOf=2013-06-30",
        );
    }

    #[test]
    fn what_cannot_be_asked_is_bad_usage() {
        for line in [
            "history GM0344",
            "trend --every fortnight",
            "trend --group-by round",
            "persisting --status gone",
            "persisting --matrix --limit 5",
            "summary --group-by category",
            "resolution-times --curve half",
        ] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
