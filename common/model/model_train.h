/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Training any learner on a data set. */
#ifndef MODEL_TRAIN_H
#define MODEL_TRAIN_H

#include "dataset.h"

/* Give the model, which dataset_new has filled in, its state: by the learner's
   train, or else by its streaming form, fed block by block. */
int model_train(const struct dataset *, struct model *, struct diag *)
    MUST_CHECK;

#endif
