/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One pass over all blocks of a data set on all its threads, in no fixed
 * order: fn writes to places that belong to the rows or to the worker.  The
 * error reported is that of the first block in order that failed.
 */
#ifndef GBDT_PASS_H
#define GBDT_PASS_H

#include "dataset.h"

int gbdt_pass(const struct dataset *, void (*fn)(void *ctx,
    const struct dataset_cursor *, int worker), void *ctx, struct diag *)
    MUST_CHECK;

#endif
