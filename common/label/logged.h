/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows joined with a log of labels (label_log.h) by the column of the role id.
 */
#ifndef LOGGED_H
#define LOGGED_H

#include "label_policy.h"
#include "stream.h"

struct logged_options {
	const char *log;	/* a file */
	const char *into;	/* the column that gets the label */
	enum label_policy policy;
	const char *trusted;
	int64_t as_of;		/* labels up to then; INT64_MAX: all */
};

/*
 * The columns INTO (role target), INTO_by, INTO_time and INTO_agreement are
 * added; a target that was there gets the role ignore.  Takes the stream over.
 */
int logged_open(struct stream *in, const struct logged_options *,
    struct stream **out, struct diag *) MUST_CHECK;

/* The column that names rows: of the role id. */
int logged_find_id(const struct schema *, size_t *out, struct diag *)
    MUST_CHECK;

#endif
