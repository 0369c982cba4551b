//! The intake as its clients see it: over real connections, with a real nats-server.

#[cfg(test)]
mod accepting;
#[cfg(test)]
mod batches;
#[cfg(test)]
mod description;
#[cfg(test)]
mod nats_unavailable;
#[cfg(test)]
mod rejections;
#[cfg(test)]
mod world;
