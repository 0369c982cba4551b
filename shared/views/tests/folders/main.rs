//! Folders that are in use, damaged, of another program or version, or on a full disk: nothing is deleted, no panic is
//! printed, and no answer is wrong.

#[cfg(test)]
mod archived;
#[cfg(test)]
mod full;
#[cfg(test)]
mod replaced;
#[cfg(test)]
mod unusable;
#[cfg(test)]
mod world;
