/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows as requests, and what became of them. */
#include "load.h"
#include "load_report.h"
#include "sink.h"

#include "sim_tool.h"

static void
write_histogram(const struct tool *t, const char *path,
    const struct load_result *result)
{
	struct stream *s = load_report_histogram(result);
	struct sink *sink;
	struct diag d = DIAG_INIT;

	if (sink_open(path, NULL, &s->head, &sink, &d) == -1 ||
	    sink_rows(sink, s, &d) == -1 || sink_end(sink, s, &d) == -1)
		tool_die(t, &d);
	sink_free(sink);
	stream_close(s);
}

static void
report(struct tool t, const struct sim_tool *s,
    const struct load_result *result)
{
	struct str bars = STR_INIT;
	bool for_people = t.format == NULL && t.output == NULL;

	if (for_people)
		t.format = "table";
	tool_write(&t, load_report(result));
	if (for_people) {
		load_report_bars(result, &bars);
		tool_print(&t, &bars);
		str_release(&bars);
	}
	if (s->histogram != NULL)
		write_histogram(&t, s->histogram, result);
}

int
sim_load_run(const struct tool *t, const struct sim_tool *s,
    struct stream *rows, const struct pace_options *pace,
    const uint8_t *left_out)
{
	struct load_target target;
	struct load_making m = { .target = &target,
	    .rows = (uint64_t)s->rows_each, .arrivals = pace->arrivals,
	    .speed = pace->speed, .time_col = pace->time_col,
	    .left_out = left_out, .mem = t->mem };
	struct load_options o = { .target = &target,
	    .n_connections = (size_t)s->n_connections,
	    .is_open = pace->speed > 0 || pace->arrivals.rate > 0,
	    .duration = (uint64_t)s->duration * 1000,
	    .timeout = (uint64_t)s->timeout * 1000 };
	struct load_requests requests;
	struct load_result result;
	struct diag d = DIAG_INIT;
	int status;

	if (load_target_parse(s->to, &target, &d) == -1 ||
	    load_requests_make(rows, &m, &requests, &d) == -1 ||
	    load_run(&requests, &o, &result, &d) == -1)
		tool_die(t, &d);
	stream_close(rows);
	report(*t, s, &result);
	status = load_failures(&result) > 0;
	load_result_release(&result);
	load_requests_release(&requests);
	load_target_release(&target);
	return (status);
}
