/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The request of the Open Inference Protocol, version 2, as a table.
 *
 * Its inputs are one tensor a column, of shape [N] or [N, 1] and called as
 * the column; or one tensor [N, F] of another name, whose rows are by
 * position.  Data is flat or nested; null is a missing value.  The type a
 * tensor says it has is checked to be one of the protocol; values are typed
 * by the column, as everywhere.
 */
#ifndef REQUEST_TENSORS_H
#define REQUEST_TENSORS_H

#include "request_table.h"

struct infer_request {
	const char *id;		/* as it stands in the body; NULL if none */
	size_t n_id;
	bool all_outputs;
	struct json_cursor outputs;	/* the array, unless all_outputs */
};

int request_table_tensors(struct request_table *, const char *body, size_t n,
    struct infer_request *, struct diag *) MUST_CHECK;

/* Is this output asked for? */
bool infer_wants(const struct infer_request *, const char *output);

#endif
