//! What every figure means.

use ::api::{DefinitionText, Definitions, FigureDefinition};
use axum::response::Response;
use httpd::MediaType;
use texts::definitions::{self, Definition, NameAndMeaning};

use super::answer;
use crate::{problem::WebProblem, read_request::ReadRequest};

/// Returns the definition of every figure.
pub(crate) async fn definitions(request: ReadRequest) -> Result<Response, WebProblem> {
    request.accept(&[MediaType::Json])?;
    request.paging(&[])?;
    let response = answer::body(&Definitions {
        items: definitions::all().map(item).collect(),
    })?;
    Ok(request.unless_known(response).await)
}

fn item(definition: &Definition) -> FigureDefinition {
    let owned = |texts: &[&str]| texts.iter().map(ToString::to_string).collect();
    FigureDefinition {
        figure: definition.figure.to_owned(),
        questions: owned(definition.questions),
        nl: text(definition.nl),
        en: text(definition.en),
        formula: definition.formula.map(str::to_owned),
        sources: owned(definition.sources),
    }
}

fn text(NameAndMeaning { name, meaning }: NameAndMeaning) -> DefinitionText {
    DefinitionText {
        name: name.to_owned(),
        meaning: meaning.to_owned(),
    }
}
