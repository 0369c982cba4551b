//! Any question about groups, compared: the question, the grouping, the filter and the day are in the address.

mod curves;
mod funnel;
mod numbers;

use api::{Filter, parameters::Grouping};
use askama::Template;
use questions::{
    FunnelQuestion, MoversQuestion, RecurrenceQuestion, ResolutionTimesQuestion, TrendQuestion,
};

use super::{
    figure::{
        PageFigure,
        movers::{MoversDetail, movers},
    },
    frame::PageFrame,
    municipalities::ChoiceOption,
    names,
    page_query::PageQuery,
    provenance,
};
use crate::{problem::WebProblem, query::Pair};

/// The path of the page.
pub(super) const PATH: &str = "/vergelijken";

const QUESTION: &str = "question";
const GROUP_BY: &str = "groupBy";
const CATEGORY: &str = "category";

#[derive(Template)]
#[template(path = "compare.html")]
pub(crate) struct ComparePage {
    pub(crate) frame: PageFrame,
    /// The path of the page.
    pub(crate) action: String,
    /// The keys that the form repeats.
    pub(crate) hidden: Vec<Pair>,
    pub(crate) selects: Vec<CompareSelect>,
    pub(crate) day: String,
    pub(crate) today: String,
    pub(crate) figures: Vec<PageFigure>,
}

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CompareSelect {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) options: Vec<ChoiceOption>,
}

/// The questions, in the order of the form, with the ids of their texts.
const QUESTIONS: [(CompareQuestion, &str, &str); 5] = [
    (CompareQuestion::Duration, "duration", "compare-duration"),
    (CompareQuestion::Number, "number", "compare-number"),
    (CompareQuestion::Changed, "changed", "compare-changed"),
    (CompareQuestion::Outliers, "outliers", "compare-outliers"),
    (
        CompareQuestion::Recurrence,
        "recurrence",
        "compare-recurrence",
    ),
];

/// The groupings, in the order of the form, with the ids of their texts.
const GROUPINGS: [(Grouping, &str); 6] = [
    (Grouping::SizeClass, "compare-by-size"),
    (Grouping::Category, "compare-by-category"),
    (Grouping::Province, "compare-by-province"),
    (Grouping::Party, "compare-by-party"),
    (Grouping::BuildingBlock, "compare-by-block"),
    (Grouping::Municipality, "compare-by-municipality"),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CompareQuestion {
    Duration,
    Number,
    Changed,
    Outliers,
    Recurrence,
}

/// What a reader chose.
struct Choice {
    question: CompareQuestion,
    by: Grouping,
    category: Option<String>,
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
    /// 400 for a question, a grouping or a category that there is not; otherwise as a question.
    pub(crate) fn new(query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        let choice = Choice::parse(&query.page_keys(&[QUESTION, GROUP_BY, CATEGORY])?)?;
        let figures = choice.figures(query)?;
        let (summary, _) = query.summary(Filter::default())?;
        let notices = provenance::of_selection(query, summary, &Filter::default())?;
        Ok(Self {
            action: PATH.to_owned(),
            hidden: query.link_keys_except(&["asOf"]),
            selects: choice.selects(query),
            day: query.as_of.day().to_string(),
            today: query.now.day().to_string(),
            figures,
            frame: PageFrame::new(query, query.t().text("compare-title"), Vec::new(), notices),
        })
    }
}

impl Choice {
    fn parse(keys: &[Pair]) -> Result<Self, WebProblem> {
        let given = |name: &str| {
            let mut pairs = keys.iter().rev();
            let pair = pairs.find(|(key, value)| key == name && !value.is_empty());
            pair.map(|(_, value)| value.as_str())
        };
        let question = given(QUESTION).unwrap_or("duration");
        let question = QUESTIONS.into_iter().find(|(_, name, _)| *name == question);
        let (question, _, _) = question.ok_or_else(|| {
            let known = QUESTIONS.map(|(_, name, _)| name).join(", ");
            WebProblem::key(QUESTION, format!("is not one of {known}"))
        })?;
        let default = match question {
            CompareQuestion::Outliers => Grouping::Municipality,
            _ => Grouping::SizeClass,
        };
        let by = given(GROUP_BY).unwrap_or(default.as_str());
        let by = GROUPINGS
            .into_iter()
            .find(|(known, _)| known.as_str() == by);
        let (by, _) = by.ok_or_else(|| {
            let known = GROUPINGS.map(|(known, _)| known.as_str()).join(", ");
            WebProblem::key(GROUP_BY, format!("is not one of {known}"))
        })?;
        Ok(Self {
            question,
            by,
            category: given(CATEGORY).map(str::to_owned),
        })
    }

    /// Returns the keys of the question, with the grouping or without.
    fn keys(&self, grouped: bool) -> Vec<(&str, &str)> {
        let by = grouped.then_some((GROUP_BY, self.by.as_str()));
        let category = self.category.as_deref().map(|code| (CATEGORY, code));
        by.into_iter().chain(category).collect()
    }

    fn figures(&self, query: &mut PageQuery<'_>) -> Result<Vec<PageFigure>, WebProblem> {
        let (grouped, all) = (self.keys(true), self.keys(false));
        Ok(match self.question {
            CompareQuestion::Duration => {
                let groups = query.ask_by_keys::<ResolutionTimesQuestion>(&grouped)?;
                let whole = query.ask_by_keys::<ResolutionTimesQuestion>(&all)?;
                curves::durations(query, self.by, &groups, &whole)
            }
            CompareQuestion::Recurrence => {
                let groups = query.ask_by_keys::<RecurrenceQuestion>(&grouped)?;
                vec![curves::recurrence(query, self.by, &groups)]
            }
            CompareQuestion::Number => {
                let keys = [&grouped[..], &[("every", "year")]].concat();
                let trend = query.ask_by_keys::<TrendQuestion>(&keys)?;
                vec![numbers::numbers(query, self.by, &trend)]
            }
            CompareQuestion::Changed => {
                let changed = query.ask_by_keys::<MoversQuestion>(&grouped)?;
                vec![movers(query, &changed, self.by, MoversDetail::Test)]
            }
            CompareQuestion::Outliers => {
                let answer = query.ask_by_keys::<FunnelQuestion>(&grouped)?;
                funnel::funnel(query, self.by, &answer)
            }
        })
    }

    fn selects(&self, query: &PageQuery<'_>) -> Vec<CompareSelect> {
        let (t, register) = (query.t(), query.register());
        let questions = QUESTIONS.map(|(question, name, id)| ChoiceOption {
            value: name.to_owned(),
            text: t.text(id),
            chosen: question == self.question,
        });
        let groupings = GROUPINGS.map(|(by, id)| ChoiceOption {
            value: by.as_str().to_owned(),
            text: t.text(id),
            chosen: by == self.by,
        });
        let all = ChoiceOption {
            value: String::new(),
            text: t.text("compare-all"),
            chosen: false,
        };
        let categories = register.catalogue().categories().iter();
        let mut categories: Vec<ChoiceOption> = categories
            .map(|category| ChoiceOption {
                text: names::category(t, register, &category.code),
                chosen: self.category.as_deref() == Some(&*category.code),
                value: category.code.clone(),
            })
            .collect();
        categories.sort_by(|one, other| one.text.cmp(&other.text));
        categories.insert(0, all);
        let select = |name, id: &str, options| CompareSelect {
            name,
            label: t.text(id),
            options,
        };
        vec![
            select(QUESTION, "compare-question", questions.into()),
            select(GROUP_BY, "compare-grouping", groupings.into()),
            select(CATEGORY, "compare-only", categories),
        ]
    }
}
