/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A shadow: a model that scores what another one is asked, and never answers.
 * Its scores are counted, and logged in a log of its own.
 *
 * It works in one thread of the lowest priority, behind a queue.  An answer
 * waits for a copy of its body and for nothing else: a body that finds the
 * queue full (SHADOW_BODIES, or SHADOW_BYTES of them), or in use at this very
 * moment, is left out and counted.
 */
#ifndef SHADOW_H
#define SHADOW_H

#include "registry.h"
#include "request_log.h"

#define SHADOW_BODIES 256
#define SHADOW_BYTES ((size_t)16 << 20)

/* Add "[NAME=]FILE" beside a model; the log is borrowed. */
int shadow_add(struct registry *, const char *arg, struct log_file *,
    struct diag *) MUST_CHECK;
/* After what it scores just now. */
void shadow_free(struct shadow *);

/* A body that was answered; it is copied. */
void shadow_offer(struct shadow *, const struct request_body *);

struct shadow_report {
	uint64_t scored, failed, dropped;	/* requests */
};

void shadow_report(const struct shadow *, struct shadow_report *out);

#endif
