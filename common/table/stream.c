/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stream.h"

void
head_init(struct head *h)
{
	schema_init(&h->schema);
	h->recipe = json_array();
	h->profile = NULL;
	h->lineage = json_array();
	attachments_init(&h->attachments);
	h->shard = NULL;
	h->fit = NULL;
}

void
head_release(struct head *h)
{
	schema_release(&h->schema);
	json_decref(h->recipe);
	json_decref(h->profile);
	json_decref(h->lineage);
	json_decref(h->shard);
	json_decref(h->fit);
	h->recipe = h->profile = h->lineage = h->shard = h->fit = NULL;
	attachments_release(&h->attachments);
}

void
head_copy(struct head *to, const struct head *from)
{
	schema_copy(&to->schema, &from->schema);
	to->recipe = json_incref(from->recipe);
	to->profile = json_incref(from->profile);
	to->lineage = json_incref(from->lineage);
	to->shard = json_incref(from->shard);
	to->fit = json_incref(from->fit);
	attachments_init(&to->attachments);
	attachments_share(&to->attachments, &from->attachments);
}

/* Append to an array that others may hold as well: they keep theirs. */
static void
append(json_t **array, json_t *o)
{
	json_t *mine = json_copy(*array);

	json_decref(*array);
	json_array_append_new(mine, o);
	*array = mine;
}

void
head_add_step(struct head *h, json_t *step)
{
	append(&h->recipe, step);
}

void
head_add_record(struct head *h, json_t *record)
{
	append(&h->lineage, record);
}

void
head_clear_lineage(struct head *h)
{
	json_decref(h->lineage);
	h->lineage = json_array();
}

json_t *
head_to_json(const struct head *h)
{
	json_t *o = json_object(), *list = attachments_to_json(&h->attachments);

	json_object_set_new(o, "mlc", json_integer(list != NULL ? 2 : 1));
	if (h->fit != NULL)
		json_object_set(o, "fit", h->fit);
	if (list != NULL)
		json_object_set_new(o, "attachments", list);
	json_object_set_new(o, "columns", schema_to_json(&h->schema));
	json_object_set(o, "recipe", h->recipe);
	if (h->profile != NULL)
		json_object_set(o, "profile", h->profile);
	if (h->shard != NULL)
		json_object_set(o, "shard", h->shard);
	if (json_array_size(h->lineage) > 0)
		json_object_set(o, "lineage", h->lineage);
	return (o);
}

/* Replace *to, an empty array, by the array of this key if it is there. */
static int
take_array(const json_t *o, const char *key, json_t **to, struct diag *d)
{
	json_t *a = NULL;

	if (doc_opt_array(o, key, &a, d) == -1)
		return (-1);
	if (a != NULL) {
		json_decref(*to);
		*to = json_incref(a);
	}
	return (0);
}

int
head_from_json(const json_t *o, struct head *out, struct diag *d)
{
	int64_t version;
	json_t *cols;

	if (doc_get_int(o, "mlc", &version, d) == -1 ||
	    doc_get_array(o, "columns", &cols, d) == -1)
		return (-1);
	if (version != 1 && version != 2)
		return (diag_set(d, "stream version %lld is not known to this "
		    "mlc", (long long)version));
	head_init(out);
	if (schema_from_json(cols, &out->schema, d) == -1 ||
	    take_array(o, "recipe", &out->recipe, d) == -1 ||
	    take_array(o, "lineage", &out->lineage, d) == -1) {
		head_release(out);
		return (-1);
	}
	out->profile = json_incref(json_object_get(o, "profile"));
	out->shard = json_incref(json_object_get(o, "shard"));
	out->fit = json_incref(json_object_get(o, "fit"));
	return (0);
}

void
stream_init(struct stream *s, const struct stream_ops *ops)
{
	s->ops = ops;
	head_init(&s->head);
	s->tail = json_array();
}

void
stream_release(struct stream *s)
{
	head_release(&s->head);
	json_decref(s->tail);
}

void
stream_set_tail(struct stream *s, json_t *tail)
{
	json_incref(tail);
	json_decref(s->tail);
	s->tail = tail;
}

void
stage_init(struct stage *s, const struct stream_ops *ops, struct stream *in)
{
	s->stream.ops = ops;
	s->stream.tail = json_array();
	head_copy(&s->stream.head, &in->head);
	s->in = in;
}

int
stage_next(struct stage *s, const struct batch **out, struct diag *d)
{
	int r = stream_next(s->in, out, d);

	if (r == 0)
		stream_set_tail(&s->stream, s->in->tail);
	return (r);
}

void
stage_release(struct stage *s)
{
	stream_close(s->in);
	stream_release(&s->stream);
}

int
stream_next(struct stream *s, const struct batch **out, struct diag *d)
{
	int r;

	do {
		r = s->ops->next(s, out, d);
	} while (r == 1 && (*out)->n_rows == 0);
	return (r);
}

void
stream_close(struct stream *s)
{
	if (s != NULL)
		s->ops->close(s);
}
