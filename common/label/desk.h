/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A desk: rows that a person is to label, whatever they are shown on.
 *
 * All rows are kept as texts.  A row is told by its id, which no other has.
 * What the labeler says is appended to a log of labels (label_log.h), and what
 * he said in it before is known: those rows are done, and can be undone.
 */
#ifndef DESK_H
#define DESK_H

#include "label_log.h"
#include "stream.h"

/* The keys of labels; s skips, u takes back, q ends, j and k scroll. */
#define DESK_KEYS "1234567890abcdefghilmnoprtvwxyz"
#define DESK_LABELS_MAX (sizeof(DESK_KEYS) - 1)

enum desk_state { DESK_OPEN, DESK_LABELLED, DESK_SKIPPED };

struct desk_options {
	const char *log, *labeler;
	const char *labels;	/* with commas between; NULL: those that the
				   target's column and the log have */
	const char *show;	/* a selector; NULL: all but the target, the
				   weight, and what is no text or number */
};

struct desk {
	struct label_writer writer;
	struct dict labels;
	char **names;		/* n_cols that are shown */
	size_t n_cols;
	char **ids;		/* n_rows */
	char **values;		/* (n_rows, n_cols); NULL: missing */
	size_t n_rows, cap;
	uint8_t *state;		/* n_rows: enum desk_state */
	uint32_t *said;		/* n_rows: the label */
	size_t *past;		/* rows that were labelled or skipped, as that
				   went on */
	size_t n_past, past_cap;
};

/* Reads the stream to its end. Release it also after a failure. */
int desk_open(struct desk *, struct stream *, const struct desk_options *,
    struct diag *) MUST_CHECK;
void desk_release(struct desk *);

/* The first row that is open; n_rows: there is none. */
size_t desk_next(const struct desk *);
size_t desk_count(const struct desk *, enum desk_state);

int desk_say(struct desk *, size_t row, uint32_t label, struct diag *)
    MUST_CHECK;
void desk_skip(struct desk *, size_t row);
/* Open the row that was done last; n_rows: there is none. */
int desk_undo(struct desk *, size_t *row, struct diag *) MUST_CHECK;

#endif
