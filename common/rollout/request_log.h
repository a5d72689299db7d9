/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The log of requests: a file to which each scored row is appended as one
 * line of JSON: the raw values, what was predicted, of two classes the one that
 * the score is of as "positive", "model", "version", of a version with a label
 * the file's "digest", of a request with a traceparent the "trace_id", and
 * "served_at" (unless the rows have columns of these names).  The lines of a
 * request are added together.
 */
#ifndef REQUEST_LOG_H
#define REQUEST_LOG_H

#include "log_file.h"
#include "scorer.h"

/* The scorer's rows and their predictions. */
void request_log_add(struct log_file *, struct scorer *,
    const struct batch *scored);

#endif
