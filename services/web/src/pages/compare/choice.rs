//! What a reader chose to compare, and the form that chooses it.

use api::{answers::WaitingOn, parameters::Grouping};
use questions::{FromParameters, Question, WaitingOnQuestion};

use super::{CompareQuestion, groups::GROUPINGS};
use crate::{
    pages::{
        knelpunten::{
            FieldInput, FilterField,
            choice::{FILTER_KEYS, ListChoice as Filter},
            form::{options, provinces, sizes, sorted},
        },
        municipalities::ChoiceOption,
        names,
        other_day::{BESIDE, OtherDay},
        page_query::PageQuery,
    },
    problem::WebProblem,
    query::Pair,
};

const QUESTION: &str = "question";
const GROUP_BY: &str = "groupBy";
/// The filters that have a field.
const FIELDS: [&str; 3] = ["category", "province", "sizeClass"];

/// The questions, in the order of the form, with their names in the address and the ids of their texts.
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

/// What a reader chose.
pub(super) struct Choice {
    pub(super) question: CompareQuestion,
    pub(super) by: Grouping,
    filter: Filter,
    pub(super) beside: Option<OtherDay>,
}

impl Choice {
    /// Reads the keys of the page.
    ///
    /// # Errors
    ///
    /// 400 for a question or a grouping that there is not, a day that is none, and keys that the page does not have.
    pub(super) fn parse(query: &PageQuery<'_>) -> Result<Self, WebProblem> {
        let known = [&[QUESTION, GROUP_BY, BESIDE], &FILTER_KEYS[..]].concat();
        let keys = query.page_keys(&known)?;
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
        let by = GROUPINGS.iter().find(|known| known.by.as_str() == by);
        let by = by.ok_or_else(|| {
            let known = GROUPINGS.each_ref().map(|known| known.by.as_str());
            WebProblem::key(GROUP_BY, format!("is not one of {}", known.join(", ")))
        })?;
        Ok(Self {
            question,
            by: by.by,
            filter: Filter::new(&keys, query.register()),
            beside: OtherDay::parse(&keys, query.now.day())?,
        })
    }

    /// Answers a question about the groups on the day of the page, and on the other day if there is one.
    pub(super) fn ask_groups<Q: Question + FromParameters>(
        &self,
        query: &mut PageQuery<'_>,
        more: &[(&str, &str)],
    ) -> Result<(Q::Answer, Option<Q::Answer>), WebProblem> {
        let grouped = [&[(GROUP_BY, self.by.as_str())], more].concat();
        self.ask::<Q>(query, &grouped)
    }

    /// Answers a question about all that was chosen, on both days.
    pub(super) fn ask<Q: Question + FromParameters>(
        &self,
        query: &mut PageQuery<'_>,
        more: &[(&str, &str)],
    ) -> Result<(Q::Answer, Option<Q::Answer>), WebProblem> {
        let keys = [&self.filter.filter_keys(), more].concat();
        let first = query.ask_by_keys::<Q>(&keys)?;
        let other = match self.beside {
            None => None,
            Some(other) => Some(query.ask_by_keys_as_of::<Q>(other.as_of, &keys)?),
        };
        Ok((first, other))
    }

    /// Returns the selects of the form.
    pub(super) fn fields(&self, query: &PageQuery<'_>) -> Vec<FilterField> {
        let (t, register) = (query.t(), query.register());
        let questions = QUESTIONS.map(|(question, name, id)| ChoiceOption {
            value: name.to_owned(),
            text: t.text(id),
            chosen: question == self.question,
        });
        let groupings = GROUPINGS.each_ref().map(|grouping| ChoiceOption {
            value: grouping.by.as_str().to_owned(),
            text: t.text(grouping.choose),
            chosen: grouping.by == self.by,
        });
        let categories = register.catalogue().categories().iter();
        let categories = categories.map(|category| {
            let name = names::category(t, register, &category.code);
            (category.code.clone(), name)
        });
        let values = [sorted(categories), provinces(query), sizes(t)];
        let labels = ["term-category", "term-province", "municipalities-size"];
        let field = |key, label: &str, options| FilterField {
            key,
            label: t.text(label),
            input: FieldInput::Options(options),
        };
        let filters = FIELDS.into_iter().zip(labels).zip(values);
        let filters = filters
            .map(|((key, label), values)| field(key, label, options(t, &self.filter, key, values)));
        [
            field(QUESTION, "compare-question", questions.into()),
            field(GROUP_BY, "compare-grouping", groupings.into()),
        ]
        .into_iter()
        .chain(filters)
        .collect()
    }

    /// Returns the keys that the form repeats: filters without a field, and those of all pages but the day.
    pub(super) fn hidden(&self, query: &PageQuery<'_>) -> Vec<Pair> {
        let own = self
            .filter
            .keys_where(|key| FILTER_KEYS.contains(&key) && !FIELDS.contains(&key));
        let own = own
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value.to_owned()));
        let common = query.link_keys_except(&["asOf"]);
        common.into_iter().chain(own).collect()
    }

    /// Returns the filter in words; empty where all is compared.
    pub(super) fn chosen(&self, query: &mut PageQuery<'_>) -> Result<String, WebProblem> {
        let parties = match self.filter.value("party") {
            None => WaitingOn {
                total: 0,
                items: Vec::new(),
                next_cursor: None,
            },
            Some(_) => query.ask_by_keys::<WaitingOnQuestion>(&[])?,
        };
        let chosen = self.filter.chosen(query, &parties);
        let chosen: Vec<&str> = chosen.iter().map(String::as_str).collect();
        let t = query.t();
        Ok(match &chosen[..] {
            [] => String::new(),
            chosen => t.with("list-lead-chosen", "choice", t.list(chosen)),
        })
    }
}
