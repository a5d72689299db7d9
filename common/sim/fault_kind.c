/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "levels.h"
#include "numtext.h"

#include "fault_kind.h"

#define OUTLIER_SD 10

#define NUMBERS (1u << COL_INT | 1u << COL_FLOAT)
#define SCALARS (NUMBERS | 1u << COL_BOOL | 1u << COL_STRING | 1u << COL_TIME)

void
fault_keep(const struct column *in, size_t i, struct column *out)
{
	char scratch[NUMTEXT_MAX];
	const char *text;
	size_t n;

	if (!in->valid[i]) {
		column_add_missing(out);
	} else if (in->type == out->type) {
		column_add_range(out, in, i, 1);
	} else if (in->type == COL_TIME) {
		n = format_time(scratch, in->ints[i]);
		column_add_string(out, scratch, n);
	} else {
		text = level_text(in, i, scratch, &n);
		column_add_string(out, text, n);
	}
}

static void
put_number(struct column *out, double v)
{
	if (out->type == COL_FLOAT)
		column_add_float(out, v);
	else if (fabs(v) < 0x1p63)
		column_add_int(out, (int64_t)nearbyint(v));
	else
		column_add_missing(out);
}

/* What is added at full weight. */
static double
height(const struct fault *f, const struct fault_value *v)
{
	return (f->in_sd ? f->amount * v->sd : f->amount);
}

static void
put_level(const struct fault *f, const struct fault_value *v,
    struct column *out)
{
	bool b;

	if (out->type == COL_STRING)
		column_add_string(out, f->level, strlen(f->level));
	else if (parse_bool(f->level, strlen(f->level), &b) == 0)
		column_add_bool(out, b);
	else
		fault_keep(v->in, v->i, out);
}

static void
put_drift(const struct fault *f, const struct fault_value *v,
    struct column *out)
{
	double x;

	if (f->measure == MEASURE_LEVEL) {
		if (rng_uniform_at(f->key, v->row) < f->amount * v->weight)
			put_level(f, v, out);
		else
			fault_keep(v->in, v->i, out);
		return;
	}
	x = column_number(v->in, v->i);
	put_number(out, f->measure == MEASURE_TIMES ?
	    x * (1 + (f->amount - 1) * v->weight) :
	    x + height(f, v) * v->weight);
}

static void
put_season(const struct fault *f, const struct fault_value *v,
    struct column *out)
{
	double part = (double)(v->time % f->period.micros) /
	    (double)f->period.micros;

	put_number(out, column_number(v->in, v->i) + v->weight *
	    height(f, v) * sin(2 * M_PI * part));
}

static void
put_missing(const struct fault *f, const struct fault_value *v,
    struct column *out)
{
	(void)f, (void)v;
	column_add_missing(out);
}

static void
put_unseen(const struct fault *f, const struct fault_value *v,
    struct column *out)
{
	(void)f, (void)v;
	column_add_string(out, "unseen", 6);
}

static void
put_outlier(const struct fault *f, const struct fault_value *v,
    struct column *out)
{
	bool above = rng_at(f->key + 1, v->row) & 1;

	put_number(out, column_number(v->in, v->i) +
	    (above ? OUTLIER_SD : -OUTLIER_SD) * v->sd);
}

static void
put_wrong(const struct fault *f, const struct fault_value *v,
    struct column *out)
{
	(void)f, (void)v;
	column_add_string(out, "wrong", 5);
}

static const struct fault_kind drift = {
	.name = "drift", .part = FAULTS_OF_WORLD,
	.measures = 1u << MEASURE_PLUS | 1u << MEASURE_TIMES |
	    1u << MEASURE_LEVEL,
	.types = SCALARS & ~(1u << COL_TIME),
	.wants = "+1, -1, +1sd, *1.5 or LEVEL=0.5",
	.put = put_drift,
}, season = {
	.name = "season", .part = FAULTS_OF_WORLD,
	.measures = 1u << MEASURE_PLUS,
	.types = NUMBERS,
	.wants = "+1/24h or +1sd/24h",
	.put = put_season, .is_periodic = true,
}, missing = {
	.name = "missing", .part = FAULTS_OF_RECORD,
	.measures = 1u << MEASURE_SHARE,
	.types = SCALARS,
	.wants = "a share from 0 to 1",
	.put = put_missing,
}, unseen = {
	.name = "unseen", .part = FAULTS_OF_RECORD,
	.measures = 1u << MEASURE_SHARE,
	.types = 1u << COL_STRING,
	.wants = "a share from 0 to 1",
	.put = put_unseen,
}, outliers = {
	.name = "outliers", .part = FAULTS_OF_RECORD,
	.measures = 1u << MEASURE_SHARE,
	.types = NUMBERS,
	.wants = "a share from 0 to 1",
	.put = put_outlier,
}, wrong_type = {
	.name = "wrong-type", .part = FAULTS_OF_RECORD,
	.measures = 1u << MEASURE_SHARE,
	.types = SCALARS & ~(1u << COL_STRING),
	.wants = "a share from 0 to 1",
	.put = put_wrong, .makes_text = true,
};

const struct fault_kind *const fault_kinds[] = {
	&drift, &season, &missing, &unseen, &outliers, &wrong_type, NULL
};
