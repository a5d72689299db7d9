/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mem.h"

#include "access_log.h"
#include "answer.h"
#include "canary.h"
#include "clock.h"
#include "exchange.h"
#include "proto.h"
#include "shadow.h"
#include "warnings.h"

static const struct route model_routes[] = {
	{ "POST", "/invocations", mlflow_invocations, "Predictions for rows",
	    REPLY_PREDICTIONS, BODY_ROWS_OR_CSV },
	{ "POST", "/v2/models/{model}/infer", v2_infer,
	    "Predictions for tensors", REPLY_INFERENCE, BODY_TENSORS },
	{ "POST", "/v2/models/{model}/versions/{version}/infer", v2_infer,
	    "The same by one version", REPLY_INFERENCE, BODY_TENSORS },
	{ "POST", "/v1/models/{model}:predict", v1_predict,
	    "Predictions for rows", REPLY_PREDICTIONS, BODY_ROWS },
	{ "POST", "/v2/repository/index", v2_repository_index,
	    "The models and their state", REPLY_JSON },
	{ "POST", "/v2/repository/models/{model}/load", v2_repository_load,
	    "Read a model's file again", REPLY_JSON },
	{ "GET", "/", start_page, "A page for people", REPLY_HTML },
	{ "GET", "/openapi.json", openapi_document, "This document",
	    REPLY_JSON },
	{ "GET", "/ping", mlflow_ping, "Is it ready?", REPLY_JSON,
	    .is_open = true },
	{ "GET", "/health", mlflow_ping, "Is it ready?", REPLY_JSON,
	    .is_open = true },
	{ "GET", "/version", mlflow_version, "The version of mlc",
	    REPLY_TEXT },
	{ "GET", "/metrics", metrics_page, "Counts for Prometheus",
	    REPLY_TEXT },
	{ "GET", "/v1/models", v1_models, "Names of models", REPLY_JSON },
	{ "GET", "/v1/models/{model}", v1_model, "A model and its classes",
	    REPLY_JSON },
	{ "GET", "/v2", v2_server, "The server and its extensions",
	    REPLY_JSON },
	{ "GET", "/v2/health/live", v2_live, "Is it there?", REPLY_JSON,
	    .is_open = true },
	{ "GET", "/v2/health/ready", v2_ready, "Is it ready?", REPLY_JSON,
	    .is_open = true },
	{ "GET", "/v2/models", v2_models, "Names of models", REPLY_JSON },
	{ "GET", "/v2/models/{model}", v2_model,
	    "Inputs, outputs and versions of a model", REPLY_JSON },
	{ "GET", "/v2/models/{model}/ready", v2_model_ready,
	    "Is the model ready?", REPLY_JSON },
	{ "GET", "/v2/models/{model}/versions/{version}", v2_model,
	    "Inputs and outputs of a version", REPLY_JSON },
	{ "GET", "/v2/models/{model}/versions/{version}/ready",
	    v2_model_ready, "Is the version ready?", REPLY_JSON },
	{ NULL }
};
#define N_ROUTES (sizeof(model_routes) / sizeof(model_routes[0]) - 1)

_Static_assert(N_ROUTES < ROUTES_MAX, "metrics have room for all routes");

/* Does the path have this form? Fills the exchange's params. */
static bool
matches(struct exchange *ex, const char *pattern)
{
	const char *p = ex->path, *start;
	size_t k = 0;

	for (; *pattern != '\0'; pattern++) {
		if (*pattern != '{') {
			if (*p++ != *pattern)
				return (false);
			continue;
		}
		for (start = p; *p != '\0' && *p != '/' && *p != ':'; p++)
			;
		if (p == start)
			return (false);
		ex->param[k++] = (struct part){ start, (size_t)(p - start) };
		pattern = strchr(pattern, '}');
	}
	return (*p == '\0');
}

static bool
takes_method(const struct route *r, const char *method)
{
	return (strcmp(r->method, method) == 0 ||
	    (strcmp(method, "HEAD") == 0 && strcmp(r->method, "GET") == 0));
}

/* The route of the path that takes the method, else one of the path; NULL:
   there is none. */
static const struct route *
find_route(struct exchange *ex)
{
	const struct route *r = ex->serving->routes, *found = NULL;

	for (r = r != NULL ? r : model_routes; r->method != NULL; r++) {
		ex->param[0].n = ex->param[1].n = 0;
		if (!matches(ex, r->pattern))
			continue;
		if (takes_method(r, ex->method))
			return (r);
		found = r;
	}
	return (found);
}

const struct route *
exchange_route(size_t i)
{
	return (i < N_ROUTES ? &model_routes[i] : NULL);
}

const char *
exchange_route_name(size_t route)
{
	return (route < N_ROUTES ? model_routes[route].pattern : "other");
}

static const char *
error_code(int status)
{
	switch (status) {
	case 401:
		return ("UNAUTHENTICATED");
	case 404:
		return ("RESOURCE_DOES_NOT_EXIST");
	case 403:
		return ("PERMISSION_DENIED");
	case 413:
		return ("REQUEST_LIMIT_EXCEEDED");
	case 503:
		return ("TEMPORARILY_UNAVAILABLE");
	case 500:
		return ("INTERNAL_ERROR");
	default:
		return ("BAD_REQUEST");
	}
}

void
exchange_add_warnings(const struct exchange *ex, struct str *out)
{
	if (ex->n_warnings == 0)
		return;
	str_addz(out, ",\"warnings\":");
	str_add(out, ex->warnings.buf, ex->warnings.len);
}

/* The reply to a failed request, as the protocol of the path has it. */
static void
write_error(struct exchange *ex, int status, const struct diag *d)
{
	bool kserve = strncmp(ex->path, "/v1", 3) == 0 ||
	    strncmp(ex->path, "/v2", 3) == 0;

	str_clear(&ex->reply);
	if (status == 415) {
		str_addf(&ex->reply, "%s\n", d->text);
		ex->reply_type = "text/plain; charset=utf-8";
		return;
	}
	ex->reply_type = "application/json";
	if (kserve)
		str_addz(&ex->reply, "{\"error\":");
	else
		str_addf(&ex->reply, "{\"error_code\":\"%s\",\"message\":",
		    error_code(status));
	answer_text(d->text, &ex->reply);
	exchange_add_warnings(ex, &ex->reply);
	str_addc(&ex->reply, '}');
}

struct attempt {
	const struct route *route;
	struct exchange *ex;
	struct diag *diag;
	int status;
};

static void
run_route(void *ctx)
{
	struct attempt *a = ctx;

	a->status = a->route->run(a->ex, a->diag);
}

/* One that does not fit into memory is not answered, and the others are.
   Handlers that take no scorer may hold locks while they allocate. */
static int
run_scoring(const struct route *r, struct exchange *ex, struct diag *d)
{
	struct attempt a = { r, ex, d, 503 };
	bool whole = mem_try(run_route, &a) == 0;

	if (ex->scorer != NULL)
		scorer_give(ex->scorer, whole, ex->n_body);
	if (ex->spare != NULL)
		scorer_give(ex->spare, whole, ex->n_body);
	ex->scorer = ex->spare = NULL;
	if (!whole) {
		str_release(&ex->reply);
		ex->reply_json = ex->n_warnings = 0;
		diag_set(d, "out of memory for this request");
	}
	return (a.status);
}

/* Other routes than those of models are not told apart. */
static void
finish(const struct exchange *ex, const struct route *r, int status,
    uint64_t nanoseconds)
{
	size_t route = r == NULL || ex->serving->routes != NULL ?
	    ROUTES_MAX - 1 : (size_t)(r - model_routes);

	serve_metrics_count(&ex->serving->metrics, route, status, nanoseconds);
	access_log_add(&ex->serving->access_log, ex, status, nanoseconds);
}

int
exchange_run(struct exchange *ex)
{
	struct diag d = DIAG_INIT;
	uint64_t begin = clock_now();
	const struct route *r = find_route(ex);
	int status;

	ex->reply_type = "application/json";
	ex->reply_json = ex->n_warnings = 0;
	ex->warnings = ex->answered_by = (struct str)STR_INIT;
	ex->allow = NULL;
	ex->scorer = ex->spare = NULL;
	ex->n_rows = 0;
	traceparent_parse(ex->traceparent, &ex->trace);
	if (r == NULL) {
		diag_set(&d, "no such path: %s", ex->path);
		status = 404;
	} else if (!takes_method(r, ex->method)) {
		ex->allow = *r->method == 'G' ? "GET, HEAD" : "POST";
		diag_set(&d, "%s wants %s", ex->path, r->method);
		status = 405;
	} else if (r->body != BODY_NONE) {
		status = run_scoring(r, ex, &d);
	} else {
		status = r->run(ex, &d);
	}
	if (status != 200)
		write_error(ex, status, &d);
	str_release(&ex->warnings);
	finish(ex, r, status, clock_now() - begin);
	return (status);
}

bool
exchange_admits(struct exchange *ex, const char *authorization,
    struct diag *d)
{
	const struct tokens *t = &ex->serving->tokens;
	const struct route *r = t->n == 0 ? NULL : find_route(ex);

	if (t->n == 0 || (r != NULL && r->is_open) ||
	    tokens_admit(t, authorization))
		return (true);
	ex->challenge = authorization == NULL ? "Bearer" :
	    "Bearer error=\"invalid_token\"";
	diag_set(d, "a token is wanted: Authorization: Bearer TOKEN");
	return (false);
}

int
exchange_refuse(struct exchange *ex, int status, const struct diag *d)
{
	ex->allow = NULL;
	ex->n_warnings = 0;
	write_error(ex, status, d);
	finish(ex, find_route(ex), status, 0);
	return (status);
}

bool
exchange_is_ready(const struct exchange *ex, struct diag *d)
{
	if (!atomic_load(&ex->serving->stopping))
		return (true);
	diag_set(d, "the server is about to end");
	return (false);
}

/* "churn@3" stands for churn/versions/3. */
static void
split_version(struct exchange *ex)
{
	struct part *name = &ex->param[0], *version = &ex->param[1];
	const char *at = name->n > 0 ? memchr(name->p, '@', name->n) : NULL;

	if (at == NULL || version->n > 0)
		return;
	version->p = at + 1;
	version->n = (size_t)(name->p + name->n - version->p);
	name->n = (size_t)(at - name->p);
}

struct model_version *
exchange_version(struct exchange *ex, struct diag *d)
{
	split_version(ex);
	return (registry_take(&ex->serving->models, ex->param[0], ex->param[1],
	    d));
}

/* What was read by ex->scorer. Returns a status. */
static int
score_rows(struct exchange *ex, const struct batch **scored, struct diag *d)
{
	struct scorer *s = ex->scorer;

	if (ex->serving->strict && warnings_refuse(s, d)) {
		ex->n_warnings = warnings_write(s, NULL, &ex->warnings);
		return (422);
	}
	return (scorer_score(s, scored, d) == 0 ? 200 : 400);
}

/* Have the canary answer in place of ex->scorer, which read the rows, too. What
   it cannot answer is nobody's fault but its own. */
static bool
is_answered_by(struct exchange *ex, struct model_version *canary,
    const struct request_body *body, const struct batch **scored)
{
	struct scorer *left = ex->scorer;
	struct diag ignored;
	bool ok;

	ex->spare = left;
	ex->scorer = NULL;
	ex->scorer = scorer_take(canary);
	ok = body->read(&ex->scorer->table, body, &ignored) == 0 &&
	    score_rows(ex, scored, &ignored) == 200;
	canary_count(left->version->of->canary, ex->scorer, ok ? *scored :
	    NULL);
	if (!ok) {
		left = ex->scorer;
		ex->scorer = ex->spare;
		str_clear(&ex->warnings);
		ex->n_warnings = 0;
	}
	ex->spare = NULL;
	scorer_give(left, true, ex->n_body);
	return (ok);
}

/* The rows of a path that names no version. */
static int
score_by_either(struct exchange *ex, const struct request_body *body,
    const struct batch **scored, struct diag *d)
{
	struct canary *c = ex->scorer->version->of->canary;
	struct model_version *v = canary_take(c, ex->scorer);
	int status;

	if (v != NULL) {
		if (is_answered_by(ex, v, body, scored))
			return (200);
		/* What the body asks for was noted by the other one. */
		return (body->read(&ex->scorer->table, body, d) == -1 ? 400 :
		    score_rows(ex, scored, d));
	}
	status = score_rows(ex, scored, d);
	canary_count(c, ex->scorer, status == 200 ? *scored : NULL);
	return (status);
}

int
exchange_score(struct exchange *ex, const struct request_body *body,
    const struct batch **scored, struct diag *d)
{
	struct model_version *v = exchange_version(ex, d);
	const struct served_model *m;
	bool is_open = ex->param[1].n == 0;
	int status;

	if (v == NULL)
		return (404);
	m = v->of;
	ex->scorer = scorer_take(v);
	if (body->read(&ex->scorer->table, body, d) == -1)
		return (400);
	status = is_open && m->canary != NULL ?
	    score_by_either(ex, body, scored, d) : score_rows(ex, scored, d);
	if (status != 200)
		return (status);
	v = ex->scorer->version;
	str_addf(&ex->answered_by, "%s@%s", m->name, version_label(v));
	ex->n_warnings = warnings_write(ex->scorer, *scored, &ex->warnings);
	ex->n_rows = (*scored)->n_rows;
	ex->scorer->trace = ex->trace;
	request_log_add(&ex->serving->log, ex->scorer, *scored);
	if (is_open && m->shadow != NULL)
		shadow_offer(m->shadow, body);
	return (200);
}
