/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The request of the Open Inference Protocol, version 2, as a table.
 *
 * Its inputs are one tensor a column, of shape [N] or [N, 1] and called as
 * the column; or one tensor [N, F] of another name, whose rows are by
 * position.  Data is flat or nested; null is a missing value.  The type a
 * tensor says it has is checked to be one of the protocol; values are typed
 * by the column, as everywhere.
 *
 * With the extension for binary tensor data a tensor may stand behind the
 * JSON, in the order of the inputs; "binary_data_size" among its parameters is
 * the number of its bytes.
 */
#ifndef REQUEST_TENSORS_H
#define REQUEST_TENSORS_H

#include "request_table.h"
#include "tensor_data.h"

struct infer_request {
	const char *id;		/* as it stands in the body; NULL if none */
	size_t n_id;
	bool all_outputs;
	bool binary_outputs;	/* unless an output says otherwise */
	struct json_cursor outputs;	/* the array, unless all_outputs */
};

/* body->infer is filled: it has parts of the body and of the table in it. */
int request_table_tensors(struct request_table *, const struct request_body *,
    struct diag *) MUST_CHECK;

enum infer_form {
	INFER_NONE,		/* not asked for */
	INFER_JSON,
	INFER_BINARY
};

/* How an output is asked for. */
enum infer_form infer_form(const struct infer_request *, const char *output);

/* request_tensors_outputs.c: are the outputs asked for among these? */
int infer_check_outputs(const struct infer_request *, const struct schema *,
    struct diag *) MUST_CHECK;
/* Null or an empty array means all outputs. */
bool infer_is_empty(struct json_cursor outputs);
bool infer_flag(struct json_cursor parameters, const char *key,
    bool otherwise);

#endif
