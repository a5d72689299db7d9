/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Messages of an Arrow IPC stream, or of a file, which is a stream between
 * two marks.  Memory grows with the bytes that come, not with the lengths
 * that they claim.
 */
#ifndef FMT_ARROW_MESSAGE_H
#define FMT_ARROW_MESSAGE_H

#include "bytes.h"
#include "fmt_arrow_flat.h"
#include "jsondoc.h"

struct arrow_message {
	struct bytes *in;	/* borrowed */
	const char *piece;	/* of in, not yet taken */
	size_t n_piece;
	bool is_file, begun;
	bool is_waiting;	/* metadata and body, until the schema that
				   was found in the footer is taken */
	struct str rest;	/* of such a file */
	struct flatbuf footer;

	struct str metadata, body;
	struct flatbuf buf;	/* the metadata */
	int64_t type;		/* enum arrow_header */
	struct flat_table header;
	struct flat_vector pairs;	/* custom metadata */
};

void arrow_message_init(struct arrow_message *, struct bytes *);
void arrow_message_release(struct arrow_message *);

/*
 * The next message: 1; 0 at the end mark, after which there is nothing more;
 * -1 on error. *cut is set when the error is that the input ended before.
 */
int arrow_message_next(struct arrow_message *, bool *cut, struct diag *)
    MUST_CHECK;

/* The value of a key of metadata, not NUL-terminated; NULL if there is none. */
const char *arrow_metadata_find(const struct flat_vector *pairs,
    const char *key, size_t *n);
/* The JSON under the key "mlc", a new reference; NULL if there is none. */
int arrow_metadata_get(const struct flat_vector *pairs, json_t **out,
    struct diag *) MUST_CHECK;

#endif
