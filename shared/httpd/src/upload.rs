//! A form with a file, as a browser sends it (RFC 7578): the whole body is in memory already, within its limit.

use std::convert::Infallible;

use axum::{
    body::Bytes,
    http::{HeaderMap, StatusCode, header},
};
use futures_util::stream;
use multer::Multipart;

use crate::Problem;

/// The most parts of a form: no form of ours has as many.
const PARTS_LIMIT: usize = 100;

/// The parts of a form with a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UploadedForm {
    /// The fields, each with its text.
    pub fields: Vec<(String, String)>,
    /// The files; one without a name and without bytes if none was chosen.
    pub files: Vec<UploadedFile>,
}

/// A file of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadedFile {
    /// The field.
    pub field: String,
    /// The name that it has on the machine of the reader.
    pub name: String,
    /// Its contents.
    pub bytes: Bytes,
}

impl UploadedForm {
    /// Parses the body of a form.
    ///
    /// # Errors
    ///
    /// 400 if the body is not such a form, has too many parts, or a field is not UTF-8.
    pub async fn parse(headers: &HeaderMap, body: Bytes) -> Result<Self, Problem> {
        let content_type = headers.get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok());
        let boundary = multer::parse_boundary(content_type.unwrap_or_default());
        let boundary = boundary.map_err(|_| malformed())?;
        let body = stream::iter([Ok::<Bytes, Infallible>(body)]);
        let mut parts = Multipart::new(body, boundary);
        let mut form = Self::default();
        while let Some(part) = parts.next_field().await.map_err(|_| malformed())? {
            if form.fields.len() + form.files.len() == PARTS_LIMIT {
                return Err(malformed());
            }
            let field = part.name().unwrap_or_default().to_owned();
            let name = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|_| malformed())?;
            if let Some(name) = name {
                form.files.push(UploadedFile { field, name, bytes });
            } else {
                let text = String::from_utf8(bytes.into()).map_err(|_| malformed())?;
                form.fields.push((field, text));
            }
        }
        Ok(form)
    }

    /// Returns the text of a field; empty if there is none.
    pub fn text(&self, field: &str) -> &str {
        let found = self.fields.iter().find(|(name, _)| name == field);
        found.map_or("", |(_, text)| text)
    }
}

/// What is wrong in detail is for who writes a browser.
fn malformed() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "The form cannot be read, or not all of it arrived. Send it again.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn parse(body: &'static str) -> Result<UploadedForm, u16> {
        let value = "multipart/form-data; boundary=x".parse().unwrap();
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, value)]);
        let parsed = UploadedForm::parse(&headers, Bytes::from_static(body.as_bytes())).await;
        parsed.map_err(|problem| problem.status.as_u16())
    }

    #[tokio::test]
    async fn fields_and_files_are_read_with_their_names() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"dates\"\r\n\r\nd/m/y\r\n\
                    --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"bellijst é.csv\"\r\n\
                    Content-Type: text/csv\r\n\r\na;b\r\n1;2\r\n--x--\r\n";
        let form = parse(body).await.unwrap();
        assert_eq!((form.text("dates"), form.text("none")), ("d/m/y", ""));
        let file = &form.files[0];
        assert_eq!((&*file.field, &*file.name), ("file", "bellijst é.csv"));
        assert_eq!(file.bytes, "a;b\r\n1;2");
    }

    #[tokio::test]
    async fn a_form_without_a_chosen_file_has_one_without_a_name() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\
                    Content-Type: application/octet-stream\r\n\r\n\r\n--x--\r\n";
        let form = parse(body).await.unwrap();
        assert_eq!((&*form.files[0].name, form.files[0].bytes.len()), ("", 0));
    }

    #[tokio::test]
    async fn what_is_cut_off_or_no_form_is_a_bad_request() {
        let part =
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc";
        for body in ["", "abc", part] {
            assert_eq!(parse(body).await, Err(400), "{body}");
        }
        let headers = HeaderMap::new();
        assert!(UploadedForm::parse(&headers, Bytes::new()).await.is_err());
    }

    #[tokio::test]
    async fn a_form_has_a_limit_of_parts() {
        let part = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n";
        let body = format!("{}--x--\r\n", part.repeat(PARTS_LIMIT + 1));
        assert_eq!(parse(body.leak()).await, Err(400));
    }
}
