# What is wrong with tables and call sheets, and what to do: a sentence without its subject, which is the cell, row or file.
# The attribute `command` is what the command line shows instead.

## Cells
sheet-cell-empty = is empty; fill it in
sheet-party-half = is empty; a party needs a kind and a name
sheet-quotes = has a quotation mark within quotation marks; write it twice, or leave it out
sheet-row-length = has { $cells } cells under { $columns } headings; is a delimiter outside quotation marks?
sheet-formula-fails = has a formula that fails ({ $error }); type the value
sheet-formula-uncalculated = has a formula without a result; open the workbook in a spreadsheet program and save it, or type the value
sheet-not-one-of = { $text } is not one of: { $labels }
sheet-not-a-party-kind = { $text } is not one of { $labels }
sheet-not-a-round = { $text } is not a round; use lower-case letters, digits and hyphens, such as 2013-02
sheet-of-field = { $field }: { $problem }
sheet-of-member = { $member } { $problem }
sheet-rule = { $problem }
sheet-control-characters = has characters that cannot be printed; remove them
sheet-too-long = has { $length } characters, more than { $limit }; shorten it
sheet-letters-damaged = letters are damaged, as when a program reads a text in a wrong encoding; correct them, or make the file again from its source, and import that
sheet-and-below = { $problem } (and in { $count } more cells below it)

## Dates
sheet-not-a-date = { $text } is not a date; write it like 12-2-2013
sheet-not-a-date-in-table = { $text } is not a date; write it like 12-2-2013, 12 februari 2013 or 2013-02-12
sheet-date-number = { $text } is a number; give the cell the format of a date, or write it like 12-2-2013
sheet-date-number-in-table = { $text } is a number; give the column the format of a date before you save it, or write 12-2-2013
sheet-date-too-early = { $text } is before { $year }; correct the date
sheet-date-ahead = is later than now; correct the date
sheet-day-outside = { $day } is outside { $first } to { $last }; correct the date
sheet-date-either = { $text } may be month/day; write { $day } or { $other }
sheet-date-either-in-table = { $text } may be month/day; write { $day } or { $other }
    .command = { $text } may be month/day; write { $day } or { $other }, or pass --dates d/m/y or --dates m/d/y
sheet-date-month-first = { $text } is month/day; write { $day }
sheet-date-month-first-in-table = { $text } is month/day; write { $day }
    .command = { $text } is month/day; write { $day }, or pass --dates d/m/y or --dates m/d/y
sheet-value-either = { $text } may be { $day } or { $other }; write it like that
sheet-observed-later = is more than 24 hours after the given time: only report what has been observed
sheet-observed-ahead = is more than 24 hours from now: only report what has been observed
sheet-known-later = is after { $observed }
sheet-known-after = is after observedAt: give the same day or an earlier one
sheet-dates-open = column { $column }: row { $row } has { $date }, which may be day/month or month/day, and no other row shows which; choose how the dates are written
    .command = column { $column }: row { $row } has { $date }, which may be day/month or month/day, and no other row shows which; pass --dates d/m/y or --dates m/d/y
sheet-dates-mixed = column { $column }: row { $row } has { $date }, which is day/month, and row { $other } has { $otherdate }, which is month/day; write all dates one way, or choose how the dates are written to see which rows are wrong
    .command = column { $column }: row { $row } has { $date }, which is day/month, and row { $other } has { $otherdate }, which is month/day; write all dates one way, or pass --dates d/m/y or --dates m/d/y to see which rows are wrong
sheet-dates-month-first = column { $column } is read as month/day/year, because row { $row } has { $date }; if that is wrong, correct that row
    .command = column { $column } is read as month/day/year, because row { $row } has { $date }; if that is wrong, correct that row or pass --dates d/m/y

## Codes and names
sheet-name-unknown =
    { $text } is not { $kind ->
        [municipality] a municipality
        [province] a province
        [building-block] a building block
        [remedy] a remedy
       *[category] a category
    } that is known here; the nearest are { $nearest }
sheet-name-ambiguous = { $text } may mean more than one; write the code; the nearest are { $nearest }
sheet-name-empty =
    { $text } is not { $kind ->
        [municipality] a municipality
        [province] a province
        [building-block] a building block
        [remedy] a remedy
       *[category] a category
    } that is known here; write a code or a name

## Columns of a table
sheet-field-missing = { $field } is missing; choose its column
    .command = { $field } is missing; map a column to it
sheet-field-not-of-support = { $field } is no field of support; leave it out, or correct the column of support
sheet-field-not-of-report = { $field } is no field of a report; leave it out, or correct the column of support
sheet-fields-party = the kind and the name of a party go together; choose both, or neither
    .command = partyKind and party go together; map both, or neither
sheet-no-column = there is no column { $column }; the columns are { $columns }
sheet-columns-alike = there are { $count } columns { $column }; give each its own name
sheet-columns-left-out = no field has these columns, which are left out: { $columns }
    .command = not in --map, and left out: { $columns }
sheet-cells =
    in { $count ->
        [one] 1 cell
       *[other] { $count } cells, first
    } in row { $row }, column { $column }, { $what }
sheet-apostrophe-left-out = the apostrophe in front of - + @ or = is left out
sheet-invisible-left-out = invisible characters are left out

## The form of a call sheet
sheet-stamp-changed = was changed; put the original heading back
sheet-stamp-version = the form has version { $found }, and only { $version } can be imported; make the sheet again
sheet-stamp-round = { $text } is not a round; put the original heading back
sheet-stamp-source = { $text } is not a source; put the original heading back
sheet-stamp-missing = the heading is missing; it names the round and the source, so save the sheet with all its columns
sheet-same-sheet = is the same sheet as { $other }; pass one of the two
sheet-no-answers = has no answers; pass one of the sheets { $sheets }
sheet-origin = round { $round }, source { $source }, as of { $day }
sheet-other-workbook = belongs to another workbook ({ $one }) than sheet { $other } ({ $another }); import them one by one
sheet-other-workbook-of-round = belongs to another workbook of the same round than sheet { $other }; import them one by one
sheet-missing = the sheet is missing; start from the original workbook
sheet-missing-renamed = the sheet is missing; sheet { $found } has its headings, so give it the name { $sheet } again
sheet-comments = the workbook has comments on cells, which are not read; put what matters in column { $column }
sheet-not-of-form = is not a sheet of the form, and is not read
sheet-copy-same = is a copy of sheet { $sheet } without other answers, and is not read
sheet-copy-other = is a copy of sheet { $sheet } with answers that { $sheet } does not have, and is not read; put the answers on sheet { $sheet } and remove this one
sheet-headings-moved = the headings are in row { $row }; remove the rows above them
sheet-heading-missing = the heading is missing; put it back
sheet-heading-twice = two columns have this heading; remove one of them, or its heading
sheet-merged-with-column = is merged with column { $column }; split the cells, and fill in each of them
sheet-merged-with-row = is merged with row { $row }; split the cells, and fill in each of them
sheet-merged-with-rows = is merged with the rows to { $row }; split the cells, and fill in each of them
sheet-column-not-read = is not a column of the form, and is not read: { $text }
sheet-column-not-read-below = is not a column of the form, and is not read: { $text }, and { $count } more below it
sheet-a-formula = "a formula"

## The answers on a call sheet
sheet-row-twice = occurs twice; keep one of the rows
sheet-only-when-gone = is filled in, but the answer is not { $answer }
sheet-remark-alone = has a remark without an answer; choose an answer or clear the remark
sheet-row-changed = was changed; put the original row back
sheet-text-changed = { $text } was changed; put the original row back
sheet-unknown-municipality = names an unknown municipality; put the original row back
sheet-other-municipality = { $text } is not the municipality of this row; were cells moved? Put the original row back
sheet-no-outcome = is empty; choose how it ended
sheet-gone-after-call = is empty, but the last report is of { $reported }, after the call of { $called }; correct the day of the call
sheet-code-twice = { $code } occurs twice; keep one of the rows
sheet-not-reached = is empty; choose whether the municipality was reached
sheet-no-call-day = is empty; fill in the day of the call
sheet-not-a-code = { $text } is not the code of a municipality; put the original row back
sheet-other-name = { $text } is not the name of { $code }; put code and name back
sheet-listed-already = is on sheet { $sheet } already; answer there, and clear this row
sheet-new-twice = occurs twice; keep one of the rows, or give each a reference that tells them apart
sheet-call-not-in-log = has an answer, but the log does not have the day of the call; import sheet { $sheet } too
sheet-call-missing = has an answer, but sheet { $sheet } does not have the day of the call; fill it in there

## Files
sheet-file-empty = it is empty; copy or download it again
sheet-file-cut-off = it is cut off or damaged; copy or download it again, or open it in a spreadsheet program and save it as .xlsx
sheet-file-protected = it is protected with a password; open it in the spreadsheet program, take the password off and save it again
sheet-file-old = it is an old .xls file, or protected with a password; open it in a spreadsheet program, and save it as .xlsx without a password
sheet-file-web-page = it is a page of a website, perhaps one to log in; download the workbook itself
sheet-file-flat-xml = it is one XML text (.fods or .xml); open it in a spreadsheet program and save it as .xlsx or .ods
sheet-file-pdf = it is a PDF; choose the workbook that it was made of
    .command = it is a PDF; pass the workbook that it was made of
sheet-file-text = it is a text; if it is a table, save it as CSV UTF-8
    .command = it is a text; if it is a table, give its name the ending .csv
sheet-file-no-workbook = it is not a workbook; save it as .xlsx or .ods
sheet-file-workbook = it is a workbook or another zip archive, not a table; save it as .xlsx or .ods, or save its sheet as CSV UTF-8
    .command = it is a workbook or another zip archive, not a table; give its name the ending .xlsx or .ods, or save its sheet as CSV UTF-8
sheet-file-utf-16 = it is UTF-16; save it as UTF-8 (in Excel: CSV UTF-8)
sheet-file-no-text = it is not a text; save the table as CSV UTF-8
sheet-file-old-table = it is an old .xls file, or a workbook with a password; open it in a spreadsheet program, and save the sheet as CSV UTF-8
sheet-file-document = it is a document or presentation, not a workbook; choose the workbook
    .command = it is a document or presentation, not a workbook; pass the workbook
sheet-file-xlsb = it is an .xlsb; open it in the spreadsheet program and save it as .xlsx
sheet-file-numbers = it is a file of Numbers or Pages; export it as .xlsx
sheet-file-zip = it is a zip archive without a workbook; unpack it, or choose the workbook itself as .xlsx or .ods
    .command = it is a zip archive without a workbook; unpack it, or pass the workbook itself as .xlsx or .ods
sheet-file-malformed = it is damaged, or not quite a workbook; open it in a spreadsheet program and save it again as .xlsx or .ods
sheet-too-large = it unpacks to more than { $limit } MiB, and no call sheet is that large; divide the municipalities over several sheets
sheet-too-many-cells = it has more than { $limit } cells; divide the municipalities over several sheets
sheet-too-far = a sheet has cells below row { $row } or to the right of column { $column }; clear them, or divide the municipalities over several sheets
sheet-headings-below = its headings, those of sheet { $sheet }, are in row { $row }; remove the rows above them
sheet-table-empty = the file is empty; it needs a line of headings
sheet-table-uncalculated = sheet { $sheet }, row { $row } has a formula without a result; open the workbook in a spreadsheet program and save it
sheet-quote-open = row { $row } has a quotation mark that is never closed; close it
sheet-read-failed = cannot read on after row { $row }: { $problem }
sheet-input = { $problem }
sheet-row-endless = a row is longer than 1 MiB; is a quotation mark not closed?
sheet-not-utf-8 = row { $row } has a byte that is not UTF-8 (byte { $byte } of the file); correct row { $row } and save the file as UTF-8
    .command = row { $row } has a byte that is not UTF-8 (byte { $byte } of the file); correct row { $row } and save the file as UTF-8, or leave --encoding out
sheet-mixed-encodings = row { $row } has a byte that is not UTF-8 (byte { $byte } of the file), and other letters are UTF-8; correct row { $row } and save the file as UTF-8
    .command = row { $row } has a byte that is not UTF-8 (byte { $byte } of the file), and other letters are UTF-8; correct row { $row } and save the file as UTF-8, or pass --encoding windows-1252 if all of it is that
sheet-byte-not-utf-8 = byte { $byte }, or one just before it, is not UTF-8; save the file as UTF-8
    .command = byte { $byte }, or one just before it, is not UTF-8; pass --encoding windows-1252 if that is the encoding
