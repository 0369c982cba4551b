//! The server as its clients see it: over real connections, from real views.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod changes;
#[cfg(test)]
mod checks;
#[cfg(test)]
mod comparing;
#[cfg(test)]
mod compression;
#[cfg(test)]
mod conditional;
#[cfg(test)]
mod connections;
#[cfg(test)]
mod description;
#[cfg(test)]
mod descriptions;
#[cfg(test)]
mod exports;
#[cfg(test)]
mod files;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod groups;
#[cfg(test)]
mod knelpunt_page;
#[cfg(test)]
mod knelpunten_page;
#[cfg(test)]
mod known_at;
#[cfg(test)]
mod map;
#[cfg(test)]
mod matrix;
#[cfg(test)]
mod monthly;
#[cfg(test)]
mod municipality_page;
#[cfg(test)]
mod observed;
mod operations;
#[cfg(test)]
mod outlook;
#[cfg(test)]
mod page_cache;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod rounds;
#[cfg(test)]
mod search;
#[cfg(test)]
mod statements;
#[cfg(test)]
mod support;
#[cfg(test)]
mod trouble;
#[cfg(test)]
mod world;
