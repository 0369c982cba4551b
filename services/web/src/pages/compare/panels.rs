//! The curve of each group that is large enough, and the pairs of groups that were tested.

use api::{
    answers::{GroupAnswer, PairAnswer, ResolutionTimes},
    parameters::Grouping,
};
use charts::{Layout, SurvivalPanel, drawing};

use super::{PATH, choice::Choice, curves::TwoDays, groups};
use crate::pages::{
    figure::{
        FigurePanel, PageFigure,
        intervals::{CHANCE, ENOUGH},
        survival::{enough_until, points, share_after},
        with_context,
    },
    frame::Link,
    page_query::PageQuery,
    table::{PageRow, PageTable, TableCell, TableColumn},
};

/// The end of the small curves, in days.
const PANEL_DAYS: u32 = 1_095;
/// The width of a small curve, in px.
const PANEL_WIDTH: u16 = 176;
/// The days of the table.
const DAYS: [u32; 3] = [90, 180, 365];

/// Returns the curves until too few are followed: each group beside the whole, or beside itself on the other day.
pub(super) fn panels(
    query: &PageQuery<'_>,
    choice: &Choice,
    groups: &TwoDays<ResolutionTimes>,
    whole: &ResolutionTimes,
) -> Option<PageFigure> {
    let t = query.t();
    let (first, other) = (&groups.0, groups.1.as_ref());
    let all = groups::in_order(query, choice.by, &first.groups, |group| {
        group.group.as_ref()
    });
    let all = all.into_iter().filter(|group| group.n >= ENOUGH);
    let large = all.filter_map(|group| Some((group, enough_until(&group.figures)?)));
    let large: Vec<(&GroupAnswer, f64)> = large.collect();
    let reference = |group: &GroupAnswer| match other {
        None => whole.groups.first(),
        Some(other) => other.groups.iter().find(|one| one.group == group.group),
    };
    let panel = |(index, (group, until)): (usize, &(&GroupAnswer, f64))| {
        let reference = reference(group);
        let reference = reference.and_then(|one| Some((one, enough_until(&one.figures)?)));
        let chart = SurvivalPanel {
            curve: points(&group.figures, *until),
            reference: reference
                .map(|(one, until)| points(&one.figures, until))
                .unwrap_or_default(),
            days: PANEL_DAYS,
            ends: ("0".to_owned(), t.text("survival-3-years")),
        };
        let text = groups::name(query, choice.by, group.group.as_ref());
        let chart = with_context(query, &format!("groep-{index}"), &text, |context| {
            drawing(&chart, context, Layout::Wide(PANEL_WIDTH))
        });
        let code = group
            .group
            .as_ref()
            .and_then(|group| group.group.as_deref());
        let link = groups::link(query, choice.by, code);
        FigurePanel {
            name: Link::new(text, link.unwrap_or_else(|| query.link(PATH))),
            chart,
        }
    };
    let panels: Vec<FigurePanel> = large.iter().enumerate().map(panel).collect();
    if panels.is_empty() {
        return None;
    }
    let (heading, subtitle) = match choice.beside {
        None => (t.text("compare-each"), t.text("compare-each-sub")),
        Some(beside) => (
            t.text("compare-each-then"),
            t.with("compare-each-then-sub", "date", t.date(beside.day)),
        ),
    };
    let figure = PageFigure::new(
        query,
        "elke-groep",
        heading,
        table(query, choice.by, &large),
    );
    let figure = figure.subtitle(subtitle).terms(query, &["def-duur"]);
    Some(figure.panels(panels))
}

fn table(query: &PageQuery<'_>, by: Grouping, large: &[(&GroupAnswer, f64)]) -> PageTable {
    let t = query.t();
    let row = |(group, until): &(&GroupAnswer, f64)| {
        let shares = DAYS.map(|days| {
            let is_followed = f64::from(days) <= *until;
            let share = group.figures.survival.get(&days.to_string());
            let share = share.copied().filter(|_| is_followed);
            let share = share.unwrap_or_else(|| share_after(&group.figures, days, *until));
            TableCell::share(t, share.value)
        });
        let first = TableCell::text(groups::name(query, by, group.group.as_ref()));
        PageRow::new([first].into_iter().chain(shares).collect())
    };
    let mut columns = vec![groups::head(t, by)];
    columns.extend(DAYS.map(|days| TableColumn::number(t.with("compare-after", "days", days))));
    PageTable {
        columns,
        rows: large.iter().map(row).collect(),
        has_cards: false,
    }
}

/// Returns the test of each pair of groups, the least likely to be chance first; none where pairs were not tested.
pub(super) fn pairs(
    query: &PageQuery<'_>,
    by: Grouping,
    groups: &ResolutionTimes,
) -> Option<PageFigure> {
    let t = query.t();
    let tested = groups.pairs.iter().flatten();
    let mut tested: Vec<&PairAnswer> = tested.filter(|pair| pair.p_holm.is_some()).collect();
    if tested.is_empty() {
        return None;
    }
    let probability = |pair: &PairAnswer| (pair.p_holm.unwrap_or(1.0), pair.p.unwrap_or(1.0));
    tested.sort_by(|one, other| {
        let ((one_holm, one_p), (other_holm, other_p)) = (probability(one), probability(other));
        one_holm
            .total_cmp(&other_holm)
            .then(one_p.total_cmp(&other_p))
    });
    let name = |code: &Option<String>| {
        let mut all = groups
            .groups
            .iter()
            .filter_map(|group| group.group.as_ref());
        let group = all.find(|group| group.group == *code);
        TableCell::text(groups::name(query, by, group))
    };
    let row = |pair: &&PairAnswer| {
        let [p, holm] = [pair.p, pair.p_holm].map(|p| TableCell::probability(t, p));
        PageRow::new(vec![name(&pair.first), name(&pair.second), p, holm])
    };
    let [one, _] = groups::nouns(t, by);
    let table = PageTable {
        columns: vec![
            groups::head(t, by),
            TableColumn::text(t.with("compare-other-group", "noun", one)),
            TableColumn::number(t.text("movers-p")),
            TableColumn::number(t.text("compare-holm")),
        ],
        rows: tested.iter().map(row).collect(),
        has_cards: false,
    };
    let differ = tested.iter().filter(|pair| probability(pair).0 <= CHANCE);
    let values = [("n", differ.count().into()), ("all", tested.len().into())];
    let figure = PageFigure::new(query, "paren", t.text_with("compare-pairs", &values), table)
        .subtitle(t.text("compare-pairs-sub"))
        .terms(query, &["def-duur"]);
    Some(figure.with_table_below())
}
