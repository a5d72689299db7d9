/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tool reads and writes, as the shared options say. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"

#include "tool.h"

static void
tell(void *t, const char *text)
{
	tool_warn(t, "%s", text);
}

void
tool_source_options(const struct tool *t, struct source_options *o)
{
	source_options_init(o);
	o->read.partial = t->partial;
	o->read.crew = t->crew;
	o->read.report = t->read;
	o->read.dialect = t->dialect;
	o->read.header = t->header;
	o->read.number_names = t->number_names;
	o->read.time_formats = t->time_formats;
	o->read.n_time_formats = t->n_time_formats;
	o->read.tell = tell;
	o->read.tell_ctx = (void *)(uintptr_t)t;
	o->read.progress = t->reading != NULL ? reading_show : NULL;
	o->read.progress_ctx = t->reading;
	o->mem = t->mem;
}

void
tool_set_roles(const struct tool *t, struct head *h)
{
	struct diag d = DIAG_INIT;
	const char *eq;
	enum col_role role;
	size_t col;
	char *name;

	if (t->target != NULL) {
		if (schema_need(&h->schema, t->target, &col, &d) == -1)
			tool_die(t, &d);
		schema_set_role(&h->schema, col, ROLE_TARGET);
	}
	for (size_t i = 0; i < t->n_roles; i++) {
		eq = strrchr(t->roles[i], '=');
		name = mem_strndup(t->roles[i], (size_t)(eq - t->roles[i]));
		if (schema_need(&h->schema, name, &col, &d) == -1 ||
		    col_role_parse(eq + 1, &role, &d) == -1)
			tool_die(t, &d);
		schema_set_role(&h->schema, col, role);
		free(name);
	}
}

struct stream *
tool_open(const struct tool *t, const char *const *names, size_t n,
    const struct source_options *given)
{
	struct source_options o;
	struct diag d = DIAG_INIT;
	struct stream *s;

	tool_source_options(t, &o);
	if (source_open(names, n, given != NULL ? given : &o, &s, &d) == -1)
		tool_die(t, &d);
	return (tool_record(t, s));
}

struct lookup *
tool_lookup(const struct tool *t, const char *name,
    const struct lookup_options *lookup)
{
	struct source_options o;
	struct lookup *l;
	struct stream *s;
	struct diag d = DIAG_INIT;

	tool_source_options(t, &o);
	o.read.report = NULL;	/* that is of the rows */
	if (source_open(&name, 1, &o, &s, &d) == -1)
		tool_die(t, &d);
	if (lookup_read(s, lookup, &l, &d) == -1) {
		diag_prefix(&d, "%s", name);
		tool_die(t, &d);
	}
	stream_close(s);
	return (l);
}

void
tool_plan_options(const struct tool *t, struct plan_options *o)
{
	mem_keep_pages();
	memset(o, 0, sizeof(*o));
	o->op.mem = t->mem;
	o->op.seed = (uint64_t)t->seed;
	o->op.crew = t->crew;
}

bool
tool_feeds_program(const struct tool *t)
{
	const char *format = t->format != NULL ? t->format :
	    getenv("MLC_FORMAT");
	struct stat st;

	return ((t->shares & SHARE_OUTPUT) != 0 && (t->makes_model ||
	    t->output == NULL || strcmp(t->output, "-") == 0) &&
	    (format == NULL || format[0] == '\0' ||
	    strcmp(format, "mlc") == 0 || strcmp(format, "arrow") == 0) &&
	    fstat(STDOUT_FILENO, &st) == 0 && S_ISFIFO(st.st_mode));
}

void
tool_write(const struct tool *t, struct stream *s)
{
	json_t *lineage = json_incref(s->head.lineage);
	struct sink *sink;
	struct diag d = DIAG_INIT, lost;

	if (t->no_lineage)
		head_clear_lineage(&s->head);
	if (sink_open(t->output, t->format, &s->head, &sink, &d) == -1)
		tool_die(t, &d);
	sink_share(sink, t->crew);
	if (t->is_hasty)
		sink_hasten(sink);
	if (sink_rows(sink, s, &d) == -1 ||
	    ((t->may_end == NULL || t->may_end(t)) &&
	    sink_end(sink, s, &d) == -1)) {
		/* The mark follows whole rows. */
		if (d.blame != BLAME_NONE && tool_feeds_program(t) &&
		    sink_flush(sink, &lost) == -1)
			d.blame = BLAME_NONE;
		sink_free(sink);
		tool_die(t, &d);
	}
	sink_free(sink);
	tool_track_lineage(t, lineage, s->tail);
	json_decref(lineage);
	stream_close(s);
}
