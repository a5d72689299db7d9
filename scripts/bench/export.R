# SPDX-License-Identifier: GPL-3.0-or-later
# export.R PACKAGE TABLE LEAVE_OUT: a table of an R package as CSV on stdout,
# without the columns LEAVE_OUT (names with commas between).
arg <- commandArgs(TRUE)
# The table may be in a file of another name: "TABLE (FILE)".
items <- data(package = arg[1])$results[, "Item"]
item <- items[sub(" .*", "", items) == arg[2]][1]
data(list = sub(".*\\((.*)\\)", "\\1", item), package = arg[1])
d <- as.data.frame(get(arg[2]))
d <- d[, !names(d) %in% strsplit(arg[3], ",")[[1]]]
d[] <- lapply(d, function(x) if (is.matrix(x)) as.numeric(x) else x)
write.csv(d[, !sapply(d, is.list)], row.names = FALSE,
          na = "")
