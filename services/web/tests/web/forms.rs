//! The forms, from an empty one to what was sent: over a real connection, real views and a real outbox on disk.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use door::query;
use emitter::Emitter;
use outbox::{Limits, Outbox};
use register::Register;
use tempfile::TempDir;
use uuid::Uuid;
use web::{Forms, Secret, Settings};

use crate::{
    pages::check_page,
    world::{Reply, World, case, history, limits, now},
};

/// A knelpunt that is open on the day of these tests, in Utrecht: of category `supplier-delivery`.
const OPEN: &str = "156895ca-2f6b-5b6c-a9bb-69de4bdcea14";
const REPORT: &str = "/gemeenten/GM0344/melden";

/// A server that takes forms, its outbox, and the folder of that.
struct Desk {
    world: World,
    outbox: Outbox,
    folder: TempDir,
}

fn new_id() -> String {
    static MADE: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u128(MADE.fetch_add(1, Ordering::Relaxed).into()).to_string()
}

impl Desk {
    async fn with(messages: &[String]) -> Self {
        Self::limited(messages, Limits::default()).await
    }

    async fn limited(messages: &[String], outbox: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let outbox = Outbox::open_with(folder.path(), outbox).unwrap();
        let world = desk(messages, &outbox, 7).await;
        Self {
            world,
            outbox,
            folder,
        }
    }

    fn waiting(&self) -> u64 {
        self.outbox.state().waiting
    }

    /// Opens a form, fills it in and sends it.
    async fn fill(&self, target: &str, more: &[(&str, &str)]) -> Reply {
        let empty = self.world.browse(target).await;
        assert_eq!(empty.status, 200, "{target}: {}", empty.body);
        self.again(&empty, target, more).await
    }

    /// Fills in the form on a page and sends it, to its own path or to another.
    async fn again(&self, page: &Reply, target: &str, more: &[(&str, &str)]) -> Reply {
        let target = target.split('?').next().unwrap();
        self.send(target, &sealed(page, more), "").await
    }

    /// Sends a form as a browser does from a page of this server.
    async fn send(&self, target: &str, fields: &[(&str, &str)], more: &str) -> Reply {
        let origin = format!("Origin: http://{}\r\n{more}", self.world.address);
        self.post(target, fields, &origin).await
    }

    async fn post(&self, target: &str, fields: &[(&str, &str)], headers: &str) -> Reply {
        let body = query::link("", fields.iter().copied());
        let body = body.trim_start_matches('?');
        let (host, length) = (&self.world.address, body.len());
        let request = format!(
            "POST {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAccept: text/html\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        );
        self.world.raw(&request).await
    }
}

async fn desk(messages: &[String], outbox: &Outbox, secret: u8) -> World {
    let emitter = Emitter {
        outbox: outbox.clone(),
        register: Register::embedded(),
        source: "urn:example:desk".to_owned(),
        now,
        new_id,
        patience: Duration::from_millis(1),
    };
    let settings = Settings {
        limits: limits(),
        forms: Some(Forms {
            emitter,
            secret: Secret::new([secret; Secret::BYTES]),
        }),
        ..Settings::new(Register::embedded(), now, "0.1.0")
    };
    World::told(messages, settings).await
}

/// Gives the value of a hidden field.
fn hidden<'a>(page: &'a Reply, name: &str) -> &'a str {
    let start = format!("<input type=\"hidden\" name=\"{name}\" value=\"");
    let rest = page.body.split_once(&start);
    let rest = rest
        .unwrap_or_else(|| panic!("no {name} in {}", page.body))
        .1;
    rest.split('"').next().unwrap()
}

/// Puts what a page holds unseen beside what is typed.
fn sealed<'a>(page: &'a Reply, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let unseen = ["key", "seal"].map(|name| (name, hidden(page, name)));
    unseen.into_iter().chain(more.iter().copied()).collect()
}

#[track_caller]
fn check_kept(reply: &Reply) -> String {
    assert_eq!(reply.status, 303, "{}", reply.body);
    let to = reply.header("location").unwrap();
    assert!(to.starts_with("/verstuurd/"), "{to}");
    to.to_owned()
}

/// Checks that a form is shown again, with these things said.
#[track_caller]
fn check_again(reply: &Reply, status: u16, said: &[&str]) {
    assert_eq!(reply.status, status, "{}", reply.body);
    assert_eq!(
        reply.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    for said in said {
        assert!(reply.body.contains(said), "{said} is not in {}", reply.body);
    }
}

#[tokio::test]
async fn everything_that_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost() {
    let desk = Desk::with(&[]).await;
    let typed = [
        ("buildingBlock", "bag"),
        ("partyName", "Fabriek <IJssel>"),
        ("reference", "een zin"),
        ("observedAt", "31-02-2013"),
        ("round", "Ronde 1"),
        ("role", "coach"),
        ("description", "regel een\r\nregel twee"),
    ];
    let wrong = desk.fill(REPORT, &typed).await;
    check_again(
        &wrong,
        422,
        &[
            "<title>Fout: Knelpunt melden in Utrecht",
            "<a href=\"#category\">Kies een categorie.</a>",
            "<a href=\"#partyKind\">Kies wat voor partij dit is",
            "<a href=\"#reference\">Een kenmerk heeft alleen",
            "<a href=\"#observedAt\">Vul een dag in die bestaat",
            "<a href=\"#round\">Een ronde heeft alleen",
            "value=\"een zin\"",
            "<input type=\"text\" id=\"observedAt\" name=\"observedAt\" value=\"31-02-2013\"",
            "Fabriek &#60;IJssel&#62;",
            "<option value=\"bag\" selected>",
            "regel een\r\nregel twee</textarea>",
        ],
    );
    assert_eq!(wrong.body.matches("class=\"fault\"").count(), 5);
    let place = |field: &str| wrong.body.find(&format!("<a href=\"#{field}\">"));
    assert!(
        ["category", "partyKind", "reference", "observedAt", "round"]
            .is_sorted_by_key(|field| place(field)),
        "in the order of the fields"
    );
    assert_eq!(desk.waiting(), 0);
    let mended = [
        ("category", "funding"),
        ("buildingBlock", "bag"),
        ("partyKind", "supplier"),
        ("partyName", "Fabriek <IJssel>"),
        ("observedAt", "28-02-2013"),
        ("description", "regel een\r\nregel twee"),
    ];
    let kept = check_kept(&desk.again(&wrong, REPORT, &mended).await);
    assert_eq!(desk.waiting(), 1);
    let told = desk.world.browse(&kept).await;
    check_page(&kept, &told);
    assert!(told.body.contains("<h1>Bewaard</h1>"), "{}", told.body);
    desk.world.stop().await;
}

#[tokio::test]
async fn a_day_that_was_left_out_or_is_still_to_come_is_asked_for() {
    let desk = Desk::with(&[]).await;
    let form = desk.world.browse(REPORT).await;
    check_page(REPORT, &form);
    assert!(
        form.body
            .contains("name=\"observedAt\" value=\"2013-07-01\"")
    );
    for (day, said) in [
        ("", "Vul in op welke dag dit is gezien"),
        (" ", "Vul in op welke dag dit is gezien"),
        ("2013-07-02", "Deze dag is nog niet geweest"),
        ("2023-07-02", "Deze dag is nog niet geweest"),
    ] {
        let wrong = desk
            .fill(REPORT, &[("category", "funding"), ("observedAt", day)])
            .await;
        check_again(&wrong, 422, &[said]);
        assert_eq!(wrong.body.matches("class=\"fault\"").count(), 1, "{day}");
    }
    assert_eq!(desk.waiting(), 0);
    desk.world.stop().await;
}

#[tokio::test]
async fn a_form_that_is_sent_twice_counts_once_and_one_that_was_changed_is_another() {
    let desk = Desk::with(&[]).await;
    let form = desk.world.browse(REPORT).await;
    let typed = [("category", "funding"), ("observedAt", "2013-02-12")];
    let kept = check_kept(&desk.again(&form, REPORT, &typed).await);
    assert_eq!(check_kept(&desk.again(&form, REPORT, &typed).await), kept);
    assert_eq!(desk.waiting(), 1);
    let changed = [("category", "capacity"), ("observedAt", "2013-02-12")];
    assert_ne!(check_kept(&desk.again(&form, REPORT, &changed).await), kept);
    assert_eq!(desk.waiting(), 2);
    desk.world.stop().await;
}

#[tokio::test]
async fn after_the_server_was_started_again_the_form_is_shown_filled_and_sent_once() {
    let desk = Desk::with(&[]).await;
    let form = desk.world.browse(REPORT).await;
    let typed = [
        ("category", "funding"),
        ("observedAt", "2013-02-12"),
        ("description", "lang getypt"),
    ];
    // The same outbox behind another process, which has another secret.
    let anew = Desk {
        world: crate::forms::desk(&[], &desk.outbox, 8).await,
        outbox: desk.outbox.clone(),
        folder: tempfile::tempdir().unwrap(),
    };
    let stale = anew.again(&form, REPORT, &typed).await;
    check_again(
        &stale,
        403,
        &[
            "Deze pagina was verlopen",
            "lang getypt</textarea>",
            "value=\"funding\" checked",
        ],
    );
    assert_eq!(hidden(&stale, "key"), hidden(&form, "key"));
    assert_eq!(anew.waiting(), 0);
    let kept = check_kept(&anew.again(&stale, REPORT, &typed).await);
    // The first page, left open: what it would send is there already.
    assert_eq!(check_kept(&anew.again(&form, REPORT, &typed).await), kept);
    assert_eq!(anew.waiting(), 1);
    anew.world.stop().await;
    desk.world.stop().await;
    drop(desk.folder);
}

#[tokio::test]
async fn a_form_without_a_seal_or_from_elsewhere_is_not_taken() {
    let desk = Desk::with(&[]).await;
    let form = desk.world.browse(REPORT).await;
    let typed = [("category", "funding"), ("observedAt", "2013-02-12")];
    let own = format!("http://{}", desk.world.address);
    let whole = sealed(&form, &typed);
    for headers in [
        String::new(),
        "Origin: null\r\n".to_owned(),
        "Origin: http://127.0.0.1:1\r\n".to_owned(),
        format!("Origin: {own}\r\nSec-Fetch-Site: same-site\r\n"),
        "Referer: http://example.nl/\r\n".to_owned(),
    ] {
        let refused = desk.post(REPORT, &whole, &headers).await;
        check_again(
            &refused,
            403,
            &["<h1>Dat kan alleen vanaf een pagina hier</h1>"],
        );
    }
    for unsealed in [
        &typed[..],
        &[&typed[..], &[("key", hidden(&form, "key"))]].concat(),
        &[&typed[..], &[("seal", hidden(&form, "seal"))]].concat(),
    ] {
        let refused = desk.send(REPORT, unsealed, "").await;
        check_again(&refused, 403, &["Deze pagina was verlopen"]);
    }
    let refused = desk.send(&format!("{REPORT}?x=1"), &whole, "").await;
    assert_eq!(refused.status, 400);
    let large = "x".repeat(130 * 1_024);
    let refused = desk
        .send(REPORT, &sealed(&form, &[("role", &large)]), "")
        .await;
    check_again(
        &refused,
        413,
        &["<h1>Het formulier kwam niet goed aan</h1>"],
    );
    let json = desk
        .world
        .ask("POST", REPORT, &format!("Accept: text/html\r\nOrigin: {own}\r\nContent-Type: application/json\r\nContent-Length: 0\r\n"))
        .await;
    assert_eq!(json.status, 415);
    let method = desk.world.ask("PUT", REPORT, "Content-Length: 0\r\n").await;
    assert_eq!(
        (method.status, method.header("allow")),
        (405, Some("GET, HEAD, POST"))
    );
    assert_eq!(desk.waiting(), 0);
    desk.post(REPORT, &whole, &format!("Referer: {own}{REPORT}\r\n"))
        .await;
    assert_eq!(desk.waiting(), 1);
    desk.world.stop().await;
}

#[tokio::test]
async fn one_much_like_it_is_warned_of_and_may_be_confirmed_or_passed_by() {
    let desk = Desk::with(&case("first-report-opens")).await;
    let standing = desk.world.json(&format!("/v1/knelpunten/{OPEN}")).await;
    let category = standing["category"].as_str().unwrap();
    let typed = [
        ("category", category),
        ("observedAt", "2013-06-30"),
        ("reference", "a-1"),
        ("description", "staat er al"),
    ];
    let warned = desk.fill(REPORT, &typed).await;
    let confirm = format!("formaction=\"/knelpunten/{OPEN}/bevestigen\"");
    check_again(
        &warned,
        409,
        &["Is het deze?", &confirm, "staat er al</textarea>"],
    );
    assert_eq!(desk.waiting(), 0);
    check_kept(
        &desk
            .again(&warned, &format!("/knelpunten/{OPEN}/bevestigen"), &typed)
            .await,
    );
    let passed = [&typed[..], &[("anyway", OPEN)]].concat();
    check_kept(&desk.again(&warned, REPORT, &passed).await);
    assert_eq!(desk.waiting(), 2);
    // The warning was of another one.
    let other = [&typed[..], &[("anyway", "x")]].concat();
    check_again(&desk.fill(REPORT, &other).await, 409, &["Is het deze?"]);
    // Nothing in common but the place.
    let apart = [("category", "other"), ("observedAt", "2013-06-30")];
    check_kept(&desk.fill(REPORT, &apart).await);
    desk.world.stop().await;
}

#[tokio::test]
async fn the_very_one_can_only_be_confirmed() {
    let desk = Desk::with(&case("first-report-opens")).await;
    let standing = desk.world.json(&format!("/v1/knelpunten/{OPEN}")).await;
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let (category, block) = (
        text(&standing["category"]),
        text(&standing["buildingBlock"]),
    );
    let (kind, name) = (
        text(&standing["party"]["kind"]),
        text(&standing["party"]["name"]),
    );
    let (reference, name) = (
        text(&standing["reference"]),
        format!("  {} ", name.to_uppercase()),
    );
    let name = if kind.is_empty() { String::new() } else { name };
    let typed = [
        ("category", &*category),
        ("buildingBlock", &block),
        ("partyKind", &kind),
        ("partyName", &name),
        ("reference", &reference),
        ("observedAt", "2013-06-30"),
        ("anyway", OPEN),
    ];
    let warned = desk.fill(REPORT, &typed).await;
    check_again(&warned, 409, &["Dit knelpunt staat hier al open"]);
    assert!(!warned.body.contains("name=\"anyway\""));
    assert_eq!(desk.waiting(), 0);
    desk.world.stop().await;
}

#[tokio::test]
async fn a_knelpunt_is_confirmed_and_resolved_at_its_own_page() {
    let desk = Desk::with(&case("first-report-opens")).await;
    let page = desk.world.browse(&format!("/knelpunten/{OPEN}")).await;
    for word in ["bevestigen", "oplossen", "samenvoegen", "intrekken"] {
        let path = format!("/knelpunten/{OPEN}/{word}");
        assert!(page.body.contains(&format!("href=\"{path}\"")), "{path}");
        check_page(&path, &desk.world.browse(&path).await);
    }
    let then = desk
        .world
        .browse(&format!("/knelpunten/{OPEN}?asOf=2013-06-30"))
        .await;
    assert!(
        !then.body.contains("/bevestigen"),
        "of then nothing is said"
    );
    let confirm = format!("/knelpunten/{OPEN}/bevestigen");
    check_kept(
        &desk
            .fill(&confirm, &[("observedAt", "2013-06-30"), ("role", "coach")])
            .await,
    );
    let resolve = format!("/knelpunten/{OPEN}/oplossen");
    let wrong = desk
        .fill(
            &resolve,
            &[("observedAt", "x"), ("remedy", "x"), ("role", "coach")],
        )
        .await;
    check_again(
        &wrong,
        422,
        &[
            "<a href=\"#outcome\">Kies hoe het voorbij ging.</a>",
            "<a href=\"#remedy\">",
            "<a href=\"#observedAt\">",
            "value=\"coach\"",
        ],
    );
    let right = [
        ("observedAt", "2013-06-30"),
        ("outcome", "solved"),
        ("remedy", "supplier-fix"),
    ];
    check_kept(&desk.again(&wrong, &resolve, &right).await);
    assert_eq!(desk.waiting(), 2);
    desk.world.stop().await;
}

#[tokio::test]
async fn what_is_withdrawn_is_chosen_from_the_history_and_asked_once_more() {
    let desk = Desk::with(&case("first-report-opens")).await;
    let path = format!("/knelpunten/{OPEN}/intrekken");
    let choosing = desk.world.browse(&path).await;
    let start = format!("href=\"{path}?");
    let link = choosing
        .body
        .split_once(&start)
        .unwrap()
        .1
        .split('"')
        .next()
        .unwrap();
    let chosen = format!("{path}?{}", link.replace("&#38;", "&"));
    let asking = desk.world.browse(&chosen).await;
    check_page(&chosen, &asking);
    assert!(
        asking.body.contains("Ja, trek deze gebeurtenis in"),
        "{}",
        asking.body
    );
    let event = [
        ("source", hidden(&asking, "source")),
        ("event", hidden(&asking, "event")),
    ];
    let long = "r".repeat(1_001);
    let wrong = desk
        .again(
            &asking,
            &path,
            &[&event[..], &[("reason", &*long)]].concat(),
        )
        .await;
    check_again(
        &wrong,
        422,
        &["<a href=\"#reason\">Dit zijn 1.001 tekens", &long],
    );
    check_kept(
        &desk
            .again(
                &wrong,
                &path,
                &[&event[..], &[("reason", "verkeerde gemeente")]].concat(),
            )
            .await,
    );
    assert_eq!(desk.waiting(), 1);
    for target in [
        format!("{path}?source=a&event=1"),
        format!("{path}?event=1"),
    ] {
        let gone = desk.world.browse(&target).await;
        check_again(
            &gone,
            200,
            &["Deze gebeurtenis is er niet, of is al ingetrokken"],
        );
    }
    let gone = desk
        .again(&asking, &path, &[("source", "a"), ("event", "1")])
        .await;
    check_again(&gone, 422, &["Deze gebeurtenis is er niet"]);
    let unknown = desk.world.browse(&format!("{path}?x=1")).await;
    assert_eq!(unknown.status, 400);
    assert_eq!(desk.waiting(), 1);
    desk.world.stop().await;
}

#[tokio::test]
async fn a_knelpunt_is_merged_into_another_open_one_of_its_municipality() {
    let desk = Desk::with(&history()).await;
    let open = desk
        .world
        .json("/v1/persisting?status=open&limit=1000&municipality=GM0344")
        .await;
    let own = |item: &&serde_json::Value| item["inheritedFrom"].is_null();
    let open: Vec<&serde_json::Value> = open["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(own)
        .collect();
    let ids: Vec<&str> = open
        .iter()
        .map(|item| item["id"].as_str().unwrap())
        .collect();
    assert!(ids.len() > 1, "{ids:?}");
    let path = format!("/knelpunten/{}/samenvoegen", ids[0]);
    let form = desk.world.browse(&path).await;
    check_page(&path, &form);
    assert_eq!(form.body.matches("name=\"into\"").count(), ids.len() - 1);
    let nowhere = desk.again(&form, &path, &[("reason", "dubbel")]).await;
    check_again(
        &nowhere,
        422,
        &["<a href=\"#into\">Kies het knelpunt", "dubbel</textarea>"],
    );
    for into in [ids[0], OPEN, "x"] {
        let wrong = desk.again(&form, &path, &[("into", into)]).await;
        check_again(
            &wrong,
            422,
            &["<a href=\"#into\">Dit knelpunt is hier niet (meer) open"],
        );
        assert_eq!(wrong.body.matches("class=\"fault\"").count(), 1, "{into}");
    }
    assert_eq!(desk.waiting(), 0);
    check_kept(
        &desk
            .again(&nowhere, &path, &[("into", ids[1]), ("reason", "dubbel")])
            .await,
    );
    assert_eq!(desk.waiting(), 1);
    desk.world.stop().await;
}

#[tokio::test]
async fn where_nothing_else_is_open_there_is_nothing_to_merge() {
    let desk = Desk::with(&case("first-report-opens")).await;
    let path = format!("/knelpunten/{OPEN}/samenvoegen");
    let form = desk.world.browse(&path).await;
    check_page(&path, &form);
    assert!(form.body.contains("geen ander knelpunt open") && !form.body.contains("Voeg samen"));
    desk.world.stop().await;
}

#[tokio::test]
async fn with_a_full_outbox_the_form_stays_filled_and_says_so() {
    let full = Limits {
        entries: 0,
        ..Limits::default()
    };
    let desk = Desk::limited(&[], full).await;
    let typed = [
        ("category", "funding"),
        ("observedAt", "2013-02-12"),
        ("role", "coach"),
    ];
    let refused = desk.fill(REPORT, &typed).await;
    check_again(&refused, 503, &["niets meer bij past", "value=\"coach\""]);
    desk.world.stop().await;
}

#[tokio::test]
async fn the_page_of_a_knelpunt_says_what_was_just_said_if_the_log_has_it() {
    let desk = Desk::with(&case("first-report-opens")).await;
    let events = desk
        .world
        .json(&format!("/v1/knelpunten/{OPEN}/events"))
        .await;
    let event = events["items"][0]["id"].as_str().unwrap();
    let page = desk
        .world
        .browse(&format!("/knelpunten/{OPEN}?said={event}"))
        .await;
    check_page("said", &page);
    assert!(
        page.body
            .contains("Uw melding staat in het logboek, met volgnummer 1")
    );
    let page = desk
        .world
        .browse(&format!("/knelpunten/{OPEN}?said=another"))
        .await;
    assert!(page.status == 200 && !page.body.contains("Vastgelegd.</strong>"));
    for unknown in ["/?said=1", "/verstuurd/1", &format!("/verstuurd/{OPEN}")] {
        let status = desk.world.browse(unknown).await.status;
        assert!([400, 404].contains(&status), "{unknown}: {status}");
    }
    desk.world.stop().await;
}

#[tokio::test]
async fn a_place_that_is_not_there_has_no_form() {
    let desk = Desk::with(&case("first-report-opens")).await;
    let unknown = OPEN.replace('1', "2");
    for target in [
        "/gemeenten/GM9999/melden".to_owned(),
        "/gemeenten/%ff/melden".to_owned(),
        format!("/knelpunten/{unknown}/bevestigen"),
        "/knelpunten/x/oplossen".to_owned(),
    ] {
        assert_eq!(desk.world.browse(&target).await.status, 404, "{target}");
        let posted = desk
            .send(&target, &[("observedAt", "2013-02-12")], "")
            .await;
        assert_eq!(posted.status, 404, "{target}");
    }
    desk.world.stop().await;
}

#[tokio::test]
async fn where_nobody_takes_events_there_are_no_forms() {
    let world = World::with(&case("first-report-opens")).await;
    for page in ["/gemeenten/GM0344", &format!("/knelpunten/{OPEN}")] {
        let page = world.browse(page).await;
        for word in [
            "melden\"",
            "bevestigen",
            "oplossen",
            "samenvoegen",
            "intrekken",
        ] {
            assert!(!page.body.contains(word), "{word}");
        }
    }
    let headers = format!(
        "Accept: text/html\r\nOrigin: http://{}\r\nContent-Length: 0\r\n",
        world.address
    );
    for method in ["GET", "POST"] {
        let reply = world.ask(method, REPORT, &headers).await;
        check_again(&reply, 404, &["<h1>Hier is niets</h1>"]);
    }
    world.stop().await;
}
