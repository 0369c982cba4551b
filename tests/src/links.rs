//! Links to the questions of the API, as `api::operations` lists them: a new question is tested without a list here.

use api::operations;

/// Returns a link to every question with these parameters: where its path has one, about this knelpunt or this round.
pub fn question_links(knelpunt: &str, round: &str, parameters: &str) -> Vec<String> {
    let questions = operations::questions().into_iter();
    questions
        .map(|question| {
            let path = question.path().replace("{id}", knelpunt);
            let required = question.required_parameters().into_iter();
            let required = required.map(|(name, value)| format!("{name}={value}&"));
            let required: String = required.collect();
            format!("{}?{required}{parameters}", path.replace("{round}", round))
        })
        .collect()
}

/// Returns a link to every question about all knelpunten, with these parameters.
pub fn overall_links(parameters: &str) -> Vec<String> {
    let links = question_links("{}", "{}", parameters).into_iter();
    links.filter(|link| !link.contains("{}")).collect()
}
