//! The routes. No path ends in a slash.

use std::sync::Arc;

use ::api::{
    Operation,
    exports::{EpisodeExport, EventExport, KnelpuntExport},
    operations,
};
use axum::routing::{MethodRouter, get, post};
use httpd::{HttpService, Route, Text};
use questions::{
    EpisodesQuestion, FunnelQuestion, KnelpuntenQuestion, MatrixQuestion, MoversQuestion,
    OutlookQuestion, PersistingQuestion, RecurrenceQuestion, ResolutionTimesQuestion,
    RoundsQuestion, SummaryQuestion, SupportEffectQuestion, TrendQuestion, WaitingOnQuestion,
};

use crate::{api, app::WebApp, assets, forms, import, pages};

/// Returns the operations of the API, each with its handler.
fn operations() -> Vec<(Operation, MethodRouter<WebApp>)> {
    [questions(), exports(), resources()].concat()
}

/// Returns what is asked of the views as a question.
fn questions() -> Vec<(Operation, MethodRouter<WebApp>)> {
    vec![
        (
            operations::summary(),
            api::question::<SummaryQuestion>("summary"),
        ),
        (
            operations::persisting(),
            api::question::<PersistingQuestion>("persisting"),
        ),
        (
            operations::knelpunten(),
            api::question::<KnelpuntenQuestion>("knelpunten"),
        ),
        (
            operations::matrix(),
            api::question::<MatrixQuestion>("persisting/matrix"),
        ),
        (operations::trend(), api::question::<TrendQuestion>("trend")),
        (
            operations::resolution_times(),
            api::question::<ResolutionTimesQuestion>("resolution-times"),
        ),
        (
            operations::recurrence(),
            api::question::<RecurrenceQuestion>("recurrence"),
        ),
        (
            operations::outlook(),
            api::question::<OutlookQuestion>("outlook"),
        ),
        (
            operations::movers(),
            api::question::<MoversQuestion>("movers"),
        ),
        (
            operations::funnel(),
            api::question::<FunnelQuestion>("funnel"),
        ),
        (
            operations::waiting_on(),
            api::question::<WaitingOnQuestion>("waiting-on"),
        ),
        (
            operations::episodes(),
            api::question::<EpisodesQuestion>("episodes"),
        ),
        (
            operations::support_effect(),
            api::question::<SupportEffectQuestion>("support-effect"),
        ),
        (
            operations::rounds(),
            api::question::<RoundsQuestion>("rounds"),
        ),
        (operations::round(), get(api::round)),
    ]
}

/// Returns the exports, row by row.
fn exports() -> Vec<(Operation, MethodRouter<WebApp>)> {
    vec![
        (
            operations::export_episodes(),
            api::export::<EpisodeExport>("exports/episodes"),
        ),
        (
            operations::export_knelpunten(),
            api::export::<KnelpuntExport>("exports/knelpunten"),
        ),
        (
            operations::export_events(),
            api::export::<EventExport>("exports/events"),
        ),
    ]
}

/// Returns single things, what belongs to the log and the views, and what operators may do.
fn resources() -> Vec<(Operation, MethodRouter<WebApp>)> {
    vec![
        (operations::knelpunt(), get(api::knelpunt)),
        (operations::knelpunt_events(), get(api::events)),
        (operations::search(), get(api::search)),
        (operations::changes(), get(api::changes)),
        (operations::definitions(), get(api::definitions)),
        (operations::municipalities(), get(api::municipalities)),
        (operations::municipality(), get(api::municipality)),
        (operations::catalogue(), get(api::catalogue)),
        (operations::event_schema(), get(api::event_schema)),
        (operations::quarantine(), get(api::quarantine)),
        (operations::retry_quarantine(), post(api::retry)),
        (operations::cut_over(), post(api::cut_over)),
        (operations::audit(), post(api::audit)),
        (operations::checkpoints(), get(api::checkpoints)),
        (operations::position(), get(api::position)),
        (operations::views_readiness(), get(api::readiness)),
    ]
}

/// Returns the pages and their files, without the forms.
///
/// A page with a parameter in its path has the files of its figures at the same route: the parameter then ends in `.csv`,
/// `.xlsx` or `.svg`. Those of the others have routes of their own.
fn pages() -> Vec<(&'static str, MethodRouter<WebApp>)> {
    [subjects(), analyses(), site()].concat()
}

/// Returns the pages about what knelpunten are about: municipalities, categories, parties, rounds.
fn subjects() -> Vec<(&'static str, MethodRouter<WebApp>)> {
    vec![
        ("/", get(pages::overview)),
        ("/overzicht.csv", get(pages::overview)),
        ("/overzicht.xlsx", get(pages::overview)),
        ("/overzicht.svg", get(pages::overview)),
        ("/gemeenten", get(pages::municipalities)),
        ("/gemeenten.csv", get(pages::municipalities)),
        ("/gemeenten.xlsx", get(pages::municipalities)),
        ("/gemeenten.svg", get(pages::municipalities)),
        ("/gemeenten/{code}", get(pages::municipality)),
        ("/categorieen", get(pages::categories)),
        ("/categorieen.csv", get(pages::categories)),
        ("/categorieen.xlsx", get(pages::categories)),
        ("/categorieen.svg", get(pages::categories)),
        ("/categorieen/{code}", get(pages::category)),
        ("/bouwstenen", get(pages::building_blocks)),
        ("/bouwstenen.csv", get(pages::building_blocks)),
        ("/bouwstenen.xlsx", get(pages::building_blocks)),
        ("/bouwstenen.svg", get(pages::building_blocks)),
        ("/bouwstenen/{code}", get(pages::building_block)),
        ("/partijen", get(pages::parties)),
        ("/partijen.csv", get(pages::parties)),
        ("/partijen.xlsx", get(pages::parties)),
        ("/partijen.svg", get(pages::parties)),
        ("/partijen/{party}", get(pages::party)),
        ("/knelpunten", get(pages::knelpunten)),
        ("/knelpunten.csv", get(pages::knelpunten)),
        ("/knelpunten.xlsx", get(pages::knelpunten)),
        ("/knelpunten.svg", get(pages::knelpunten)),
        ("/knelpunten/{id}", get(pages::knelpunt)),
        ("/rondes", get(pages::rounds)),
        ("/rondes.csv", get(pages::rounds)),
        ("/rondes.xlsx", get(pages::rounds)),
        ("/rondes.svg", get(pages::rounds)),
        ("/rondes/{round}", get(pages::round)),
    ]
}

/// Returns the pages that answer a question.
fn analyses() -> Vec<(&'static str, MethodRouter<WebApp>)> {
    vec![
        ("/vooruitblik", get(pages::outlook)),
        ("/vooruitblik.csv", get(pages::outlook)),
        ("/vooruitblik.xlsx", get(pages::outlook)),
        ("/vooruitblik.svg", get(pages::outlook)),
        ("/maandberichten", get(pages::monthly_reports)),
        ("/maandberichten.csv", get(pages::monthly_reports)),
        ("/maandberichten.xlsx", get(pages::monthly_reports)),
        ("/maandberichten/{month}", get(pages::monthly_report)),
        ("/vergelijken", get(pages::compare)),
        ("/vergelijken.csv", get(pages::compare)),
        ("/vergelijken.xlsx", get(pages::compare)),
        ("/vergelijken.svg", get(pages::compare)),
        ("/kaart", get(pages::map)),
        ("/kaart.csv", get(pages::map)),
        ("/kaart.xlsx", get(pages::map)),
        ("/kaart.svg", get(pages::map)),
        ("/matrix", get(pages::matrix)),
        ("/matrix.csv", get(pages::matrix)),
        ("/matrix.xlsx", get(pages::matrix)),
        ("/matrix.svg", get(pages::matrix)),
        ("/ondersteuning", get(pages::support)),
        ("/ondersteuning.csv", get(pages::support)),
        ("/ondersteuning.xlsx", get(pages::support)),
        ("/ondersteuning.svg", get(pages::support)),
        ("/ondersteuning/{remedy}", get(pages::remedy)),
    ]
}

/// Returns what belongs to the site itself.
fn site() -> Vec<(&'static str, MethodRouter<WebApp>)> {
    vec![
        ("/beheer", get(pages::operations)),
        ("/beheer.csv", get(pages::operations)),
        ("/beheer.xlsx", get(pages::operations)),
        ("/volg.atom", get(pages::feed)),
        ("/begrippen", get(pages::definitions)),
        ("/toegankelijkheid", get(pages::accessibility)),
        ("/privacy", get(pages::privacy)),
        ("/zoeken", get(pages::search)),
        ("/assets/style.css", get(assets::style)),
        ("/assets/theme.css", get(assets::theme)),
        ("/assets/page.js", get(assets::page_script)),
        ("/assets/icon.svg", get(assets::icon)),
        // Not an operation: it describes what is not HTTP, and the API Design Rules allow this name for no operation.
        ("/v1/asyncapi.json", get(api::async_api)),
    ]
}

/// Returns the API and the pages.
pub(crate) fn service(app: &WebApp) -> HttpService {
    let operations = operations().into_iter();
    let operations = operations
        .map(|(operation, handler)| Route::new(operation, handler.with_state(app.clone())));
    let pages = pages().into_iter();
    let pages = pages.map(|(path, handler)| Route::page(path, handler.with_state(app.clone())));
    let forms = app.settings.forms.as_ref();
    let forms = forms.map(|settings| {
        let mut routes = forms::routes(app, settings);
        routes.extend(import::routes(app, settings));
        routes
    });
    let (measured, failing) = (app.clone(), app.clone());
    HttpService {
        routes: operations
            .chain(pages)
            .chain(forms.into_iter().flatten())
            .collect(),
        register: app.register(),
        metrics: vec![Arc::new(move |text: &mut Text| {
            api::measure(&measured, text);
        })],
        allowed_origin: app.settings.allowed_origin.clone(),
        page: Some(Arc::new(move |problem, address, headers| {
            pages::failure(&failing, problem, address, headers)
        })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_with_a_table_as_a_file_has_it_as_a_workbook_too() {
        let paths: Vec<&str> = pages().into_iter().map(|(path, _)| path).collect();
        let tables = paths.iter().filter_map(|path| path.strip_suffix(".csv"));
        for page in tables {
            let workbook = format!("{page}.xlsx");
            assert!(paths.contains(&workbook.as_str()), "{workbook}");
        }
    }
}
