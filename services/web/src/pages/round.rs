//! One round: its figures, its municipalities, and the comparison with another round.

use api::{
    Filter,
    answers::{Comparison, Coverage, MunicipalityCoverage, RoundAnswer, RoundFindings},
};
use askama::Template;
use questions::RoundNamesQuestion;
use register::Register;
use texts::{
    dates,
    numbers::{number, with_share},
    rounds as text, site, terms,
};

use super::{
    frame::{Link, PageFrame},
    municipality,
    page_query::PageQuery,
    provenance,
};
use crate::{problem::WebProblem, query::Pair};

#[derive(Template)]
#[template(path = "round.html")]
pub(crate) struct RoundPage {
    pub(crate) frame: PageFrame,
    pub(crate) name: String,
    /// Its days, or that it has not begun.
    pub(crate) lead: String,
    pub(crate) figures: Vec<ShareFigure>,
    /// Municipalities with reports, of which no call is recorded.
    pub(crate) without_call: Option<String>,
    pub(crate) municipalities: Vec<CalledRow>,
    /// The path of the page.
    pub(crate) action: String,
    /// The keys that the choice of another round repeats.
    pub(crate) hidden: Vec<Pair>,
    /// The rounds to compare with.
    pub(crate) others: Vec<RoundOption>,
    pub(crate) comparison: Option<RoundComparison>,
}

/// A figure with the whole that it is a part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ShareFigure {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    /// The whole, and the share.
    pub(crate) of: String,
    pub(crate) definition: &'static str,
}

/// A municipality that was called, or has reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CalledRow {
    pub(crate) name: String,
    pub(crate) href: String,
    /// The municipalities that were merged into it, if those were called.
    pub(crate) inherited_from: Option<String>,
    pub(crate) outcome: &'static str,
    /// The topics that were discussed, if known.
    pub(crate) topics: Option<CoveredTopics>,
    /// In the order of the columns; `None` if it was not reached.
    pub(crate) findings: Option<[String; 6]>,
    /// Reports of a municipality that was not reached.
    pub(crate) reports: Option<String>,
}

/// The topics that were discussed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CoveredTopics {
    /// How many of all.
    pub(crate) counted: String,
    /// Their names, if they are neither all nor none.
    pub(crate) names: Option<String>,
}

/// A round to compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RoundOption {
    pub(crate) name: String,
    pub(crate) chosen: bool,
}

/// The round beside another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RoundComparison {
    pub(crate) name: String,
    /// Which municipalities are compared.
    pub(crate) caption: String,
    /// Label, value in this round, and value in the other.
    pub(crate) rows: Vec<(&'static str, String, String)>,
}

impl super::Page for RoundPage {}

impl RoundPage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// 404 if no event names the round; otherwise as a question.
    pub(crate) fn new(round: &str, query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        let page_keys = query.page_keys(&["against"])?;
        let more: Vec<(&str, &str)> = page_keys
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .collect();
        let answer = query.round(round, &more)?;
        let others = others(&answer, query)?;
        let (summary, _) = query.summary(Filter::default())?;
        let notices = provenance::of_selection(query, summary, &Filter::default())?;
        let path = format!("/v1/rounds/{round}");
        let data = vec![Link::to_data(query, site::data::ROUND, &path, &more)];
        let crumbs = vec![Link::new(
            query.t().text("nav-rounds"),
            query.link("/rondes"),
        )];
        let frame = PageFrame::new(query, text::title(round), crumbs, notices).with_data(data);
        let rows = answer.municipalities.iter();
        Ok(Self {
            name: answer.round.clone(),
            lead: span(&answer).unwrap_or_else(|| text::NOT_BEGUN.to_owned()),
            figures: figures(&answer.total),
            without_call: without_call(&answer.total),
            municipalities: rows.map(|row| called_row(row, query)).collect(),
            action: query.path.clone(),
            hidden: query.link_keys_except(&[]),
            others,
            comparison: answer.against.as_ref().map(comparison),
            frame,
        })
    }
}

fn others(answer: &RoundAnswer, query: &mut PageQuery<'_>) -> Result<Vec<RoundOption>, WebProblem> {
    let chosen = answer.against.as_ref().map(|against| against.round.clone());
    let rounds = query
        .ask(Filter::default(), RoundNamesQuestion)?
        .into_iter();
    let others = rounds.filter(|name| *name != answer.round);
    let option = |name| RoundOption {
        chosen: Some(&name) == chosen.as_ref(),
        name,
    };
    Ok(others.map(option).collect())
}

fn span(answer: &RoundAnswer) -> Option<String> {
    let from = dates::day_of(answer.began_at?);
    let to = dates::day_of(answer.ended_at?);
    Some(text::span(&from, &to))
}

fn figures(total: &Coverage) -> Vec<ShareFigure> {
    let found = &total.found;
    let figure = |name, value, of, definition| ShareFigure {
        name,
        value: number(value),
        of,
        definition,
    };
    let of_expected = |part| text::of_expected(part, found.expected);
    vec![
        figure(
            text::REACHED,
            total.reached,
            text::of_called(total.reached, total.asked),
            text::REACHED_FIGURE_MEANS,
        ),
        figure(
            text::STILL_THERE,
            found.still_there,
            of_expected(found.still_there),
            text::STILL_THERE_FIGURE_MEANS,
        ),
        figure(
            text::GONE,
            found.gone,
            of_expected(found.gone),
            text::GONE_FIGURE_MEANS,
        ),
        figure(
            text::NOT_DISCUSSED,
            found.not_discussed,
            of_expected(found.not_discussed),
            text::NOT_DISCUSSED_FIGURE_MEANS,
        ),
        figure(
            text::NEW,
            found.new,
            text::of_which_recurred(found.new_by_kind.recurred),
            text::NEW_FIGURE_MEANS,
        ),
    ]
}

fn without_call(total: &Coverage) -> Option<String> {
    let count = total.without_consultation;
    (count > 0).then(|| text::without_call(count))
}

fn called_row(row: &MunicipalityCoverage, query: &PageQuery<'_>) -> CalledRow {
    let register = query.register();
    let inherited = row.inherited_from.iter();
    let inherited = inherited
        .map(|code| municipality::reported_by(query.t(), register, code, &row.municipality));
    let inherited: Vec<String> = inherited.collect();
    let reports = row.reports + row.resolutions;
    CalledRow {
        name: row.municipality_name.clone(),
        href: query.link(&format!("/gemeenten/{}", row.municipality)),
        inherited_from: (!inherited.is_empty()).then(|| text::from(&inherited.join("; "))),
        outcome: terms::consultation(row.consultation),
        topics: row.topics.as_ref().map(|covered| topics(covered, register)),
        findings: row.found.as_ref().map(findings),
        reports: (row.found.is_none() && reports > 0).then(|| text::reports(reports)),
    }
}

fn topics(covered: &[String], register: &Register) -> CoveredTopics {
    let all = register.catalogue().categories().len();
    let name = |code: &String| {
        let category = register.catalogue().category(code);
        category.map_or_else(|| code.clone(), |category| category.nl.clone())
    };
    let mut names: Vec<String> = covered.iter().map(name).collect();
    names.sort();
    let some = !names.is_empty() && names.len() < all;
    CoveredTopics {
        counted: text::topics(names.len(), all),
        names: some.then(|| names.join(", ")),
    }
}

fn findings(found: &RoundFindings) -> [String; 6] {
    let numbers = [
        found.expected,
        found.still_there,
        found.gone,
        found.not_discussed,
        found.new,
        found.open_after,
    ];
    numbers.map(number)
}

fn comparison(against: &Comparison) -> RoundComparison {
    let with_share = |part: usize, found: &RoundFindings| with_share(part, found.expected);
    let values = |found: &RoundFindings| {
        [
            number(found.expected),
            with_share(found.still_there, found),
            with_share(found.gone, found),
            with_share(found.not_discussed, found),
            number(found.new),
            number(found.open_after),
        ]
    };
    let labels = [
        text::EXPECTED_BEFORE,
        text::STILL_THERE,
        text::GONE,
        text::NOT_DISCUSSED,
        text::NEW,
        text::OPEN_AFTER,
    ];
    let values = values(&against.here)
        .into_iter()
        .zip(values(&against.there));
    RoundComparison {
        name: against.round.clone(),
        caption: text::compared(
            against.reached_in_both,
            against.asked_in_both,
            against.left_out_here,
            against.left_out_there,
        ),
        rows: labels
            .into_iter()
            .zip(values)
            .map(|(label, (here, there))| (label, here, there))
            .collect(),
    }
}
