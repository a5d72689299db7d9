/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file of groups and their states, so that a later run goes on from it and
 * the files of several machines can be united.
 *
 *	"mlc-group 1\n"			what it is
 *	{"keys":[...],...}\n		the head: what groups are made of
 *	(length, bytes) ...		a record a group (groups_save)
 *	(0), 64 letters			the end, and SHA-256 of all before it
 *
 * Lengths are 64 bits, little-endian.
 */
#ifndef GROUP_STATE_H
#define GROUP_STATE_H

#include "bytes.h"
#include "digest.h"
#include "groups.h"
#include "outfile.h"

struct state_writer {
	struct outfile *out;
	struct digest digest;
	struct str text;
};

int state_begin(struct state_writer *, struct outfile *, const json_t *head,
    struct diag *) MUST_CHECK;
/* All groups. */
int state_put(struct state_writer *, const struct groups *, struct diag *)
    MUST_CHECK;
/* What is written is the caller's to commit. */
int state_end(struct state_writer *, struct diag *) MUST_CHECK;
void state_writer_release(struct state_writer *);

struct state_reader {
	struct bytes *in;
	struct digest digest;
	json_t *head;
	struct str record;
};

/* Open the file and read its head. */
int state_open(struct state_reader *, const char *path, struct diag *)
    MUST_CHECK;
/* The head without what every run changes, "rows". New reference. */
json_t *state_made_of(const json_t *head);
/* Take the next group in; rows is added to numbers of rows. 1, 0 at the end,
   -1 on error. */
int state_get(struct state_reader *, struct groups *, uint64_t rows,
    struct diag *) MUST_CHECK;
void state_reader_release(struct state_reader *);

#endif
