/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What comes from sources, cut to the rows and columns that are wanted, with
 * the columns that tell of the source itself: its folders, its name.
 */
#ifndef SOURCE_CUT_H
#define SOURCE_CUT_H

#include "partitions.h"
#include "read_options.h"
#include "stream.h"

struct cut_input {
	bool is_plain;			/* the stream is one of plain_open */
	struct read_report *own;	/* where nobody else wants one */
	struct partitions folders;	/* of the sources */
};

void cut_input_release(struct cut_input *);

/* Takes the stream and the input over, also on failure. */
int cut_open(struct stream *, const struct cut_input *,
    const struct source_options *, struct stream **out, struct diag *)
    MUST_CHECK;

#endif
