# One word for one thing: other files use these.
term-municipality = Municipality
term-municipalities = Municipalities
term-province = Province
term-category = Category
term-categories = Categories
term-building-block = Building block
term-building-blocks = Building blocks
term-no-building-block = no building block
term-no-party = no party
term-waits-on = Waits on
term-parties = Parties
term-reference = Reference
term-open = open
term-persisting = persisting
term-closed = closed
term-party-supplier = supplier
term-party-national-body = national body
term-party-partnership = partnership
term-knelpunten = Knelpunten
term-rounds = Rounds
term-solved = solved
term-lapsed = lapsed
term-solved-nationally = solved nationally
term-reached = reached
term-no-answer = no answer
term-declined = declined
term-not-called = not called
term-round = Round
term-since = Since
term-last-confirmed = Last confirmed
term-unknown = cannot be said

# Remedies and support, short as in a table.
remedy-i-versneller = i-Versneller
remedy-i-nup-academy = i-NUP Academy
remedy-i-coach = i-coach
remedy-i-spiegel = i-Spiegel
remedy-supplier-fix = the supplier delivered
remedy-funding-granted = money was found
remedy-rule-changed = the rule was changed
remedy-other = something else
remedy-none = not known

# Roles of reporters.
role-municipal-secretary = municipal secretary
role-operations-director = operations director
role-information-manager = information manager
role-ict-coordinator = IT coordinator
role-ict-department = IT department
role-by = by the { $role }
role-by-other = by { $role }
term-too-few = too few
