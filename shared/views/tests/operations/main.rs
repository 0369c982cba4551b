//! What operators do with views: judge quarantine again, let rebuilt ones take over, compare.

#[cfg(test)]
mod audit;
#[cfg(test)]
mod inspect;
#[cfg(test)]
mod retry;
#[cfg(test)]
mod take_over;
#[cfg(test)]
#[path = "../folders/world.rs"]
#[expect(dead_code, reason = "the tests of folders look at more of it")]
mod world;
