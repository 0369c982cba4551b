//! The description of the API (`OpenAPI` 3.1), for everybody.

/// The description as it is given.
pub(crate) const DESCRIPTION: &str = include_str!("../../assets/openapi.json");

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use model::Instant;
    use questions::Query;
    use register::Register;
    use serde_json::Value;

    use super::*;
    use crate::router;

    fn description() -> Value {
        httpd::describe(&[DESCRIPTION]).unwrap()
    }

    fn keys_described(operation: &Value) -> BTreeSet<String> {
        let parameters = operation["parameters"].as_array().unwrap();
        let named = parameters
            .iter()
            .filter_map(|parameter| parameter["$ref"].as_str());
        named
            .map(|name| name.rsplit('/').next().unwrap().to_owned())
            .collect()
    }

    /// The keys that a question takes, as it lists them when it is given another.
    fn keys_taken(question: &str) -> BTreeSet<String> {
        let pairs = [("nonsense".to_owned(), String::new())];
        let asked = Query::parse(question, &pairs, Register::embedded(), Instant::LATEST).unwrap();
        let problem = asked.unwrap_err().remove(0).problem;
        let (_, known) = problem.split_once("known are ").unwrap();
        known.split(", ").map(str::to_owned).collect()
    }

    #[test]
    fn it_describes_every_path_that_programs_ask_and_no_other() {
        let description = description();
        let described: BTreeSet<&str> = description["paths"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let paths = router::paths();
        let own = httpd::OWN_PATHS.iter().copied();
        let answered = paths.iter().map(|(path, _)| *path).chain(own);
        let for_programs = ["/v1/", "/health/", "/metrics"];
        let answered: BTreeSet<&str> = answered
            .filter(|path| for_programs.iter().any(|start| path.starts_with(start)))
            .collect();
        assert_eq!(described, answered);
        assert_eq!(description["info"]["version"], httpd::API_VERSION);
    }

    #[test]
    fn it_describes_the_keys_that_each_question_takes() {
        let description = description();
        for (path, question) in [
            ("/v1/summary", "summary"),
            ("/v1/persisting", "persisting"),
            ("/v1/persisting/matrix", "persisting/matrix"),
            ("/v1/trend", "trend"),
            ("/v1/resolution-times", "resolution-times"),
            ("/v1/rounds", "rounds"),
            ("/v1/rounds/{round}", "rounds/2013-02"),
            ("/v1/knelpunten/{id}", "knelpunten"),
            ("/v1/knelpunten/{id}/events", "knelpunten"),
        ] {
            let described = keys_described(&description["paths"][path]["get"]);
            assert_eq!(described, keys_taken(question), "{path}");
        }
    }

    #[test]
    fn every_reference_in_it_leads_somewhere() {
        let description = description();
        let mut found = 0;
        for reference in DESCRIPTION.split("\"$ref\": \"#").skip(1) {
            let pointer = reference.split('"').next().unwrap();
            assert!(description.pointer(pointer).is_some(), "{pointer}");
            found += 1;
        }
        assert!(found > 100);
    }
}
