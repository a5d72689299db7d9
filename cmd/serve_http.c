/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "known_name.h"
#include "reloader.h"
#include "shadow.h"
#include "signal_pipe.h"
#include "signature.h"

#include "serve_http.h"

#define GRACE 10		/* seconds for requests that run at the end */

static void
tell(void *t, const char *text)
{
	tool_warn(t, "%s", text);
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
	const char *text = getenv(SERVE_TOKENS);
	struct diag d = DIAG_INIT;

	tokens_init(tokens);
	if (path != NULL && tokens_add_file(tokens, path, &d) == -1)
		tool_die(t, &d);
	if (text != NULL && tokens_add(tokens, text, &d) == -1) {
		diag_prefix(&d, SERVE_TOKENS);
		tool_die(t, &d);
	}
}

static void
serve_models(const struct tool *t, struct serving *s,
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

static void
check_seconds(const struct tool *t, const char *option, int64_t seconds)
{
	if (seconds < 1 || seconds > 86400)
		tool_usage(t, "%s wants 1 to 86400 seconds", option);
}

void
serve_http_check(const struct tool *t, const struct serve_options *o)
{
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
	    o->explain || o->exact || o->form.no_header ||
	    o->form.missing != NULL || t->output != NULL ||
	    t->format != NULL))
		tool_usage(t, "--listen does not go with --only, --name-score, "
		    "--explain (ask with ?explain), --rows-exact, "
		    "--no-header=both, --na, -o and -O");
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

void
serve_http_admit(const struct tool *t, const struct serve_options *o,
    const struct predictor *p)
{
	struct diag d = DIAG_INIT;
	char *file;

	if (o->signers == NULL)
		return;
	if (known_model(t->args[0], &file, &d) == -1 ||
	    signature_require(file, p->sha, o->signers, &d) != 1) {
		diag_prefix(&d, "%s", t->args[0]);
		tool_die(t, &d);
	}
	free(file);
}

void
serve_http(const struct tool *t, const struct serve_options *o)
{
	struct serving serving = {
		.log = LOG_FILE_NONE, .shadow_log = LOG_FILE_NONE,
		.access_log = LOG_FILE_NONE
	};

	catch_signals(t);	/* also those that come while models are read */
	add_models(t, &serving.models, o);
	serve_models(t, &serving, o);
	registry_release(&serving.models);
	log_file_close(&serving.shadow_log);
	free(o->aliases.v);
	free(o->canaries.v);
	free(o->shadows.v);
}
