//! What becomes of a folder that is in use, damaged, somebody else's, of another version, or on a disk that is full:
//! nothing is deleted, nobody is frightened, and no answer is wrong.

#[cfg(test)]
mod anew;
#[cfg(test)]
mod full;
#[cfg(test)]
mod put_aside;
#[cfg(test)]
mod unusable;
#[cfg(test)]
mod world;
