/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calibration: a map from a score in [0, 1] to the probability of a class,
 * fitted on rows that are known to be of the class or not.
 *
 * sigmoid	sigmoid(a log(p / (1 - p)) + b), by the largest likelihood of
 *		Platt's targets: (n1 + 1) / (n1 + 2) for rows of the class,
 *		1 / (n0 + 2) for others (Platt 1999; Lin, Lin and Weng 2007)
 * isotonic	the ascending step function of least squares (pool adjacent
 *		violators), linear between its points and flat beyond them
 *
 * Both are those of CalibratedClassifierCV of scikit-learn, with the log odds
 * of scores that are kept 1e-15 from 0 and 1 as the decision function of the
 * sigmoid.  Released by the caller.  Nothing here can fail.
 */
#ifndef CALIBRATOR_H
#define CALIBRATOR_H

#include <stddef.h>
#include <stdint.h>

struct calibrator {
	double a, b;		/* of the sigmoid */
	double *x, *y;		/* (n): points, x strictly ascending */
	size_t n;		/* 0: a sigmoid */
};

/* Of n > 0 scores; w NULL: all 1. */
void calibrator_fit_sigmoid(struct calibrator *, const double *p,
    const uint8_t *hit, const double *w, size_t n);
void calibrator_fit_isotonic(struct calibrator *, const double *p,
    const uint8_t *hit, const double *w, size_t n);
void calibrator_release(struct calibrator *);

double calibrator_apply(const struct calibrator *, double p);

#endif
