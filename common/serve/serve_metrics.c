/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "exchange.h"
#include "numtext.h"

static const int codes[N_CODES] = {
	200, 400, 404, 405, 413, 415, 503, 500
};

static const struct {
	const char *name, *help;
} model_counts[N_MODEL_COUNTS] = {
	[COUNT_ROWS] = { "mlc_rows_total", "Rows scored." },
	[COUNT_MISSING] = { "mlc_missing_values_total",
	    "Missing values of feature columns in the rows." },
	[COUNT_UNSEEN] = { "mlc_unseen_categories_total",
	    "Categories that training did not know." },
	[COUNT_IMPUTED] = { "mlc_imputed_values_total",
	    "Missing values that a step filled." },
	[COUNT_BAD_VALUES] = { "mlc_bad_values_total",
	    "Texts that were no value of their column's type." },
	[COUNT_FAILED] = { "mlc_failed_conversions_total",
	    "Values that a step could not convert." },
	[COUNT_ABSENT] = { "mlc_absent_columns_total",
	    "Feature columns that a request did not have." },
	[COUNT_UNKNOWN] = { "mlc_unknown_columns_total",
	    "Columns of requests that the model does not know." },
	[COUNT_BROKEN] = { "mlc_rules_broken_total",
	    "Rows that break an expectation." },
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

static void
add_help(const char *name, const char *type, const char *help,
    struct str *out)
{
	str_addf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void
add_number(double v, struct str *out)
{
	str_commit(out, format_float(str_reserve(out, NUMTEXT_MAX), v));
}

/* ="value", with the three characters escaped that have to be. */
static void
add_label(const char *name, const char *value, struct str *out)
{
	str_addf(out, "%s=\"", name);
	for (; *value != '\0'; value++) {
		if (*value == '\n') {
			str_addz(out, "\\n");
			continue;
		}
		if (*value == '"' || *value == '\\')
			str_addc(out, '\\');
		str_addc(out, *value);
	}
	str_addc(out, '"');
}

static void
add_count(uint64_t n, struct str *out)
{
	str_addf(out, "} %llu\n", (unsigned long long)n);
}

static void
add_histogram(const char *name, const char *labels, const struct histogram *h,
    struct str *out)
{
	uint64_t n = 0;

	for (int i = 0; i <= N_BOUNDS; i++) {
		n += get(&h->buckets[i]);
		str_addf(out, "%s_bucket{%s,le=\"", name, labels);
		if (i < N_BOUNDS)
			add_number(histogram_bounds[i], out);
		else
			str_addz(out, "+Inf");
		str_addc(out, '"');
		add_count(n, out);
	}
	str_addf(out, "%s_sum{%s} ", name, labels);
	add_number((double)get(&h->nanoseconds) / 1e9, out);
	str_addf(out, "\n%s_count{%s", name, labels);
	add_count(n, out);
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
		add_label("path", exchange_route_name(route), out);
		str_addf(out, ",code=\"%d\"", codes[i]);
		add_count(n, out);
	}
	return (all);
}

static void
add_requests(const struct serve_metrics *m, struct str *out)
{
	struct str durations = STR_INIT, label = STR_INIT;

	add_help("mlc_requests_total", "counter", "Requests answered.", out);
	add_help("mlc_request_duration_seconds", "histogram",
	    "From the end of the request's head to the reply.", &durations);
	for (size_t r = 0; r < ROUTES_MAX; r++) {
		if (add_requests_of(m, r, out) == 0)
			continue;
		str_clear(&label);
		add_label("path", exchange_route_name(r), &label);
		add_histogram("mlc_request_duration_seconds", str_get(&label),
		    &m->seconds[r], &durations);
	}
	str_add(out, durations.buf, durations.len);
	str_release(&durations);
	str_release(&label);
}

static void
add_version(const char *key, const struct model_version *v, struct str *out)
{
	add_label(key, v->of->name, out);
	str_addf(out, ",version=\"%s\"", v->name);
}

/* Write something of each version of each model. */
static void
each_version(const struct registry *r,
    void (*write)(struct model_version *, size_t which, struct str *out),
    size_t which, struct str *out)
{
	for (size_t i = 0; i < r->n; i++) {
		struct served_model *m = r->models[i];

		pthread_mutex_lock(&m->lock);
		for (struct model_version *v = m->versions; v != NULL;
		    v = v->next)
			write(v, which, out);
		pthread_mutex_unlock(&m->lock);
	}
}

static void
add_model_count(struct model_version *v, size_t which, struct str *out)
{
	str_addf(out, "%s{", model_counts[which].name);
	add_version("model", v, out);
	add_count(get(&v->counts[which]), out);
}

static void
add_predict_seconds(struct model_version *v, size_t which, struct str *out)
{
	struct str labels = STR_INIT;

	(void)which;
	add_version("model_name", v, &labels);
	add_histogram("request_predict_seconds", str_get(&labels),
	    &v->predict_seconds, out);
	str_release(&labels);
}

struct fault_writer {
	const struct model_version *version;
	struct str *out;
};

static void
add_fault(void *ctx, const char *column, enum column_fault fault, uint64_t n)
{
	const struct fault_writer *w = ctx;

	str_addz(w->out, "mlc_column_faults_total{");
	add_version("model", w->version, w->out);
	str_addc(w->out, ',');
	add_label("column", column, w->out);
	str_addf(w->out, ",fault=\"%s\"", column_fault_names[fault]);
	add_count(n, w->out);
}

static void
add_column_faults(struct model_version *v, size_t which, struct str *out)
{
	struct fault_writer w = { v, out };

	(void)which;
	column_counts_visit(&v->columns, add_fault, &w);
}

/* Of the one that takes the requests. */
static void
add_model_info(struct model_version *v, size_t which, struct str *out)
{
	(void)which;
	if (v != v->of->versions)
		return;
	str_addz(out, "mlc_model_info{");
	add_version("model", v, out);
	str_addc(out, ',');
	add_label("algorithm", v->p->model->learner->name, out);
	str_addf(out, ",sha=\"%s\"", v->sha);
	add_count(1, out);
}

void
serve_metrics_write(const struct serving *s, struct str *out)
{
	const struct registry *r = &s->models;

	add_requests(&s->metrics, out);
	for (size_t k = 0; k < N_MODEL_COUNTS; k++) {
		add_help(model_counts[k].name, "counter",
		    model_counts[k].help, out);
		each_version(r, add_model_count, k, out);
	}
	add_help("request_predict_seconds", "histogram",
	    "Time that scoring a request's rows took.", out);
	each_version(r, add_predict_seconds, 0, out);
	add_help("mlc_column_faults_total", "counter", "What was wrong with "
	    "columns: requests without it (absent) or with one that is not "
	    "the model's (unknown), bad values, unseen categories.", out);
	each_version(r, add_column_faults, 0, out);
	add_help("mlc_model_info", "gauge", "The models being served; sha is "
	    "the SHA-256 of the model file.", out);
	each_version(r, add_model_info, 0, out);
	add_help("mlc_log_errors_total", "counter",
	    "Requests that could not be logged.", out);
	str_addf(out, "mlc_log_errors_total %llu\n",
	    (unsigned long long)get(&s->log.failed));
}
