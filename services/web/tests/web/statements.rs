//! The statements about the pages.

use crate::{pages::check_page, world::World};

#[tokio::test]
async fn the_statements_are_there_in_both_languages() {
    let world = World::with(&[]).await;
    for (page, text) in [
        ("/toegankelijkheid", "WCAG 2.2"),
        ("/privacy", "één cookie"),
        ("/toegankelijkheid?lang=en", "WCAG 2.2"),
        ("/privacy?lang=en", "one cookie"),
    ] {
        let reply = world.browse(page).await;
        check_page(page, &reply);
        assert!(reply.body.contains(text), "{page}: {text}");
    }
    assert_eq!(world.browse("/privacy?asOf=2013-01-01").await.status, 400);
    world.stop().await;
}
