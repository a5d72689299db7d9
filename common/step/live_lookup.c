/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "mem.h"
#include "source.h"

#include "live_lookup.h"

#define LOOK_AGAIN_NS 1000000000

static const char *const twice_words[] = {
	[TWICE_ERROR] = "error",
	[TWICE_FIRST] = "first",
	[TWICE_LAST] = "last"
};

/* By what it is seen that a file is another one. */
struct file_mark {
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec changed;
};

struct live_lookup {
	char *path, *time, *prefix;	/* time, prefix: NULL is none */
	enum lookup_twice twice;
	struct lookup *shape;

	pthread_mutex_t lock;		/* of what follows */
	struct lookup *now;		/* NULL before it is first read */
	struct file_mark tried;		/* the file that was read last */
	int64_t looked_ns;
	bool reading;			/* by one of the threads */
	bool outdated;
};

static int64_t
clock_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return ((int64_t)t.tv_sec * 1000000000 + t.tv_nsec);
}

static int
mark_file(const char *path, struct file_mark *m, struct diag *d)
{
	struct stat st;

	if (stat(path, &st) == -1)
		return (diag_set(d, "%s: %s", path, strerror(errno)));
	if (!S_ISREG(st.st_mode) || strcmp(path, "-") == 0)
		return (diag_set(d, "%s: not a regular file", path));
	*m = (struct file_mark){ st.st_dev, st.st_ino, st.st_size,
	    st.st_mtim };
	return (0);
}

static bool
same_mark(const struct file_mark *a, const struct file_mark *b)
{
	return (a->device == b->device && a->inode == b->inode &&
	    a->size == b->size &&
	    a->changed.tv_sec == b->changed.tv_sec &&
	    a->changed.tv_nsec == b->changed.tv_nsec);
}

static int
read_file(const char *path, const struct lookup_options *lo,
    const char *types, struct lookup **out, struct diag *d)
{
	struct source_options o;
	struct stream *s = NULL;
	int r;

	source_options_init(&o);
	o.types = types;
	r = source_open(&path, 1, &o, &s, d);
	if (r == 0) {
		r = lookup_read(s, lo, out, d);
		stream_close(s);
	}
	if (r == -1 && strncmp(d->text, path, strlen(path)) != 0)
		diag_prefix(d, "%s", path);
	return (r);
}

static void
add_quoted(struct str *s, const char *name)
{
	str_addc(s, '`');
	for (; *name != '\0'; name++) {
		if (*name == '`')
			str_addc(s, '`');
		str_addc(s, *name);
	}
	str_addc(s, '`');
}

/* "NAME=TYPE,..." of a column of plain text; times are told by their form. */
static void
add_type(struct str *s, const char *name, enum col_type type)
{
	if (type == COL_TIME)
		return;
	if (s->len > 0)
		str_addc(s, ',');
	add_quoted(s, name);
	str_addf(s, "=%s", col_type_name(type));
}

/* What a value is called in the file. */
static const char *
name_inside(const struct live_lookup *l, size_t k)
{
	return (l->shape->values.fields[k].name +
	    (l->prefix != NULL ? strlen(l->prefix) : 0));
}

static int
check_shape(const struct live_lookup *l, const struct lookup *found,
    struct diag *d)
{
	return (schema_equal(&found->keys, &l->shape->keys) &&
	    schema_equal(&found->values, &l->shape->values) ? 0 :
	    diag_set(d, "%s: its columns are not of the types that they had",
	    l->path));
}

/* The file as it is now, of the shape it has to have. */
static int
read_again(const struct live_lookup *l, struct lookup **out, struct diag *d)
{
	const struct schema *keys = &l->shape->keys;
	const struct schema *values = &l->shape->values;
	const char **names = mem_alloc(keys->n, sizeof(*names));
	struct str select = STR_INIT, types = STR_INIT;
	struct lookup *found = NULL;
	int r;

	for (size_t k = 0; k < keys->n; k++) {
		names[k] = keys->fields[k].name;
		add_type(&types, names[k], keys->fields[k].type);
	}
	for (size_t k = 0; k < values->n; k++) {
		str_addz(&select, k > 0 ? "," : "");
		add_quoted(&select, name_inside(l, k));
		add_type(&types, name_inside(l, k), values->fields[k].type);
	}
	r = read_file(l->path, &(struct lookup_options){ .keys = names,
	    .n_keys = keys->n, .time = l->time, .select = str_get(&select),
	    .prefix = l->prefix, .twice = l->twice }, str_get(&types), &found,
	    d);
	if (r == 0 && check_shape(l, found, d) == -1) {
		lookup_free(found);
		r = -1;
	}
	if (r == 0)
		*out = found;
	str_release(&select);
	str_release(&types);
	free(names);
	return (r);
}

/* With the lock, which others have while the file is read, but for the first
   time: without a table there is nothing that they could do. */
static void
look_again(struct live_lookup *l, struct diag *d)
{
	struct file_mark m = { 0 };
	struct lookup *found = NULL;
	bool is_first = l->now == NULL;
	int r = mark_file(l->path, &m, d);

	l->looked_ns = clock_ns();
	if (r == 0 && !is_first && same_mark(&m, &l->tried))
		return;
	if (r == 0) {
		l->reading = true;
		if (!is_first)
			pthread_mutex_unlock(&l->lock);
		r = read_again(l, &found, d);
		if (!is_first)
			pthread_mutex_lock(&l->lock);
		l->reading = false;
	}
	l->tried = m;
	l->outdated = r == -1;
	if (r == 0) {
		lookup_free(l->now);
		l->now = found;
	}
}

struct lookup *
live_lookup_now(struct live_lookup *l, bool *outdated, struct diag *d)
{
	struct lookup *now = NULL;
	struct diag why = DIAG_INIT;

	pthread_mutex_lock(&l->lock);
	if (l->now == NULL || (!l->reading &&
	    clock_ns() - l->looked_ns >= LOOK_AGAIN_NS))
		look_again(l, &why);
	if (l->now != NULL)
		now = lookup_share(l->now);
	else
		diag_set(d, "%s", why.text);
	*outdated = l->outdated;
	pthread_mutex_unlock(&l->lock);
	return (now);
}

static struct live_lookup *
new_live(const char *path, const char *time, const char *prefix)
{
	struct live_lookup *l = MEM_NEW(struct live_lookup);

	l->path = mem_strdup(path);
	l->time = time != NULL ? mem_strdup(time) : NULL;
	l->prefix = prefix != NULL ? mem_strdup(prefix) : NULL;
	pthread_mutex_init(&l->lock, NULL);
	return (l);
}

int
live_lookup_new(const char *path, const struct lookup_options *o,
    struct live_lookup **out, struct diag *d)
{
	struct live_lookup *l = new_live(path, o->time, o->prefix);
	int r = mark_file(path, &l->tried, d);

	l->twice = o->twice;
	l->looked_ns = clock_ns();
	if (r == 0)
		r = read_file(path, o, NULL, &l->shape, d);
	if (r == 0 && l->shape->values.n == 0)
		r = diag_set(d, "%s: has no columns but the keys", path);
	if (r == -1) {
		live_lookup_free(l);
		return (-1);
	}
	l->now = lookup_share(l->shape);
	*out = l;
	return (0);
}

void
live_lookup_free(struct live_lookup *l)
{
	if (l == NULL)
		return;
	lookup_free(l->shape);
	lookup_free(l->now);
	pthread_mutex_destroy(&l->lock);
	free(l->path);
	free(l->time);
	free(l->prefix);
	free(l);
}

struct lookup *
live_lookup_shape(const struct live_lookup *l)
{
	return (l->shape);
}

json_t *
live_lookup_save(const struct live_lookup *l)
{
	json_t *o = json_pack("{s:s,s:s}", "path", l->path, "on_duplicate",
	    twice_words[l->twice]);

	if (l->time != NULL)
		json_object_set_new(o, "time", json_string(l->time));
	if (l->prefix != NULL)
		json_object_set_new(o, "prefix", json_string(l->prefix));
	return (o);
}

static int
check_prefix(const struct live_lookup *l, struct diag *d)
{
	size_t n = l->prefix != NULL ? strlen(l->prefix) : 0;

	for (size_t k = 0; k < l->shape->values.n; k++) {
		if (n > 0 && strncmp(l->shape->values.fields[k].name,
		    l->prefix, n) != 0)
			return (diag_set(d, "\"%s\" does not begin with "
			    "\"prefix\"", l->shape->values.fields[k].name));
	}
	if ((l->time != NULL) != l->shape->has_time)
		return (diag_set(d, "\"time\" is not what the head says"));
	return (l->shape->values.n > 0 ? 0 : diag_set(d,
	    "\"values\" is empty"));
}

int
live_lookup_load(const json_t *o, struct lookup *shape,
    struct live_lookup **out, struct diag *d)
{
	const char *path, *twice, *time = NULL, *prefix = NULL;
	size_t n = sizeof(twice_words) / sizeof(twice_words[0]), i;
	struct live_lookup *l;

	if (doc_get_string(o, "path", &path, d) == -1 ||
	    doc_get_string(o, "on_duplicate", &twice, d) == -1 ||
	    doc_opt_string(o, "time", &time, d) == -1 ||
	    doc_opt_string(o, "prefix", &prefix, d) == -1)
		return (-1);
	for (i = 0; i < n && strcmp(twice_words[i], twice) != 0; i++)
		continue;
	if (i == n)
		return (diag_set(d, "\"on_duplicate\" is \"%s\"", twice));
	l = new_live(path, time, prefix);
	l->twice = (enum lookup_twice)i;
	l->shape = lookup_share(shape);
	if (check_prefix(l, d) == -1) {
		live_lookup_free(l);
		return (-1);
	}
	*out = l;
	return (0);
}
