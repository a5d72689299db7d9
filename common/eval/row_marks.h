/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What rows are, so that two sets of scores of the same rows can be held
 * against each other: a hash of the truth of each row that has one, one of its
 * id where there is a column of that role, and a SHA-256 of all these in the
 * order of the rows.
 *
 * row_marks_stream passes a stream on and marks its rows as they are read.
 */
#ifndef ROW_MARKS_H
#define ROW_MARKS_H

#include <stddef.h>
#include <stdint.h>

#include "digest.h"
#include "stream.h"

struct row_marks {
	struct room *room;	/* where these are */
	uint64_t *truth, *id;	/* id: NULL where no column is one */
	size_t n, cap, id_cap;
	struct digest digest;
};

void row_marks_init(struct row_marks *, struct room *);
void row_marks_release(struct row_marks *);

/* Takes in over. truth: the name of the column, NULL: that of the target. */
int row_marks_stream(struct row_marks *, const char *truth, struct stream *in,
    struct stream **out, struct diag *) MUST_CHECK;

/* hex has room for DIGEST_HEX + 1 bytes; once. */
void row_marks_digest(struct row_marks *, char *hex);

/*
 * Where the rows of a stand among those of b: by their ids if both have them,
 * else in the same order.  *out is in the room of a, or NULL for the same
 * places.  Rows that are not there, or have another truth, are an error.
 */
int row_marks_pair(const struct row_marks *a, const struct row_marks *b,
    uint32_t **out, struct diag *) MUST_CHECK;

#endif
