/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "canary.h"
#include "prom_text.h"
#include "shadow.h"

#include "serve_metrics.h"

/* A line of a metric: NULL or one label more, and its value. */
struct sample {
	const char *key, *label;
	double value;
};

/* The lines that a canary has of a metric; returns how many. */

static size_t
sample_share(const struct canary_report *r, struct sample *out)
{
	out[0] = (struct sample){ NULL, NULL, r->share };
	return (1);
}

static size_t
sample_state(const struct canary_report *r, struct sample *out)
{
	for (int i = 0; i < 3; i++)
		out[i] = (struct sample){ "state", canary_states[i],
		    (int)r->state == i };
	return (3);
}

static size_t
sample_sides(const uint64_t *counts, struct sample *out)
{
	out[0] = (struct sample){ "side", "champion",
	    (double)counts[CHAMPION] };
	out[1] = (struct sample){ "side", "canary", (double)counts[CANARY] };
	return (2);
}

static size_t
sample_requests(const struct canary_report *r, struct sample *out)
{
	return (sample_sides(r->requests, out));
}

static size_t
sample_errors(const struct canary_report *r, struct sample *out)
{
	return (sample_sides(r->errors, out));
}

static size_t
sample_known(double value, struct sample *out)
{
	out[0] = (struct sample){ NULL, NULL, value };
	return (!isnan(value));
}

static size_t
sample_latency(const struct canary_report *r, struct sample *out)
{
	return (sample_known(r->latency, out));
}

static size_t
sample_drift(const struct canary_report *r, struct sample *out)
{
	return (sample_known(r->drift, out));
}

static const struct {
	const char *name, *help;
	size_t (*sample)(const struct canary_report *, struct sample *out);
} by_canary[] = {
	{ "mlc_canary_share", "Share of the requests that go to the canary.",
	    sample_share },
	{ "mlc_canary_state", "1 for the state that the canary is in.",
	    sample_state },
	{ "mlc_canary_requests", "Requests since the canary is compared.",
	    sample_requests },
	{ "mlc_canary_errors", "Those that were not answered, or had a row "
	    "without a prediction.", sample_errors },
	{ "mlc_canary_latency_ratio", "Time to score a request, as a multiple "
	    "of the champion's (geometric means).", sample_latency },
	{ "mlc_canary_psi", "Population stability index of the scores to the "
	    "champion's.", sample_drift },
};

static void
add_canary(const struct served_model *m, size_t k, struct str *out)
{
	struct canary_report report;
	struct sample samples[3];
	size_t n;

	canary_report(m->canary, &report);
	n = by_canary[k].sample(&report, samples);
	for (size_t i = 0; i < n; i++) {
		str_addf(out, "%s{", by_canary[k].name);
		prom_label("model", m->name, out);
		if (samples[i].key != NULL) {
			str_addc(out, ',');
			prom_label(samples[i].key, samples[i].label, out);
		}
		prom_value(samples[i].value, out);
	}
}

static void
add_shadow(const struct served_model *m, struct str *out)
{
	static const char *const results[] = { "scored", "failed", "dropped" };
	struct shadow_report r;

	shadow_report(m->shadow, &r);
	for (int i = 0; i < 3; i++) {
		str_addz(out, "mlc_shadow_requests_total{");
		prom_label("model", m->name, out);
		str_addf(out, ",result=\"%s\"", results[i]);
		prom_count(i == 0 ? r.scored : i == 1 ? r.failed : r.dropped,
		    out);
	}
}

void
serve_metrics_rollout(const struct registry *r, struct str *out)
{
	struct str samples = STR_INIT;

	for (size_t k = 0; k < sizeof(by_canary) / sizeof(*by_canary); k++) {
		str_clear(&samples);
		for (size_t i = 0; i < r->n; i++) {
			if (r->models[i]->canary != NULL)
				add_canary(r->models[i], k, &samples);
		}
		if (samples.len > 0)
			prom_help(by_canary[k].name, "gauge",
			    by_canary[k].help, out);
		str_add(out, samples.buf, samples.len);
	}
	str_clear(&samples);
	for (size_t i = 0; i < r->n; i++) {
		if (r->models[i]->shadow != NULL)
			add_shadow(r->models[i], &samples);
	}
	if (samples.len > 0)
		prom_help("mlc_shadow_requests_total", "counter",
		    "Requests that a shadow was to score.", out);
	str_add(out, samples.buf, samples.len);
	str_release(&samples);
}
