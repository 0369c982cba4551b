//! The page before the form of a report: which municipality it is about.

use askama::Template;
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use register::{Register, UnknownName};

use crate::{
    app::WebApp,
    language::ChosenLanguage,
    pages::{self, Link, PageFrame, check_keys},
    problem::WebProblem,
    query::{self, Pair},
    read_request::ReadRequest,
};

/// The path of the page.
pub(crate) const PATH: &str = "/melden";
/// The key that names the municipality, as in questions.
const MUNICIPALITY: &str = "municipality";

#[derive(Template)]
#[template(path = "municipality-choice.html")]
pub(crate) struct MunicipalityChoicePage {
    pub(crate) frame: PageFrame,
    /// The keys that the form repeats.
    pub(crate) hidden: Vec<Pair>,
    pub(crate) typed: String,
    /// Why what was typed names no municipality.
    pub(crate) violation: Option<String>,
    /// The forms of the municipalities that may be meant.
    pub(crate) nearest: Vec<Link>,
    /// The names to choose from.
    pub(crate) names: Vec<&'static str>,
}

/// Leads to the form of the municipality that is named, or asks for it.
pub(crate) async fn choose_municipality(request: ReadRequest) -> Result<Response, WebProblem> {
    request.accept(&[httpd::MediaType::Html])?;
    let (pairs, language) = request.page_pairs()?;
    check_keys(&pairs, &[MUNICIPALITY])?;
    let register = request.app.register();
    let typed = pairs.last().map(|(_, name)| name.clone());
    let found = typed
        .as_deref()
        .map(|name| register.find_municipality_by_name(name));
    let unknown = match found {
        Some(Ok(id)) => {
            let path = form_path(&register.municipality(id).code);
            let to = query::link(&path, language.link_key());
            return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response());
        }
        Some(Err(unknown)) => Some(unknown),
        None => None,
    };
    let page = MunicipalityChoicePage::new(&request.app, language, unknown);
    let mut response = pages::html(&page)?;
    if page.violation.is_some() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(language.finish(response))
}

fn form_path(code: &str) -> String {
    format!("/gemeenten/{code}/melden")
}

impl MunicipalityChoicePage {
    fn new(app: &WebApp, language: ChosenLanguage, unknown: Option<UnknownName>) -> Self {
        let t = language.messages();
        let link = |name: &register::NamedCode| {
            let province = name.province.as_deref().unwrap_or_default();
            let text = format!("{} ({province})", name.name);
            Link::new(
                text,
                query::link(&form_path(&name.code), language.link_key()),
            )
        };
        let violation = unknown.as_ref().map(|unknown| {
            let id = if unknown.meanings > 1 {
                "report-several"
            } else {
                "report-unknown"
            };
            t.with(id, "text", &unknown.text)
        });
        let nearest = unknown.as_ref().map(|unknown| {
            let meant = match unknown.meanings {
                0 => unknown.nearest.len(),
                meanings => meanings,
            };
            unknown.nearest.iter().take(meant)
        });
        let hidden = language.link_key();
        Self {
            nearest: nearest.into_iter().flatten().map(link).collect(),
            violation,
            typed: unknown.map(|unknown| unknown.text).unwrap_or_default(),
            names: names(app.register(), app.now().day()),
            hidden: hidden
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .into_iter()
                .collect(),
            frame: PageFrame::without_figures(
                app,
                language,
                PATH,
                t.text("site-report"),
                Vec::new(),
            ),
        }
    }
}

/// Returns the names of the municipalities of a day, in alphabetical order.
fn names(register: &'static Register, day: jiff::civil::Date) -> Vec<&'static str> {
    let municipalities = register.municipalities();
    let existing = municipalities.filter(|(_, municipality)| municipality.existed_on(day));
    let mut names: Vec<&str> = existing
        .map(|(_, municipality)| municipality.name.as_str())
        .collect();
    names.sort_unstable();
    names
}
