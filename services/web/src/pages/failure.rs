//! What went wrong, as a page.

use askama::Template;
use axum::http::StatusCode;

use httpd::Problem;

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage<'a> {
    heading: &'static str,
    advice: &'static str,
    problem: &'a Problem,
}

/// Renders a problem; without decoration where even that fails.
pub(crate) fn failure(problem: &Problem) -> String {
    let (heading, advice) = in_dutch(problem.status);
    let page = FailurePage {
        heading,
        advice,
        problem,
    };
    page.render().unwrap_or_else(|_| {
        format!("<!doctype html><html lang=\"nl\"><title>{heading}</title><h1>{heading}</h1>")
    })
}

fn in_dutch(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::BAD_REQUEST => (
            "Deze link klopt niet",
            "Er staat iets in de link dat hier niet kan. Hieronder staat wat.",
        ),
        StatusCode::NOT_FOUND => (
            "Hier is niets",
            "Misschien is de link verkeerd overgenomen. Vanaf het overzicht is alles te vinden.",
        ),
        StatusCode::FORBIDDEN => (
            "Dat kan alleen vanaf een pagina hier",
            "Er is iets verstuurd vanaf een andere site, of zonder dat te zien is waarvandaan. Daarvan is niets \
             vastgelegd. Open het formulier hier, en verstuur het vanaf die pagina.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE | StatusCode::REQUEST_TIMEOUT => (
            "Het formulier kwam niet goed aan",
            "Het is te groot, of de verbinding was te traag. Er is niets vastgelegd. Ga terug met de knop van uw \
             browser: daar staat nog wat u invulde.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => (
            "Dat kan hier niet",
            "Deze pagina kan alleen worden opgehaald.",
        ),
        StatusCode::SERVICE_UNAVAILABLE => (
            "Nog even geduld",
            "Het is hier druk, of de cijfers zijn er nog niet. Laad deze pagina over enkele seconden opnieuw; wat u \
             verstuurde, telt ook dan maar één keer.",
        ),
        _ => (
            "Er ging iets mis",
            "Dat ligt niet aan u. Het logboek van de server zegt waarom.",
        ),
    }
}
