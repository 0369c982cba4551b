//! `knelpunt rounds status`: how far rounds came, asked of a running server.

use std::process::ExitCode;

use serde_json::{Value, json};

use crate::{
    api_client::QueryPairs,
    show::{
        AnswerArgs, QuestionRequest,
        cells::{day, items, municipality, text},
        drawing::{Column, table},
        footer::footer,
        options::{AsOfArgs, KnelpuntFilterArgs},
    },
};

const MORE: &str = "\
Expected are the knelpunten that were open just before the round began in a municipality that it reached. Each of them \
is still there, gone (the last that the round heard of it) or not discussed: silence is no resolution. New are those \
that a report of the round opened. Municipalities that were not reached have no such figures.

Examples:
  knelpunt rounds status
  knelpunt rounds status --round 2013-02 --province PV26
  knelpunt rounds status --round 2013-02 --against 2012-09 --as-of 2013-06-30
  knelpunt rounds status --round 2013-02 --format csv";

/// What `rounds status` can be told.
#[derive(Debug, clap::Args)]
#[command(after_help = MORE)]
pub(crate) struct Args {
    /// This round, by municipality; all rounds if not given
    #[arg(long, value_name = "SLUG")]
    round: Option<String>,
    /// Beside this other round, over the municipalities that both reached
    #[arg(long, value_name = "SLUG", requires = "round")]
    against: Option<String>,
    #[command(flatten)]
    what: KnelpuntFilterArgs,
    #[command(flatten)]
    when: AsOfArgs,
    #[command(flatten)]
    how: AnswerArgs,
}

/// Asks, and writes the answer.
///
/// # Errors
///
/// When there is no server, or it refuses the question: everything that is wrong with it.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    args.asking().ask()
}

impl Args {
    fn asking(&self) -> QuestionRequest<'_> {
        let against = self.against.iter().cloned();
        let against = against.map(|round| ("against", round));
        let pairs: QueryPairs = against
            .chain(self.what.pairs())
            .chain(self.when.pairs())
            .collect();
        match &self.round {
            None => QuestionRequest {
                path: "/v1/rounds".to_owned(),
                pairs,
                how: &self.how,
                draw: Box::new(draw_all),
            },
            Some(round) => QuestionRequest {
                path: format!("/v1/rounds/{}", encoded(round)),
                pairs,
                how: &self.how,
                draw: Box::new(draw_one),
            },
        }
    }
}

/// Keeps whatever is given within its part of the path: what is no slug is not found.
fn encoded(round: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    round
        .bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

fn found() -> Vec<Column<Value>> {
    let figures = [
        ("Expected", "/expected"),
        ("Still there", "/stillThere"),
        ("Gone", "/gone"),
        ("Not discussed", "/notDiscussed"),
        ("though covered", "/notDiscussedByTopic/covered"),
        ("New", "/new"),
        ("recurred", "/newByKind/recurred"),
        ("Open after", "/openAfter"),
    ];
    let column = |(heading, pointer): (&str, &'static str)| {
        Column::number(heading, move |item| text(item, pointer))
    };
    figures.into_iter().map(column).collect()
}

fn coverage() -> Vec<Column<Value>> {
    let number = |heading: &str, pointer: &'static str| {
        Column::number(heading, move |item| text(item, pointer))
    };
    vec![
        number("Asked", "/asked"),
        number("Reached", "/reached"),
        number("No answer", "/noAnswer"),
        number("Declined", "/declined"),
        number("Not asked", "/withoutConsultation"),
    ]
}

fn draw_all(answer: &Value) -> String {
    let all = items(answer, "items");
    let mut columns = vec![
        Column::text("Round", |item| text(item, "/round")),
        Column::text("Began", |item| day(item, "/beganAt")),
    ];
    columns.extend(coverage());
    columns.extend(found());
    format!("{}\n{}", table(&columns, all), footer(answer))
}

fn draw_one(answer: &Value) -> String {
    let mut columns = vec![
        Column::text("Municipality", municipality),
        Column::text("Asked", outcome),
    ];
    columns.extend(found());
    let mut in_all = coverage();
    in_all.extend(found());
    let mut drawn = format!(
        "{}\n\nIn all\n{}",
        table(&columns, items(answer, "municipalities")),
        table(&in_all, [&answer["total"]])
    );
    if let Some(against) = answer.get("against") {
        drawn = format!("{drawn}\n\n{}", beside(answer, against));
    }
    format!("{drawn}\n{}", footer(answer))
}

fn outcome(item: &Value) -> String {
    let heard = || {
        let events = ["/reports", "/resolutions"].map(|pointer| item.pointer(pointer)?.as_u64());
        let events: u64 = events.iter().flatten().sum();
        format!("not asked ({events} events)")
    };
    match text(item, "/consultation") {
        outcome if outcome.is_empty() => heard(),
        outcome => outcome.replace('-', " "),
    }
}

fn beside(answer: &Value, against: &Value) -> String {
    let mut rows = vec![against["here"].clone(), against["there"].clone()];
    for (row, name) in rows.iter_mut().zip([&answer["round"], &against["round"]]) {
        if let Some(row) = row.as_object_mut() {
            row.insert("round".to_owned(), json!(name));
        }
    }
    let mut columns = vec![Column::text("Round", |item| text(item, "/round"))];
    columns.extend(found());
    let of = |pointer: &str| text(against, pointer);
    format!(
        "Over the municipalities that both reached: {} ({} were asked in both). Left out: {} that only {} reached, {} \
         that only {} did.\n{}",
        of("/reachedInBoth"),
        of("/askedInBoth"),
        of("/leftOutHere"),
        text(answer, "/round"),
        of("/leftOutThere"),
        of("/round"),
        table(&columns, &rows)
    )
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Cli {
        #[command(flatten)]
        args: Args,
    }

    fn parse(line: &str) -> Result<Args, clap::Error> {
        let words = std::iter::once("status").chain(line.split_whitespace());
        Cli::try_parse_from(words).map(|cli| cli.args)
    }

    #[track_caller]
    fn check(line: &str, path: &str, expected: &str) {
        let args = parse(line).unwrap();
        let asking = args.asking();
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
    fn options_become_a_link() {
        check("", "/v1/rounds", "");
        check(
            "--round 2013-02 --against 2012-09 --province PV26 --as-of 2013-06-30",
            "/v1/rounds/2013-02",
            "against=2012-09&province=PV26&asOf=2013-06-30",
        );
        check("--round ../a?b", "/v1/rounds/%2E%2E%2Fa%3Fb", "");
        assert!(parse("--against 2013-02").is_err());
    }

    fn figures() -> Value {
        json!({
            "expected": 41, "stillThere": 22, "gone": 13, "notDiscussed": 6, "new": 5, "openAfter": 33,
            "notDiscussedByTopic": {"covered": 4, "notCovered": 2}, "newByKind": {"first": 4, "recurred": 1},
        })
    }

    fn with(mut value: Value, more: &Value) -> Value {
        let (value_, more) = (value.as_object_mut().unwrap(), more.as_object().unwrap());
        value_.extend(more.clone());
        value
    }

    fn explained(value: Value) -> Value {
        with(
            value,
            &json!({"n": 60, "censored": 33, "asOf": "2013-06-30T21:59:59.999999Z", "position": 9, "filter": {}}),
        )
    }

    #[test]
    fn all_rounds_stand_one_below_the_other() {
        let item = json!({
            "round": "2013-02", "beganAt": "2013-01-31T23:00:00Z", "asked": 17, "reached": 14, "noAnswer": 2,
            "declined": 1, "withoutConsultation": 3,
        });
        let drawn = draw_all(&explained(
            json!({"total": 1, "items": [with(item, &figures())]}),
        ));
        for part in [
            "2013-02",
            "2013-02-01",
            "17",
            "14",
            "41",
            "22",
            "13",
            "n 60 (episodes)",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        assert!(draw_all(&explained(json!({"items": []}))).starts_with("No results."));
    }

    #[test]
    fn one_round_is_shown_by_municipality_in_all_and_beside_another() {
        let reached = json!({
            "municipalityName": "Eemsdelta", "inheritedFrom": ["GM0003", "GM0010"], "consultation": "reached",
        });
        let missed = json!({"municipalityName": "Utrecht", "consultation": "no-answer"});
        let unasked = json!({"municipalityName": "Groningen", "consultation": null, "reports": 2, "resolutions": 1});
        let total = json!({"asked": 2, "reached": 1, "noAnswer": 1, "declined": 0, "withoutConsultation": 1});
        let drawn = draw_one(&explained(json!({
            "round": "2013-02", "municipalities": [with(reached, &figures()), missed, unasked],
            "total": with(total, &figures()),
            "against": {"round": "2012-09", "askedInBoth": 8, "reachedInBoth": 7, "leftOutHere": 3, "leftOutThere": 2,
                "here": figures(), "there": figures()},
        })));
        for part in [
            "Eemsdelta (from GM0003, GM0010)",
            "no answer",
            "not asked (3 events)",
            "In all",
            "both reached: 7 (8 were asked in both). Left out: 3 that only 2013-02 reached, 2 that only 2012-09 did.",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
    }
}
