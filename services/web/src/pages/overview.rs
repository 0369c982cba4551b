//! The overview: what persists, where, and whether it gets better.

mod ended;
mod figures;
pub(super) mod key_figures;
mod provinces;

use api::{Filter, answers::Summary, parameters::Grouping};
use askama::Template;
use jiff::{ToSpan as _, civil::Date};
use model::Instant;
use questions::{
    MoversQuestion, MunicipalitiesQuestion, RoundsQuestion, SummaryQuestion, TrendQuestion,
};

use self::key_figures::KeyFigure;
use super::{
    Page,
    country::{Country, FIRST_DIVISION},
    figure::{self, PageFigure, panels::GroupTrend, trend::added_and_removed},
    frame::{Link, PageFrame},
    groups::by_month,
    navigation,
    page_query::PageQuery,
    provenance, rounds,
};
use crate::problem::WebProblem;

/// The oldest knelpunten on the page.
const OLDEST: &str = "5";

#[derive(Template)]
#[template(path = "overview.html")]
pub(crate) struct OverviewPage {
    pub(crate) frame: PageFrame,
    pub(crate) lead: String,
    /// The page of the definitions.
    pub(crate) definitions: String,
    /// Nothing was ever reported: the page says how to begin.
    pub(crate) is_empty: bool,
    /// The page on which a file is read in; `None` without forms.
    pub(crate) import: Option<String>,
    /// The workbook of a round, and the page that reads it; none without forms.
    pub(crate) acts: Vec<Link>,
    pub(crate) keys: Vec<KeyFigure>,
    pub(crate) figures: Vec<PageFigure>,
}

impl Page for OverviewPage {
    fn figures(&self) -> Vec<&PageFigure> {
        self.figures.iter().collect()
    }
}

impl OverviewPage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// As a question.
    pub(crate) fn new(query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        query.page_keys(&[])?;
        let (t, all) = (query.t(), Filter::default());
        let (summary, _) = query.summary(all.clone())?;
        let states = query.ask(all.clone(), MunicipalitiesQuestion)?;
        let municipalities = states.values().filter(|state| state.open > 0).count();
        let trend = query.ask(all.clone(), TrendQuestion::default())?;
        let earlier = query.ask_as_of(year_before(query.as_of), SummaryQuestion)?;
        let keys = key_figures::key_figures(t, summary, earlier, &trend);
        let is_empty = summary.knelpunten == 0;
        let mut figures = Vec::new();
        if !is_empty {
            let oldest = query.persisting(&[("limit", OLDEST)])?;
            let movers = query.ask_by_keys::<MoversQuestion>(&[("groupBy", "category")])?;
            let rounds = query.ask(all.clone(), RoundsQuestion)?;
            let by_category = query.ask(all.clone(), by_month(Grouping::Category))?;
            let categories = GroupTrend::all(query, &by_category, Grouping::Category);
            let texts = (added_and_removed(query, &trend), t.text("trend-subtitle"));
            figures.push(figure::trend::trend(
                query,
                &trend,
                &rounds,
                texts,
                figure::trend::ACROSS,
            ));
            figures.push(figures::oldest(query, &oldest));
            if query.division >= FIRST_DIVISION {
                let day = year_before(query.as_of);
                let earlier = query.ask_as_of(day, MunicipalitiesQuestion)?;
                let (register, division) = (query.register(), query.division);
                let now = Country::new(register, (query.as_of, division), states);
                let earlier = Country::new(register, (day, division), earlier);
                figures.push(provinces::provinces(query, &now, &earlier));
            }
            figures.push(figures::categories(query, &categories));
            figures.push(figures::movers(query, &movers));
        }
        let mut notices = provenance::of_selection(query, summary, &all)?;
        notices.extend(ended::notice(query, &trend)?);
        Ok(Self {
            lead: lead(query, summary, municipalities),
            definitions: query.link("/begrippen"),
            is_empty,
            acts: rounds::acts(query, &rounds::new_round(query)),
            import: navigation::import_link(query.app(), &query.link_keys_except(&[])),
            keys: if is_empty { Vec::new() } else { keys },
            figures,
            frame: PageFrame::new(query, t.text("overview-title"), Vec::new(), notices),
        })
    }
}

fn lead(query: &PageQuery<'_>, summary: Summary, municipalities: usize) -> String {
    let t = query.t();
    let definition = t.text("def-knelpunt");
    if summary.knelpunten == 0 {
        return format!("{definition} {}", t.text("overview-empty-lead"));
    }
    let counts = t.text_with(
        "overview-lead",
        &[
            ("open", summary.open.into()),
            ("municipalities", municipalities.into()),
        ],
    );
    let persisting = t.with("overview-lead-persisting", "n", summary.persisting);
    format!("{definition} {counts} {persisting}")
}

/// Returns the end of the day a year before that of an instant.
fn year_before(instant: Instant) -> Instant {
    let earlier: Option<Date> = instant.day().checked_sub(1.year()).ok();
    earlier.and_then(Instant::end_of).unwrap_or(instant)
}
