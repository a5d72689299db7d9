/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a model of another program.  What can be imported is written,
 * read again, and scores a few rows.
 */
#include "import.h"

#include "fuzz.h"

static void
score(const struct predictor *p)
{
	struct predictor_run *run = predictor_run_new(p);
	struct diag d = DIAG_INIT;
	const struct batch *out;
	struct block rows;

	block_init(&rows, &p->spec.schema);
	for (size_t j = 0; j < rows.n_cols; j++) {
		column_add_missing(&rows.cols[j]);
		if (rows.cols[j].type == COL_FLOAT)
			column_add_float(&rows.cols[j], 0.5);
		else
			column_add_missing(&rows.cols[j]);
	}
	if (rows.n_cols > 0 && fuzz_ok(predictor_score(run,
	    block_seal(&rows, 0), &out, &d), &d))
		FUZZ_CHECK(out->n_rows == 2);
	block_release(&rows);
	predictor_run_free(run);
}

/* What learners save they can load. */
static void
check_saved(const struct predictor *p)
{
	struct str saved = STR_INIT;
	struct diag d = DIAG_INIT;
	json_t *manifest = model_to_json(p->model);
	struct model *m;

	p->model->learner->save(p->model, &saved);
	FUZZ_CHECK(fuzz_ok(model_from_json(manifest, &m, &d), &d));
	FUZZ_CHECK(fuzz_ok(m->learner->load(m, str_get(&saved), saved.len,
	    &d), &d));
	model_free(m);
	json_decref(manifest);
	str_release(&saved);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct import_options o = { .target = "the target" };
	struct str s = STR_INIT, source = STR_INIT;
	struct diag d = DIAG_INIT;
	struct predictor *p;

	str_add(&s, bytes, n);
	if (fuzz_ok(import_bytes(&s, &o, &p, &source, &d), &d)) {
		score(p);
		check_saved(p);
		predictor_free(p);
	}
	str_release(&s);
	str_release(&source);
	return (0);
}
