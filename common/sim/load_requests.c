/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "fmt_value.h"
#include "mem.h"

#include "load_requests.h"

#define SECOND 1e9

/* The forms of a body, by the beginning of the path. */
static const struct body_form {
	const char *path;
	const char *begin, *names_end, *end;
	bool has_names;		/* once, before the rows; else in each row */
} forms[] = {
	{ "/v1/", "{\"instances\":[", "", "]}", false },
	{ "", "{\"dataframe_split\":{\"columns\":[", "],\"data\":[", "]}}",
	    true },
};

int
load_target_parse(const char *url, struct load_target *t, struct diag *d)
{
	const char *p, *slash, *colon;
	size_t n;

	*t = (struct load_target){ .host = NULL };
	if (strncmp(url, "http://", 7) != 0)
		return (diag_set(d, "an address is http://HOST:PORT/PATH, not "
		    "\"%s\"", url));
	p = url + 7;
	n = strcspn(p, "/");
	slash = p + n;
	if (memchr(p, '@', n) != NULL)
		return (diag_set(d, "no user or password is sent: \"%s\"",
		    url));
	colon = memrchr(p, ':', n);
	if (colon != NULL && memchr(colon, ']', (size_t)(slash - colon)))
		colon = NULL;
	t->authority = mem_strndup(p, n);
	t->port = colon == NULL ? mem_strdup("80") :
	    mem_strndup(colon + 1, (size_t)(slash - colon) - 1);
	n = colon == NULL ? n : (size_t)(colon - p);
	t->host = n > 2 && p[0] == '[' && p[n - 1] == ']' ?
	    mem_strndup(p + 1, n - 2) : mem_strndup(p, n);
	t->path = mem_strdup(*slash == '\0' ? "/invocations" : slash);
	if (t->host[0] == '\0' || t->port[0] == '\0' ||
	    strpbrk(url, " \t\r\n") != NULL) {
		load_target_release(t);
		return (diag_set(d, "no host and port in \"%s\"", url));
	}
	return (0);
}

void
load_target_release(struct load_target *t)
{
	free(t->host);
	free(t->port);
	free(t->authority);
	free(t->path);
	*t = (struct load_target){ .host = NULL };
}

/* What is known while they are made. */
struct making {
	const struct load_making *o;
	const struct body_form *form;
	const struct schema *schema;
	struct arrivals arrivals;
	struct str body;	/* of the request that grows */
	uint32_t rows;		/* of it */
	int64_t first, time;	/* of all, and of this one */
	bool has_first;
	struct load_requests *out;
};

static bool
is_sent(const struct making *m, size_t j)
{
	return (m->o->left_out == NULL || !m->o->left_out[j]);
}

static void
add_name(struct str *body, const char *name)
{
	size_t n = strlen(name);
	char *to = str_reserve(body, n * VALUE_ESCAPED + 2);

	str_commit(body, (size_t)(value_put_json_text(to, name, n) - to));
}

static void
begin_body(struct making *m)
{
	bool more = false;

	str_clear(&m->body);
	str_addz(&m->body, m->form->begin);
	for (size_t j = 0; j < m->schema->n && m->form->has_names; j++) {
		if (!is_sent(m, j))
			continue;
		if (more)
			str_addc(&m->body, ',');
		add_name(&m->body, m->schema->fields[j].name);
		more = true;
	}
	str_addz(&m->body, m->form->names_end);
}

static void
add_row(struct making *m, const struct batch *b, size_t i)
{
	bool named = !m->form->has_names, more = false;
	char *to;

	if (m->rows++ > 0)
		str_addc(&m->body, ',');
	str_addc(&m->body, named ? '{' : '[');
	for (size_t j = 0; j < m->schema->n; j++) {
		if (!is_sent(m, j))
			continue;
		if (more)
			str_addc(&m->body, ',');
		if (named) {
			add_name(&m->body, m->schema->fields[j].name);
			str_addc(&m->body, ':');
		}
		to = str_reserve(&m->body, value_bound(b->cols[j], i,
		    VALUE_ESCAPED));
		str_commit(&m->body, (size_t)(value_put_json(to, b->cols[j],
		    i) - to));
		more = true;
	}
	str_addc(&m->body, named ? '}' : ']');
}

static uint64_t
find_due(struct making *m)
{
	double ns = m->o->speed > 0 ? (double)(m->time - m->first) * 1e3 /
	    m->o->speed : arrivals_next(&m->arrivals) * SECOND;

	return (ns > 0 ? (uint64_t)ns : 0);
}

/* The request is whole. */
static int
end_request(struct making *m, struct diag *d)
{
	const struct load_target *t = m->o->target;
	struct load_requests *r = m->out;
	struct load_request q = { .at = r->bytes.len, .rows = m->rows };

	if (m->rows == 0)
		return (0);
	str_addz(&m->body, m->form->end);
	str_addf(&r->bytes, "POST %s HTTP/1.1\r\nHost: %s\r\n"
	    "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
	    t->path, t->authority, m->body.len);
	str_add(&r->bytes, m->body.buf, m->body.len);
	q.n = r->bytes.len - q.at;
	q.due = find_due(m);
	r->v = mem_grow(r->v, &r->cap, r->n + 1, sizeof(*r->v));
	r->v[r->n++] = q;
	m->rows = 0;
	begin_body(m);
	if (r->bytes.len > m->o->mem)
		return (diag_set(d, "the requests do not fit in --mem: fewer "
		    "rows, and --duration to send them again"));
	return (0);
}

/* Does row i begin another request? */
static bool
is_next(struct making *m, const struct batch *b, size_t i)
{
	const struct column *time;
	int64_t t;

	if (m->o->speed <= 0)
		return (m->rows == m->o->rows);
	time = b->cols[m->o->time_col];
	t = time->valid[i] ? time->ints[i] : m->time;
	return (m->has_first && t != m->time);
}

static void
note_time(struct making *m, const struct batch *b, size_t i)
{
	const struct column *time = m->o->speed > 0 ?
	    b->cols[m->o->time_col] : NULL;

	if (time == NULL || !time->valid[i])
		return;
	m->time = time->ints[i];
	if (!m->has_first)
		m->first = m->time;
	m->has_first = true;
}

static int
make(struct making *m, struct stream *in, struct diag *d)
{
	const struct batch *b;
	int r;

	while ((r = stream_next(in, &b, d)) == 1) {
		for (size_t i = 0; i < b->n_rows; i++) {
			if (is_next(m, b, i) && end_request(m, d) == -1)
				return (-1);
			note_time(m, b, i);
			add_row(m, b, i);
		}
	}
	return (r == 0 ? end_request(m, d) : -1);
}

int
load_requests_make(struct stream *in, const struct load_making *o,
    struct load_requests *out, struct diag *d)
{
	struct making m = { .o = o, .form = forms, .schema = &in->head.schema,
	    .arrivals = o->arrivals, .body = STR_INIT, .out = out };
	int r;

	*out = (struct load_requests){ .bytes = STR_INIT };
	while (strncmp(o->target->path, m.form->path, strlen(m.form->path)))
		m.form++;
	begin_body(&m);
	r = make(&m, in, d);
	str_release(&m.body);
	if (r == 0 && out->n == 0)
		r = diag_set(d, "no rows to send");
	return (r);
}

void
load_requests_release(struct load_requests *r)
{
	str_release(&r->bytes);
	free(r->v);
}
