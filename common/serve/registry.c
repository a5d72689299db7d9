/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "registry.h"

#define READ_SIZE ((size_t)1 << 16)

static void
scorer_free(struct scorer *s)
{
	predictor_run_free(s->run);
	request_table_release(&s->table);
	str_release(&s->line);
	free(s);
}

static void
version_free(struct model_version *v)
{
	struct scorer *next;

	for (struct scorer *s = v->idle; s != NULL; s = next) {
		next = s->next;
		scorer_free(s);
	}
	predictor_free(v->p);
	free(v);
}

static int
digest_file(const char *path, char *hex, struct diag *d)
{
	FILE *f = fopen(path, "rb");
	char *buf;
	struct digest digest;
	size_t n;
	int bad;

	if (f == NULL)
		return (diag_errno(d, "%s", path));
	buf = mem_alloc(READ_SIZE, 1);
	digest_init(&digest);
	while ((n = fread(buf, 1, READ_SIZE, f)) > 0)
		digest_update(&digest, buf, n);
	bad = ferror(f);
	if (bad)
		diag_errno(d, "%s", path);
	fclose(f);
	free(buf);
	digest_final(&digest, hex);
	return (bad ? -1 : 0);
}

static int
version_open(struct served_model *m, struct model_version **out,
    struct diag *d)
{
	struct model_version *v = MEM_NEW(struct model_version);

	if (predictor_open(m->path, &v->p, d) == -1 ||
	    digest_file(m->path, v->sha, d) == -1) {
		version_free(v);
		return (-1);
	}
	memcpy(v->name, v->sha, sizeof(v->name) - 1);
	v->of = m;
	v->refs = 1;
	*out = v;
	return (0);
}

struct model_version *
version_take(struct served_model *m)
{
	struct model_version *v;

	pthread_mutex_lock(&m->lock);
	v = m->current;
	v->refs++;
	pthread_mutex_unlock(&m->lock);
	return (v);
}

void
version_give(struct model_version *v)
{
	struct served_model *m = v->of;
	size_t refs;

	pthread_mutex_lock(&m->lock);
	refs = --v->refs;
	pthread_mutex_unlock(&m->lock);
	if (refs == 0)
		version_free(v);
}

int
served_model_reload(struct served_model *m, struct diag *d)
{
	struct model_version *new, *old;

	if (version_open(m, &new, d) == -1)
		return (-1);
	pthread_mutex_lock(&m->lock);
	old = m->current;
	m->current = new;
	pthread_mutex_unlock(&m->lock);
	if (old != NULL)
		version_give(old);
	return (0);
}

void
registry_init(struct registry *r)
{
	memset(r, 0, sizeof(*r));
}

static void
served_model_free(struct served_model *m)
{
	if (m->current != NULL)
		version_give(m->current);
	pthread_mutex_destroy(&m->lock);
	column_counts_release(&m->columns);
	free(m->name);
	free(m->path);
	free(m);
}

void
registry_release(struct registry *r)
{
	for (size_t i = 0; i < r->n; i++)
		served_model_free(r->models[i]);
	free(r->models);
}

struct served_model *
registry_find(const struct registry *r, const char *name, size_t n)
{
	for (size_t i = 0; i < r->n; i++) {
		const char *have = r->models[i]->name;

		if (strlen(have) == n && memcmp(have, name, n) == 0)
			return (r->models[i]);
	}
	return (NULL);
}

/* A name has to fit into a URL's path as it is. */
static int
check_name(const struct registry *r, const char *name, struct diag *d)
{
	if (*name == '\0' || strpbrk(name, "/:?#%\"<> \t\n") != NULL)
		return (diag_set(d, "not a name for a model: \"%s\"", name));
	if (registry_find(r, name, strlen(name)) != NULL)
		return (diag_set(d, "two models are called \"%s\"; "
		    "NAME=FILE gives another name", name));
	return (0);
}

/* The name in "NAME=PATH", or that of the file. */
static char *
model_name(const char *arg, const char **path)
{
	const char *eq = strchr(arg, '='), *slash, *base;
	size_t n;

	*path = arg;
	if (eq != NULL && memchr(arg, '/', (size_t)(eq - arg)) == NULL) {
		*path = eq + 1;
		return (mem_strndup(arg, (size_t)(eq - arg)));
	}
	slash = strrchr(arg, '/');
	base = slash != NULL ? slash + 1 : arg;
	n = strlen(base);
	if (n > 4 && strcmp(base + n - 4, ".mlc") == 0)
		n -= 4;
	return (mem_strndup(base, n));
}

int
registry_add(struct registry *r, const char *arg, size_t max_rows,
    struct diag *d)
{
	struct served_model *m = MEM_NEW(struct served_model);
	const char *path;

	m->name = model_name(arg, &path);
	m->path = mem_strdup(path);
	m->max_rows = max_rows;
	pthread_mutex_init(&m->lock, NULL);
	column_counts_init(&m->columns);
	if (check_name(r, m->name, d) == -1 ||
	    served_model_reload(m, d) == -1) {
		served_model_free(m);
		return (-1);
	}
	r->models = mem_realloc(r->models, r->n + 1, sizeof(*r->models));
	r->models[r->n++] = m;
	return (0);
}
