/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tool writes of itself into a run, where MLC_TRACK asks for it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lineage.h"
#include "mem.h"
#include "tracked.h"

#include "tool.h"

/* Options whose values are files that are written. */
static const char *const written[] = { "output", "html", "verdict", "rejects",
	"prom", NULL };

/* "--x 1 --x 2" is x: "1, 2"; a flag is true. */
static int
note_option(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	const char *before = doc_text(value, o->name);
	struct str s = STR_INIT;

	(void)d;
	if (arg == NULL) {
		json_object_set_new(value, o->name, json_true());
		return (0);
	}
	if (before != NULL)
		str_addf(&s, "%s, ", before);
	str_addz(&s, arg);
	doc_set_text(value, o->name, str_get(&s));
	str_release(&s);
	return (0);
}

/* The table once more, as one that only notes what is said; what has no part in
   results (where to, how fast, how loud) apart. */
static struct option_def *
noting(const struct option_def *table, json_t *options, json_t *idle)
{
	struct option_def *copy = options_bind(table, NULL);

	for (struct option_def *o = copy; o->kind != OPTION_END; o++) {
		if (o->kind == OPTION_HEADING)
			continue;
		o->kind = OPTION_CALL;
		o->call = note_option;
		o->value = o->idle ? idle : options;
	}
	return (copy);
}

/* What was said, and what was said that is no option. */
static void
add_words(const struct tool *t, const struct option_def *const *tables,
    json_t *program, json_t *idle)
{
	json_t *options = json_object(), *args = json_array();
	struct option_def *own = noting(tables[0], options, idle);
	struct option_def *shared = noting(tables[1], options, idle);
	char **argv = mem_dup(t->given, (size_t)t->argc + 1, sizeof(*argv));
	struct diag d = DIAG_INIT;
	size_t n;

	if (options_parse((const struct option_def *const[]){ own, shared,
	    NULL }, t->argc, argv, &n, &d) == -1)
		n = 0;
	for (size_t i = 1; i <= n; i++)
		json_array_append_new(args, doc_stringn(argv[i],
		    strlen(argv[i])));
	json_object_set_new(program, "options", options);
	json_object_set_new(program, "args", args);
	free(argv);
	free(own);
	free(shared);
}

/* A file that standard output goes to, by its name. */
static void
add_standard_output(struct tracked *track)
{
	char path[4096];
	struct stat st;
	ssize_t n;

	if (fstat(STDOUT_FILENO, &st) == -1 || !S_ISREG(st.st_mode) ||
	    st.st_nlink == 0)
		return;
	n = readlink("/proc/self/fd/1", path, sizeof(path) - 1);
	if (n <= 0)
		return;
	path[n] = '\0';
	tracked_output(track, path);
}

void
tool_track_begin(struct tool *t, const struct option_def *const *tables)
{
	const char *says = getenv("MLC_TRACK");
	json_t *program, *options, *idle;
	char *made = NULL;
	struct diag d = DIAG_INIT;

	if (says == NULL || *says == '\0' || t->keeps_runs)
		return;
	program = json_pack("{ssss}", "tool", t->name, "version",
	    MLC_VERSION);
	if ((t->shares & SHARE_SEED) != 0)
		json_object_set_new(program, "seed", json_integer(t->seed));
	idle = json_object();
	add_words(t, tables, program, idle);
	options = json_incref(json_object_get(program, "options"));
	if (tracked_open(says, program, &t->track, &made, &d) == -1)
		tool_warn(t, "not tracked: %s", d.text);
	if (made != NULL)
		tool_warn(t, "made %s", made);
	free(made);
	for (size_t i = 0; t->track != NULL && written[i] != NULL; i++) {
		const char *path = doc_text(options, written[i]);

		path = path != NULL ? path : doc_text(idle, written[i]);
		if (path != NULL && strcmp(path, "-") != 0)
			tracked_output(t->track, path);
	}
	if (t->track != NULL)
		add_standard_output(t->track);
	json_decref(options);
	json_decref(idle);
}

void
tool_track_lineage(const struct tool *t, const json_t *lineage,
    const json_t *tail)
{
	json_t *whole;

	if (t->track == NULL)
		return;
	whole = lineage_whole(lineage, tail);
	tracked_lineage(t->track, whole);
	json_decref(whole);
}

void
tool_track_metrics(const struct tool *t, struct stream *s)
{
	struct diag d = DIAG_INIT;

	if (tracked_metrics(t->track, s, &d) == -1)
		tool_warn(t, "not tracked: %s", d.text);
}

void
tool_track_end(const struct tool *t, int status)
{
	struct tracked *track = t->track;
	struct diag d = DIAG_INIT;

	if (track == NULL)
		return;
	((struct tool *)(uintptr_t)t)->track = NULL;
	if (tracked_close(track, status, &d) == -1)
		tool_warn(t, "not tracked: %s", d.text);
}
