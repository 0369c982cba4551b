//! The files of the pages, embedded.

use axum::{
    http::{HeaderMap, header},
    response::{IntoResponse as _, Response},
};
use httpd::{MediaType, accept};

use crate::problem::WebProblem;

const STYLE: &str = include_str!("../assets/style.css");
const ICON: &str = include_str!("../assets/icon.svg");

pub(crate) async fn style(headers: HeaderMap) -> Result<Response, WebProblem> {
    asset(&headers, MediaType::Css, STYLE)
}

pub(crate) async fn icon(headers: HeaderMap) -> Result<Response, WebProblem> {
    asset(&headers, MediaType::Svg, ICON)
}

fn asset(
    headers: &HeaderMap,
    media: MediaType,
    text: &'static str,
) -> Result<Response, WebProblem> {
    let media = accept::require(headers, &[media])?;
    Ok(([(header::CONTENT_TYPE, media.content_type())], text).into_response())
}
