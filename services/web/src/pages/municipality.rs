//! One municipality: what is open there, oldest first.

use askama::Template;
use questions::PersistingItem;
use register::{MunicipalityId, Register};

use super::{
    dutch,
    figures::{self, Figure},
    frame::{self, Frame, Link},
    inquiry::Inquiry,
};
use crate::problem::WebProblem;

/// Knelpunten on a page.
const LIMIT: &str = "100";

#[derive(Template)]
#[template(path = "municipality.html")]
pub(crate) struct MunicipalityPage {
    pub(crate) frame: Frame,
    pub(crate) name: String,
    pub(crate) code: String,
    pub(crate) province: String,
    pub(crate) size: Option<String>,
    /// What it has become part of, by the division.
    pub(crate) successor: Option<Link>,
    pub(crate) figures: Vec<Figure>,
    pub(crate) items: Vec<Row>,
    pub(crate) total: String,
    /// Whether this is not the first page.
    pub(crate) further: bool,
    pub(crate) next: Option<String>,
    /// Where a knelpunt is reported, where that can be done.
    pub(crate) report: Option<String>,
}

/// A knelpunt that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) href: String,
    pub(crate) category: String,
    pub(crate) block: Option<String>,
    pub(crate) party: Option<String>,
    pub(crate) reference: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) persisting: bool,
    pub(crate) age: String,
    pub(crate) since: String,
    pub(crate) last_reported: String,
    pub(crate) reports: String,
    pub(crate) rounds: String,
    /// How often it came back; none if it never went away.
    pub(crate) recurrences: Option<String>,
    /// The municipality that reported it, where that was another one.
    pub(crate) inherited_from: Option<String>,
    /// What the paths of its forms begin with, where it has any.
    pub(crate) forms: Option<String>,
}

impl MunicipalityPage {
    /// Asks what the page shows.
    ///
    /// # Errors
    ///
    /// As asking does.
    pub(crate) fn of(id: MunicipalityId, inquiry: &mut Inquiry<'_>) -> Result<Self, WebProblem> {
        let register = inquiry.register();
        let held = register.municipality(id);
        let own = ("municipality", held.code.as_str());
        let given = inquiry.own.clone();
        let mut page = vec![own, ("status", "open"), ("limit", LIMIT)];
        page.extend(
            given
                .iter()
                .map(|(key, value)| (key.as_str(), value.as_str())),
        );
        let list = inquiry.persisting(&page)?;
        let (summary, counted) = inquiry.summary(&[own])?;
        let notices = frame::provenance(inquiry, summary, &[own])?;
        let next = list.next_cursor.as_deref();
        let path = &inquiry.path;
        let division = inquiry.division;
        let size = register
            .size_class(id, division)
            .map(register::SizeClass::label);
        let data = vec![
            Link::to_data(inquiry, "cijfers", "/v1/summary", &[own]),
            Link::to_data(
                inquiry,
                "lijst",
                "/v1/persisting",
                &[own, ("status", "open")],
            ),
        ];
        Ok(Self {
            name: held.name.clone(),
            code: held.code.clone(),
            province: register.province(held.province).name.clone(),
            size,
            successor: successor(id, inquiry),
            figures: figures::figures(summary, counted),
            items: list.items.iter().map(|item| row(item, inquiry)).collect(),
            total: dutch::count(list.total, "open knelpunt", "open knelpunten"),
            further: !given.is_empty(),
            report: inquiry
                .takes_forms()
                .then(|| format!("/gemeenten/{}/melden", held.code)),
            next: next.map(|next| inquiry.permanent(path, &[("cursor", next)])),
            frame: Frame::of(
                inquiry,
                format!("Knelpunten in {}", held.name),
                notices,
                data,
            ),
        })
    }
}

fn successor(id: MunicipalityId, inquiry: &Inquiry<'_>) -> Option<Link> {
    let register = inquiry.register();
    let now = register.successor_on(id, inquiry.division).municipality;
    let held = register.municipality(now);
    (now != id).then(|| Link {
        text: held.name.clone(),
        href: inquiry.link(&format!("/gemeenten/{}", held.code)),
    })
}

fn row(item: &PersistingItem, inquiry: &Inquiry<'_>) -> Row {
    let recurrences = item.episodes.saturating_sub(1);
    Row {
        href: inquiry.link(&format!("/knelpunten/{}", item.id)),
        category: item.category_name.clone(),
        block: item.building_block_name.clone(),
        party: item
            .party
            .as_ref()
            .map(|party| format!("{} ({})", party.name, party.kind_name)),
        reference: item.reference.clone(),
        description: item.description.clone(),
        persisting: item.persisting,
        age: dutch::age(item.since.day(), inquiry.as_of.day()),
        since: dutch::day_of(item.since),
        last_reported: dutch::day_of(item.last_reported_at),
        reports: dutch::count(item.reports, "melding", "meldingen"),
        rounds: item.rounds.join(", "),
        recurrences: (recurrences > 0).then(|| dutch::count(recurrences, "keer", "keer")),
        inherited_from: item
            .inherited_from
            .as_deref()
            .map(|code| name(code, inquiry.register())),
        forms: inquiry
            .takes_forms()
            .then(|| format!("/knelpunten/{}", item.id)),
    }
}

/// Gives the name of a municipality.
pub(crate) fn name(code: &str, register: &Register) -> String {
    let held = register.find_municipality(code);
    held.map_or_else(
        || code.to_owned(),
        |id| register.municipality(id).name.clone(),
    )
}
