/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "canary.h"
#include "explainer.h"
#include "http_server.h"
#include "numtext.h"
#include "raw_rows.h"
#include "reloader.h"
#include "row_report.h"
#include "scored_stream.h"
#include "shadow.h"
#include "signal_pipe.h"
#include "signature.h"
#include "tool.h"

#define TOKENS "MLC_SERVE_TOKENS"	/* in the environment */
#define GRACE 10		/* seconds for requests that run at the end */

struct serve_options {
	bool only, name_score, allow_load, auto_reload, strict, explain;
	int64_t n_reasons;
	const char *token_file, *signers;
	const char *log, *shadow_log, *access_log;
	struct option_texts aliases, canaries, shadows;
	struct canary_options canary;
	int64_t max_rows, drift;
	struct http_options http;
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
serve_stdin(const struct tool *t, const struct predictor *p,
    const struct serve_options *given)
{
	bool only = given->only;
	struct predictor_counts counts = { 0 };
	struct diag d = DIAG_INIT;
	struct source_options o;
	struct read_report read;
	struct scored_options scored = { .only = only, .read = &read,
	    .name_score = given->name_score, .explain = given->explain,
	    .n_reasons = (size_t)given->n_reasons, .counts = &counts };
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

static void
catch_signals(const struct tool *t)
{
	static const int numbers[] = { SIGHUP, SIGUSR1, SIGINT, SIGTERM };
	struct diag d = DIAG_INIT;

	signal(SIGPIPE, SIG_IGN);
	if (signal_pipe_open(numbers, sizeof(numbers) / sizeof(numbers[0]),
	    &d) == -1)
		tool_die(t, &d);
}

/* Until SIGINT or SIGTERM. */
static void
wait_for_end(const struct tool *t, struct http_server *h, struct serving *s,
    struct reloader *r)
{
	bool told = false;
	int number;

	while ((number = signal_pipe_wait(1000)) == 0 || number == SIGHUP ||
	    number == SIGUSR1) {
		if (number == SIGHUP)
			reloader_reload(r);
		if (number == SIGUSR1)
			reloader_reopen(r);
		http_server_watch(h);
		canary_watch(&s->models);
		if (!told && atomic_load(&s->log.failed) > 0) {
			tool_warn(t, "%s: a request could not be logged; "
			    "mlc_log_errors_total counts them", s->log.path);
			told = true;
		}
	}
	http_server_stop(h, GRACE);
}

static void
read_tokens(const struct tool *t, struct tokens *tokens, const char *path)
{
	const char *text = getenv(TOKENS);
	struct diag d = DIAG_INIT;

	tokens_init(tokens);
	if (path != NULL && tokens_add_file(tokens, path, &d) == -1)
		tool_die(t, &d);
	if (text != NULL && tokens_add(tokens, text, &d) == -1) {
		diag_prefix(&d, TOKENS);
		tool_die(t, &d);
	}
}

static void
serve_http(const struct tool *t, struct serving *s,
    const struct serve_options *o)
{
	struct log_file *const logs[] = {
		&s->log, &s->shadow_log, &s->access_log, NULL
	};
	struct http_options http = o->http;
	struct http_server *server;
	struct reloader *reloader;
	struct diag d = DIAG_INIT;

	http.n_threads = (int)t->n_threads;
	read_tokens(t, &s->tokens, o->token_file);
	s->allow_load = o->allow_load;
	s->strict = o->strict;
	s->models.tell = tell;
	s->models.tell_ctx = (void *)(uintptr_t)t;
	if (log_file_open(&s->log, o->log, &d) == -1 ||
	    log_file_open(&s->access_log, o->access_log, &d) == -1 ||
	    log_file_open(&s->shadow_log, o->shadow_log, &d) == -1)
		tool_die(t, &d);
	for (size_t i = 0; i < o->shadows.n; i++) {
		if (shadow_add(&s->models, o->shadows.v[i], &s->shadow_log,
		    &d) == -1)
			tool_usage(t, "--shadow %s", d.text);
	}
	if (http_server_start(&http, s, &server, &d) == -1)
		tool_die(t, &d);
	if (reloader_start(&s->models, logs, o->auto_reload, &reloader, &d) ==
	    -1)
		tool_die(t, &d);
	tool_warn(t, "listening on %s", http_server_address(server));
	wait_for_end(t, server, s, reloader);
	reloader_stop(reloader);
	log_file_close(&s->log);
	log_file_close(&s->access_log);
	tokens_release(&s->tokens);
}

static void
check_seconds(const struct tool *t, const char *option, int64_t seconds)
{
	if (seconds < 1 || seconds > 86400)
		tool_usage(t, "%s wants 1 to 86400 seconds", option);
}

static void
check_usage(const struct tool *t, const struct serve_options *o)
{
	if (t->n_args == 0)
		tool_usage(t, "a model file is wanted");
	if (o->http.listen == NULL && t->n_args > 1)
		tool_usage(t, "several models are served over HTTP only "
		    "(--listen); rows come on standard input");
	if (o->http.listen == NULL && (o->log != NULL ||
	    o->access_log != NULL))
		tool_usage(t, "--log and --access-log go with --listen");
	if (o->http.listen == NULL && (o->strict || o->auto_reload ||
	    o->aliases.n + o->canaries.n + o->shadows.n > 0))
		tool_usage(t, "--strict, --auto-reload, --alias, --canary and "
		    "--shadow go with --listen");
	if (o->drift != 0 && (o->http.listen == NULL || o->drift < 100))
		tool_usage(t, "--drift wants at least 100 rows, and --listen");
	if (o->shadow_log != NULL && o->shadows.n == 0)
		tool_usage(t, "--shadow-log goes with --shadow");
	if (o->http.listen != NULL && (o->only || o->name_score ||
	    o->explain || t->output != NULL || t->format != NULL))
		tool_usage(t, "--listen does not go with --only, --name-score, "
		    "--explain (ask with ?explain), -o and -O");
	if ((o->http.tls_cert == NULL) != (o->http.tls_key == NULL))
		tool_usage(t, "--tls-cert and --tls-key go together");
	check_seconds(t, "--timeout", o->http.timeout);
	check_seconds(t, "--body-time", o->http.body_time);
	if (o->http.max_connections < 1 || o->http.max_per_address < 1)
		tool_usage(t, "--max-connections and --max-per-address want "
		    "at least 1");
	if (o->max_rows < 1)
		tool_usage(t, "--max-rows wants at least 1");
}

static int
ask_explain(void *value, const struct option_def *def, const char *arg,
    struct diag *d)
{
	struct serve_options *o = value;

	(void)def;
	o->explain = true;
	if (arg != NULL && (parse_int(arg, strlen(arg), &o->n_reasons) == -1 ||
	    o->n_reasons < 1 || o->n_reasons > EXPLAIN_MAX))
		return (diag_set(d, "wants 1 to %d columns: \"%s\"",
		    EXPLAIN_MAX, arg));
	return (0);
}

static int
set_limits(void *value, const struct option_def *def, const char *arg,
    struct diag *d)
{
	(void)def;
	return (canary_parse_limits(value, arg, d));
}

#define AT(member) .at = offsetof(struct serve_options, member)

static const struct option_def options[] = {
	{ OPTION_FLAG, 0, "only", NULL, "leave out the input's columns",
	    AT(only) },
	{ OPTION_FLAG, 0, "name-score", NULL, "call the score of two classes "
	    "score_CLASS, too", AT(name_score) },
	{ OPTION_CALL, 0, "explain", "[=K]", "add what each raw column adds to "
	    "the score;\nK: the K that add most", .call = ask_explain,
	    .at = 0 },
	{ OPTION_TEXT, 0, "listen", "ADDR:PORT",
	    "serve HTTP there, or at unix:PATH, or at systemd's socket\n"
	    "(systemd); port 0: any free one",
	    AT(http.listen) },
	{ OPTION_TEXTS, 0, "alias", "ALIAS=VERSION",
	    "call a version so, too; production: where none is named",
	    AT(aliases) },
	{ OPTION_TEXTS, 0, "canary", "FILE:SHARE,...",
	    "a new model for a share of the requests, as 10% or\n"
	    "10%,1h,50%; stopped when it is worse", AT(canaries) },
	{ OPTION_CALL, 0, "canary-limits", "LIMITS", "how much worse it may "
	    "be (default\nerrors=5%,latency=2,drift=0.25)",
	    .call = set_limits, AT(canary) },
	{ OPTION_TEXTS, 0, "shadow", "FILE",
	    "a model that scores the same requests and never answers",
	    AT(shadows) },
	{ OPTION_TEXT, 0, "shadow-log", "FILE",
	    "append what it scored, as JSONL", AT(shadow_log) },
	{ OPTION_INT, 0, "drift", "N",
	    "tell how the last N rows differ from those of training",
	    AT(drift) },
	{ OPTION_TEXT, 0, "log", "FILE",
	    "append each row that was scored, as JSONL", AT(log) },
	{ OPTION_TEXT, 0, "access-log", "FILE",
	    "append each request, as JSONL", AT(access_log) },
	{ OPTION_FLAG, 0, "strict", NULL,
	    "refuse requests with unknown columns or bad values (422)",
	    AT(strict) },
	{ OPTION_FLAG, 0, "auto-reload", NULL,
	    "read a model again when its file has changed", AT(auto_reload) },
	{ OPTION_TEXT, 0, "token-file", "FILE",
	    "clients need one of these tokens, or of $" TOKENS,
	    AT(token_file) },
	{ OPTION_TEXT, 0, "tls-cert", "FILE", "serve HTTPS: the certificate, "
	    "with its chain, as PEM", AT(http.tls_cert) },
	{ OPTION_TEXT, 0, "tls-key", "FILE", "its key, as PEM",
	    AT(http.tls_key) },
	{ OPTION_FLAG, 0, "allow-plain", NULL,
	    "serve other machines without TLS, too", AT(http.allow_plain) },
	{ OPTION_TEXT, 0, "require-signature", "FILE",
	    "serve models only that are signed by one of its public\n"
	    "keys (mlc-track sign)", AT(signers) },
	{ OPTION_FLAG, 0, "allow-load", NULL,
	    "let requests have a model read again", AT(allow_load) },
	{ OPTION_SIZE, 0, "max-body", "SIZE",
	    "longest body of a request (default 16M)", AT(http.max_body) },
	{ OPTION_INT, 0, "max-rows", "N",
	    "most rows of a request (default 100000)", AT(max_rows) },
	{ OPTION_SIZE, 0, "max-bodies", "SIZE",
	    "all bodies that are held together (default 256M)",
	    AT(http.max_bodies) },
	{ OPTION_INT, 0, "max-connections", "N",
	    "most clients at once (default 4096)",
	    AT(http.max_connections) },
	{ OPTION_INT, 0, "max-per-address", "N",
	    "most of them from one address (default 2048)",
	    AT(http.max_per_address) },
	{ OPTION_INT, 0, "timeout", "SECONDS",
	    "how long a client may be silent, and a request's head\n"
	    "may take (default 30)", AT(http.timeout) },
	{ OPTION_INT, 0, "body-time", "SECONDS",
	    "how long a request's body may take (default 60)",
	    AT(http.body_time) },
	{ OPTION_END }
};

/* ctx: the file of public keys. */
static int
ask_signature(void *ctx, const char *path, const char *sha, struct diag *d)
{
	return (signature_require(path, sha, ctx, d));
}

static void
add_models(const struct tool *t, struct registry *r,
    const struct serve_options *o)
{
	struct diag d = DIAG_INIT;

	registry_init(r, (size_t)o->max_rows, (size_t)o->drift);
	if (o->signers != NULL)
		r->admission = (struct admission){ ask_signature,
			(void *)(uintptr_t)o->signers };
	for (size_t i = 0; i < t->n_args; i++) {
		if (registry_add(r, t->args[i], &d) == -1)
			tool_die(t, &d);
	}
	for (size_t i = 0; i < o->aliases.n; i++) {
		if (registry_add_alias(r, o->aliases.v[i], &d) == -1)
			tool_usage(t, "--alias %s", d.text);
	}
	for (size_t i = 0; i < o->canaries.n; i++) {
		if (canary_add(r, o->canaries.v[i], &o->canary, &d) == -1)
			tool_usage(t, "--canary %s", d.text);
	}
}

int
main(int argc, char **argv)
{
	struct serve_options o = {
		.max_rows = 100000, .http = HTTP_OPTIONS_DEFAULT
	};
	struct tool t = {
		.name = "mlc-serve",
		.synopsis = "[options] MODEL\n"
		    "--listen ADDR:PORT [options] [NAME[@VERSION]=]MODEL...",
		.summary = "Scores raw rows from standard input, or over HTTP.",
		.shares = SHARE_OUTPUT | SHARE_THREADS | SHARE_LINEAGE |
		    SHARE_PARTIAL | SHARE_READ,
		.options = options,
		.own = &o
	};
	struct serving serving = {
		.log = LOG_FILE_NONE, .shadow_log = LOG_FILE_NONE,
		.access_log = LOG_FILE_NONE
	};

	canary_options_init(&o.canary);

	tool_begin(&t, argc, argv);
	check_usage(&t, &o);
	/* Also those that come while models are read. */
	if (o.http.listen != NULL)
		catch_signals(&t);
	add_models(&t, &serving.models, &o);
	if (o.http.listen != NULL)
		serve_http(&t, &serving, &o);
	else
		serve_stdin(&t, serving.models.models[0]->versions->p, &o);
	registry_release(&serving.models);
	log_file_close(&serving.shadow_log);
	free(o.aliases.v);
	free(o.canaries.v);
	free(o.shadows.v);
	return (tool_end(&t, 0));
}
