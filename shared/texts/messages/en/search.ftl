# The search page.
search-title = Search
search-found = Found for “{ $words }”
search-nothing = Nothing found for “{ $words }”
search-empty = Enter above what you are looking for: a municipality, a category, a party, a word from a report or a ticket number.
search-together = No text has all these words. These are the knelpunten of: { $names }.
search-first = The first { $n }
search-how = How to search
search-help = All words must occur. Case and accents do not matter, and “koppelingen” also finds “koppeling”. Former names of municipalities and ticket numbers are found too. What is known now is searched.
