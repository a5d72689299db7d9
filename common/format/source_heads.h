/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sources with a head (mlc and Arrow streams, databases), one after the other
 * as one stream.  They have to have the same columns and recipe.  The head of
 * one passes through; of several the lineages stand under one new record.
 */
#ifndef SOURCE_HEADS_H
#define SOURCE_HEADS_H

#include "source_plain.h"

/* Takes the parts' bytes over, also when it fails. */
int heads_open(const struct source_part *, size_t n,
    const struct read_options *, struct stream **out, struct diag *)
    MUST_CHECK;

/* The same for tables and queries of databases. */
int heads_open_databases(const char *const *addresses, size_t n,
    const struct read_options *, struct stream **out, struct diag *)
    MUST_CHECK;

#endif
