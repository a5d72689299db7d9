/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "report.h"

#include "load_report.h"

#define MS 1e6			/* ns */
#define BAR 40

static const struct { const char *name; double p; } quantiles[] = {
	{ "latency_p50_ms", 0.5 }, { "latency_p75_ms", 0.75 },
	{ "latency_p90_ms", 0.9 }, { "latency_p95_ms", 0.95 },
	{ "latency_p99_ms", 0.99 }, { "latency_p99.9_ms", 0.999 },
	{ "latency_p99.99_ms", 0.9999 }
};

static const char *const ends[] = { "answered", "not_connected", "timed_out",
    "broken" };

static void
add(struct stream *s, const char *name, double value)
{
	struct column *c = report_block(s)->cols;

	report_text(&c[0], name);
	report_number(&c[1], value);
}

static void
add_ends(struct stream *s, const struct load_result *r)
{
	static const char *const statuses[] = { "status_other", "status_1xx",
	    "status_2xx", "status_3xx", "status_4xx", "status_5xx" };
	uint64_t n = 0;

	for (int k = 0; k < N_LOAD_ENDS; k++)
		n += r->ends[k];
	add(s, "requests", (double)n);
	for (int k = 0; k < N_LOAD_ENDS; k++)
		if (k == LOAD_ANSWERED || r->ends[k] > 0)
			add(s, ends[k], (double)r->ends[k]);
	for (int k = 0; k < 6; k++)
		if (r->statuses[k] > 0)
			add(s, statuses[k], (double)r->statuses[k]);
	if (r->resent > 0)
		add(s, "resent", (double)r->resent);
}

struct stream *
load_report(const struct load_result *r)
{
	static const struct report_field fields[] = {
		{ "measure", COL_STRING, 0 }, { "value", COL_FLOAT, 0 }
	};
	struct stream *s = report_new(fields, 2, NULL);
	const struct latency *l = &r->latency;

	add_ends(s, r);
	add(s, "seconds", r->seconds);
	add(s, "requests_per_second", (double)r->ends[LOAD_ANSWERED] /
	    r->seconds);
	add(s, "rows_per_second", (double)r->rows / r->seconds);
	add(s, "bytes_per_second", (double)r->bytes / r->seconds);
	if (l->n == 0)
		return (s);
	add(s, "latency_min_ms", (double)l->least / MS);
	add(s, "latency_mean_ms", l->sum / (double)l->n / MS);
	for (size_t k = 0; k < sizeof(quantiles) / sizeof(quantiles[0]); k++)
		add(s, quantiles[k].name, latency_quantile(l, quantiles[k].p) /
		    MS);
	add(s, "latency_max_ms", (double)l->most / MS);
	return (s);
}

struct stream *
load_report_histogram(const struct load_result *r)
{
	static const struct report_field fields[] = {
		{ "upto_ms", COL_FLOAT, 0 }, { "requests", COL_INT, 0 },
		{ "share", COL_FLOAT, 0 }
	};
	struct stream *s = report_new(fields, 3, NULL);
	struct column *c = report_block(s)->cols;
	const struct latency *l = &r->latency;
	uint64_t upto = 0;

	for (size_t k = 0; k < LATENCY_BUCKETS; k++) {
		if (l->counts[k] == 0)
			continue;
		upto += l->counts[k];
		column_add_float(&c[0], (double)latency_bucket_end(k) / MS);
		column_add_int(&c[1], (int64_t)l->counts[k]);
		column_add_float(&c[2], (double)upto / (double)l->n);
	}
	return (s);
}

/* Counts by octave of nanoseconds, from that of the least to that of the
   most. */
static void
add_bar(double upto_ms, uint64_t n, uint64_t most, struct str *out)
{
	str_addf(out, "%10.3g ms %9llu ", upto_ms, (unsigned long long)n);
	for (double k = 0.5; n > 0 && k < BAR * (double)n / (double)most; k++)
		str_addc(out, '#');
	str_addc(out, '\n');
}

void
load_report_bars(const struct load_result *r, struct str *out)
{
	const struct latency *l = &r->latency;
	uint64_t counts[LATENCY_OCTAVES + 1] = { 0 }, most = 0;
	size_t first = LATENCY_OCTAVES, last = 0, k;

	for (size_t i = 0; i < LATENCY_BUCKETS; i++) {
		k = i / LATENCY_PARTS;
		if (l->counts[i] == 0)
			continue;
		counts[k] += l->counts[i];
		first = k < first ? k : first;
		last = k;
		most = counts[k] > most ? counts[k] : most;
	}
	for (k = first; l->n > 0 && k <= last; k++)
		add_bar((double)latency_bucket_end(k * LATENCY_PARTS +
		    LATENCY_PARTS - 1) / MS, counts[k], most, out);
}
