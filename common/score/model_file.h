/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing model files (mlc-model(5)). */
#ifndef MODEL_FILE_H
#define MODEL_FILE_H

#include "predictor.h"

/* What the manifest says of any model, to which the caller adds how it came to
   be. A new reference. */
json_t *model_manifest(const struct predictor *);

/* Atomically. profile may be NULL. */
int model_file_write(const struct predictor *, json_t *manifest,
    const json_t *profile, const char *path, struct diag *) MUST_CHECK;

#endif
