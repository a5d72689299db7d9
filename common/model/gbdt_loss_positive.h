/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Losses of a positive mean, whose log is the score: the members that poisson,
 * gamma and tweedie have in the table of losses (gbdt_loss.h).
 */
#ifndef GBDT_LOSS_POSITIVE_H
#define GBDT_LOSS_POSITIVE_H

#include "gbdt_loss.h"

int poisson_check(const struct gbdt_rows *, struct diag *);
void poisson_base(const struct gbdt_objective *, const struct gbdt_rows *,
    double *out);
void poisson_gradients(const struct gbdt_part *);
double poisson_sum(const struct gbdt_part *);

int gamma_check(const struct gbdt_rows *, struct diag *);
void gamma_gradients(const struct gbdt_part *);
double gamma_sum(const struct gbdt_part *);

int tweedie_check(const struct gbdt_rows *, struct diag *);
void tweedie_gradients(const struct gbdt_part *);
double tweedie_sum(const struct gbdt_part *);

#endif
