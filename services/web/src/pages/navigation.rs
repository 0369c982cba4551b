//! The links that every page has: only to pages that exist.

use api::{
    answers::{SearchHit, SearchKind},
    parameters::Grouping,
};
use texts::messages::Messages;

use super::{
    compare,
    frame::{self, Link, NavigationLink},
    group_kind::GroupKind,
    knelpunten, monthly_reports, municipalities, operations, outlook, rounds, statement, support,
};
use crate::{
    app::WebApp,
    forms::municipality_choice,
    import::{self, call_sheet},
    query::Pair,
};

/// The overview.
pub(super) const HOME: &str = "/";

/// The navigation, in order: the id of the text, and the page. The pages below it belong to it.
const NAVIGATION: &[(&str, &str)] = &[
    ("nav-overview", HOME),
    ("nav-municipalities", municipalities::PATH),
    ("nav-categories", GroupKind::Category.path()),
    ("nav-parties", GroupKind::Party.path()),
    ("nav-rounds", rounds::PATH),
    ("nav-outlook", outlook::PATH),
    ("nav-support", support::PATH),
    ("nav-compare", compare::PATH),
    ("nav-report", monthly_reports::PATH),
];

/// The links of the footer: the id of the text, and the page.
const FOOTER: &[(&str, &str)] = &[
    ("footer-all", knelpunten::PATH),
    ("footer-building-blocks", GroupKind::BuildingBlock.path()),
    ("footer-definitions", "/begrippen"),
    ("footer-operations", operations::PATH),
];

/// Links of the footer to pages that are the same at every date.
const FOOTER_UNDATED: &[(&str, &str)] = &[
    ("footer-accessibility", statement::ACCESSIBILITY),
    ("footer-privacy", statement::PRIVACY),
];

/// Links of the footer that are the same in every language and at every date.
const FOOTER_FIXED: &[(&str, &str)] = &[("footer-api", "/v1/openapi.json")];

/// Returns the navigation as it is on a page.
pub(super) fn links(t: Messages, here: &str, keys: &[Pair]) -> Vec<NavigationLink> {
    let link = |(id, path): &(&str, &str)| NavigationLink {
        text: t.text(id),
        href: frame::link(path, keys),
        current: current(path, here),
    };
    NAVIGATION.iter().map(link).collect()
}

fn current(path: &str, here: &str) -> Option<&'static str> {
    if here == path {
        return Some("page");
    }
    let below = here.strip_prefix(path).filter(|_| path != HOME);
    below
        .is_some_and(|rest| rest.starts_with('/'))
        .then_some("true")
}

/// Returns the links of the footer.
pub(super) fn footer(app: &WebApp, t: Messages, keys: &[Pair]) -> Vec<Link> {
    let pages = FOOTER
        .iter()
        .map(|(id, path)| Link::new(t.text(id), frame::link(path, keys)));
    let fixed = FOOTER_FIXED
        .iter()
        .map(|(id, path)| Link::new(t.text(id), *path));
    let language = language_of(keys);
    let undated = FOOTER_UNDATED
        .iter()
        .map(|(id, path)| Link::new(t.text(id), frame::link(path, &language)));
    let import = import_link(app, keys).map(|href| Link::new(t.text("footer-import"), href));
    pages.chain(import).chain(undated).chain(fixed).collect()
}

/// Returns the path of the page about a municipality.
pub(super) fn path_of_municipality(code: &str) -> String {
    format!("{}/{code}", municipalities::PATH)
}

/// Returns the path of the page about a group, if there is one.
pub(super) fn path_of_group(by: Grouping, code: &str) -> Option<String> {
    if by == Grouping::Municipality {
        return Some(path_of_municipality(code));
    }
    GroupKind::from_grouping(by).map(|kind| kind.path_of(code))
}

/// Returns the path of the page about something that a search found, if there is one.
pub(super) fn page_of(hit: &SearchHit) -> Option<String> {
    match hit.kind {
        SearchKind::Municipality => hit.code.as_ref().map(|code| format!("/gemeenten/{code}")),
        SearchKind::Knelpunt => hit.id.map(|id| format!("/knelpunten/{id}")),
        SearchKind::Category => hit
            .code
            .as_deref()
            .map(|code| GroupKind::Category.path_of(code)),
        SearchKind::BuildingBlock => {
            let code = hit.code.as_deref();
            code.map(|code| GroupKind::BuildingBlock.path_of(code))
        }
        SearchKind::Party => hit
            .code
            .as_deref()
            .map(|code| GroupKind::Party.path_of(code)),
    }
}

/// Returns the link to the form of a report; `None` where there are no forms.
pub(super) fn report_link(app: &WebApp, keys: &[Pair]) -> Option<String> {
    let has_forms = app.settings.forms.is_some();
    has_forms.then(|| frame::link(municipality_choice::PATH, &language_of(keys)))
}

/// Returns the link to the page on which a file is read in; `None` where there are no forms.
pub(super) fn import_link(app: &WebApp, keys: &[Pair]) -> Option<String> {
    let has_forms = app.settings.forms.is_some();
    has_forms.then(|| frame::link(import::PATH, &language_of(keys)))
}

/// Returns the link to the workbook of a round; `None` where there are no forms.
pub(super) fn call_sheet_link(app: &WebApp, round: &str) -> Option<String> {
    let has_forms = app.settings.forms.is_some();
    has_forms.then(|| httpd::query::link(call_sheet::PATH, [(call_sheet::ROUND, round)]))
}

/// Returns the keys without those that a page about no moment does not have.
fn language_of(keys: &[Pair]) -> Vec<Pair> {
    let keys = keys.iter().filter(|(key, _)| key == "lang");
    keys.cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_belongs_to_the_entry_above_it() {
        assert_eq!(current("/rondes", "/rondes"), Some("page"));
        assert_eq!(current("/rondes", "/rondes/2026-09"), Some("true"));
        assert_eq!(current("/rondes", "/rondesx"), None);
        assert_eq!(current(HOME, "/rondes"), None);
        assert_eq!(current(HOME, HOME), Some("page"));
    }
}
