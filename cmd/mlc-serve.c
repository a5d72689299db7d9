/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-serve: raw rows from standard input, scored; or over HTTP. */
#include <string.h>

#include "explainer.h"
#include "numtext.h"
#include "raw_rows.h"
#include "row_report.h"
#include "scored_stream.h"

#include "serve_http.h"

static void
tell(void *t, const char *text)
{
	tool_warn(t, "%s", text);
}

/* Every row is answered before the next one is waited for. */
static void
write_rows(const struct tool *t, struct stream *s,
    const struct text_form *form)
{
	struct diag d = DIAG_INIT;
	const struct batch *b;
	struct sink *sink;
	int r;

	if (t->no_lineage)
		head_clear_lineage(&s->head);
	if (sink_open(t->output, t->format, &s->head, &sink, &d) == -1 ||
	    sink_set_form(sink, form, &d) == -1)
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
serve_stdin(const struct tool *t, const struct serve_options *given)
{
	bool only = given->only;
	struct predictor *p;
	struct predictor_counts counts = { 0 };
	struct diag d = DIAG_INIT;
	struct source_options o;
	struct read_report read;
	struct scored_options scored = { .only = only, .read = &read,
	    .name_score = given->name_score, .explain = given->explain,
	    .n_reasons = (size_t)given->n_reasons, .counts = &counts };
	struct row_report report = { .read = &read, .scored = &counts };
	struct stream *in, *s;
	struct read_spec spec;

	if (predictor_open(t->args[0], &p, &d) == -1)
		tool_die(t, &d);
#ifndef WITHOUT_HTTP
	serve_http_admit(t, given, p);
#endif
	report.raw = &p->spec.schema;
	read_report_init(&read);
	tool_source_options(t, &o);
	read_spec_copy(&spec, &p->spec);
	if (given->form.missing != NULL)
		read_spec_add_na(&spec, given->form.missing);
	o.read.spec = &spec;
	o.read.exact = given->exact;
	if (given->no_header)
		o.read.dialect.header = HEADER_NO;
	o.read.lenient = o.read.no_target = o.read.eager = true;
	o.read.on_bad = BAD_KEEP;
	o.read.report = &read;
	if (source_open(NULL, 0, &o, &in, &d) == -1 ||
	    raw_rows_check(p, in, &read, &d) == -1)
		tool_die(t, &d);
	if (scored_stream(p, tool_record(t, in), &scored, &s, &d) == -1)
		tool_die(t, &d);
	write_rows(t, s, &given->form);
	report.out = only ? NULL : &s->head.schema;
	row_report(&report, tell, (void *)(uintptr_t)t);
	stream_close(s);
	read_report_release(&read);
	read_spec_release(&spec);
	predictor_free(p);
}

static void
check_usage(const struct tool *t, const struct serve_options *o)
{
	if (t->n_args == 0)
		tool_usage(t, "a model file is wanted");
	if (o->http.listen == NULL && t->n_args > 1)
		tool_usage(t, "several models are served over HTTP only "
		    "(--listen); rows come on standard input");
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
set_no_header(void *value, const struct option_def *def, const char *arg,
    struct diag *d)
{
	struct serve_options *o = value;

	(void)def;
	if (arg != NULL && strcmp(arg, "both") != 0)
		return (diag_set(d, "\"%s\" is not both", arg));
	o->no_header = true;
	o->form.no_header = arg != NULL;
	return (0);
}

#ifndef WITHOUT_HTTP
static int
set_limits(void *value, const struct option_def *def, const char *arg,
    struct diag *d)
{
	(void)def;
	return (canary_parse_limits(value, arg, d));
}
#endif

#define AT(member) .at = offsetof(struct serve_options, member)

static const struct option_def options[] = {
	{ OPTION_FLAG, 0, "only", NULL, "leave out the input's columns",
	    AT(only) },
	{ OPTION_FLAG, 0, "name-score", NULL, "call the score of two classes "
	    "score_CLASS, too", AT(name_score) },
	{ OPTION_CALL, 0, "explain", "[=K]", "add what each raw column adds to "
	    "the score;\nK: the K that add most", .call = ask_explain,
	    .at = 0 },
	{ OPTION_CALL, 0, "no-header", "[=both]",
	    "rows have no header: their columns are the model's,\n"
	    "with or without the target; both: nor have scored rows",
	    .call = set_no_header },
	{ OPTION_TEXT, 0, "na", "WORD",
	    "it means missing, in rows and in scored rows",
	    AT(form.missing) },
	{ OPTION_FLAG, 0, "rows-exact", NULL,
	    "each line is a row and gets one, or the run fails",
	    AT(exact) },
#ifndef WITHOUT_HTTP
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
	    "clients need one of these tokens, or of $" SERVE_TOKENS,
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
#endif
	{ OPTION_END }
};

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

#ifndef WITHOUT_HTTP
	canary_options_init(&o.canary);
#endif
	tool_begin(&t, argc, argv);
	check_usage(&t, &o);
#ifndef WITHOUT_HTTP
	serve_http_check(&t, &o);
	if (o.http.listen != NULL)
		serve_http(&t, &o);
#endif
	if (o.http.listen == NULL)
		serve_stdin(&t, &o);
	return (tool_end(&t, 0));
}
