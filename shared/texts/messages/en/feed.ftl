# The feed: one sentence for each change.
feed-title = Knelpunten: what changed
feed-opened = { $name } in { $municipality } was reported
feed-recurred = { $name } in { $municipality } came back
feed-persisted = { $name } in { $municipality } became persisting
feed-resolved = { $name } in { $municipality }: { $how }
feed-since = Known since { $date }.
