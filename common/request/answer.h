/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Values and rows as JSON, as answers and the log of requests have them: the
 * same text that JSONL output has.
 */
#ifndef ANSWER_H
#define ANSWER_H

#include "batch.h"
#include "learner.h"
#include "str.h"

void answer_value(const struct column *, size_t row, struct str *out);
/* A string in quotes. */
void answer_text(const char *z, struct str *out);

/* Members that follow others: the classes of a model, and which of two the
   score is of; none for numbers. */
void answer_classes(const struct model *, struct str *out);

/* Of these, only the class that the score is of, if it is of one of two. */
void answer_positive(const struct model *, struct str *out);

/* Members of a row, "name":value,... */
void answer_members(const struct batch *, size_t row, struct str *out);

/* All rows: values of the one column, or objects of several. */
void answer_rows(const struct batch *, struct str *out);

#endif
