/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "bundle.h"
#include "card.h"
#include "importance.h"

#include "model_file.h"

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

json_t *
model_manifest(const struct predictor *p)
{
	json_t *m = model_to_json(p->model);

	json_object_set_new(m, "version", json_string(MLC_VERSION));
	json_object_set_new(m, "columns", schema_to_json(&p->spec.schema));
	json_object_set_new(m, "inputs", list_inputs(&p->spec.schema));
	if (p->attachments.n > 0)
		json_object_set_new(m, "attachments",
		    attachments_to_json(&p->attachments));
	if (p->outcome.facts != NULL) {
		json_object_set_new(m, "outcome",
		    outcome_to_json(&p->outcome, p->model));
		json_object_set_new(m, "mlc_model",
		    json_integer(BUNDLE_VERSION));
	}
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
model_file_write(const struct predictor *p, json_t *manifest,
    const json_t *profile, const char *path, struct diag *d)
{
	const struct model *m = p->model;
	struct card card = { .manifest = manifest, .recipe = p->recipe_json,
	    .profile = profile };
	json_t *importance, *facts;
	struct str text = STR_INIT;
	struct bundle b;
	int r;

	bundle_init(&b);
	json_decref(b.manifest);
	b.manifest = json_incref(manifest);
	bundle_add_json(&b, "recipe.json", p->recipe_json);
	add_attachments(&b, &p->attachments);
	m->learner->save(m, &text);
	bundle_add(&b, model_member(m), str_get(&text), text.len);
	if (profile != NULL)
		bundle_add_json(&b, "profile.json", profile);
	str_clear(&text);
	importance = importance_of(p);
	facts = model_facts(m);
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
