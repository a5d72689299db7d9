/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Load for a server: requests over some connections, and how long the answers
 * took.
 *
 * Where requests have times at which they are due it is an open loop: what a
 * request is measured from is when it was due, not when it could be sent, so
 * that a server that stands still is charged with all who would have come
 * meanwhile (Gil Tene's coordinated omission).  Else each connection sends its
 * next request as soon as it has its answer, and is measured from there.
 *
 * Each request ends in one way: answered, with some status; not connected; not
 * answered in time; or broken, by an answer that is none or a connection that
 * ended before it was whole.  One that found a connection closed which had
 * been kept is sent again, once.
 */
#ifndef LOAD_H
#define LOAD_H

#include "latency.h"
#include "load_requests.h"

struct load_options {
	const struct load_target *target;
	size_t n_connections;
	bool is_open;		/* requests have times */
	uint64_t duration;	/* ns: requests are sent again and again; 0:
				   each once */
	uint64_t timeout;	/* ns */
};

enum load_end {
	LOAD_ANSWERED,
	LOAD_NOT_CONNECTED,
	LOAD_TIMED_OUT,
	LOAD_BROKEN,
	N_LOAD_ENDS
};

struct load_result {
	struct latency latency;	/* of the answered ones */
	uint64_t ends[N_LOAD_ENDS];
	uint64_t statuses[6];	/* of the answered ones, by hundreds */
	uint64_t rows;		/* answered with 2xx */
	uint64_t bytes;		/* of answers */
	uint64_t resent;
	double seconds;		/* from the beginning to the last answer */
};

/* Fails only where the host is not known, or the system gives no means. */
int load_run(const struct load_requests *, const struct load_options *,
    struct load_result *out, struct diag *) MUST_CHECK;
void load_result_release(struct load_result *);

/* Requests that were not answered with 2xx. */
uint64_t load_failures(const struct load_result *);

#endif
