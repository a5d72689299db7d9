/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The head of an Arrow stream: the one that mlc wrote into the schema's
 * metadata, or one for the table of another program, which is raw rows.
 */
#ifndef FMT_ARROW_HEAD_H
#define FMT_ARROW_HEAD_H

#include "bytes.h"
#include "fmt_arrow_flat.h"
#include "stream.h"

/* The head has to tell of the columns that are there. */
int arrow_head_check(const struct head *, const struct schema *have,
    struct diag *) MUST_CHECK;
/* The attachments that the JSON of the head tells of, beside it. */
int arrow_head_attach(struct head *, const json_t *,
    const struct flat_vector *pairs, struct diag *) MUST_CHECK;

#endif
