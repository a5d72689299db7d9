/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "exchange.h"
#include "live_drift.h"
#include "process_metrics.h"
#include "prom_text.h"

static const int codes[N_CODES] = {
	200, 400, 401, 403, 404, 405, 413, 415, 417, 422, 503, 500
};

static uint64_t
get(const atomic_uint_fast64_t *v)
{
	return (atomic_load_explicit(v, memory_order_relaxed));
}

void
serve_metrics_count(struct serve_metrics *m, size_t route, int code,
    uint64_t nanoseconds)
{
	size_t i = 0;

	while (i < N_CODES - 1 && codes[i] != code)
		i++;
	atomic_fetch_add_explicit(&m->requests[route][i], 1,
	    memory_order_relaxed);
	histogram_add(&m->seconds[route], nanoseconds);
}

/* counts: one more than bounds, the last of what is above them. */
struct buckets {
	const double *bounds;
	const uint64_t *counts;
	size_t n_bounds;
	double sum;
};

static void
add_buckets(const char *name, const char *labels, const struct buckets *b,
    struct str *out)
{
	uint64_t n = 0;

	for (size_t i = 0; i <= b->n_bounds; i++) {
		n += b->counts[i];
		str_addf(out, "%s_bucket{%s,le=\"", name, labels);
		if (i < b->n_bounds)
			prom_number(b->bounds[i], out);
		else
			str_addz(out, "+Inf");
		str_addc(out, '"');
		prom_count(n, out);
	}
	str_addf(out, "%s_sum{%s} ", name, labels);
	prom_number(b->sum, out);
	str_addf(out, "\n%s_count{%s", name, labels);
	prom_count(n, out);
}

static void
add_seconds(const char *name, const char *labels, const struct histogram *h,
    struct str *out)
{
	uint64_t counts[N_BOUNDS + 1];
	struct buckets b = { histogram_bounds, counts, N_BOUNDS,
	    (double)get(&h->nanoseconds) / 1e9 };

	for (int i = 0; i <= N_BOUNDS; i++)
		counts[i] = get(&h->buckets[i]);
	add_buckets(name, labels, &b, out);
}

static uint64_t
add_requests_of(const struct serve_metrics *m, size_t route, struct str *out)
{
	uint64_t n, all = 0;

	for (size_t i = 0; i < N_CODES; i++) {
		n = get(&m->requests[route][i]);
		if (n == 0)
			continue;
		all += n;
		str_addz(out, "mlc_requests_total{");
		prom_label("path", exchange_route_name(route), out);
		str_addf(out, ",code=\"%d\"", codes[i]);
		prom_count(n, out);
	}
	return (all);
}

static void
add_requests(const struct serve_metrics *m, struct str *out)
{
	struct str durations = STR_INIT, label = STR_INIT;

	prom_help("mlc_requests_total", "counter", "Requests answered.", out);
	prom_help("mlc_request_duration_seconds", "histogram",
	    "From the end of the request's head to the reply.", &durations);
	for (size_t r = 0; r < ROUTES_MAX; r++) {
		if (add_requests_of(m, r, out) == 0)
			continue;
		str_clear(&label);
		prom_label("path", exchange_route_name(r), &label);
		add_seconds("mlc_request_duration_seconds", str_get(&label),
		    &m->seconds[r], &durations);
	}
	str_add(out, durations.buf, durations.len);
	str_release(&durations);
	str_release(&label);
}

static void
add_version(const char *key, const struct model_version *v, struct str *out)
{
	prom_label(key, v->of->name, out);
	str_addf(out, ",version=\"%s\"", version_label(v));
	/* A label stays when its file is replaced. */
	if (v->of->label != NULL)
		str_addf(out, ",digest=\"%s\"", v->name);
}

/* The lines of one metric of a version: the metric's name is given, and for a
   count which one it is. */

static void
write_count(struct model_version *v, const char *name, size_t which,
    struct str *out)
{
	str_addf(out, "%s{", name);
	add_version("model", v, out);
	prom_count(get(&v->counts[which]), out);
}

static void
write_seconds(struct model_version *v, const char *name, size_t which,
    struct str *out)
{
	struct str labels = STR_INIT;

	(void)which;
	add_version("model_name", v, &labels);
	add_seconds(name, str_get(&labels), &v->predict_seconds, out);
	str_release(&labels);
}

static void
write_scores(struct model_version *v, const char *name, size_t which,
    struct str *out)
{
	struct score_counts *c = &v->scores;
	struct str labels = STR_INIT;

	(void)which;
	pthread_mutex_lock(&c->lock);
	for (size_t i = 0; i < c->n_classes; i++) {
		const struct score_histogram *h = &c->classes[i];
		struct buckets b = { c->bounds, h->buckets, c->n_bounds,
		    h->sum };

		str_clear(&labels);
		add_version("model", v, &labels);
		if (h->class_name != NULL) {
			str_addc(&labels, ',');
			prom_label("class", h->class_name, &labels);
		}
		add_buckets(name, str_get(&labels), &b, out);
	}
	pthread_mutex_unlock(&c->lock);
	str_release(&labels);
}

struct fault_writer {
	const struct model_version *version;
	const char *name;
	struct str *out;
};

static void
add_fault(void *ctx, const char *column, enum column_fault fault, uint64_t n)
{
	const struct fault_writer *w = ctx;

	str_addf(w->out, "%s{", w->name);
	add_version("model", w->version, w->out);
	str_addc(w->out, ',');
	prom_label("column", column, w->out);
	str_addf(w->out, ",fault=\"%s\"", column_fault_names[fault]);
	prom_count(n, w->out);
}

static void
write_faults(struct model_version *v, const char *name, size_t which,
    struct str *out)
{
	struct fault_writer w = { v, name, out };

	(void)which;
	column_counts_visit(&v->columns, add_fault, &w);
}

/* A line a column of the last window; or how many windows there were. */
enum drift_metric { DRIFT_PSI, DRIFT_DRIFTED, DRIFT_WINDOWS };

struct drift_writer {
	const struct model_version *version;
	const char *name;
	enum drift_metric which;
	struct str *out;
};

static void
add_drift(void *ctx, const struct live_drift_report *r)
{
	const struct drift_writer *w = ctx;

	for (size_t i = 0; w->which != DRIFT_WINDOWS && i < r->n; i++) {
		str_addf(w->out, "%s{", w->name);
		add_version("model", w->version, w->out);
		str_addc(w->out, ',');
		prom_label("column", r->lines[i].column, w->out);
		prom_value(w->which == DRIFT_PSI ? r->lines[i].psi :
		    r->lines[i].is_drift, w->out);
	}
	if (w->which != DRIFT_WINDOWS)
		return;
	str_addf(w->out, "%s{", w->name);
	add_version("model", w->version, w->out);
	prom_count(r->windows, w->out);
}

static void
write_drift_of(struct model_version *v, const char *name,
    enum drift_metric which, struct str *out)
{
	struct drift_writer w = { v, name, which, out };

	if (v->drift != NULL)
		live_drift_report(v->drift, add_drift, &w);
}

static void
write_psi(struct model_version *v, const char *name, size_t which,
    struct str *out)
{
	(void)which;
	write_drift_of(v, name, DRIFT_PSI, out);
}

static void
write_drifted(struct model_version *v, const char *name, size_t which,
    struct str *out)
{
	(void)which;
	write_drift_of(v, name, DRIFT_DRIFTED, out);
}

static void
write_windows(struct model_version *v, const char *name, size_t which,
    struct str *out)
{
	(void)which;
	write_drift_of(v, name, DRIFT_WINDOWS, out);
}

/* Of the one that takes the requests. */
static void
write_info(struct model_version *v, const char *name, size_t which,
    struct str *out)
{
	(void)which;
	if (v != v->of->versions)
		return;
	str_addf(out, "%s{", name);
	add_version("model", v, out);
	str_addc(out, ',');
	prom_label("algorithm", v->p->model->learner->name, out);
	str_addf(out, ",sha=\"%s\"", v->sha);
	prom_count(1, out);
}

static const struct {
	const char *name, *type, *help;
	void (*write)(struct model_version *, const char *name, size_t which,
	    struct str *out);
} by_version[] = {
	[COUNT_ROWS] = { "mlc_rows_total", "counter", "Rows scored.",
	    write_count },
	[COUNT_MISSING] = { "mlc_missing_values_total", "counter",
	    "Missing values of feature columns in the rows.", write_count },
	[COUNT_UNSEEN] = { "mlc_unseen_categories_total", "counter",
	    "Categories that training did not know.", write_count },
	[COUNT_IMPUTED] = { "mlc_imputed_values_total", "counter",
	    "Missing values that a step filled.", write_count },
	[COUNT_BAD_VALUES] = { "mlc_bad_values_total", "counter",
	    "Texts that were no value of their column's type.", write_count },
	[COUNT_FAILED] = { "mlc_failed_conversions_total", "counter",
	    "Values that a step could not convert.", write_count },
	[COUNT_ABSENT] = { "mlc_absent_columns_total", "counter",
	    "Feature columns that a request did not have.", write_count },
	[COUNT_UNKNOWN] = { "mlc_unknown_columns_total", "counter",
	    "Columns of requests that the model does not know.",
	    write_count },
	[COUNT_BROKEN] = { "mlc_rules_broken_total", "counter",
	    "Rows that break an expectation.", write_count },
	[COUNT_OUTDATED] = { "mlc_outdated_rows_total", "counter",
	    "Rows looked up in what a live reference was, as its file cannot "
	    "be read.", write_count },
	[COUNT_NONE] = { "mlc_rows_without_prediction_total", "counter",
	    "Rows that lack a value without which there is no prediction.",
	    write_count },
	{ "request_predict_seconds", "histogram",
	    "Time that scoring a request's rows took.", write_seconds },
	{ "mlc_score", "histogram", "Scores given: the probability of each "
	    "class; else the prediction, the anomaly's score or the distance "
	    "to the cluster.", write_scores },
	{ "mlc_column_faults_total", "counter", "What was wrong with "
	    "columns: requests without it (absent) or with one that is not "
	    "the model's (unknown), bad values, unseen categories.",
	    write_faults },
	{ "mlc_drift_psi", "gauge", "Population stability index of a column or "
	    "score: the last rows to those of training.", write_psi },
	{ "mlc_drift_drifted", "gauge", "1 where that is drift.",
	    write_drifted },
	{ "mlc_drift_windows_total", "counter", "Windows of rows that were "
	    "looked at for drift.", write_windows },
	{ "mlc_model_info", "gauge", "The models being served; sha is the "
	    "SHA-256 of the model file.", write_info },
};

void
serve_metrics_write(const struct serving *s, struct str *out)
{
	add_requests(&s->metrics, out);
	for (size_t k = 0; k < sizeof(by_version) / sizeof(*by_version); k++) {
		prom_help(by_version[k].name, by_version[k].type,
		    by_version[k].help, out);
		for (size_t i = 0; i < s->models.n; i++) {
			struct served_model *m = s->models.models[i];

			pthread_mutex_lock(&m->lock);
			for (struct model_version *v = m->versions; v != NULL;
			    v = v->next)
				by_version[k].write(v, by_version[k].name, k,
				    out);
			pthread_mutex_unlock(&m->lock);
		}
	}
	serve_metrics_rollout(&s->models, out);
	prom_help("mlc_log_errors_total", "counter",
	    "Requests that could not be logged.", out);
	str_addf(out, "mlc_log_errors_total %llu\n",
	    (unsigned long long)get(&s->log.failed));
	process_metrics_write(out);
}
