/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is exported to programs that know trees and no steps. */
#ifndef EXPORT_TREES_H
#define EXPORT_TREES_H

#include "export.h"
#include "trees.h"

extern const struct export_form export_lightgbm, export_xgboost;

/* The trees of the model, whose feature j is column j; NULL where it is no
   model of trees, or features are no raw numbers and texts. */
const struct trees *export_trees(const struct predictor *, struct diag *);

/* The feature of a column; NULL: the trees do not know it. */
const struct tree_feature *export_feature(const struct trees *, size_t col);

#endif
