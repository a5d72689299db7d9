/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "bundle.h"
#include "card.h"
#include "importance.h"
#include "lineage.h"

#include "trainer.h"

static json_t *
list_inputs(const struct schema *raw)
{
	json_t *a = json_array();

	for (size_t i = 0; i < raw->n; i++) {
		const struct field *f = &raw->fields[i];

		if (field_is_input(f))
			json_array_append_new(a, doc_stringn(f->name,
			    strlen(f->name)));
	}
	return (a);
}

/* What the manifest says beside what bundle_write adds. */
static json_t *
make_manifest(const struct trained *t, const struct train_options *o)
{
	const struct predictor *p = t->predictor;
	json_t *m = model_to_json(p->model), *rows = json_object();

	json_object_set_new(m, "version", json_string(MLC_VERSION));
	json_object_set_new(m, "seed",
	    json_integer((json_int_t)o->data.seed));
	json_object_set_new(m, "columns", schema_to_json(&p->spec.schema));
	json_object_set_new(m, "inputs", list_inputs(&p->spec.schema));
	json_object_set_new(rows, "train",
	    json_integer((json_int_t)t->n_train));
	json_object_set_new(rows, "valid",
	    json_integer((json_int_t)t->n_valid));
	json_object_set_new(m, "rows", rows);
	if (p->attachments.n > 0)
		json_object_set_new(m, "attachments",
		    attachments_to_json(&p->attachments));
	if (o->lineage)
		json_object_set_new(m, "lineage", lineage_whole(
		    spool_head(t->spool)->lineage, spool_tail(t->spool)));
	return (m);
}

static void
add_attachments(struct bundle *b, const struct attachments *a)
{
	struct str name = STR_INIT;

	for (size_t i = 0; i < a->n; i++) {
		str_clear(&name);
		str_addf(&name, "%s" ATTACHMENT_ENDING, a->v[i]->name);
		bundle_add(b, str_get(&name), a->v[i]->bytes, a->v[i]->size);
	}
	str_release(&name);
}

int
trained_write(const struct trained *t, const struct train_options *o,
    const char *path, struct diag *d)
{
	const struct model *m = t->predictor->model;
	struct card card = { .recipe = t->predictor->recipe_json,
	    .profile = t->profile };
	json_t *importance, *facts;
	struct str text = STR_INIT;
	struct bundle b;
	int r;

	bundle_init(&b);
	json_decref(b.manifest);
	b.manifest = make_manifest(t, o);
	bundle_add_json(&b, "recipe.json", t->predictor->recipe_json);
	add_attachments(&b, &t->predictor->attachments);
	m->learner->save(m, &text);
	bundle_add(&b, model_member(m), str_get(&text), text.len);
	if (t->profile != NULL)
		bundle_add_json(&b, "profile.json", t->profile);
	str_clear(&text);
	importance = importance_of(t->predictor);
	facts = m->learner->facts != NULL ? m->learner->facts(m) : NULL;
	card.manifest = b.manifest;
	card.importance = importance;
	card.facts = facts;
	card_write(&card, &text);
	json_decref(importance);
	json_decref(facts);
	bundle_add(&b, "card.md", str_get(&text), text.len);
	r = bundle_write(&b, path, d);
	str_release(&text);
	bundle_release(&b);
	return (r);
}
