//! Pages that were made lately, as long as they are right: most readers of a page want what the one before them got.
//!
//! At 10⁶ events the overview scans all knelpunten 13 times. `tests/bench/run` measures it with and without this cache:
//! the overview of now, which is in it, and that of a random day, which is not.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use model::Instant;
use views::{Health, ViewsMark};

/// For how long a page is right while no event arrives, in microseconds: knelpunten become older, and each page shows as of
/// when it is.
const MAX_AGE: i64 = 60_000_000;

/// The size of all pages together, in bytes.
const MAX_SIZE: usize = 32 << 20;

/// What a page depends on besides its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PageState {
    pub(crate) mark: ViewsMark,
    /// Pages have a notice when it is not as it should be.
    pub(crate) health: Health,
}

/// The pages of one state of the views, by their addresses.
#[derive(Debug, Default)]
pub(crate) struct PageCache(Mutex<Pages>);

#[derive(Debug, Default)]
struct Pages {
    state: Option<PageState>,
    by_address: HashMap<String, Page>,
    size: usize,
}

#[derive(Debug)]
struct Page {
    made_at: Instant,
    html: Bytes,
}

impl PageCache {
    /// Returns the page of an address, as it was made in this state at most a minute ago.
    pub(crate) fn get(&self, address: &str, state: &PageState, now: Instant) -> Option<Bytes> {
        let pages = self.pages();
        let page = pages.by_address.get(address)?;
        let is_right =
            pages.state.as_ref() == Some(state) && (0..MAX_AGE).contains(&now.since(page.made_at));
        is_right.then(|| page.html.clone())
    }

    /// Stores a page. The state was read before the page was made: the page may be of a newer one, and never of an older.
    pub(crate) fn insert(&self, address: String, state: PageState, made_at: Instant, html: &Bytes) {
        let mut pages = self.pages();
        let size = address.len() + html.len();
        if pages.state.as_ref() != Some(&state) || pages.size + size > MAX_SIZE {
            *pages = Pages {
                state: Some(state),
                ..Pages::default()
            };
        }
        let html = html.clone();
        let (length, page) = (address.len(), Page { made_at, html });
        let replaced = pages.by_address.insert(address, page);
        // Added before it is subtracted: a page may replace a larger one.
        pages.size = pages.size + size - replaced.map_or(0, |page| length + page.html.len());
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use views::{LogId, Versions};

    use super::*;

    const NOW: &str = "2016-01-01T10:00:00Z";

    fn state(position: u64, health: Health) -> PageState {
        let versions = Versions {
            fold: "4".to_owned(),
            register: "1".to_owned(),
            catalogue: "1".to_owned(),
        };
        let mark = ViewsMark {
            log: LogId(1),
            position,
            digest: String::new(),
            versions,
        };
        PageState { mark, health }
    }

    #[test]
    fn a_page_is_right_for_a_minute_in_one_state() {
        let (cache, ready) = (PageCache::default(), state(7, Health::Ready));
        let (now, html) = (Instant::parse(NOW).unwrap(), Bytes::from_static(b"<p>"));
        assert_eq!(cache.get("/", &ready, now), None);
        cache.insert("/".to_owned(), ready.clone(), now, &html);
        let later = |microseconds| now.plus_microseconds(microseconds);
        assert_eq!(cache.get("/", &ready, now), Some(html.clone()));
        assert_eq!(cache.get("/", &ready, later(MAX_AGE - 1)), Some(html));
        assert_eq!(cache.get("/", &ready, later(MAX_AGE)), None);
        // The clock was set back.
        assert_eq!(cache.get("/", &ready, later(-1)), None);
        assert_eq!(cache.get("/gemeenten", &ready, now), None);
        assert_eq!(cache.get("/", &state(8, Health::Ready), now), None);
        assert_eq!(cache.get("/", &state(7, Health::Stale), now), None);
    }

    #[test]
    fn pages_of_another_state_and_too_many_pages_are_forgotten() {
        let (cache, now) = (PageCache::default(), Instant::parse(NOW).unwrap());
        let (seven, eight) = (state(7, Health::Ready), state(8, Health::Ready));
        let large = Bytes::from(vec![b' '; MAX_SIZE / 2 - 2]);
        let small = Bytes::from_static(b"<p>");
        for page in [&large, &small, &large] {
            cache.insert("/a".to_owned(), seven.clone(), now, page);
        }
        cache.insert("/b".to_owned(), seven.clone(), now, &large);
        assert!(cache.get("/a", &seven, now).is_some() && cache.get("/b", &seven, now).is_some());
        cache.insert("/c".to_owned(), seven.clone(), now, &large);
        assert!(cache.get("/a", &seven, now).is_none() && cache.get("/c", &seven, now).is_some());
        cache.insert("/a".to_owned(), eight.clone(), now, &large);
        assert!(cache.get("/c", &seven, now).is_none() && cache.get("/a", &eight, now).is_some());
    }
}
