/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scored rows of two classes and classes of three, for tests of metrics. */
#ifndef SCORED_ROWS_H
#define SCORED_ROWS_H

#include <stdint.h>

#define N 30
#define N_MULTI 12

static const double score[] = {
	0.8, 0.3, 0.5, 0.37, 0.3, 0.2, 0.6, 0.1, 0.415, 0.4, 0.3, 0.1, 0.5,
	0.4, 0.4, 0.3, 0.3, 0.4, 0.2, 0.6, 0.633, 0.4, 0.6, 0.2, 0.6, 0.4,
	0.6, 0.1, 0.4, 0.9,
};
static const uint8_t label[] = {
	1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0,
	0, 1, 0, 1, 0, 0, 1,
};
static const double weight[] = {
	0.5, 1.7, 1.6, 2.6, 1.2, 0.0, 0.4, 1.3, 1.1, 0.6, 2.5, 1.3, 2.9, 1.9,
	1.9, 2.0, 2.1, 0.6, 1.4, 0.9, 1.3, 0.5, 2.9, 0.8, 2.1, 1.0, 2.6, 2.1,
	0.6, 2.6,
};
static const uint32_t class[] = {
	1, 2, 1, 2, 2, 1, 0, 0, 1, 0, 2, 2,
};
static const double class_weight[] = {
	1.4, 2.5, 0.2, 2.0, 2.4, 1.6, 2.2, 0.8, 0.8, 1.2, 0.7, 1.2,
};

#endif
