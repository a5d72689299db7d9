/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What learners of trees have in common: functions for struct learner of
 * models whose state is a struct trees, and its member trees.bin.
 */
#ifndef TREE_MODEL_H
#define TREE_MODEL_H

#include "learner.h"
#include "trees.h"

/* Is it a model of trees, whose state is a struct trees? */
bool model_is_trees(const struct model *);

int tree_model_predict(const struct model *, const struct batch *,
    double *out, struct diag *);
int tree_model_explain(const struct model *, const struct batch *,
    double *out, struct diag *);
void tree_model_count_unknown(const struct model *, const struct batch *,
    uint64_t *n_unknown);
/* The gain of the splits on each feature, as shares of all. */
double *tree_model_importance(const struct model *, size_t *n_out);
/* A warning, where no tree splits; min_leaf: why that may be. */
void tree_model_warn_constant(struct model *, double min_leaf);
/* Of all trees. */
size_t tree_model_n_leaves(const struct model *);
void tree_model_save(const struct model *, struct str *out);
int tree_model_load(struct model *, const char *p, size_t n, struct diag *);
void tree_model_free_state(void *state);

#endif
