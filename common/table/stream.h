/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A stream: the head of a table (schema, recipe, profile, lineage) and its
 * batches one after the other.  Readers and stages are streams alike; a stage
 * holds the stream before it and closes it with itself.
 *
 * The head is complete when a stream was opened and does not change.  What is
 * only known at the end (rows in, out and skipped; a source's bytes and
 * digest) is the tail, complete when next returned 0: one object for each
 * lineage record of the head, in the same order.
 */
#ifndef STREAM_H
#define STREAM_H

#include "attachment.h"
#include "batch.h"
#include "jsondoc.h"
#include "schema.h"

struct head {
	struct schema schema;
	json_t *recipe;		/* array of steps; never NULL */
	json_t *profile;	/* object or NULL */
	json_t *lineage;	/* array of records; never NULL */
	struct attachments attachments;	/* of the recipe's steps */
	json_t *shard;		/* which rows of a table (shard.h), or NULL */
	json_t *fit;		/* states, of which it is the file
				   (fit_states.h), or NULL */
};

void head_init(struct head *);
void head_release(struct head *);
/* recipe, profile and lineage are shared. A profile is never changed, the
   others by these functions only, which give a head its own first. */
void head_copy(struct head *to, const struct head *from);
void head_add_step(struct head *, json_t *step);	/* steals it */
void head_add_record(struct head *, json_t *record);	/* steals it */
void head_clear_lineage(struct head *);

/* {"mlc":1,"columns":[...],"recipe":[...],"profile"?,"lineage":[...]}, with
   attachments {"mlc":2,"attachments":[...],...}; and "shard" and "fit" where
   they are there. Their bytes, which come behind
   it, are up to who reads and writes a format. */
json_t *head_to_json(const struct head *);
int head_from_json(const json_t *, struct head *out, struct diag *)
    MUST_CHECK;

struct stream;

struct stream_ops {
	int (*next)(struct stream *, const struct batch **, struct diag *);
	void (*close)(struct stream *);	/* frees the stream itself too */
};

struct stream {
	const struct stream_ops *ops;
	struct head head;
	json_t *tail;		/* array, one object a lineage record */
};

/* 1 and a batch of at least one row, 0 at the end, -1 on error. */
int stream_next(struct stream *, const struct batch **, struct diag *)
    MUST_CHECK;
/* NULL is fine. */
void stream_close(struct stream *);

/* For implementors: set ops and an empty head and tail; release them. */
void stream_init(struct stream *, const struct stream_ops *);
void stream_release(struct stream *);
/* Replace the tail by one that is shared. */
void stream_set_tail(struct stream *, json_t *tail);

/* For implementors: a stream that passes on what another one gives, changed
   or in part.  It stands first in their struct. */
struct stage {
	struct stream stream;
	struct stream *in;
};

/* Takes in over. The head is that of in. */
void stage_init(struct stage *, const struct stream_ops *, struct stream *in);
/* As stream_next of in, whose tail is passed on at the end. */
int stage_next(struct stage *, const struct batch **, struct diag *)
    MUST_CHECK;
/* Closes in. */
void stage_release(struct stage *);

#endif
