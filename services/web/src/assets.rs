//! The files of the pages, embedded, and the style sheet of the organisation.

use std::sync::LazyLock;

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse as _, Response},
};
use httpd::{MediaType, accept};

use crate::{app::WebApp, problem::WebProblem};

/// The style sheet: the tokens first, what overrides the rest last.
static STYLE: LazyLock<String> = LazyLock::new(|| {
    [
        include_str!("../assets/tokens.css"),
        include_str!("../assets/page.css"),
        include_str!("../assets/content.css"),
        include_str!("../assets/table.css"),
        include_str!("../assets/form.css"),
        charts::STYLE,
        include_str!("../assets/narrow.css"),
        include_str!("../assets/print.css"),
    ]
    .concat()
});
const ICON: &str = include_str!("../assets/icon.svg");

pub(crate) async fn style(headers: HeaderMap) -> Result<Response, WebProblem> {
    asset(&headers, MediaType::Css, STYLE.clone())
}

/// Returns the style sheet of the organisation; 404 without one.
pub(crate) async fn theme(
    State(app): State<WebApp>,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    let theme = app.settings.theme.clone();
    let theme = theme.ok_or_else(|| {
        WebProblem::not_found("No theme is set; the option --theme FILE.css sets one.")
    })?;
    asset(&headers, MediaType::Css, theme)
}

pub(crate) async fn icon(headers: HeaderMap) -> Result<Response, WebProblem> {
    asset(&headers, MediaType::Svg, ICON.to_owned())
}

fn asset(headers: &HeaderMap, media: MediaType, text: String) -> Result<Response, WebProblem> {
    let media = accept::require(headers, &[media])?;
    Ok(([(header::CONTENT_TYPE, media.content_type())], text).into_response())
}
