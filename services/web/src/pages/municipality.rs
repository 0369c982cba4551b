//! One municipality: its open knelpunten, oldest first.

use api::{Filter, answers::PersistingItem};
use askama::Template;
use questions::{ReceivedSupport, SupportReceivedQuestion};
use register::{MunicipalityId, Register, SuccessionKind, SuccessionStep, Successor};
use texts::{
    dates,
    messages::{Language, Messages},
    municipality::{self as text, SuccessionText},
    site, terms,
};

use super::{
    figures::{self, Figure},
    frame::{Link, PageFrame},
    municipalities, names,
    page_query::PageQuery,
    provenance,
};
use crate::problem::WebProblem;

/// Knelpunten on a page.
const LIMIT: &str = "100";

#[derive(Template)]
#[template(path = "municipality.html")]
pub(crate) struct MunicipalityPage {
    pub(crate) frame: PageFrame,
    pub(crate) name: String,
    pub(crate) code: String,
    pub(crate) province: String,
    pub(crate) size: Option<String>,
    /// What became of it by the division: a paragraph for each step.
    pub(crate) successions: Vec<Vec<TextPart>>,
    pub(crate) figures: Vec<Figure>,
    pub(crate) items: Vec<KnelpuntRow>,
    pub(crate) total: String,
    /// Whether this is not the first page.
    pub(crate) continued: bool,
    pub(crate) next: Option<String>,
    /// The report form; `None` where there is none.
    pub(crate) report: Option<String>,
    /// The form of support; `None` where there is none.
    pub(crate) record_support: Option<String>,
    /// The day and description of support, the newest first.
    pub(crate) support: Vec<(String, String)>,
}

/// An open knelpunt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnelpuntRow {
    pub(crate) href: String,
    pub(crate) category: String,
    pub(crate) persisting: bool,
    pub(crate) age: String,
    pub(crate) description: Option<String>,
    /// Labels and values.
    pub(crate) facts: Vec<(&'static str, String)>,
    /// The start of the paths of its forms; `None` where there are none.
    pub(crate) forms: Option<String>,
}

impl super::Page for MunicipalityPage {}

impl MunicipalityPage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// As a question.
    pub(crate) fn new(id: MunicipalityId, query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        let register = query.register();
        let municipality = register.municipality(id);
        let own = ("municipality", municipality.code.as_str());
        let page_keys = query.page_keys(&["cursor"])?;
        let mut keys = vec![own, ("status", "open"), ("limit", LIMIT)];
        keys.extend(page_keys.iter().map(|(key, value)| (&**key, &**value)));
        let list = query.persisting(&keys)?;
        let filter = Filter {
            municipality: vec![municipality.code.clone()],
            ..Filter::default()
        };
        let (summary, counted) = query.summary(filter.clone())?;
        let notices = provenance::of_selection(query, summary, &filter)?;
        let next = list.next_cursor.as_deref();
        let open = [own, ("status", "open")];
        let data = vec![
            Link::to_data(query, site::data::FIGURES, "/v1/summary", &[own]),
            Link::to_data(query, site::data::LIST, "/v1/persisting", &open),
        ];
        let size = register.size_class(id, query.division);
        let report = format!("/gemeenten/{}/melden", municipality.code);
        let record_support = format!("/gemeenten/{}/ondersteuning", municipality.code);
        let province = register.province(municipality.province);
        let of_province = [("province", province.code.as_str())];
        let crumbs = vec![
            Link::new(
                query.t().text("nav-municipalities"),
                query.link(municipalities::PATH),
            ),
            Link::new(
                &province.name,
                query.link_with(municipalities::PATH, &of_province),
            ),
        ];
        let received = query.ask(filter, SupportReceivedQuestion)?;
        let support = received.iter().map(|one| support_row(one, register));
        let support = support.collect();
        Ok(Self {
            name: municipality.name.clone(),
            code: municipality.code.clone(),
            province: province.name.clone(),
            size: size.map(questions::size_class_name),
            successions: successions(id, query),
            figures: figures::figures(summary, counted),
            items: list.items.iter().map(|item| row(item, query)).collect(),
            total: terms::OPEN_KNELPUNT.count(list.total),
            continued: !page_keys.is_empty(),
            report: query.has_forms().then_some(report),
            record_support: query.has_forms().then_some(record_support),
            support,
            next: next.map(|next| query.permanent_link(&query.path, &[("cursor", next)])),
            frame: PageFrame::new(query, text::title(&municipality.name), crumbs, notices)
                .with_data(data),
        })
    }
}

/// Returns the day and the description of support.
fn support_row(received: &ReceivedSupport, register: &Register) -> (String, String) {
    let catalogue = register.catalogue();
    // This part of the page is still in Dutch only.
    let remedy = names::remedy(Messages::new(Language::Dutch), register, &received.support);
    let category = |code: &String| {
        let category = catalogue.category(code);
        category.map_or_else(|| code.clone(), |category| category.nl.clone())
    };
    let about = received.topics.as_ref().map(|topics| {
        let categories: Vec<String> = topics.iter().map(category).collect();
        format!(", {}", text::support_about(&categories))
    });
    (
        dates::day_of(received.at),
        format!("{remedy}{}", about.unwrap_or_default()),
    )
}

/// Text, or a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TextPart {
    pub(crate) text: String,
    pub(crate) href: Option<String>,
}

impl TextPart {
    fn text(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            href: None,
        }
    }
}

/// Returns what became of a municipality: a paragraph for each step by the division, and one about the list below.
fn successions(id: MunicipalityId, query: &PageQuery<'_>) -> Vec<Vec<TextPart>> {
    let register = query.register();
    let steps = register.succession_steps(id, query.division);
    let mut paragraphs: Vec<_> = steps.iter().map(|step| paragraph(step, query)).collect();
    if !paragraphs.is_empty() {
        let own = text::own_reports(&register.municipality(id).name);
        paragraphs.push(vec![TextPart::text(&own)]);
    }
    paragraphs
}

fn paragraph(step: &SuccessionStep, query: &PageQuery<'_>) -> Vec<TextPart> {
    let register = query.register();
    let name = &register.municipality(step.from).name;
    let link = |successor: &Successor| {
        let municipality = register.municipality(successor.into);
        TextPart {
            text: municipality.name.clone(),
            href: Some(query.link(&format!("/gemeenten/{}", municipality.code))),
        }
    };
    let [before, between, after] = text::became(change(step), name, &dates::date(step.main.on));
    let mut parts = vec![
        TextPart::text(&before),
        link(&step.main),
        TextPart::text(&between),
    ];
    for (index, other) in step.others.iter().enumerate() {
        let left = step.others.len() - index;
        if index > 0 {
            parts.push(TextPart::text(if left == 1 { " en " } else { ", " }));
        }
        parts.push(link(other));
    }
    parts.push(TextPart::text(&after));
    parts
}

fn change(step: &SuccessionStep) -> SuccessionText {
    match (step.main.kind, step.others.as_slice()) {
        (SuccessionKind::Renamed, _) => SuccessionText::Renamed,
        (SuccessionKind::Split, [_, ..]) => SuccessionText::Split,
        (_, []) => SuccessionText::Merged,
        (_, [_, ..]) => SuccessionText::MergedWithParts,
    }
}

/// Returns the municipality that reported something, with what became of it if it was split or renamed.
pub(crate) fn reported_by(code: &str, now: &str, register: &Register) -> String {
    let ids = [code, now].map(|code| register.find_municipality(code));
    let [Some(from), Some(now)] = ids else {
        return code.to_owned();
    };
    let steps = register.succession_to(from, now);
    let name = |id| register.municipality(id).name.as_str();
    let sentences = steps.iter().map(|step| {
        let others: Vec<&str> = step.others.iter().map(|other| name(other.into)).collect();
        let (main, others) = (name(step.main.into), text::list(&others));
        text::reported_by(change(step), name(step.from), main, &others)
    });
    // The last step alone may be silent about the municipality that reported.
    let sentences: Vec<String> = sentences.collect();
    if sentences.is_empty() {
        return name(from).to_owned();
    }
    sentences.join("; ")
}

fn row(item: &PersistingItem, query: &PageQuery<'_>) -> KnelpuntRow {
    KnelpuntRow {
        href: query.link(&format!("/knelpunten/{}", item.id)),
        category: item.category_name.clone(),
        description: item.description.clone(),
        persisting: item.persisting,
        age: dates::age(item.since.day(), query.as_of.day()),
        facts: facts(item, query.register()),
        forms: query
            .has_forms()
            .then(|| format!("/knelpunten/{}", item.id)),
    }
}

fn facts(item: &PersistingItem, register: &Register) -> Vec<(&'static str, String)> {
    let party = item.party_as_written();
    let recurrences = item.episodes.saturating_sub(1);
    let rounds = item.rounds.join(", ");
    let last_reported = dates::day_of(item.last_reported_at);
    let from = item.inherited_from.as_deref();
    let facts = [
        (terms::BUILDING_BLOCK, item.building_block_name.clone()),
        (
            terms::WAITS_ON,
            party.map(|(kind, name)| terms::party(kind, name)),
        ),
        (terms::REFERENCE, item.reference_as_written.clone()),
        (text::SINCE, Some(dates::day_of(item.since))),
        (
            terms::LAST_CONFIRMED,
            Some(text::last_confirmed(&last_reported, item.reports)),
        ),
        (
            text::ROUNDS,
            Some(rounds).filter(|rounds| !rounds.is_empty()),
        ),
        (
            text::RECURRED,
            (recurrences > 0).then(|| terms::KEER.count(recurrences)),
        ),
        (
            text::REPORTED_BY,
            from.map(|code| reported_by(code, &item.municipality, register)),
        ),
    ];
    present(facts)
}

/// Returns the labels that have a value.
pub(crate) fn present<const N: usize>(
    facts: [(&'static str, Option<String>); N],
) -> Vec<(&'static str, String)> {
    facts
        .into_iter()
        .filter_map(|(label, value)| Some((label, value?)))
        .collect()
}

/// Returns the name of a municipality.
pub(crate) fn name(code: &str, register: &Register) -> String {
    let id = register.find_municipality(code);
    id.map_or_else(
        || code.to_owned(),
        |id| register.municipality(id).name.clone(),
    )
}
