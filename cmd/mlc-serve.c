/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "http_server.h"
#include "raw_rows.h"
#include "row_report.h"
#include "scored_stream.h"
#include "tool.h"

#define GRACE 10		/* seconds for requests that run at the end */

struct serve_options {
	bool only;
	const char *listen, *log;
	uint64_t max_body;
	int64_t max_rows, timeout;
};

static void
tell(void *t, const char *text)
{
	tool_warn(t, "%s", text);
}

/* Every row is answered before the next one is waited for. */
static void
write_rows(const struct tool *t, struct stream *s)
{
	struct diag d = DIAG_INIT;
	const struct batch *b;
	struct sink *sink;
	int r;

	if (t->no_lineage)
		head_clear_lineage(&s->head);
	if (sink_open(t->output, t->format, &s->head, &sink, &d) == -1)
		tool_die(t, &d);
	while ((r = stream_next(s, &b, &d)) == 1) {
		if (sink_write(sink, b, &d) == -1 ||
		    sink_flush(sink, &d) == -1) {
			r = -1;
			break;
		}
	}
	if (r == 0)
		r = sink_finish(sink, s->tail, &d);
	sink_free(sink);
	if (r == -1)
		tool_die(t, &d);
}

static void
serve_stdin(const struct tool *t, const struct predictor *p, bool only)
{
	struct predictor_counts counts = { 0 };
	struct diag d = DIAG_INIT;
	struct source_options o;
	struct read_report read;
	struct scored_options scored = { .only = only, .read = &read,
	    .counts = &counts };
	struct row_report report = { .read = &read,
	    .raw = &p->spec.schema, .scored = &counts };
	struct stream *in, *s;

	read_report_init(&read);
	tool_source_options(t, &o);
	o.read.spec = &p->spec;
	o.read.lenient = o.read.no_target = o.read.eager = true;
	o.read.on_bad = BAD_KEEP;
	o.read.report = &read;
	if (source_open(NULL, 0, &o, &in, &d) == -1 ||
	    raw_rows_check(p, in, &read, &d) == -1)
		tool_die(t, &d);
	if (scored_stream(p, tool_record(t, in), &scored, &s, &d) == -1)
		tool_die(t, &d);
	write_rows(t, s);
	report.out = only ? NULL : &s->head.schema;
	row_report(&report, tell, (void *)(uintptr_t)t);
	stream_close(s);
	read_report_release(&read);
}

/* Read the models again, and go on with a new log. */
static void
reload(const struct tool *t, struct serving *s)
{
	struct diag d = DIAG_INIT;

	for (size_t i = 0; i < s->models.n; i++) {
		if (served_model_reload(s->models.models[i], &d) == -1)
			tool_warn(t, "the old \"%s\" stays: %s",
			    s->models.models[i]->name, d.text);
	}
	if (request_log_reopen(&s->log, &d) == -1)
		tool_warn(t, "the old log stays: %s", d.text);
}

/* Until SIGINT or SIGTERM. */
static void
wait_for_end(const struct tool *t, struct serving *s, const sigset_t *signals)
{
	const struct timespec second = { .tv_sec = 1 };
	bool told = false;
	int number;

	for (;;) {
		number = sigtimedwait(signals, NULL, &second);
		if (number == SIGINT || number == SIGTERM)
			return;
		if (number == SIGHUP)
			reload(t, s);
		if (!told && atomic_load(&s->log.failed) > 0) {
			tool_warn(t, "%s: a request could not be logged; "
			    "mlc_log_errors_total counts them", s->log.path);
			told = true;
		}
	}
}

static void
block_signals(sigset_t *signals)
{
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(signals);
	sigaddset(signals, SIGHUP);
	sigaddset(signals, SIGINT);
	sigaddset(signals, SIGTERM);
	pthread_sigmask(SIG_BLOCK, signals, NULL);
}

static void
serve_http(const struct tool *t, struct serving *s,
    const struct serve_options *o)
{
	const struct http_options http = {
		.listen = o->listen, .max_body = o->max_body,
		.timeout = (unsigned)o->timeout,
		.n_threads = (int)t->n_threads
	};
	struct http_server *server;
	struct diag d = DIAG_INIT;
	sigset_t signals;

	if (request_log_open(&s->log, o->log, &d) == -1)
		tool_die(t, &d);
	block_signals(&signals);
	if (http_server_start(&http, s, &server, &d) == -1)
		tool_die(t, &d);
	tool_warn(t, "listening on %s", http_server_address(server));
	wait_for_end(t, s, &signals);
	http_server_stop(server, GRACE);
	request_log_close(&s->log);
}

static void
check_usage(const struct tool *t, const struct serve_options *o)
{
	if (t->n_args == 0)
		tool_usage(t, "a model file is wanted");
	if (o->listen == NULL && t->n_args > 1)
		tool_usage(t, "several models are served over HTTP only "
		    "(--listen); rows come on standard input");
	if (o->listen == NULL && o->log != NULL)
		tool_usage(t, "--log goes with --listen");
	if (o->listen != NULL && (o->only || t->output != NULL ||
	    t->format != NULL))
		tool_usage(t, "--listen does not go with --only, -o and -O");
	if (o->timeout < 1 || o->timeout > 86400)
		tool_usage(t, "--timeout wants 1 to 86400 seconds");
	if (o->max_rows < 1)
		tool_usage(t, "--max-rows wants at least 1");
}

#define AT(member) .at = offsetof(struct serve_options, member)

static const struct option_def options[] = {
	{ OPTION_FLAG, 0, "only", NULL, "leave out the input's columns",
	    AT(only) },
	{ OPTION_TEXT, 0, "listen", "ADDR:PORT",
	    "serve HTTP there, or at unix:PATH; port 0: any free one",
	    AT(listen) },
	{ OPTION_TEXT, 0, "log", "FILE",
	    "append each row that was scored, as JSONL", AT(log) },
	{ OPTION_SIZE, 0, "max-body", "SIZE",
	    "longest body of a request (default 16M)", AT(max_body) },
	{ OPTION_INT, 0, "max-rows", "N",
	    "most rows of a request (default 100000)", AT(max_rows) },
	{ OPTION_INT, 0, "timeout", "SECONDS",
	    "how long a client may be silent (default 30)", AT(timeout) },
	{ OPTION_END }
};

int
main(int argc, char **argv)
{
	struct serve_options o = {
		.max_body = (uint64_t)16 << 20, .max_rows = 100000,
		.timeout = 30
	};
	struct tool t = {
		.name = "mlc-serve",
		.synopsis = "[options] MODEL\n"
		    "--listen ADDR:PORT [options] [NAME=]MODEL...",
		.summary = "Scores raw rows from standard input, or over HTTP.",
		.shares = SHARE_OUTPUT | SHARE_THREADS | SHARE_LINEAGE |
		    SHARE_PARTIAL,
		.options = options,
		.own = &o
	};
	struct serving serving = { .log = { .fd = -1 } };
	struct diag d = DIAG_INIT;

	tool_begin(&t, argc, argv);
	check_usage(&t, &o);
	registry_init(&serving.models);
	for (size_t i = 0; i < t.n_args; i++) {
		if (registry_add(&serving.models, t.args[i],
		    (size_t)o.max_rows, &d) == -1)
			tool_die(&t, &d);
	}
	if (o.listen != NULL)
		serve_http(&t, &serving, &o);
	else
		serve_stdin(&t, serving.models.models[0]->versions->p, o.only);
	registry_release(&serving.models);
	return (tool_end(&t, 0));
}
