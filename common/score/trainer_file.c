/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checkpoint.h"
#include "lineage.h"
#include "model_file.h"

#include "trainer.h"

/* What the manifest says beside what any model's does. */
static void
add_training(const struct trained *t, const struct train_options *o,
    json_t *m)
{
	json_t *rows = json_object();

	json_object_set_new(m, "seed",
	    json_integer((json_int_t)o->data.seed));
	json_object_set_new(rows, "train",
	    json_integer((json_int_t)t->n_train));
	json_object_set_new(rows, "valid",
	    json_integer((json_int_t)t->n_valid));
	json_object_set_new(m, "rows", rows);
	if (o->lineage)
		json_object_set_new(m, "lineage", lineage_whole(
		    spool_head(t->spool)->lineage, spool_tail(t->spool)));
}

int
trained_write(const struct trained *t, const struct train_options *o,
    const char *path, struct diag *d)
{
	json_t *manifest = model_manifest(t->predictor);
	int r;

	add_training(t, o, manifest);
	r = model_file_write(t->predictor, manifest, t->profile, path, d);
	json_decref(manifest);
	if (r == 0 && o->checkpoint != NULL)
		checkpoint_remove(o->checkpoint);
	return (r);
}
