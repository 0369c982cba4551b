//! Time that nobody has observed, and knelpunten that nobody selected, are never counted.

use serde_json::Value;

use crate::world::{OPEN, World, case, history};

const FUTURE: &str = "later than today, 2016-01-01 in the Netherlands";

/// Returns a link to each operation that is got and has this parameter, with what it requires.
async fn links(world: &World, parameter: &str) -> Vec<String> {
    let document: Value = world.json("/v1/openapi.json").await;
    let paths = document["paths"].as_object().unwrap().iter();
    let got = paths.filter(|(_, operations)| {
        let parameters = operations["get"]["parameters"].as_array();
        parameters.is_some_and(|all| all.iter().any(|one| one["name"] == parameter))
    });
    let link = |path: &str| {
        let path = path.replace("{id}", OPEN).replace("{round}", "2013-02");
        let required = if path == "/support-effect" {
            "support=i-spiegel&"
        } else {
            ""
        };
        format!("/v1{path}?{required}")
    };
    got.map(|(path, _)| link(path)).collect()
}

/// The pages that show figures, with their files.
fn pages() -> Vec<String> {
    let lists = [
        "gemeenten",
        "categorieen",
        "bouwstenen",
        "partijen",
        "knelpunten",
        "rondes",
        "vooruitblik",
        "vergelijken",
        "kaart",
        "matrix",
        "ondersteuning",
    ];
    let files = |list: &str| {
        let endings = ["", ".csv", ".xlsx", ".svg"];
        endings.map(|ending| format!("/{list}{ending}?"))
    };
    let single = [
        "",
        "overzicht.csv",
        "overzicht.xlsx",
        "overzicht.svg",
        "gemeenten/GM0344",
        "categorieen/funding",
        "bouwstenen/bag",
        "partijen/supplier:x",
        "rondes/2013-02",
        "ondersteuning/i-spiegel",
        "maandberichten",
        "zoeken",
        "volg.atom",
    ];
    let single = single.iter().map(|path| format!("/{path}?"));
    let knelpunt = format!("/knelpunten/{OPEN}?");
    lists
        .iter()
        .flat_map(|list| files(list))
        .chain(single)
        .chain([knelpunt])
        .collect()
}

#[tokio::test]
async fn nothing_is_shown_as_of_a_moment_after_today_by_any_operation_page_or_file() {
    let world = World::with(&case("first-report-opens")).await;
    let operations = links(&world, "asOf").await;
    assert!(operations.len() > 15, "{operations:?}");
    for link in operations.into_iter().chain(pages()) {
        for moment in ["2016-01-02", "2999-01-01", "2016-01-01T23:00:00Z"] {
            let reply = world.get(&format!("{link}asOf={moment}")).await;
            assert_eq!(reply.status, 400, "{link} {moment}: {}", reply.body);
            assert!(
                reply.body.contains(FUTURE),
                "{link} {moment}: {}",
                reply.body
            );
        }
    }
    for path in ["/v1/summary?asOf=2016-01-01", "/?asOf=2016-01-01"] {
        assert_eq!(world.get(path).await.status, 200, "{path}");
    }
    world.stop().await;
}

#[tokio::test]
async fn a_period_that_begins_after_today_is_refused_at_the_date_that_was_given() {
    let world = World::with(&[]).await;
    for (link, key, problem) in [
        ("/v1/trend?from=2016-01-02", "from", FUTURE),
        ("/v1/episodes?from=2016-01-02", "from", FUTURE),
        (
            "/v1/movers?from=2016-01-02",
            "from",
            "is after the day of asOf",
        ),
        ("/v1/movers?to=2999-01-01", "to", "is after the day of asOf"),
        (
            "/v1/movers?compareFrom=2999-01-01",
            "compareFrom",
            "is after the day of asOf",
        ),
        (
            "/v1/movers?compareTo=2999-01-01",
            "compareTo",
            "is after the day of asOf",
        ),
        (
            "/v1/summary?knownAt=2016-01-02",
            "knownAt",
            "is still to come",
        ),
    ] {
        let reply = world.get(link).await;
        assert_eq!(reply.status, 400, "{link}: {}", reply.body);
        let problems: Value = serde_json::from_str(&reply.body).unwrap();
        let errors = problems["errors"].as_array().unwrap();
        assert_eq!(errors.len(), 1, "{link}: {errors:?}");
        assert_eq!(errors[0]["key"], key, "{link}");
        assert!(
            errors[0]["problem"].as_str().unwrap().contains(problem),
            "{link}: {errors:?}"
        );
    }
    world.stop().await;
}

#[tokio::test]
async fn a_period_that_ends_after_today_is_counted_until_now() {
    let world = World::with(&case("first-report-opens")).await;
    let open = |answer: &Value| answer["items"].as_array().map(Vec::len);
    let until_now: Value = world.json("/v1/trend?from=2015-11-01&every=month").await;
    let beyond: Value = world
        .json("/v1/trend?from=2015-11-01&to=2999-01-01&every=month")
        .await;
    assert_eq!(open(&until_now), Some(3), "{until_now}");
    assert_eq!(until_now["items"], beyond["items"]);
    world.stop().await;
}

/// Members that count, or that name a bound of a class: they may be 0.
const COUNTS: [&str; 22] = [
    "position",
    "n",
    "censored",
    "knelpunten",
    "episodes",
    "open",
    "persisting",
    "recurrences",
    "reports",
    "total",
    "known",
    "unknown",
    "resolved",
    "solved",
    "lapsed",
    "central",
    "municipalities",
    "from",
    "to",
    "fromDays",
    "expected",
    "expectedResolved",
];

/// Returns the paths of numbers that are no counts.
fn figures(path: &str, value: &Value) -> Vec<String> {
    let within = |(name, value): (&String, &Value)| {
        let path = format!("{path}/{name}");
        let is_figure = value.is_number() && !COUNTS.contains(&name.as_str());
        let own = is_figure.then(|| format!("{path} = {value}"));
        own.into_iter()
            .chain(figures(&path, value))
            .collect::<Vec<_>>()
    };
    match value {
        Value::Object(members) => members.iter().flat_map(within).collect(),
        Value::Array(items) => items.iter().flat_map(|item| figures(path, item)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

#[tokio::test]
async fn where_nothing_is_selected_no_question_has_a_figure() {
    let world = World::with(&history()).await;
    let some: Value = world.json("/v1/resolution-times?").await;
    assert!(!figures("", &some).is_empty(), "figures are found: {some}");
    let questions = links(&world, "municipality").await;
    let questions = questions.into_iter().filter(|link| {
        !["/exports/", "/changes", "/rounds/", "/search"]
            .iter()
            .any(|other| link.contains(other))
    });
    let mut answered = 0;
    for link in questions {
        for nothing in [
            "category=postponed&municipality=GM0150",
            "municipality=GM0150&asOf=1971-01-01",
        ] {
            let reply = world.get(&format!("{link}{nothing}")).await;
            let answer: Value = serde_json::from_str(&reply.body).unwrap();
            assert_eq!(reply.status, 200, "{link}: {answer}");
            assert_eq!(answer["n"], 0, "{link}: {answer}");
            assert_eq!(
                figures("", &answer),
                Vec::<String>::new(),
                "{link}{nothing}"
            );
            answered += 1;
        }
    }
    assert!(answered >= 20, "{answered}");
    world.stop().await;
}
