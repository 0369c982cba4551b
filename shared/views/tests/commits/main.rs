//! Effects of commits besides answers: position, anchor, checkpoints, counts and quarantine; and what readers see
//! during commits.

#[cfg(test)]
mod checkpoints;
#[cfg(test)]
mod concurrent;
#[cfg(test)]
mod effects;
mod far_behind;
#[cfg(test)]
#[cfg(test)]
mod world;
