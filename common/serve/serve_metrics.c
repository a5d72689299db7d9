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
add_histogram(const char *name, const char *label, const char *value,
    const struct histogram *h, struct str *out)
{
	uint64_t n = 0;

	for (int i = 0; i <= N_BOUNDS; i++) {
		n += get(&h->buckets[i]);
		str_addf(out, "%s_bucket{", name);
		add_label(label, value, out);
		str_addz(out, ",le=\"");
		if (i < N_BOUNDS)
			add_number(histogram_bounds[i], out);
		else
			str_addz(out, "+Inf");
		str_addf(out, "\"} %llu\n", (unsigned long long)n);
	}
	str_addf(out, "%s_sum{", name);
	add_label(label, value, out);
	str_addz(out, "} ");
	add_number((double)get(&h->nanoseconds) / 1e9, out);
	str_addf(out, "\n%s_count{", name);
	add_label(label, value, out);
	str_addf(out, "} %llu\n", (unsigned long long)n);
}

static void
add_requests(const struct serve_metrics *m,
    const char *(*route_name)(size_t), struct str *out)
{
	uint64_t n;

	add_help("mlc_requests_total", "counter", "Requests answered.", out);
	for (size_t r = 0; r < ROUTES_MAX; r++) {
		for (size_t i = 0; i < N_CODES; i++) {
			n = get(&m->requests[r][i]);
			if (n == 0)
				continue;
			str_addz(out, "mlc_requests_total{");
			add_label("path", route_name(r), out);
			str_addf(out, ",code=\"%d\"} %llu\n", codes[i],
			    (unsigned long long)n);
		}
	}
}

static bool
was_used(const struct serve_metrics *m, size_t route)
{
	for (size_t i = 0; i < N_CODES; i++) {
		if (get(&m->requests[route][i]) > 0)
			return (true);
	}
	return (false);
}

static void
add_durations(const struct serve_metrics *m,
    const char *(*route_name)(size_t), struct str *out)
{
	add_help("mlc_request_duration_seconds", "histogram",
	    "From the end of the request's head to the reply.", out);
	for (size_t r = 0; r < ROUTES_MAX; r++) {
		if (was_used(m, r))
			add_histogram("mlc_request_duration_seconds", "path",
			    route_name(r), &m->seconds[r], out);
	}
}

static void
add_model_counts(const struct registry *r, struct str *out)
{
	for (size_t k = 0; k < N_MODEL_COUNTS; k++) {
		add_help(model_counts[k].name, "counter",
		    model_counts[k].help, out);
		for (size_t i = 0; i < r->n; i++) {
			str_addf(out, "%s{", model_counts[k].name);
			add_label("model", r->models[i]->name, out);
			str_addf(out, "} %llu\n", (unsigned long long)
			    get(&r->models[i]->counts[k]));
		}
	}
	add_help("request_predict_seconds", "histogram",
	    "Time that scoring a request's rows took.", out);
	for (size_t i = 0; i < r->n; i++)
		add_histogram("request_predict_seconds", "model_name",
		    r->models[i]->name, &r->models[i]->predict_seconds, out);
}

struct fault_writer {
	const char *model;
	struct str *out;
};

static void
add_fault(void *ctx, const char *column, enum column_fault fault, uint64_t n)
{
	const struct fault_writer *w = ctx;

	str_addz(w->out, "mlc_column_faults_total{");
	add_label("model", w->model, w->out);
	str_addc(w->out, ',');
	add_label("column", column, w->out);
	str_addf(w->out, ",fault=\"%s\"} %llu\n", column_fault_names[fault],
	    (unsigned long long)n);
}

static void
add_column_faults(const struct registry *r, struct str *out)
{
	add_help("mlc_column_faults_total", "counter", "What was wrong with "
	    "columns: requests without it (absent) or with one that is not "
	    "the model's (unknown), bad values, unseen categories.", out);
	for (size_t i = 0; i < r->n; i++) {
		struct fault_writer w = { r->models[i]->name, out };

		column_counts_visit(&r->models[i]->columns, add_fault, &w);
	}
}

static void
add_model_info(const struct registry *r, struct str *out)
{
	add_help("mlc_model_info", "gauge", "The models being served; sha is "
	    "the SHA-256 of the model file.", out);
	for (size_t i = 0; i < r->n; i++) {
		struct model_version *v = version_take(r->models[i]);

		str_addz(out, "mlc_model_info{");
		add_label("model", r->models[i]->name, out);
		str_addc(out, ',');
		add_label("algorithm", v->p->model->learner->name, out);
		str_addf(out, ",sha=\"%s\"} 1\n", v->sha);
		version_give(v);
	}
}

void
serve_metrics_write(const struct serving *s,
    const char *(*route_name)(size_t), struct str *out)
{
	add_requests(&s->metrics, route_name, out);
	add_durations(&s->metrics, route_name, out);
	add_model_counts(&s->models, out);
	add_column_faults(&s->models, out);
	add_model_info(&s->models, out);
	add_help("mlc_log_errors_total", "counter",
	    "Requests that could not be logged.", out);
	str_addf(out, "mlc_log_errors_total %llu\n",
	    (unsigned long long)get(&s->log.failed));
}
