/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An overview for a person: how large the table is, a line for each column,
 * then the warnings in words, the gravest first.
 */
#ifndef OVERVIEW_SCREEN_H
#define OVERVIEW_SCREEN_H

#include "overview_groups.h"
#include "table_warnings.h"

#define SCREEN_LINE 80

/* "7043 rows, 20 columns, target churn of 2 classes" */
void overview_title(const struct overview *, struct str *out);

/* In lines of so many characters. */
void overview_screen(const struct overview *, const struct warnings *,
    size_t line, struct str *out);

/* A line for each column and group. */
void overview_groups_screen(const struct overview_groups *, size_t line,
    struct str *out);

#endif
