//! Which knelpunten are open or persist, oldest first: the collection of knelpunten under its first link.

use api::{
    answers::Persisting,
    parameters::{LinkParameters as _, ListStatus, PersistingParameters, StatusFilter},
};

use crate::{
    Context, FromParameters, KnelpuntenQuestion, Parameters, QueryError, Question, Scan, Scope,
};

/// Which knelpunten are open or persist, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct PersistingQuestion(pub KnelpuntenQuestion);

impl Question for PersistingQuestion {
    type Answer = Persisting;

    const SHOWS_DESCRIPTIONS: bool = true;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<Persisting>, QueryError> {
        self.0.scan(context)
    }

    fn set_descriptions(answer: &mut Persisting, descriptions: Vec<Option<String>>) {
        KnelpuntenQuestion::set_descriptions(answer, descriptions);
    }
}

impl FromParameters for PersistingQuestion {
    fn own_names() -> &'static [String] {
        PersistingParameters::names()
    }

    fn set_limit(&mut self, limit: usize) {
        self.0.set_limit(limit);
    }

    fn from_parameters(parameters: &mut Parameters, scope: &mut Scope) -> Self {
        let status = parameters.one_of("status", StatusFilter::ALL, StatusFilter::as_str);
        let question = KnelpuntenQuestion {
            status: match status.unwrap_or_default() {
                StatusFilter::Persisting => ListStatus::Persisting,
                StatusFilter::Open => ListStatus::Open,
            },
            ..KnelpuntenQuestion::default()
        };
        Self(question.with_page(parameters, scope))
    }
}
