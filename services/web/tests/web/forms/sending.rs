//! That a form is taken once, from a page of ours alone, and never half.

use outbox::{Outbox, OutboxLimits};
use tests::{SmallDisk, emitted};

use super::{Desk, REPORT, check_again, check_kept, hidden, new_id, sealed, serve};

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
        world: serve(&[], &desk.outbox, 8).await,
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
async fn with_a_full_outbox_the_form_stays_filled_and_says_so() {
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
    let refused = desk.fill(REPORT, &typed).await;
    check_again(&refused, 503, &["niets meer bij past", "value=\"coach\""]);
    desk.world.stop().await;
}

#[tokio::test]
async fn on_a_full_disk_the_form_stays_filled_and_is_taken_once_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let mounted = SmallDisk::mount(&folder.path().join("small"), 16).unwrap();
    let Some(small) = mounted else {
        println!("not looked at: nothing may be mounted here");
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
    let refused = desk.fill(REPORT, &typed).await;
    check_again(
        &refused,
        503,
        &["Het kon niet worden bewaard", "value=\"coach\""],
    );
    small.free_space().unwrap();
    check_kept(&desk.again(&refused, REPORT, &typed).await);
    desk.world.stop().await;
    drop(desk.outbox);
}
