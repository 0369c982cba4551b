//! Pages are made again when they could be different, and only then.

use std::sync::atomic::{AtomicI64, Ordering};

use model::Instant;
use register::Register;
use web::WebSettings;

use crate::world::{World, arrivals, halves, invalid, limits, now};

/// Microseconds since the day of these tests began.
static CLOCK: AtomicI64 = AtomicI64::new(0);

const SECOND: i64 = 1_000_000;

fn clock() -> Instant {
    now().plus_microseconds(CLOCK.load(Ordering::SeqCst))
}

/// Returns a page, a second later. Its permanent link names the instant at which it was made.
async fn page(world: &World, path: &str) -> String {
    CLOCK.fetch_add(SECOND, Ordering::SeqCst);
    let page = world.browse(path).await;
    assert_eq!(page.status, 200, "{path}");
    page.body
}

#[tokio::test]
async fn a_page_is_made_again_when_it_could_be_different() {
    let (before, after) = halves();
    let settings = WebSettings {
        limits: limits(),
        ..WebSettings::new(Register::embedded(), clock, "0.1.0")
    };
    let world = World::with_settings(&before, settings).await;
    for path in ["/", "/knelpunten", "/gemeenten/GM0344"] {
        let first = page(&world, path).await;
        assert_eq!(page(&world, path).await, first, "{path}");
        let english = format!("{path}?lang=en");
        assert_ne!(page(&world, &english).await, first, "{path}");
        assert_eq!(page(&world, path).await, first, "{path}");
    }
    let first = page(&world, "/").await;
    let (first_in_quarantine, next) = (before.len() as u64 + 1, before.len() as u64 + 2);
    world.commit(&[invalid(first_in_quarantine)]);
    let degraded = page(&world, "/").await;
    assert_ne!(degraded, first);
    world.commit(&arrivals(next, &after));
    let later = page(&world, "/").await;
    assert_ne!(later, degraded);
    assert_eq!(page(&world, "/").await, later);
    CLOCK.fetch_add(60 * SECOND, Ordering::SeqCst);
    assert_ne!(page(&world, "/").await, later);
    // The state of the outbox is no part of that of the views.
    let operations = page(&world, "/beheer").await;
    assert_ne!(page(&world, "/beheer").await, operations);
    world.stop().await;
}
