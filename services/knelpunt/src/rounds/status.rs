//! `knelpunt rounds status`: the progress of rounds, from the running server.

use std::process::ExitCode;

use api::{
    answers::{
        Comparison, Coverage, MunicipalityCoverage, RoundAnswer, RoundFindings, RoundItem, Rounds,
    },
    parameters::{
        AsOfParameters, KnelpuntFilterParameters, LinkParameters as _, RoundParameters,
        SupportFilterParameters,
    },
};
use model::ConsultationOutcome;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    output::count,
    show::{
        AnswerArgs, QuestionRequest,
        cells::{day, municipality, optional},
        drawing::TableColumns,
    },
};

const AFTER_HELP: &str = "\
Expected are the knelpunten that were open just before the round began in a municipality that it reached. Each of them is \
still there, gone (as last stated in the round) or not discussed: silence is not a resolution. New are those that a report \
of the round opened. Municipalities that were not reached have no such figures.

Examples:
  knelpunt rounds status
  knelpunt rounds status --round 2013-02 --province PV26
  knelpunt rounds status --round 2013-02 --against 2012-09 --as-of 2013-06-30
  knelpunt rounds status --round 2013-02 --format csv";

/// Options of `rounds status`.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP, mut_arg("against", |arg| arg.requires("round")))]
pub(crate) struct Args {
    /// Show this round by municipality, such as 2013-02; all rounds if not given
    #[arg(long, value_name = "SLUG")]
    round: Option<String>,
    #[command(flatten)]
    question: RoundParameters,
    #[command(flatten)]
    filter: KnelpuntFilterParameters,
    #[command(flatten)]
    support: SupportFilterParameters,
    #[command(flatten)]
    as_of: AsOfParameters,
    #[command(flatten)]
    output: AnswerArgs,
}

/// Prints the status of a round, or of all rounds.
///
/// # Errors
///
/// When no server is running, or the question is invalid: with every violation.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let request = args.request();
    match args.round {
        None => request.print_answer(draw_all),
        Some(_) => request.print_answer(draw_one),
    }
}

impl Args {
    fn request(&self) -> QuestionRequest<'_> {
        let path = match &self.round {
            None => "/v1/rounds".to_owned(),
            // Encoded, so that it stays one segment of the path, whatever it is.
            Some(round) => format!(
                "/v1/rounds/{}",
                utf8_percent_encode(round, NON_ALPHANUMERIC)
            ),
        };
        let pairs = [
            self.question.to_pairs(),
            self.filter.to_pairs(),
            self.support.to_pairs(),
            self.as_of.to_pairs(),
        ];
        QuestionRequest {
            path,
            pairs: pairs.concat(),
            output: &self.output,
        }
    }
}

/// A figure: its heading, and its value.
type Figure<T> = (&'static str, fn(&T) -> usize);

/// Adds the columns of findings; an item without findings has empty cells.
fn findings<T: 'static>(
    columns: TableColumns<T>,
    of: impl Fn(&T) -> Option<&RoundFindings> + Copy + 'static,
) -> TableColumns<T> {
    let figures: [Figure<RoundFindings>; 8] = [
        ("Expected", |found| found.expected),
        ("Still there", |found| found.still_there),
        ("Gone", |found| found.gone),
        ("Not discussed", |found| found.not_discussed),
        ("though covered", |found| {
            found.not_discussed_by_topic.covered
        }),
        ("New", |found| found.new),
        ("recurred", |found| found.new_by_kind.recurred),
        ("Open after", |found| found.open_after),
    ];
    figures
        .into_iter()
        .fold(columns, |columns, (heading, figure)| {
            columns.number(heading, move |item| optional(of(item).map(figure)))
        })
}

/// Adds the columns of the municipalities called, and of what was found there.
fn coverage<T: 'static>(
    columns: TableColumns<T>,
    of: impl Fn(&T) -> &Coverage + Copy + 'static,
) -> TableColumns<T> {
    let figures: [Figure<Coverage>; 5] = [
        ("Asked", |coverage| coverage.asked),
        ("Reached", |coverage| coverage.reached),
        ("No answer", |coverage| coverage.no_answer),
        ("Declined", |coverage| coverage.declined),
        ("Not asked", |coverage| coverage.without_consultation),
    ];
    let columns = figures
        .into_iter()
        .fold(columns, |columns, (heading, figure)| {
            columns.number(heading, move |item| figure(of(item)))
        });
    findings(columns, move |item| Some(&of(item).found))
}

fn draw_all(rounds: &Rounds) -> String {
    let columns = TableColumns::new()
        .id("Round", |item: &RoundItem| item.round.clone())
        .id("Began", |item| day(item.began_at));
    coverage(columns, |item| &item.coverage).draw(&rounds.items)
}

fn draw_one(round: &RoundAnswer) -> String {
    let columns = TableColumns::new()
        .text("Municipality", |item: &MunicipalityCoverage| {
            municipality(&item.municipality_name, &item.inherited_from)
        })
        .text("Asked", outcome);
    let drawn = findings(columns, |item| item.found.as_ref()).draw(&round.municipalities);
    let total = coverage(TableColumns::new(), |total| total).draw([&round.total]);
    let compared = round
        .against
        .as_ref()
        .map(|against| compared(&round.round, against));
    format!("{drawn}\n\nTotal\n{total}{}", optional(compared))
}

fn outcome(item: &MunicipalityCoverage) -> String {
    match item.consultation {
        Some(outcome) => ConsultationOutcome::code(outcome).replace('-', " "),
        None => format!(
            "not asked ({})",
            count(item.reports + item.resolutions, "event")
        ),
    }
}

fn compared(round: &str, against: &Comparison) -> String {
    let rows = [
        (round.to_owned(), against.here),
        (against.round.clone(), against.there),
    ];
    let columns = TableColumns::new().id("Round", |row: &(String, RoundFindings)| row.0.clone());
    let columns = findings(columns, |row| Some(&row.1));
    format!(
        "\n\nCompared over the {} reached in both rounds ({} asked in both).\nLeft out: {} reached only in {round}, {} only in \
         {}.\n{}",
        count(against.reached_in_both, "municipality"),
        against.asked_in_both,
        against.left_out_here,
        against.left_out_there,
        against.round,
        columns.draw(&rows)
    )
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use model::Instant;

    use super::*;

    #[derive(Debug, Parser)]
    struct Cli {
        #[command(flatten)]
        args: Args,
    }

    fn parse(line: &str) -> Result<Args, clap::Error> {
        let arguments = std::iter::once("status").chain(line.split_whitespace());
        Cli::try_parse_from(arguments).map(|cli| cli.args)
    }

    #[track_caller]
    fn check(line: &str, path: &str, expected: &[&str]) {
        let args = parse(line).unwrap();
        let request = args.request();
        let pairs = request.pairs.iter();
        let mut pairs: Vec<String> = pairs.map(|(key, value)| format!("{key}={value}")).collect();
        pairs.sort();
        assert_eq!(
            (
                request.path.as_str(),
                pairs.iter().map(String::as_str).collect::<Vec<_>>()
            ),
            (path, expected.to_vec())
        );
    }

    #[test]
    fn options_become_a_link() {
        check("", "/v1/rounds", &[]);
        check(
            "--round 2013-02 --against 2012-09 --province PV26 --as-of 2013-06-30",
            "/v1/rounds/2013%2D02",
            &["against=2012-09", "asOf=2013-06-30", "province=PV26"],
        );
        check("--round ../a?b", "/v1/rounds/%2E%2E%2Fa%3Fb", &[]);
        assert!(parse("--against 2013-02").is_err());
    }

    fn found() -> RoundFindings {
        RoundFindings {
            expected: 41,
            still_there: 22,
            gone: 13,
            not_discussed: 6,
            new: 5,
            open_after: 33,
            ..RoundFindings::default()
        }
    }

    fn coverage_of_17() -> Coverage {
        Coverage {
            asked: 17,
            reached: 14,
            no_answer: 2,
            declined: 1,
            without_consultation: 3,
            found: found(),
        }
    }

    fn began() -> Instant {
        Instant::parse("2013-01-31T23:00:00Z").unwrap()
    }

    #[test]
    fn every_round_is_a_row() {
        let rounds = |items| Rounds { total: 1, items };
        let drawn = draw_all(&rounds(vec![RoundItem {
            round: "2013-02".to_owned(),
            href: api::links::round("2013-02"),
            began_at: began(),
            began_on: began().day(),
            ended_at: began(),
            ended_on: began().day(),
            coverage: coverage_of_17(),
        }]));
        for part in ["2013-02", "2013-02-01", "17", "14", "41", "22", "13"] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        assert!(
            drawn.lines().all(|line| line.chars().count() <= 80),
            "{drawn}"
        );
        assert!(draw_all(&rounds(Vec::new())) == "No results.");
    }

    fn covered(
        name: &str,
        consultation: Option<ConsultationOutcome>,
        found: Option<RoundFindings>,
    ) -> MunicipalityCoverage {
        MunicipalityCoverage {
            municipality: "GM0000".to_owned(),
            municipality_name: name.to_owned(),
            inherited_from: Vec::new(),
            through_split: false,
            other_successors: Vec::new(),
            consultation,
            topics: None,
            began_at: began(),
            began_on: began().day(),
            ended_at: began(),
            ended_on: began().day(),
            reports: 2,
            resolutions: 1,
            found,
        }
    }

    #[test]
    fn one_round_is_shown_by_municipality_in_total_and_beside_another_one() {
        let drawn = draw_one(&RoundAnswer {
            round: "2013-02".to_owned(),
            link: api::links::round("2013-02"),
            began_at: Some(began()),
            began_on: Some(began().day()),
            ended_at: Some(began()),
            ended_on: Some(began().day()),
            total: coverage_of_17(),
            municipalities: vec![
                covered(
                    "Eemsdelta",
                    Some(ConsultationOutcome::Reached),
                    Some(found()),
                ),
                covered("Utrecht", Some(ConsultationOutcome::NoAnswer), None),
                covered("Groningen", None, None),
            ],
            against: Some(Comparison {
                round: "2012-09".to_owned(),
                asked_in_both: 8,
                reached_in_both: 7,
                left_out_here: 3,
                left_out_there: 2,
                here: found(),
                there: found(),
            }),
        });
        for part in [
            "Eemsdelta",
            "answer",
            "events)",
            "Total",
            "the 7 municipalities reached in both rounds (8 asked in both).",
            "Left out: 3 reached only in 2013-02, 2 only in 2012-09.",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
    }
}
