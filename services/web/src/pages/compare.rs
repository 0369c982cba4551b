//! Any question about groups, compared: the question, the grouping, the filter and one or two days are in the address.

mod choice;
mod curves;
mod funnel;
mod groups;
mod numbers;
mod panels;

use api::{Filter, answers::ResolutionTimes};
use askama::Template;
use questions::{
    FunnelQuestion, MoversQuestion, RecurrenceQuestion, ResolutionTimesQuestion, TrendQuestion,
};

use self::{choice::Choice, curves::TwoDays};
use super::{
    figure::{
        PageFigure,
        movers::{MoversDetail, movers},
    },
    frame::PageFrame,
    knelpunten::{FieldInput, FilterField},
    page_query::PageQuery,
    provenance,
};
use crate::{problem::WebProblem, query::Pair};

/// The path of the page.
pub(super) const PATH: &str = "/vergelijken";

#[derive(Template)]
#[template(path = "compare.html")]
pub(crate) struct ComparePage {
    pub(crate) frame: PageFrame,
    pub(crate) lead: String,
    pub(crate) form: Option<CompareForm>,
    pub(crate) figures: Vec<PageFigure>,
}

/// The form that chooses what is compared; there is none where nothing has been reported.
pub(crate) struct CompareForm {
    /// The path of the page.
    pub(crate) action: String,
    /// The keys that the form repeats.
    pub(crate) hidden: Vec<Pair>,
    pub(crate) fields: Vec<FilterField>,
    /// The day of the page, and the other one, as a date field has them; the other may be empty.
    pub(crate) day: String,
    pub(crate) beside: String,
    pub(crate) today: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CompareQuestion {
    Duration,
    Number,
    Changed,
    Outliers,
    Recurrence,
}

impl super::Page for ComparePage {
    fn figures(&self) -> Vec<&PageFigure> {
        self.figures.iter().collect()
    }
}

impl ComparePage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// 400 for a question, a grouping, a filter or a day that there is not; otherwise as a question.
    pub(crate) fn new(query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        let choice = Choice::parse(query)?;
        let chosen = choice.chosen(query)?;
        let figures = choice.figures(query)?;
        let (summary, _) = query.summary(Filter::default())?;
        let is_empty = summary.knelpunten == 0;
        let notices = provenance::of_selection(query, summary, &Filter::default())?;
        let t = query.t();
        let lead = if is_empty {
            t.text("compare-nothing")
        } else {
            [t.text("compare-lead"), chosen]
                .join(" ")
                .trim_end()
                .to_owned()
        };
        Ok(Self {
            lead,
            form: (!is_empty).then(|| choice.form(query)),
            figures: if is_empty { Vec::new() } else { figures },
            frame: PageFrame::new(query, t.text("compare-title"), Vec::new(), notices),
        })
    }
}

impl Choice {
    fn form(&self, query: &PageQuery<'_>) -> CompareForm {
        let beside = self.beside.map(|other| other.day.to_string());
        CompareForm {
            action: PATH.to_owned(),
            hidden: self.hidden(query),
            fields: self.fields(query),
            day: query.as_of.day().to_string(),
            beside: beside.unwrap_or_default(),
            today: query.now.day().to_string(),
        }
    }

    fn figures(&self, query: &mut PageQuery<'_>) -> Result<Vec<PageFigure>, WebProblem> {
        Ok(match self.question {
            CompareQuestion::Duration => {
                let groups = self.ask_groups::<ResolutionTimesQuestion>(query, &[])?;
                let whole = self.ask::<ResolutionTimesQuestion>(query, &[])?;
                let whole: TwoDays<ResolutionTimes> = whole;
                curves::durations(query, self, &groups, &whole)
            }
            CompareQuestion::Recurrence => {
                let groups = self.ask_groups::<RecurrenceQuestion>(query, &[])?;
                let whole = self.ask::<RecurrenceQuestion>(query, &[])?;
                vec![curves::recurrence(query, self, &groups, &whole)]
            }
            CompareQuestion::Number => {
                let trend = self.ask_groups::<TrendQuestion>(query, &[("every", "year")])?;
                vec![numbers::numbers(query, self, &trend)]
            }
            CompareQuestion::Changed => {
                let (first, other) = self.ask_groups::<MoversQuestion>(query, &[])?;
                let figure = movers(query, &first, self.by, MoversDetail::Test);
                let other = self.beside.zip(other).map(|(beside, other)| {
                    movers(query, &other, self.by, MoversDetail::Test)
                        .of_other_day(query, beside.day)
                });
                [figure].into_iter().chain(other).collect()
            }
            CompareQuestion::Outliers => {
                let answer = self.ask_groups::<FunnelQuestion>(query, &[])?;
                funnel::funnel(query, self, &answer)
            }
        })
    }
}
