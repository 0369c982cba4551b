//! The links that options become: each option is the key of its name.

use super::options::{
    AsOfArgs, FilterArgs, HistoryArgs, KnelpuntArgs, KnelpuntFilterArgs, PersistingArgs,
    ResolutionTimesArgs, SummaryArgs, TrendArgs,
};
use crate::api_client::QueryPairs;

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
    fn pairs(&self) -> QueryPairs {
        let round = each("round", &self.round);
        round.chain(self.what.pairs()).collect()
    }
}

impl KnelpuntFilterArgs {
    pub(crate) fn pairs(&self) -> QueryPairs {
        each("municipality", &self.municipality)
            .chain(each("province", &self.province))
            .chain(each("sizeClass", &self.size_class))
            .chain(each("category", &self.category))
            .chain(each("buildingBlock", &self.building_block))
            .chain(each("partyKind", &self.party_kind))
            .chain(each("party", &self.party))
            .chain(each("source", &self.source))
            .collect()
    }
}

impl AsOfArgs {
    pub(crate) fn pairs(&self) -> QueryPairs {
        one("asOf", self.as_of.as_ref())
            .chain(one("knownAt", self.known_at.as_ref()))
            .chain(one("division", self.division.as_ref()))
            .chain(one("atLeast", self.at_least.as_ref()))
            .collect()
    }
}

impl SummaryArgs {
    pub(super) fn pairs(&self) -> QueryPairs {
        [self.filter.pairs(), self.when.pairs()].concat()
    }
}

impl PersistingArgs {
    pub(super) fn pairs(&self) -> QueryPairs {
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
    pub(super) fn pairs(&self) -> QueryPairs {
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

    pub(super) fn pairs(&self) -> QueryPairs {
        one("groupBy", self.group_by.as_deref().map(camel_case).as_ref())
            .chain(one("horizonDays", self.horizon_days.as_ref()))
            .chain(one("curve", self.curve.as_ref()))
            .chain(self.filter.pairs())
            .chain(self.when.pairs())
            .collect()
    }
}

impl KnelpuntArgs {
    pub(super) fn pairs(&self) -> QueryPairs {
        self.when.pairs()
    }
}

impl HistoryArgs {
    pub(super) fn pairs(&self) -> QueryPairs {
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

    use crate::show::ShowCommand;

    #[derive(Debug, Parser)]
    struct Cli {
        #[command(subcommand)]
        question: ShowCommand,
    }

    fn parse(line: &str) -> Result<ShowCommand, clap::Error> {
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
            "round=r&category=c&buildingBlock=none&partyKind=supplier&party=supplier:A&B&source=s&knownAt=7&division=2014-01-01&atLeast=8",
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
