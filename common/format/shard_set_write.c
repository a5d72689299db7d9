/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a set of shards. */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outfile.h"
#include "shard.h"
#include "sink.h"
#include "spool.h"

#include "shard_set.h"

/* The rows of a spool in parts: each is read to its end before the next. */
struct cutting {
	struct stream stream;
	struct stream *in;
	const struct batch *b;	/* whose rows from `at` on are left */
	size_t at;
	uint64_t left;		/* rows of this part */
	struct block rows;
};

struct writing {
	const struct shard_options *o;
	struct cutting cut;
	struct shard shard;
	struct str path;
	struct str list;	/* of what is written, in the manifest */
};

static int
cut_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct cutting *c = (struct cutting *)s;
	size_t n;
	int r;

	if (c->left == 0)
		return (0);
	if (c->b == NULL && (r = stream_next(c->in, &c->b, d)) != 1)
		return (r);
	n = c->b->n_rows - c->at;
	n = n < c->left ? n : (size_t)c->left;
	c->left -= n;
	*out = c->b;
	if (n < c->b->n_rows) {
		block_clear(&c->rows);
		block_add_rows(&c->rows, c->b, c->at, n);
		*out = block_seal(&c->rows, 0);
	}
	c->at += n;
	if (c->at == c->b->n_rows) {
		c->b = NULL;
		c->at = 0;
	}
	return (1);
}

static void
name_shard(struct writing *w, size_t k)
{
	str_clear(&w->path);
	str_addf(&w->path, "%s%spart-%05zu.%s", w->o->dir,
	    w->o->dir[strlen(w->o->dir) - 1] == '/' ? "" : "/", k + 1,
	    w->o->format != NULL && strcmp(w->o->format, "arrow") == 0 ?
	    "arrow" : "mlcs");
}

/* What the manifest says of the file that was written. */
static int
list_shard(struct writing *w, struct diag *d)
{
	char hex[DIGEST_HEX + 1];
	struct stat st;

	if (stat(w->path.buf, &st) == -1)
		return (diag_errno(d, "%s", w->path.buf));
	if (digest_file(w->path.buf, hex, d) == -1)
		return (-1);
	str_addf(&w->list, "%s\n{\"name\":\"%s\",\"first_row\":%" PRIu64
	    ",\"rows\":%" PRIu64 ",\"bytes\":%lld,\"sha256\":\"%s\"}",
	    w->list.len > 0 ? "," : "", strrchr(w->path.buf, '/') + 1,
	    w->shard.first_row, w->shard.rows, (long long)st.st_size, hex);
	return (0);
}

static int
write_shard(struct writing *w, struct diag *d)
{
	struct head *h = &w->cut.stream.head;
	struct sink *sink;
	int r;

	shard_set(h, &w->shard);
	w->cut.left = w->shard.rows;
	if (sink_open(w->path.buf, w->o->format != NULL ? w->o->format : "mlc",
	    h, &sink, d) == -1)
		return (-1);
	sink_share(sink, w->o->crew);
	r = sink_rows(sink, &w->cut.stream, d);
	if (r == 0)
		r = sink_end(sink, &w->cut.stream, d);
	sink_free(sink);
	return (r == 0 ? list_shard(w, d) : -1);
}

/* All, or at first none. */
static int
write_manifest(const struct writing *w, bool done, struct diag *d)
{
	char *path = shard_manifest_path(w->o->dir);
	struct str s = STR_INIT;
	int r;

	str_addf(&s, "%s\"table\":\"%s\","
	    "\"rows\":%" PRIu64 ",\"unit\":%" PRIu64 ",\n\"shards\":[",
	    done ? SHARD_MANIFEST "\"done\":true," : SHARD_MANIFEST_OPEN,
	    w->shard.table, w->shard.table_rows,
	    shard_unit(&w->cut.stream.head.schema));
	if (done)
		str_add(&s, str_get(&w->list), w->list.len);
	str_addz(&s, "\n]}\n");
	r = outfile_put(path, &s, d);
	str_release(&s);
	free(path);
	return (r);
}

/* Whole units, as many for each as can be. */
static int
write_shards(struct writing *w, struct diag *d)
{
	uint64_t unit = shard_unit(&w->cut.stream.head.schema), end;
	uint64_t n_units = w->shard.table_rows / unit +
	    (w->shard.table_rows % unit > 0);
	int r = write_manifest(w, false, d);

	for (size_t k = 0; k < w->o->n && r == 0; k++) {
		end = n_units * (k + 1) / w->o->n * unit;
		if (end > w->shard.table_rows)
			end = w->shard.table_rows;
		w->shard.first_row += w->shard.rows;
		w->shard.rows = end - w->shard.first_row;
		name_shard(w, k);
		r = write_shard(w, d);
	}
	return (r == 0 ? write_manifest(w, true, d) : -1);
}

/* Take away what a run has left that did not end. */
static int
clear_folder(const char *dir, struct diag *d)
{
	char *manifest = shard_manifest_path(dir);
	bool is_open = shard_manifest_is_open(manifest);
	DIR *entries = opendir(dir);
	const struct dirent *e;
	struct str path = STR_INIT;
	int r = 0;

	if (entries == NULL)
		r = diag_errno(d, "%s", dir);
	while (r == 0 && (e = readdir(entries)) != NULL) {
		str_clear(&path);
		str_addf(&path, "%s/%s", dir, e->d_name);
		if (strcmp(e->d_name, ".") == 0 ||
		    strcmp(e->d_name, "..") == 0)
			continue;
		if (!is_open || (strncmp(e->d_name, "part-", 5) != 0 &&
		    !shard_manifest_is(path.buf)))
			r = diag_set(d, "%s: is not empty: it has \"%s\"",
			    dir, e->d_name);
		else if (unlink(path.buf) == -1)
			r = diag_errno(d, "%s", path.buf);
	}
	if (entries != NULL)
		closedir(entries);
	str_release(&path);
	free(manifest);
	return (r);
}

static int
make_folder(const char *dir, struct diag *d)
{
	if (mkdir(dir, 0777) == 0)
		return (0);
	return (errno == EEXIST ? clear_folder(dir, d) :
	    diag_errno(d, "%s", dir));
}

/* The head and the tail of the parts, and which table they are of. */
static void
begin_parts(struct writing *w, const struct spool *sp)
{
	struct stream *s = &w->cut.stream;

	head_copy(&s->head, spool_head(sp));
	shard_table(&s->head, spool_tail(sp), w->shard.table);
	if (w->o->no_lineage)
		head_clear_lineage(&s->head);
	s->tail = json_incref((json_t *)(uintptr_t)spool_tail(sp));
	w->shard.table_rows = spool_n_rows(sp);
	w->cut.in = spool_stream(sp);
	block_init(&w->cut.rows, &s->head.schema);
}

int
shard_set_write(struct stream *in, const struct shard_options *o,
    uint64_t *n_rows, struct diag *d)
{
	static const struct stream_ops ops = { cut_next, NULL };
	struct writing w = { .o = o, .cut.stream.ops = &ops };
	struct spool *sp;
	int r;

	if (make_folder(o->dir, d) == -1 ||
	    spool_new(in, o->mem, &sp, d) == -1)
		return (-1);
	begin_parts(&w, sp);
	*n_rows = w.shard.table_rows;
	r = write_shards(&w, d);
	stream_close(w.cut.in);
	block_release(&w.cut.rows);
	stream_release(&w.cut.stream);
	str_release(&w.path);
	str_release(&w.list);
	spool_free(sp);
	return (r);
}
