//! What is kept against what is held, while commits go on.

use register::Register;
use views::Views;

use crate::world::{arrivals, history};

#[test]
fn views_of_a_history_with_everything_in_it_are_clean_at_every_commit() {
    let parent = tempfile::tempdir().unwrap();
    let (mut views, _) = Views::open(&parent.path().join("views"), Register::embedded()).unwrap();
    for batch in arrivals(&history()).chunks(97) {
        views.commit(batch, None).unwrap();
        let audit = views.reader().audit().unwrap();
        assert_eq!(audit.differences, [""; 0]);
        assert_eq!(audit.position, views.anchor().position);
    }
    let audit = views.reader().audit().unwrap();
    assert!(audit.contents > 500 && audit.knelpunten > 50, "{audit:?}");
}
