//! `knelpunt show`: asks the running server a question, and prints the answer as a table, JSON or CSV.
//!
//! Only the list of open knelpunten can also be read from a folder of views, without a server.
//! The options of a question are the parameters of its link (`api::parameters`). What may never enter: what a question
//! means, which is for the server.

pub(crate) mod cells;
mod curves;
pub(crate) mod drawing;
mod episodes;
mod footer;
mod funnel;
mod knelpunt;
mod matrix;
mod movers;
mod options;
mod outlook;
mod persisting;
mod recurrence;
mod resolution_times;
mod summary;
mod support_effect;
mod trend;
mod waiting_on;

use std::{path::PathBuf, process::ExitCode};

use api::{
    AnswerEnvelope,
    parameters::{
        EpisodesParameters, FunnelParameters, KnelpuntenParameters, LinkParameters as _,
        MoversParameters, OutlookParameters, PageParameters, ResolutionTimesParameters,
        TrendParameters,
    },
};
use clap::{Subcommand, ValueEnum};
use register::{CodeKind, Register};
use serde::de::DeserializeOwned;

use self::{
    footer::footer,
    options::{KnelpuntArgs, NoOptions, PersistingOptions, QuestionArgs, SupportEffectArgs},
};
use crate::{
    api_client::{Accept, ApiClient, QueryPairs},
    files, output,
    settings::ServerArgs,
};

/// The questions.
#[derive(Debug, Subcommand)]
pub(crate) enum ShowCommand {
    /// Show how many knelpunten there are, and how many are open and persist
    #[command(after_help = options::SUMMARY_EXAMPLES)]
    Summary(QuestionArgs<NoOptions>),
    /// List the knelpunten by status: open, persisting, resolved or all
    #[command(after_help = options::KNELPUNTEN_EXAMPLES)]
    Knelpunten(QuestionArgs<KnelpuntenParameters>),
    /// List the knelpunten that persist or are open, oldest first
    #[command(after_help = options::PERSISTING_EXAMPLES)]
    Persisting(QuestionArgs<PersistingOptions>),
    /// Show what was reported, opened and resolved per period, and what was open at its end
    #[command(after_help = options::TREND_EXAMPLES)]
    Trend(QuestionArgs<TrendParameters>),
    /// Show how long knelpunten take to be resolved, with open ones as censored
    #[command(after_help = options::RESOLUTION_TIMES_EXAMPLES)]
    ResolutionTimes(QuestionArgs<ResolutionTimesParameters>),
    /// Show how long resolved knelpunten stay resolved
    #[command(after_help = options::RECURRENCE_EXAMPLES)]
    Recurrence(QuestionArgs<ResolutionTimesParameters>),
    /// List the open knelpunten, the least likely to be resolved first
    #[command(after_help = options::OUTLOOK_EXAMPLES)]
    Outlook(QuestionArgs<OutlookParameters>),
    /// Show what has changed between two windows of dates, by more than chance or not
    #[command(after_help = options::MOVERS_EXAMPLES)]
    Movers(QuestionArgs<MoversParameters>),
    /// Show which groups stand out by more than chance
    #[command(after_help = options::FUNNEL_EXAMPLES)]
    Funnel(QuestionArgs<FunnelParameters>),
    /// List the parties that knelpunten wait on, and for how long
    #[command(after_help = options::WAITING_ON_EXAMPLES)]
    WaitingOn(QuestionArgs<PageParameters>),
    /// List what opened, recurred, persisted or was resolved between two dates
    #[command(after_help = options::EPISODES_EXAMPLES)]
    Episodes(QuestionArgs<EpisodesParameters>),
    /// Show whether knelpunten were resolved sooner with a support than without it
    #[command(after_help = options::SUPPORT_EFFECT_EXAMPLES)]
    SupportEffect(SupportEffectArgs),
    /// Show one knelpunt with its episodes
    #[command(after_help = options::KNELPUNT_EXAMPLES)]
    Knelpunt(KnelpuntArgs),
    /// List every event of one knelpunt
    #[command(after_help = options::HISTORY_EXAMPLES)]
    History(KnelpuntArgs),
}

/// How an answer is written. A comment on a variant would be printed in the help, and double its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    Table,
    Json,
    Csv,
}

/// How an answer to a question is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    Table,
    Json,
    Csv,
    Xlsx,
}

/// Where a question is asked, and how its answer is written.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct AnswerArgs {
    /// Format of the answer; json, csv and xlsx have the fields of the API; csv and xlsx the whole table
    #[arg(long, value_enum, default_value_t = AnswerFormat::Table)]
    format: AnswerFormat,
    /// File to write, such as table.xlsx; it appears when it is complete; standard output if not given
    #[arg(long, value_name = "FILE", required_if_eq("format", "xlsx"))]
    out: Option<PathBuf>,
    #[command(flatten)]
    server: ServerArgs,
}

/// A question: its link, and how its answer is written.
pub(crate) struct QuestionRequest<'a> {
    pub(crate) path: String,
    pub(crate) pairs: QueryPairs,
    pub(crate) output: &'a AnswerArgs,
}

/// Asks a question and prints the answer.
///
/// # Errors
///
/// When no server is running, or the question is invalid: with every violation.
pub(crate) fn run(command: &ShowCommand) -> anyhow::Result<ExitCode> {
    let request = command.request();
    match command {
        ShowCommand::Summary(_) => request.print_answer(summary::draw),
        ShowCommand::Knelpunten(_) => request.print_answer(persisting::draw_any),
        ShowCommand::Persisting(args) => match &args.question.views {
            Some(folder) => persisting::offline::print(folder, args),
            None if args.question.matrix => request.print_answer(matrix::draw),
            None => request.print_answer(persisting::draw),
        },
        ShowCommand::Trend(_) => request.print_answer(trend::draw),
        ShowCommand::ResolutionTimes(args) => {
            let with_curve = args.question.curve.is_some();
            request.print_answer(|answer| resolution_times::draw(answer, with_curve))
        }
        ShowCommand::Recurrence(args) => {
            let with_curve = args.question.curve.is_some();
            request.print_answer(|answer| recurrence::draw(answer, with_curve))
        }
        ShowCommand::Outlook(_) => request.print_answer(outlook::draw),
        ShowCommand::Movers(_) => request.print_answer(movers::draw),
        ShowCommand::Funnel(_) => request.print_answer(funnel::draw),
        ShowCommand::WaitingOn(_) => request.print_answer(waiting_on::draw),
        ShowCommand::Episodes(_) => request.print_answer(episodes::draw),
        ShowCommand::SupportEffect(args) => {
            let with_curve = args.question.curve.is_some();
            request.print_answer(|answer| support_effect::draw(answer, with_curve))
        }
        // The API has no table of one knelpunt.
        ShowCommand::Knelpunt(args) if args.output.format == AnswerFormat::Csv => {
            let csv = knelpunt::csv(&request.answer()?.answer)?;
            request.print(&csv)
        }
        ShowCommand::Knelpunt(_) => request.print_answer(knelpunt::draw),
        ShowCommand::History(_) => request.print_answer(knelpunt::draw_history),
    }
}

impl QuestionRequest<'_> {
    /// Asks the question, and prints the answer; `draw` draws it as a table.
    ///
    /// # Errors
    ///
    /// When no server is running, or the question is invalid: with every violation.
    pub(crate) fn print_answer<A: DeserializeOwned>(
        &self,
        draw: impl Fn(&A) -> String,
    ) -> anyhow::Result<ExitCode> {
        let accept = match self.output.format {
            AnswerFormat::Json => Accept::Json,
            AnswerFormat::Csv => Accept::Csv,
            AnswerFormat::Xlsx => Accept::Xlsx,
            AnswerFormat::Table => {
                let answer = self.answer()?;
                return self.print(&format!("{}\n{}", draw(&answer.answer), footer(&answer)));
            }
        };
        match &self.output.out {
            None => self.print(&self.text(accept)?),
            Some(out) => {
                let client = ApiClient::new(&self.output.server)?;
                files::download(&client, &self.path, &with_codes(&self.pairs), accept, out)?;
                Ok(ExitCode::SUCCESS)
            }
        }
    }

    /// Prints a text, or writes it into the file.
    fn print(&self, text: &str) -> anyhow::Result<ExitCode> {
        let text = text.trim_end();
        match &self.output.out {
            Some(out) => files::write(out, |target| target.write_line(text.as_bytes()))?,
            None => output::print_line(text).map(|()| true)?,
        };
        Ok(ExitCode::SUCCESS)
    }

    fn answer<A: DeserializeOwned>(&self) -> anyhow::Result<AnswerEnvelope<A>> {
        ApiClient::new(&self.output.server)?.json(&self.path, &with_codes(&self.pairs))
    }

    fn text(&self, accept: Accept) -> anyhow::Result<String> {
        ApiClient::new(&self.output.server)?.text(&self.path, &with_codes(&self.pairs), accept)
    }
}

impl ShowCommand {
    fn request(&self) -> QuestionRequest<'_> {
        let none = QueryPairs::new();
        match self {
            Self::Summary(args) => args.request("summary", none),
            Self::Knelpunten(args) => args.request("knelpunten", args.question.to_pairs()),
            Self::Persisting(args) if args.question.matrix => {
                args.request("persisting/matrix", none)
            }
            Self::Persisting(args) => {
                args.request("persisting", args.question.parameters.to_pairs())
            }
            Self::Trend(args) => args.request("trend", args.question.to_pairs()),
            Self::ResolutionTimes(args) => {
                args.request("resolution-times", args.question.to_pairs())
            }
            Self::Recurrence(args) => args.request("recurrence", args.question.to_pairs()),
            Self::Outlook(args) => args.request("outlook", args.question.to_pairs()),
            Self::Movers(args) => args.request("movers", args.question.to_pairs()),
            Self::Funnel(args) => args.request("funnel", args.question.to_pairs()),
            Self::WaitingOn(args) => args.request("waiting-on", args.question.to_pairs()),
            Self::Episodes(args) => args.request("episodes", args.question.to_pairs()),
            Self::SupportEffect(args) => args.request(),
            Self::Knelpunt(args) => args.request(""),
            Self::History(args) => args.request("/events"),
        }
    }
}

/// Replaces names in a link by codes: people write `Den Haag`. What names nothing is for the server to refuse.
pub(crate) fn with_codes(pairs: &QueryPairs) -> QueryPairs {
    let coded = |(key, value): &(String, String)| {
        let kind = match key.as_str() {
            "municipality" => Some(CodeKind::Municipality),
            "province" => Some(CodeKind::Province),
            "category" => Some(CodeKind::Category),
            "buildingBlock" => Some(CodeKind::BuildingBlock),
            "support" | "remedy" => Some(CodeKind::Remedy),
            _ => None,
        };
        let code = kind.and_then(|kind| Register::embedded().find_code(kind, value).ok());
        (key.clone(), code.unwrap_or(value).to_owned())
    };
    pairs.iter().map(coded).collect()
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Cli {
        #[command(subcommand)]
        command: ShowCommand,
    }

    fn parse(line: &str) -> Result<ShowCommand, clap::Error> {
        let arguments = std::iter::once("show").chain(line.split(' '));
        Cli::try_parse_from(arguments).map(|cli| cli.command)
    }

    #[track_caller]
    fn check(line: &str, path: &str, expected: &[&str]) {
        let command = parse(line).unwrap();
        let request = command.request();
        let pairs = request.pairs.iter();
        let mut pairs: Vec<String> = pairs.map(|(key, value)| format!("{key}={value}")).collect();
        pairs.sort();
        assert_eq!(
            (request.path.as_str(), pairs),
            (path, expected.iter().map(ToString::to_string).collect())
        );
    }

    #[test]
    fn options_become_the_parameters_of_a_link() {
        check(
            "summary --municipality GM0344 --municipality GM0345 --size-class 3 --as-of 2013-06-30 --round r",
            "/v1/summary",
            &[
                "asOf=2013-06-30",
                "municipality=GM0344",
                "municipality=GM0345",
                "round=r",
                "sizeClass=3",
            ],
        );
        check(
            "persisting --status open --min-age-days 30 --limit 5 --cursor x",
            "/v1/persisting",
            &["cursor=x", "limit=5", "minAgeDays=30", "status=open"],
        );
        check(
            "knelpunten --status all --sort last-reported-at --order descending",
            "/v1/knelpunten",
            &["order=descending", "sort=lastReportedAt", "status=all"],
        );
        check(
            "persisting --matrix --party supplier:A&B",
            "/v1/persisting/matrix",
            &["party=supplier:A&B"],
        );
        check(
            "trend --every year --from 2012-01-01 --group-by party-kind",
            "/v1/trend",
            &["every=year", "from=2012-01-01", "groupBy=partyKind"],
        );
        check(
            "resolution-times --group-by municipality --horizon-days 100 --curve full",
            "/v1/resolution-times",
            &["curve=full", "groupBy=municipality", "horizonDays=100"],
        );
        check(
            "outlook --group-by none --within-days 30 --limit 5",
            "/v1/outlook",
            &["groupBy=none", "limit=5", "withinDays=30"],
        );
        check(
            "movers --measure resolved --exposure consultations --from 2013-01-01 --compare-to 2012-06-30",
            "/v1/movers",
            &[
                "compareTo=2012-06-30",
                "exposure=consultations",
                "from=2013-01-01",
                "measure=resolved",
            ],
        );
        check(
            "episodes --event recurred --event persisted --to 2013-06-30",
            "/v1/episodes",
            &["event=persisted", "event=recurred", "to=2013-06-30"],
        );
        check(
            "funnel --days 90 --group-by party",
            "/v1/funnel",
            &["days=90", "groupBy=party"],
        );
        check("waiting-on --limit 5", "/v1/waiting-on", &["limit=5"]);
        check("recurrence --curve full", "/v1/recurrence", &["curve=full"]);
        let id = "fe26f0b1-abf0-569b-83e9-240366e7a9d1";
        check(
            &format!("history {id} --as-of 2013-06-30"),
            &format!("/v1/knelpunten/{id}/events"),
            &["asOf=2013-06-30"],
        );
    }

    #[test]
    fn names_become_codes_and_what_names_nothing_is_for_the_server() {
        let pair = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
        let written = [
            ("municipality", "Den Haag"),
            ("municipality", "Bergen"),
            ("category", "Leverancier levert niet"),
            ("buildingBlock", "none"),
            ("round", "Utrecht"),
        ];
        let requested = [
            ("municipality", "GM0518"),
            ("municipality", "Bergen"),
            ("category", "supplier-delivery"),
            ("buildingBlock", "none"),
            ("round", "Utrecht"),
        ];
        assert_eq!(
            with_codes(&written.map(pair).into()),
            QueryPairs::from(requested.map(pair))
        );
    }

    #[test]
    fn views_are_read_with_the_options_that_their_index_knows() {
        let line =
            "persisting --views d --municipality GM0344 --status open --limit 5 --format csv";
        assert!(parse(line).is_ok());
    }

    #[test]
    fn unknown_values_are_bad_usage() {
        for line in [
            "history GM0344",
            "trend --every fortnight",
            "trend --group-by round",
            "persisting --status gone",
            "persisting --matrix --limit 5",
            "persisting --views d --as-of 2013-06-30",
            "persisting --views d --party supplier:a",
            "summary --group-by category",
            "resolution-times --curve half",
            "movers --measure solved",
            "episodes --event closed",
            "funnel --group-by none",
            "summary --format xlsx",
        ] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
