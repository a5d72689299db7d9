/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fmt_text_write.h"
#include "mem.h"
#include "numtext.h"

#include "accept.h"
#include "answer.h"
#include "exchange.h"
#include "proto.h"
#include "warnings.h"

/* {x} stands for one or more characters but / and :. */
static const struct route {
	const char *method;	/* GET: HEAD too */
	const char *pattern;
	exchange_handler *run;
	bool scores;
} routes[] = {
	{ "POST", "/invocations", mlflow_invocations, true },
	{ "POST", "/v2/models/{model}/infer", v2_infer, true },
	{ "POST", "/v2/models/{model}/versions/{version}/infer", v2_infer,
	    true },
	{ "POST", "/v1/models/{model}:predict", v1_predict, true },
	{ "POST", "/v2/repository/index", v2_repository_index },
	{ "POST", "/v2/repository/models/{model}/load", v2_repository_load },
	{ "GET", "/", start_page },
	{ "GET", "/ping", mlflow_ping },
	{ "GET", "/health", mlflow_ping },
	{ "GET", "/version", mlflow_version },
	{ "GET", "/metrics", metrics_page },
	{ "GET", "/v1/models", v1_models },
	{ "GET", "/v1/models/{model}", v1_model },
	{ "GET", "/v2", v2_server },
	{ "GET", "/v2/health/live", v2_live },
	{ "GET", "/v2/health/ready", v2_ready },
	{ "GET", "/v2/models", v2_models },
	{ "GET", "/v2/models/{model}", v2_model },
	{ "GET", "/v2/models/{model}/ready", v2_model_ready },
	{ "GET", "/v2/models/{model}/versions/{version}", v2_model },
	{ "GET", "/v2/models/{model}/versions/{version}/ready",
	    v2_model_ready },
};
#define N_ROUTES (sizeof(routes) / sizeof(routes[0]))

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

/* The path's route, or ROUTES_MAX - 1 for an unknown path. */
static size_t
find_route(struct exchange *ex)
{
	for (size_t i = 0; i < N_ROUTES; i++) {
		ex->param[0].n = ex->param[1].n = 0;
		if (matches(ex, routes[i].pattern))
			return (i);
	}
	return (ROUTES_MAX - 1);
}

const char *
exchange_route_name(size_t route)
{
	return (route < N_ROUTES ? routes[route].pattern : "other");
}

static const char *
error_code(int status)
{
	switch (status) {
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

static void
add_warnings(const struct exchange *ex, struct str *out)
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
	add_warnings(ex, &ex->reply);
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
	ex->scorer = NULL;
	if (!whole) {
		str_release(&ex->reply);
		ex->reply_json = ex->n_warnings = 0;
		diag_set(d, "out of memory for this request");
	}
	return (a.status);
}

int
exchange_run(struct exchange *ex)
{
	struct diag d = DIAG_INIT;
	uint64_t begin = clock_now();
	size_t i = find_route(ex);
	int status;

	ex->reply_type = "application/json";
	ex->reply_json = ex->n_warnings = 0;
	ex->warnings = ex->answered_by = (struct str)STR_INIT;
	ex->allow = NULL;
	ex->scorer = NULL;
	if (i >= N_ROUTES) {
		diag_set(&d, "no such path: %s", ex->path);
		status = 404;
	} else if (!takes_method(&routes[i], ex->method)) {
		ex->allow = *routes[i].method == 'G' ? "GET, HEAD" : "POST";
		diag_set(&d, "%s wants %s", ex->path, routes[i].method);
		status = 405;
	} else if (routes[i].scores) {
		status = run_scoring(&routes[i], ex, &d);
	} else {
		status = routes[i].run(ex, &d);
	}
	if (status != 200)
		write_error(ex, status, &d);
	str_release(&ex->warnings);
	serve_metrics_count(&ex->serving->metrics, i, status,
	    clock_now() - begin);
	return (status);
}

int
exchange_refuse(struct exchange *ex, int status, const struct diag *d)
{
	ex->allow = NULL;
	ex->n_warnings = 0;
	write_error(ex, status, d);
	serve_metrics_count(&ex->serving->metrics, find_route(ex), status, 0);
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

int
exchange_score(struct exchange *ex, const struct request_body *body,
    const struct batch **scored, struct diag *d)
{
	struct model_version *v = exchange_version(ex, d);
	struct scorer *s;

	if (v == NULL)
		return (404);
	s = ex->scorer = scorer_take(v);
	str_addf(&ex->answered_by, "%s@%s", v->of->name, version_label(v));
	if (body->read(&s->table, body, d) == -1)
		return (400);
	if (ex->serving->strict && warnings_refuse(s, d)) {
		ex->n_warnings = warnings_write(s, NULL, &ex->warnings);
		return (422);
	}
	if (scorer_score(s, scored, d) == -1)
		return (400);
	ex->n_warnings = warnings_write(s, *scored, &ex->warnings);
	request_log_add(&ex->serving->log, s, *scored);
	return (200);
}

/* Behind the predictions: what each column adds, or the K that add most. */
static int
add_explanations(struct exchange *ex, struct diag *d)
{
	const char *k = ex->n_reasons;
	const struct batch *why;
	int64_t n = 0;

	if (!ex->explains)
		return (200);
	if (k != NULL && *k != '\0' && (parse_int(k, strlen(k), &n) == -1 ||
	    n < 1 || n > EXPLAIN_MAX)) {
		diag_set(d, "explain wants 1 to %d columns", EXPLAIN_MAX);
		return (400);
	}
	if (scorer_explain(ex->scorer, (size_t)n, &why, d) == -1)
		return (400);
	str_addz(&ex->reply, ",\"explanations\":");
	answer_rows(why, &ex->reply);
	return (200);
}

int
exchange_predict(struct exchange *ex,
    int (*read)(struct request_table *, const struct request_body *,
    struct diag *), struct diag *d)
{
	const struct request_body body = { ex->body, ex->n_body, read };
	enum answer_form form = accept_form(ex->accept);
	const struct batch *scored;
	int status = exchange_score(ex, &body, &scored, d);

	if (status != 200)
		return (status);
	if (form == ANSWER_JSON) {
		str_addz(&ex->reply, "{\"predictions\":");
		answer_rows(scored, &ex->reply);
		answer_positive(ex->scorer->version->p->model, &ex->reply);
		status = add_explanations(ex, d);
		add_warnings(ex, &ex->reply);
		str_addc(&ex->reply, '}');
		return (status);
	}
	if (ex->explains) {
		diag_set(d, "explanations are JSON, not CSV");
		return (400);
	}
	text_write_csv(scored, &ex->reply);
	ex->reply_type = form == ANSWER_CSV ? "text/csv; charset=utf-8" :
	    "text/plain; charset=utf-8";
	return (200);
}
