# The feed: one sentence for each change.
feed-title = Knelpunten: wat er veranderde
feed-opened = { $name } in { $municipality } is gemeld
feed-recurred = { $name } in { $municipality } is teruggekomen
feed-persisted = { $name } in { $municipality } is hardnekkig geworden
feed-resolved = { $name } in { $municipality } is { $how }
feed-since = Bekend sinds { $date }.
