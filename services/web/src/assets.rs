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
/// The script: pages stay up to date, charts have tooltips, a report has a button that prints it. Each part is a function of
/// its own, so that none sees the names of another.
const SCRIPT: &str = concat!(
    include_str!("../assets/live.js"),
    include_str!("../assets/tooltips.js"),
    include_str!("../assets/print.js"),
);
const ICON: &str = include_str!("../assets/icon.svg");

pub(crate) async fn style(headers: HeaderMap) -> Result<Response, WebProblem> {
    asset(&headers, MediaType::Css, STYLE.clone()).await
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
    asset(&headers, MediaType::Css, theme).await
}

pub(crate) async fn page_script(headers: HeaderMap) -> Result<Response, WebProblem> {
    asset(&headers, MediaType::Script, SCRIPT.to_owned()).await
}

pub(crate) async fn icon(headers: HeaderMap) -> Result<Response, WebProblem> {
    asset(&headers, MediaType::Svg, ICON.to_owned()).await
}

async fn asset(
    headers: &HeaderMap,
    media: MediaType,
    text: String,
) -> Result<Response, WebProblem> {
    let media = accept::require(headers, &[media])?;
    let response = ([(header::CONTENT_TYPE, media.content_type())], text).into_response();
    Ok(httpd::unless_known(headers, response).await)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    /// Returns the tokens that a style sheet uses, without those of its own rules.
    fn used_tokens(style: &str) -> BTreeSet<&str> {
        let uses = style.split("var(").skip(1);
        uses.filter_map(|rest| rest.split([')', ',']).next())
            .collect()
    }

    #[test]
    fn the_tokens_of_charts_are_defined_and_their_colours_in_both_schemes() {
        let tokens = include_str!("../assets/tokens.css");
        let used = used_tokens(charts::STYLE);
        assert!(used.contains("--kn-hard"), "{used:?}");
        for token in used {
            let definitions = tokens.matches(&format!("{token}: ")).count();
            let schemes = if token.starts_with("--kn-") { 2 } else { 1 };
            assert!(
                definitions >= schemes,
                "{token} is defined {definitions} times"
            );
        }
    }
}
