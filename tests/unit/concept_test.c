/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Detectors of concept drift: alarms and warnings of river 0.26.1 (PyPI) on
 * the same streams, with its defaults and others: drift.ADWIN,
 * drift.binary.DDM, EDDM, HDDMA and HDDMW, drift.PageHinkley, drift.KSWIN.
 * KSWIN draws, so its stream changes to values that no draw can hide.
 */
#include <stdlib.h>

#include "check.h"
#include "concept.h"
#include "num_init.h"

#define N 8000

enum what { CLASSES, NUMBERS, LEVELS };

static double streams[3][N];

/* A linear congruential generator: the same numbers in any language. */
static void
make_streams(void)
{
	static const double part[] = { .2, .2, .45, .1, .3, .3, .05, .35 };
	uint64_t s = 7;

	for (size_t i = 0; i < N; i++) {
		double p = part[i / 1000], u;

		s = (s * 1103515245 + 12345) % ((uint64_t)1 << 31);
		u = (double)s / ((uint64_t)1 << 31);
		streams[CLASSES][i] = u < p;
		streams[NUMBERS][i] = u * 2 + p * 4;
		streams[LEVELS][i] = i < 1000 ? (double)(i % 2) :
		    4 + (double)(i % 4);
	}
}

/* The first of warnings or alarms, from 0, and how many there are. */
struct case_ {
	const char *detector;
	enum what what;
	int n_drift, drift[6];
	int n_warn, warn[3];
};

static const struct case_ cases[] = {
	{ "adwin", CLASSES, 5, { 2079, 3103, 4127, 6111, 7039 } },
	{ "adwin", NUMBERS, 5, { 2047, 3039, 4031, 6047, 7039 } },
	{ "adwin:delta=0.2:clock=1:buckets=3", CLASSES,
	    5, { 2023, 3047, 4063, 6029, 7023 } },
	{ "ddm", CLASSES, 3, { 2116, 5100, 7165 }, 32, { 49, 270, 291 } },
	{ "eddm", CLASSES, 36, { 175, 296, 433, 618, 791, 938 },
	    36, { 163, 430, 1923 } },
	{ "eddm:warn=0.8:drift=0.75", CLASSES,
	    4, { 2852, 4522, 4623, 4758 }, 7, { 271, 342, 2583 } },
	{ "hddm-a", CLASSES, 2, { 2023, 7187 }, 8, { 2021, 2258, 2261 } },
	{ "hddm-w", CLASSES, 5, { 1405, 2021, 2259, 4154, 7040 },
	    19, { 1400, 1403, 2019 } },
	{ "page-hinkley", CLASSES, 5, { 2170, 3125, 4248, 6123, 7176 } },
	{ "page-hinkley:threshold=10:delta=0.01", CLASSES,
	    20, { 373, 844, 1268, 1405, 1742, 2022 } },
	{ "page-hinkley", NUMBERS, 5, { 2035, 3032, 4038, 6044, 7026 } },
	{ "kswin", LEVELS, 1, { 1013 } },
	{ "kswin:alpha=0.0001", LEVELS, 1, { 1016 } },
	/* The chance of 14 of 30: scipy 1.15.3, ks_2samp(method="exact"). */
	{ "kswin:alpha=0.0025300622", LEVELS, 1, { 1014 } },
	{ "kswin:alpha=0.0025300623", LEVELS, 1, { 1013 } },
};

static void
check_case(const struct case_ *c)
{
	struct concept_detector det;
	struct diag d = DIAG_INIT;
	enum concept_state s, last = CONCEPT_OK;
	int n_drift = 0, n_warn = 0;

	CHECK_INT(concept_detector_parse(c->detector, strlen(c->detector), 1,
	    &det, &d), 0);
	/* LEVELS end before a window is full of what does not change. */
	for (int i = 0; i < (c->what == LEVELS ? 2000 : N); i++, last = s) {
		s = concept_detector_add(&det, streams[c->what][i]);
		if (s == CONCEPT_DRIFT && n_drift++ < 6)
			CHECK_INT(i, c->drift[n_drift - 1]);
		if (s == CONCEPT_WARN && last != CONCEPT_WARN &&
		    n_warn++ < 3)
			CHECK_INT(i, c->warn[n_warn - 1]);
	}
	CHECK_INT(n_drift, c->n_drift);
	CHECK_INT(n_warn, c->n_warn);
	concept_detector_release(&det);
}

static void
check_refused(const char *text, const char *want)
{
	struct concept_detector det;
	struct diag d = DIAG_INIT;

	CHECK_INT(concept_detector_parse(text, strlen(text), 1, &det, &d), -1);
	CHECK_STR(d.text, want);
}

int
main(void)
{
	num_init();
	make_streams();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_case(&cases[i]);
	check_refused("adwin:gamma=1", "adwin has no parameter \"gamma\"");
	check_refused("adwin:clock=1.5",
	    "adwin: clock wants a whole number from 1 to 1e+09");
	check_refused("ddm:drift=nan",
	    "ddm: drift wants a number from 0 to 100");
	check_refused("ddm:drift=1", "ddm: warn is above drift");
	check_refused("kswin:last=60",
	    "kswin: last is more than half of the window");
	return (check_done());
}
