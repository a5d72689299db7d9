/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Racing: a trial goes on to its next fold unless it is worse than the best
 * one on the folds that both have, by a one-sided paired t test at RACE_LEVEL
 * of the first objective (Maron and Moore 1994; the test as in Birattari et
 * al. 2002).
 */
#ifndef RACE_H
#define RACE_H

#include "trial.h"

#define RACE_LEVEL 0.05

/* best may be NULL: then nothing is lost. */
bool race_is_lost(const struct objectives *, const struct trial *,
    const struct trial *best);

#endif
