/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Checkpoints: files that say how far a training has come, so that one that was
 * killed goes on from there, to the same bytes.
 *
 * A file is a bundle (bundle.h): its manifest has what is trained ("of": the
 * parameters, the seed, digests of the rows ...) and where it stands ("state"),
 * its member the learner's bytes.  It appears whole or not at all.  A training
 * of anything else is refused with the name of what differs.
 */
#ifndef CHECKPOINT_H
#define CHECKPOINT_H

#include <stdbool.h>

#include "jsondoc.h"
#include "str.h"

struct checkpointing {
	char *path;
	size_t every;		/* rounds */
	size_t went_on;		/* the round that was found; 0: none was */
	bool refused;		/* a file was, or could not be written */
};

bool checkpoint_exists(const struct checkpointing *);

/* 1: there is one of this training; state is a new reference.  0: there is no
   file. */
int checkpoint_read(struct checkpointing *, const json_t *of, json_t **state,
    struct str *bytes, struct diag *) MUST_CHECK;
int checkpoint_write(struct checkpointing *, const json_t *of,
    const json_t *state, const struct str *bytes, struct diag *) MUST_CHECK;

/* Those of the models that leave out a fold have files beside it. Free the
   path. */
struct checkpointing checkpoint_of_fold(const struct checkpointing *,
    size_t fold);
/* All that belong to the path, once the model is there. */
void checkpoint_remove(const char *path);

#endif
