//! The list of all knelpunten, beside the answers of the API.

use api::answers::Persisting;

use crate::{
    pages::{check_page, read, rows},
    world::{World, case, history},
};

const AS_OF: &str = "asOf=2014-06-30";

/// Checks that the page has the rows of the API for the same keys.
async fn check_list(world: &World, keys: &str) -> Persisting {
    let listed: Persisting = world
        .answer(&format!("/v1/knelpunten?{AS_OF}&{keys}"))
        .await;
    let target = format!("/knelpunten?{AS_OF}&{keys}");
    check_page(&target, &world.browse(&target).await);
    let target = format!("/knelpunten.csv?{AS_OF}&{keys}");
    let file = world.ask("GET", &target, "Accept: */*\r\n").await;
    let shown = rows(&file.body);
    assert_eq!(shown.len(), listed.items.len(), "{keys}");
    for (row, item) in shown.iter().zip(&listed.items) {
        let expected = [
            item.category_name.as_str(),
            item.municipality_name.as_str(),
            &item.since_on.to_string(),
            &item.last_reported_on.to_string(),
        ];
        assert_eq!([row[0], row[1], row[3], row[6]], expected, "{keys}");
    }
    listed
}

#[tokio::test]
async fn the_list_takes_the_parameters_of_the_api() {
    let world = World::with(&history()).await;
    let all = check_list(&world, "status=all").await;
    let first = all.items.iter().find(|item| item.party.is_some()).unwrap();
    let (municipality, category) = (&first.municipality, &first.category);
    let kind = first.party.as_ref().unwrap().kind.code();
    for keys in [
        "status=open".to_owned(),
        "status=persisting&sort=age&order=descending".to_owned(),
        "status=resolved&sort=lastReportedAt".to_owned(),
        format!("municipality={municipality}&status=all&sort=category"),
        format!("category={category}&category=funding&minAgeDays=100"),
        format!("partyKind={kind}&status=all"),
        "province=PV26&sizeClass=8&notConfirmedSince=2014-01-01".to_owned(),
        "buildingBlock=none&round=none&support=none&sort=municipality".to_owned(),
    ] {
        check_list(&world, &keys).await;
    }
    world.stop().await;
}

#[tokio::test]
async fn the_count_and_the_choice_are_in_sentences_and_every_part_can_be_left_out() {
    let world = World::with(&history()).await;
    let keys = "status=all&category=funding&buildingBlock=none&municipality=Utrecht";
    let link = "status=all&category=funding&buildingBlock=none&municipality=GM0344";
    let listed: Persisting = world
        .answer(&format!("/v1/knelpunten?{AS_OF}&{link}"))
        .await;
    let target = format!("/knelpunten?{AS_OF}&{keys}");
    let text = read(&world, &target).await;
    let chosen = "Gekozen is: categorie “Te weinig financiële middelen”, zonder bouwsteen en gemeente Utrecht.";
    assert!(text.contains(chosen), "{text}");
    let page = world.browse(&target).await;
    let without = "/knelpunten?asOf=2014-06-30&#38;status=all&#38;buildingBlock=none&#38;municipality=GM0344\">categorie";
    assert!(page.body.contains(without), "{}", page.body);
    assert!(page.body.contains("<option value=\"funding\" selected>"));
    let counted = match listed.total {
        0 => "Er zijn geen knelpunten.".to_owned(),
        1 => "Er is één knelpunt, open of afgesloten.".to_owned(),
        n => format!("Er zijn {n} knelpunten, open en afgesloten."),
    };
    assert!(text.contains(&counted), "{counted}: {text}");
    world.stop().await;
}

#[tokio::test]
async fn the_pages_of_the_list_follow_each_other() {
    let world = World::with(&history()).await;
    let first = check_list(&world, "status=all&limit=7").await;
    let page = world
        .browse(&format!("/knelpunten?{AS_OF}&status=all&limit=7"))
        .await;
    assert!(page.body.contains("7 van "), "{}", page.body);
    let next = page
        .body
        .split("href=\"")
        .find(|link| link.contains("cursor="));
    let next = next.and_then(|link| link.split('"').next()).unwrap();
    let next = next.replace("&#38;", "&");
    let second = world.browse(&next).await;
    check_page(&next, &second);
    assert!(second.body.contains(">Eerste pagina</a>"));
    let seen = |body: &str, list: &Persisting| {
        let mut items = list.items.iter();
        items.any(|item| body.contains(&format!("/knelpunten/{}", item.id)))
    };
    assert!(seen(&page.body, &first) && !seen(&second.body, &first));
    world.stop().await;
}

#[tokio::test]
async fn what_is_not_a_parameter_or_not_valid_is_refused() {
    let world = World::with(&case("first-report-opens")).await;
    for keys in [
        "page=2",
        "status=x",
        "category=x",
        "sort=x",
        "municipality=Nergens",
    ] {
        let page = world.browse(&format!("/knelpunten?{keys}")).await;
        assert_eq!(page.status, 400, "{keys}");
    }
    let empty = "status=open&municipality=&province=&sizeClass=&category=&buildingBlock=&party=&round=&support=&notConfirmedSince=";
    let target = format!("/knelpunten?{empty}");
    let page = world.browse(&target).await;
    check_page(&target, &page);
    assert!(page.body.contains("Er staat één knelpunt open."));
    world.stop().await;
}

#[tokio::test]
async fn the_list_is_in_english_too_and_empty_where_nothing_is() {
    let world = World::with(&[]).await;
    let target = "/knelpunten?lang=en&category=funding";
    let page = world.browse(target).await;
    check_page(target, &page);
    for part in [
        "Nothing is open.",
        "Nothing found with this choice",
        "Chosen: category",
    ] {
        assert!(page.body.contains(part), "{part}");
    }
    world.stop().await;
}
