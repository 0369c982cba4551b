//! What commits leave besides answers: position, anchor, checkpoints, counts and quarantine; and what readers see
//! while they go on.

#[cfg(test)]
mod ahead;
#[cfg(test)]
mod checkpoints;
#[cfg(test)]
mod meanwhile;
#[cfg(test)]
mod once;
#[cfg(test)]
mod world;
