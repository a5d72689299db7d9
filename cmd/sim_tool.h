/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What mlc-sim was asked for, and the parts of the tool. */
#ifndef SIM_TOOL_H
#define SIM_TOOL_H

#include "load_requests.h"
#include "pace.h"
#include "sim_plan.h"
#include "tool.h"

struct sim_tool {
	struct simulator_options o;
	struct sim_plan plan;
	int64_t n, rare;
	double rate;		/* rows a second, by the clock; 0: none */
	const char *format;	/* of the output, or NULL */
	const char *replay;	/* a log of requests, or NULL */
	double speed;
	/* Load for a server; to is NULL: rows are written. */
	const char *to;
	int64_t n_connections, rows_each;
	int64_t duration, timeout;	/* microseconds */
	const char *histogram;	/* a file, or NULL */
};

extern const struct option_def sim_options[];

void sim_tool_init(struct sim_tool *);
void sim_tool_release(struct sim_tool *);
/* After the options were read: wrong ones are fatal, what follows from others
   is settled. */
void sim_tool_check(const struct tool *, struct sim_tool *);

/* Send the rows, which are closed; when they are due is what pace says.
   Columns for which left_out is 1 are not sent (NULL: all are). Returns the
   exit status: 1 where a request was not answered with 2xx. */
int sim_load_run(const struct tool *, const struct sim_tool *,
    struct stream *rows, const struct pace_options *pace,
    const uint8_t *left_out);

#endif
