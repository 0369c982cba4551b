//! One round: what it brought, the round beside it, and who still has to be called.

mod figures;
mod lists;

use api::{Filter, answers::RoundAnswer};
use askama::Template;
use questions::{MunicipalitiesQuestion, RoundsQuestion};

use super::{
    figure::PageFigure,
    frame::{Link, PageFrame},
    municipalities::ChoiceOption,
    page_query::PageQuery,
    provenance, rounds,
};
use crate::{problem::WebProblem, query::Pair};

const AGAINST: &str = "against";

#[derive(Template)]
#[template(path = "round.html")]
pub(crate) struct RoundPage {
    pub(crate) frame: PageFrame,
    pub(crate) lead: String,
    /// The workbook to fill in, and the page that reads it; none where there are no forms.
    pub(crate) acts: Vec<Link>,
    /// What the round brought, and another round.
    pub(crate) beside: Vec<PageFigure>,
    /// The path of the page.
    pub(crate) action: String,
    /// The keys that the choice of another round repeats.
    pub(crate) hidden: Vec<Pair>,
    /// The rounds to compare with.
    pub(crate) others: Vec<ChoiceOption>,
    /// Who still has to be called, and who declined.
    pub(crate) lists: Vec<PageFigure>,
    /// `None` where every municipality was called.
    pub(crate) not_called: Option<NotCalled>,
    /// Every municipality of the round; `None` where there is none.
    pub(crate) municipalities: Option<PageFigure>,
}

/// The municipalities that were not called, by letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotCalled {
    pub(crate) heading: String,
    /// At how many of them something is open.
    pub(crate) open: String,
    pub(crate) letters: Vec<Link>,
}

impl super::Page for RoundPage {
    fn figures(&self) -> Vec<&PageFigure> {
        let figures = self.beside.iter().chain(&self.lists);
        figures.chain(&self.municipalities).collect()
    }
}

impl RoundPage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// 404 if no event names the round; otherwise as a question.
    pub(crate) fn new(round: &str, query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        let keys = query.page_keys(&[AGAINST])?;
        let keys = keys.iter().filter(|(_, value)| !value.is_empty());
        let keys: Vec<(&str, &str)> = keys.map(|(key, value)| (&**key, &**value)).collect();
        let answer = query.round(round, &keys)?;
        let all = query.ask(Filter::default(), RoundsQuestion)?;
        let states = query.ask(Filter::default(), MunicipalitiesQuestion)?;
        let open = lists::open_where_not_reached(query, &answer)?;
        let (summary, _) = query.summary(Filter::default())?;
        let notices = provenance::of_selection(query, summary, &Filter::default())?;
        let t = query.t();
        let mut beside = vec![figures::result(query, &answer)];
        beside.extend(figures::beside(query, &answer, &all));
        let has_begun = answer.began_at.is_some();
        let crumbs = vec![Link::new(t.text("nav-rounds"), query.link(rounds::PATH))];
        let title = t.with("round-title", "name", t.round(round));
        let chosen = answer.against.as_ref().map(|against| &*against.round);
        let others = all.items.iter().filter(|item| item.round != answer.round);
        let option = |slug: &str| ChoiceOption {
            value: slug.to_owned(),
            text: t.round(slug),
            chosen: Some(slug) == chosen,
        };
        Ok(Self {
            lead: lead(query, &answer),
            acts: rounds::acts(query, round),
            beside: if has_begun { beside } else { Vec::new() },
            action: query.path.clone(),
            hidden: query.link_keys_except(&[]),
            others: others.map(|item| option(&item.round)).collect(),
            lists: lists::not_reached(query, &answer, &states, &open),
            not_called: lists::not_called(query, &answer, &states).filter(|_| has_begun),
            municipalities: figures::by_municipality(query, &answer),
            frame: PageFrame::new(query, title, crumbs, notices),
        })
    }
}

fn lead(query: &PageQuery<'_>, answer: &RoundAnswer) -> String {
    let t = query.t();
    let Some((from, to)) = answer.began_on.zip(answer.ended_on) else {
        return t.text("round-not-begun");
    };
    let total = &answer.total;
    let days = [
        ("n", total.asked.into()),
        ("from", t.date(from).into()),
        ("to", t.date(to).into()),
    ];
    let mut sentences = vec![if from == to {
        t.text_with("round-lead-day", &days[..2])
    } else {
        t.text_with("round-lead", &days)
    }];
    if total.asked > 0 {
        let reached = [
            ("n", total.reached.into()),
            ("share", t.part(total.reached, total.asked).into()),
        ];
        sentences.push(t.text_with("round-lead-reached", &reached));
        sentences.push(t.with("round-lead-to-call", "n", total.no_answer));
        let others = lists::others(query, answer).len();
        sentences.push(t.with("round-lead-others", "n", others));
    }
    sentences.join(" ")
}
