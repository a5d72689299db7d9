/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Schema table of an Arrow stream that we write: a field a column, and
 * the head as metadata.
 */
#ifndef FMT_ARROW_SCHEMA_H
#define FMT_ARROW_SCHEMA_H

#include "fmt_arrow_flat.h"
#include "stream.h"

/* Each returns a reference. Metadata is one pair: "mlc" and this JSON. */
size_t arrow_add_schema(struct flat *, const struct head *);
size_t arrow_add_metadata(struct flat *, const json_t *);

#endif
