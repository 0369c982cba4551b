//! Intake as its clients see it: over real connections, with a real nats-server behind it.

#[cfg(test)]
mod away;
#[cfg(test)]
mod batches;
#[cfg(test)]
mod description;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod taking;
#[cfg(test)]
mod world;
