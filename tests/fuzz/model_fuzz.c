/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as what a model file holds: manifest, recipe and the learner's
 * member, with the byte 255 between them, as digests that are right would let
 * them through.  What can be loaded scores a few rows.
 */
#include "predictor.h"

#include "fuzz.h"
#include "json_mutator.h"

static void
fill(struct column *c, int row)
{
	if (row == 0)
		column_add_missing(c);
	else if (c->type == COL_BOOL)
		column_add_bool(c, true);
	else if (c->type == COL_INT || c->type == COL_TIME)
		column_add_int(c, row == 1 ? 1 : INT64_MIN);
	else if (c->type == COL_FLOAT)
		column_add_float(c, row == 1 ? 0.5 : -1e308);
	else if (c->type == COL_STRING)
		column_add_string(c, "Dream", row == 1 ? 5 : 0);
	else
		column_add_missing(c);
}

static void
score(const struct predictor *p)
{
	struct predictor_run *run = predictor_run_new(p);
	struct diag d = DIAG_INIT;
	const struct batch *out;
	struct block rows;

	block_init(&rows, &p->spec.schema);
	for (size_t j = 0; j < rows.n_cols; j++) {
		for (int i = 0; i < 3; i++)
			fill(&rows.cols[j], i);
	}
	if (rows.n_cols > 0 && fuzz_ok(predictor_score(run,
	    block_seal(&rows, 0), &out, &d), &d))
		FUZZ_CHECK(out->n_rows == 3);
	block_release(&rows);
	predictor_run_free(run);
}

/* The next part, up to the byte 255 or the end. */
static const char *
take_part(const char **p, size_t *left, size_t *n)
{
	const char *part = *p, *end = memchr(part, 255, *left);

	*n = end != NULL ? (size_t)(end - part) : *left;
	*p = part + *n + (end != NULL);
	*left -= *n + (end != NULL);
	return (part);
}

/* One of the parts that are JSON changes as JSON, the others stay. */
static void
mutate_part(const char *p, size_t n, uint32_t *state, struct str *out)
{
	struct diag d = DIAG_INIT;
	uint32_t which = draw(state, 3);
	json_t *o = NULL;
	const char *part;
	size_t k;

	for (uint32_t i = 0; i < 3; i++) {
		part = i < 2 ? take_part(&p, &n, &k) : p;
		k = i < 2 ? k : n;
		if (i > 0)
			str_addc(out, (char)255);
		if (i == which && doc_parse(part, k, &o, &d) == 0) {
			json_mutate(o, state);
			doc_write(o, out);
			json_decref(o);
		} else {
			str_add(out, part, k);
		}
	}
}

size_t
LLVMFuzzerCustomMutator(uint8_t *p, size_t n, size_t max, unsigned seed)
{
	uint32_t state = seed * 2 + 1;
	struct str out = STR_INIT;

	if (draw(&state, 4) == 0)
		return (LLVMFuzzerMutate(p, n, max));
	for (uint32_t i = draw(&state, 3); i < 3; i++) {
		str_clear(&out);
		mutate_part((const char *)p, n, &state, &out);
		if (out.len <= max) {
			memcpy(p, out.buf, out.len);
			n = out.len;
		}
	}
	str_release(&out);
	return (n);
}

static int
load(const char *p, size_t n, json_t **manifest, json_t **recipe,
    struct predictor **out, struct diag *d)
{
	struct attachments attachments = { NULL, 0 };
	struct model *m;
	const char *part;
	size_t k;
	int r;

	part = take_part(&p, &n, &k);
	if (doc_parse(part, k, manifest, d) == -1)
		return (-1);
	part = take_part(&p, &n, &k);
	if (doc_parse(part, k, recipe, d) == -1 ||
	    model_from_json(*manifest, &m, d) == -1)
		return (-1);
	if (m->learner->load(m, p, n, d) == -1) {
		model_free(m);
		return (-1);
	}
	if (attachments_declare(&attachments, json_object_get(*manifest,
	    "attachments"), d) == -1) {
		attachments_release(&attachments);
		model_free(m);
		return (-1);
	}
	r = predictor_new(*recipe, &attachments, m, out, d);
	attachments_release(&attachments);
	return (r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	json_t *manifest = NULL, *recipe = NULL;
	struct predictor *p = NULL;
	struct diag d = DIAG_INIT;

	fuzz_memory_begin();
	if (fuzz_ok(load((const char *)bytes, n, &manifest, &recipe, &p, &d),
	    &d))
		score(p);
	predictor_free(p);
	json_decref(manifest);
	json_decref(recipe);
	fuzz_memory_check(n, 256);
	return (0);
}
