//! The links to things that have an address, from the root of the server.

use model::KnelpuntId;

/// Returns the link to a knelpunt.
pub fn knelpunt(id: KnelpuntId) -> String {
    format!("/v1/knelpunten/{id}")
}

/// Returns the link to a municipality, by its CBS code.
pub fn municipality(code: &str) -> String {
    format!("/v1/municipalities/{code}")
}

/// Returns the link to a round, by its slug.
pub fn round(slug: &str) -> String {
    format!("/v1/rounds/{slug}")
}
