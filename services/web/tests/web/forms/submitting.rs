//! A form is accepted once, only from a page of this server, and never in part.

use outbox::{Outbox, OutboxLimits};
use tests::{SmallDisk, emitted};

use super::{Desk, REPORT, check_shown_again, check_stored, hidden, new_id, sealed, serve};

#[tokio::test]
async fn a_form_sent_twice_is_one_event_and_a_changed_one_is_another() {
    let desk = Desk::with(&[]).await;
    let form = desk.world.browse(REPORT).await;
    let typed = [("category", "funding"), ("observedAt", "2013-02-12")];
    let receipt = check_stored(&desk.fill_page(&form, REPORT, &typed).await);
    assert_eq!(
        check_stored(&desk.fill_page(&form, REPORT, &typed).await),
        receipt
    );
    assert_eq!(desk.waiting(), 1);
    let changed = [("category", "capacity"), ("observedAt", "2013-02-12")];
    assert_ne!(
        check_stored(&desk.fill_page(&form, REPORT, &changed).await),
        receipt
    );
    assert_eq!(desk.waiting(), 2);
    desk.world.stop().await;
}

#[tokio::test]
async fn after_a_restart_of_the_server_the_form_is_shown_with_its_values_and_sent_once() {
    let desk = Desk::with(&[]).await;
    let form = desk.world.browse(REPORT).await;
    let typed = [
        ("category", "funding"),
        ("observedAt", "2013-02-12"),
        ("description", "lang getypt"),
    ];
    // The same outbox behind another process, which has another secret.
    let restarted = Desk {
        world: serve(&[], &desk.outbox, 8).await,
        outbox: desk.outbox.clone(),
        folder: tempfile::tempdir().unwrap(),
    };
    let stale = restarted.fill_page(&form, REPORT, &typed).await;
    check_shown_again(
        &stale,
        403,
        &[
            "Deze pagina was verlopen",
            "lang getypt</textarea>",
            "value=\"funding\" checked",
        ],
    );
    assert_eq!(hidden(&stale, "key"), hidden(&form, "key"));
    assert_eq!(restarted.waiting(), 0);
    let receipt = check_stored(&restarted.fill_page(&stale, REPORT, &typed).await);
    // The first page, left open in another tab: its submission is stored already.
    assert_eq!(
        check_stored(&restarted.fill_page(&form, REPORT, &typed).await),
        receipt
    );
    assert_eq!(restarted.waiting(), 1);
    restarted.world.stop().await;
    desk.world.stop().await;
    drop(desk.folder);
}

#[tokio::test]
async fn a_form_without_a_seal_or_from_another_site_is_not_accepted() {
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
        let rejected = desk.post(REPORT, &whole, &headers).await;
        check_shown_again(
            &rejected,
            403,
            &[">Dat kan alleen vanaf een pagina hier</h1>"],
        );
    }
    for unsealed in [
        &typed[..],
        &[&typed[..], &[("key", hidden(&form, "key"))]].concat(),
        &[&typed[..], &[("seal", hidden(&form, "seal"))]].concat(),
    ] {
        let rejected = desk.send(REPORT, unsealed, "").await;
        check_shown_again(&rejected, 403, &["Deze pagina was verlopen"]);
    }
    let rejected = desk.send(&format!("{REPORT}?x=1"), &whole, "").await;
    assert_eq!(rejected.status, 400);
    let large = "x".repeat(130 * 1_024);
    let rejected = desk
        .send(REPORT, &sealed(&form, &[("role", &large)]), "")
        .await;
    check_shown_again(&rejected, 413, &[">Dit is te groot</h1>"]);
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
async fn with_a_full_outbox_the_form_is_shown_with_its_values_and_the_reason() {
    let full = OutboxLimits {
        entries: 0,
        ..OutboxLimits::default()
    };
    let desk = Desk::limited(&[], full).await;
    let typed = [
        ("category", "funding"),
        ("observedAt", "2013-02-12"),
        ("role", "coach"),
    ];
    let rejected = desk.fill(REPORT, &typed).await;
    check_shown_again(&rejected, 503, &["niets meer bij past", "value=\"coach\""]);
    desk.world.stop().await;
}

#[tokio::test]
async fn on_a_full_disk_the_form_is_shown_with_its_values_and_accepted_later() {
    let folder = tempfile::tempdir().unwrap();
    let mounted = SmallDisk::mount(&folder.path().join("small"), 16).unwrap();
    let Some(small) = mounted else {
        println!("skipped: nothing can be mounted here");
        return;
    };
    let outbox = Outbox::open(&small.path().join("outbox")).unwrap();
    let world = serve(&[], &outbox, 7).await;
    let desk = Desk {
        world,
        outbox,
        folder,
    };
    small.fill(0).unwrap();
    for size in [60_000, 4_000, 100] {
        let mut full = false;
        while !full {
            let mut entry = emitted(&new_id());
            entry.outgoing.payload = vec![b' '; size].into();
            full = desk.outbox.accept(entry).await.is_err();
        }
    }
    let typed = [
        ("category", "funding"),
        ("observedAt", "2013-02-12"),
        ("role", "coach"),
    ];
    let rejected = desk.fill(REPORT, &typed).await;
    check_shown_again(
        &rejected,
        503,
        &["Het kon niet worden bewaard", "value=\"coach\""],
    );
    small.free_space().unwrap();
    check_stored(&desk.fill_page(&rejected, REPORT, &typed).await);
    desk.world.stop().await;
    drop(desk.outbox);
}
