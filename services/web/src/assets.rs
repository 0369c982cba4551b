//! What pages need besides themselves, embedded.

use axum::{
    http::{HeaderMap, header},
    response::{IntoResponse as _, Response},
};
use door::{Media, accept};

use crate::problem::Problem;

const STYLE: &str = include_str!("../assets/style.css");
const ICON: &str = include_str!("../assets/icon.svg");

pub(crate) async fn style(headers: HeaderMap) -> Result<Response, Problem> {
    asset(&headers, Media::Css, STYLE)
}

pub(crate) async fn icon(headers: HeaderMap) -> Result<Response, Problem> {
    asset(&headers, Media::Svg, ICON)
}

fn asset(headers: &HeaderMap, media: Media, text: &'static str) -> Result<Response, Problem> {
    let media = accept::require(headers, &[media])?;
    Ok(([(header::CONTENT_TYPE, media.content_type())], text).into_response())
}
