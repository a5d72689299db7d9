/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "known_name.h"
#include "mem.h"
#include "numtext.h"

#include "canary.h"
#include "registry.h"
#include "shadow.h"

#define LATEST "latest"
#define PRODUCTION "production"

void
registry_init(struct registry *r, size_t max_rows, size_t drift_rows)
{
	memset(r, 0, sizeof(*r));
	r->max_rows = max_rows;
	r->drift_rows = drift_rows;
}

void
registry_release(struct registry *r)
{
	for (size_t i = 0; i < r->n; i++) {
		canary_free(r->models[i]->canary);
		shadow_free(r->models[i]->shadow);
	}
	for (size_t i = 0; i < r->n; i++)
		served_model_free(r->models[i]);
	for (size_t i = 0; i < r->n_aliases; i++) {
		free(r->aliases[i].name);
		free(r->aliases[i].alias);
	}
	free(r->models);
	free(r->aliases);
}

void
registry_tell(const struct registry *r, const char *text)
{
	if (r->tell != NULL)
		r->tell(r->tell_ctx, text);
}

int
registry_reload(struct registry *r, struct served_model *m, struct diag *d)
{
	struct version_change change;
	struct str text = STR_INIT;

	if (served_model_reload(m, &change, d) == -1)
		return (-1);
	if (strcmp(change.from, change.to) != 0) {
		str_addf(&text, "\"%s\": version %s is replaced by %s",
		    m->title, change.from, change.to);
		registry_tell(r, str_get(&text));
	}
	str_release(&text);
	return (0);
}

static bool
is_part(struct part p, const char *z)
{
	return (z != NULL && strlen(z) == p.n && memcmp(p.p, z, p.n) == 0);
}

static struct part
part_of(const char *z)
{
	return ((struct part){ z, strlen(z) });
}

static bool
is_later(const struct served_model *m, const struct served_model *than)
{
	int64_t a, b;

	if (than == NULL || m->label == NULL || than->label == NULL ||
	    parse_int(m->label, strlen(m->label), &a) == -1 ||
	    parse_int(than->label, strlen(than->label), &b) == -1)
		return (true);
	return (a > b);
}

static struct served_model *
find_latest(const struct registry *r, struct part name)
{
	struct served_model *found = NULL;

	for (size_t i = 0; i < r->n; i++) {
		if (r->models[i]->as == SERVED_VERSION &&
		    is_part(name, r->models[i]->name) &&
		    is_later(r->models[i], found))
			found = r->models[i];
	}
	return (found);
}

static struct served_model *
find_alias(const struct registry *r, struct part name, struct part alias)
{
	for (size_t i = 0; i < r->n_aliases; i++) {
		if (is_part(name, r->aliases[i].name) &&
		    is_part(alias, r->aliases[i].alias))
			return (r->aliases[i].of);
	}
	return (NULL);
}

static struct served_model *
find_label(const struct registry *r, struct part name, struct part label)
{
	for (size_t i = 0; i < r->n; i++) {
		if (r->models[i]->as != SERVED_SHADOW &&
		    is_part(name, r->models[i]->name) &&
		    is_part(label, r->models[i]->label))
			return (r->models[i]);
	}
	return (NULL);
}

/* By a label or the like, or what the name stands for. */
static struct served_model *
find_model(const struct registry *r, struct part name, struct part version)
{
	struct served_model *m;

	if (version.n == 0) {
		m = find_alias(r, name, part_of(PRODUCTION));
		return (m != NULL ? m : find_latest(r, name));
	}
	if ((m = find_label(r, name, version)) != NULL ||
	    (m = find_alias(r, name, version)) != NULL)
		return (m);
	return (is_part(version, LATEST) ? find_latest(r, name) : NULL);
}

static struct model_version *
take_digest(const struct registry *r, struct part name, struct part digest)
{
	struct model_version *v = NULL;

	for (size_t i = 0; i < r->n && v == NULL; i++) {
		struct served_model *m = r->models[i];

		if (m->as != SERVED_VERSION || !is_part(name, m->name))
			continue;
		v = version_take(m);
		if (!is_part(digest, v->name)) {
			version_give(v);
			v = NULL;
		}
	}
	return (v);
}

struct model_version *
registry_take(const struct registry *r, struct part name, struct part version,
    struct diag *d)
{
	struct model_version *v;
	struct served_model *m;

	if (name.n == 0)
		name = part_of(r->models[0]->name);
	m = find_model(r, name, version);
	if (m != NULL)
		return (version_take(m));
	v = version.n > 0 ? take_digest(r, name, version) : NULL;
	if (v == NULL && version.n > 0 && find_latest(r, name) != NULL)
		diag_set(d, "no such version: %.*s", (int)version.n,
		    version.p);
	else if (v == NULL)
		diag_set(d, "no such model: %.*s", (int)name.n, name.p);
	return (v);
}

/* It has to fit into a URL's path as it is. */
static int
check_name(const char *what, const char *name, struct diag *d)
{
	if (*name == '\0' || strpbrk(name, "/:?#%\"<> \t\n@") != NULL)
		return (diag_set(d, "not a name for %s: \"%s\"", what, name));
	return (0);
}

static int
check_free(const struct registry *r, const struct served_model *m,
    struct diag *d)
{
	for (size_t i = 0; i < r->n; i++) {
		if (strcmp(r->models[i]->title, m->title) == 0)
			return (diag_set(d, "two models are called \"%s\"; "
			    "NAME=FILE gives another name", m->title));
	}
	if (m->label != NULL && strcmp(m->label, LATEST) == 0)
		return (diag_set(d, "\"%s\": the latest version is called so "
		    "already", m->title));
	return (0);
}

/* "NAME" or "NAME@LABEL", which stays the title. */
static void
set_title(struct served_model *m, const char *p, size_t n)
{
	char *at;

	m->title = mem_strndup(p, n);
	m->name = mem_strdup(m->title);
	at = strchr(m->name, '@');
	if (at == NULL)
		return;
	*at = '\0';
	m->label = mem_strdup(at + 1);
}

/* "TITLE=PATH": where the path begins, or NULL. */
static const char *
find_path(const char *p, size_t n)
{
	const char *eq = memchr(p, '=', n);

	return (eq != NULL && memchr(p, '/', (size_t)(eq - p)) == NULL ?
	    eq + 1 : NULL);
}

/* A name of the registry that mlc-track keeps is the link of its stage, which
   is followed whenever the model is read. */
static struct served_model *
new_model(const char *path, struct diag *d)
{
	struct served_model *m;
	char *file;

	if (known_model(path, &file, d) == -1)
		return (NULL);
	m = served_model_new(file);
	free(file);
	return (m);
}

/* What a model is called that nobody gave a name. */
static void
name_model(struct served_model *m, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash != NULL ? slash + 1 : path;
	size_t n = strlen(base);

	if (strncmp(path, REGISTRY_NAME, strlen(REGISTRY_NAME)) == 0) {
		base = path + strlen(REGISTRY_NAME);
		n = strcspn(base, "@");
	} else if (n > 4 && strcmp(base + n - 4, ".mlc") == 0) {
		n -= 4;
	}
	set_title(m, base, n);
}

/* Of a path alone the title is the file's name, or that in the registry. */
static struct served_model *
parse_model(const char *arg, struct diag *d)
{
	const char *path = find_path(arg, strlen(arg));
	struct served_model *m = new_model(path != NULL ? path : arg, d);

	if (m != NULL && path != NULL)
		set_title(m, arg, (size_t)(path - arg) - 1);
	else if (m != NULL)
		name_model(m, arg);
	return (m);
}

/* The model is taken over. */
static int
add(struct registry *r, struct served_model *m, struct diag *d)
{
	struct version_change first;

	m->max_rows = r->max_rows;
	m->drift_rows = r->drift_rows;
	m->admission = r->admission;
	if (check_name("a model", m->name, d) == -1 ||
	    (m->label != NULL && check_name("a version", m->label, d) == -1) ||
	    check_free(r, m, d) == -1 ||
	    served_model_reload(m, &first, d) == -1) {
		served_model_free(m);
		return (-1);
	}
	if (m->drift_rows > 0 && m->versions->drift == NULL) {
		diag_set(d, "%s: no profile, and without one no drift",
		    m->path);
		served_model_free(m);
		return (-1);
	}
	r->models = mem_realloc(r->models, r->n + 1, sizeof(*r->models));
	r->models[r->n++] = m;
	return (0);
}

int
registry_add(struct registry *r, const char *arg, struct diag *d)
{
	struct served_model *m = parse_model(arg, d);

	return (m != NULL ? add(r, m, d) : -1);
}

int
registry_add_beside(struct registry *r, struct part arg, enum served_as as,
    struct served_beside *out, struct diag *d)
{
	const char *path = find_path(arg.p, arg.n);
	struct part name = path == NULL ? part_of(r->models[0]->name) :
	    (struct part){ arg.p, (size_t)(path - arg.p) - 1 };
	struct str text = STR_INIT;
	int status;

	if (path == NULL)
		path = arg.p;
	out->champion = find_model(r, name, (struct part){ "", 0 });
	if (out->champion == NULL)
		return (diag_set(d, "no such model: %.*s", (int)name.n,
		    name.p));
	str_add(&text, path, (size_t)(arg.p + arg.n - path));
	if ((out->model = new_model(str_get(&text), d)) == NULL) {
		str_release(&text);
		return (-1);
	}
	str_clear(&text);
	str_addf(&text, "%.*s@%s", (int)name.n, name.p,
	    as == SERVED_CANARY ? "canary" : "shadow");
	set_title(out->model, text.buf, text.len);
	out->model->as = as;
	status = add(r, out->model, d);
	str_release(&text);
	return (status);
}

/* The parts of "NAME@ALIAS=LABEL": heap memory. */
static int
parse_alias(const struct registry *r, const char *arg, struct alias *a,
    struct diag *d)
{
	const char *eq = strchr(arg, '='), *at;
	size_t n;

	*a = (struct alias){ NULL, NULL, NULL };
	if (eq == NULL)
		return (diag_set(d, "not [NAME@]ALIAS=VERSION: \"%s\"", arg));
	n = (size_t)(eq - arg);
	at = memchr(arg, '@', n);
	a->name = at == NULL ? mem_strdup(r->models[0]->name) :
	    mem_strndup(arg, (size_t)(at - arg));
	a->alias = at == NULL ? mem_strndup(arg, n) :
	    mem_strndup(at + 1, (size_t)(eq - at) - 1);
	a->of = find_label(r, part_of(a->name), part_of(eq + 1));
	if (check_name("an alias", a->alias, d) == -1)
		return (-1);
	if (a->of == NULL)
		return (diag_set(d, "\"%s\": no model %s@%s", arg, a->name,
		    eq + 1));
	if (strcmp(a->alias, LATEST) == 0 || find_model(r,
	    part_of(a->name), part_of(a->alias)) != NULL)
		return (diag_set(d, "\"%s\": there is a version \"%s\" "
		    "already", arg, a->alias));
	return (0);
}

int
registry_add_alias(struct registry *r, const char *arg, struct diag *d)
{
	struct alias a;

	if (parse_alias(r, arg, &a, d) == -1) {
		free(a.name);
		free(a.alias);
		return (-1);
	}
	r->aliases = mem_realloc(r->aliases, r->n_aliases + 1,
	    sizeof(*r->aliases));
	r->aliases[r->n_aliases++] = a;
	return (0);
}
