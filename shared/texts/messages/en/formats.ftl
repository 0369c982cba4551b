# Ages and lists.
age-days = 
    { $days ->
    [0] less than a day
    [one] { $days } day
   *[other] { $days } days
    }
age-months = 
    { $months ->
    [one] { $months } month
   *[other] { $months } months
    }
age-years = 
    { $years ->
    [one] { $years } year
   *[other] { $years } years
    }
age-years-months = { $years ->
        [one] { $years } year
       *[other] { $years } years
    } and { $months ->
        [one] { $months } month
       *[other] { $months } months
    }
list-and = and
