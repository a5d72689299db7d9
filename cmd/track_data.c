/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verbs of mlc-track on data: the catalog, and what came of what. */
#include <stdlib.h>
#include <string.h>

#include "catalog.h"
#include "known_name.h"
#include "mem.h"
#include "nearest.h"
#include "provenance.h"
#include "report.h"
#include "tracked.h"

#include "track.h"

static int
add_tag(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	struct track *t = value;

	(void)o, (void)d;
	t->tags = mem_realloc(t->tags, t->n_tags + 1, sizeof(*t->tags));
	t->tags[t->n_tags++] = arg;
	return (0);
}

static int
data_add(struct track *t)
{
	const char *path = track_arg(t, 1);
	struct catalog_entry e = { t->name, path, t->owner, t->note,
		t->licence, t->tags, t->n_tags, t->copy };
	struct source_options o;
	struct stream *rows;
	struct diag d = DIAG_INIT;
	json_t *version;
	int r;

	if (t->name == NULL)
		tool_usage(&t->tool, "--name names the data set");
	tool_source_options(&t->tool, &o);
	if (source_open(&path, 1, &o, &rows, &d) == -1 ||
	    (r = catalog_add(t->store, &e, rows, &version, &d)) == -1)
		tool_die(&t->tool, &d);
	tool_warn(&t->tool, r == 1 ? DATA_NAME "%s@%lld: %lld rows" :
	    DATA_NAME "%s@%lld is it already: %lld rows", t->name,
	    (long long)json_integer_value(json_object_get(version,
	    "version")), (long long)json_integer_value(json_object_get(
	    version, "rows")));
	stream_close(rows);
	json_decref(version);
	return (0);
}

static int
data_ls(struct track *t)
{
	struct diag d = DIAG_INIT;
	json_t *versions;

	if (catalog_list(t->store, t->all, &versions, &d) == -1)
		tool_die(&t->tool, &d);
	tool_write(&t->tool, catalog_report(versions));
	json_decref(versions);
	return (0);
}

static int
data_show(struct track *t)
{
	const char *name = track_arg(t, 1);
	struct diag d = DIAG_INIT;
	json_t *version;

	if (strncmp(name, DATA_NAME, strlen(DATA_NAME)) == 0)
		name += strlen(DATA_NAME);
	if (known_data_read(t->store, name, &version, &d) == -1)
		tool_die(&t->tool, &d);
	if (t->json)
		track_print(t, version);
	else
		tool_write(&t->tool, catalog_columns(version));
	json_decref(version);
	return (0);
}

static int
data_search(struct track *t)
{
	struct diag d = DIAG_INIT;
	json_t *versions;

	if (catalog_list(t->store, t->all, &versions, &d) == -1)
		tool_die(&t->tool, &d);
	for (size_t i = json_array_size(versions); i-- > 0; ) {
		if (!catalog_matches(json_array_get(versions, i),
		    track_arg(t, 1)))
			json_array_remove(versions, i);
	}
	tool_write(&t->tool, catalog_report(versions));
	json_decref(versions);
	return (0);
}

static int
run_data(struct track *t)
{
	static const struct {
		const char *name;
		int (*run)(struct track *);
		size_t n_args;
	} verbs[] = {
		{ "add", data_add, 2 }, { "ls", data_ls, 1 },
		{ "show", data_show, 2 }, { "search", data_search, 2 }
	};
	static const char *const names[] = { "add", "ls", "show", "search",
		NULL };
	struct diag d = DIAG_INIT;
	int k = nearest_lookup(names, track_arg(t, 0), "verb of data", &d);

	if (k == -1)
		tool_usage(&t->tool, "%s", d.text);
	if (t->tool.n_args != verbs[k].n_args + 1)
		tool_usage(&t->tool, "data %s takes %s", verbs[k].name,
		    verbs[k].n_args == 1 ? "no argument" : "one argument");
	return (verbs[k].run(t));
}

static int
run_used_by(struct track *t)
{
	struct provenance p;
	struct stream *s;
	struct diag d = DIAG_INIT;

	if (provenance_open(&p, t->store, t->runs, &d) == -1 ||
	    provenance_used_by(&p, track_arg(t, 0), &s, &d) == -1)
		tool_die(&t->tool, &d);
	tool_write(&t->tool, s);
	provenance_close(&p);
	return (0);
}

static int
run_why(struct track *t)
{
	char *model = track_model(t, track_arg(t, 0));
	struct str dot = STR_INIT;
	struct provenance p;
	struct stream *s;
	struct diag d = DIAG_INIT;

	if (provenance_open(&p, t->store, t->runs, &d) == -1 ||
	    provenance_why(&p, model, &s, t->dot ? &dot : NULL, &d) == -1)
		tool_die(&t->tool, &d);
	if (t->dot) {
		track_write(t, &dot);
		stream_close(s);
	} else {
		tool_write(&t->tool, s);
	}
	str_release(&dot);
	provenance_close(&p);
	free(model);
	return (0);
}

#define AT(member) .at = offsetof(struct track, member)

static const struct option_def data_options[] = {
	{ OPTION_TEXT, 0, "name", "NAME", "add: what the data set is called",
	    AT(name) },
	{ OPTION_TEXT, 0, "owner", "TEXT", "add: whose it is", AT(owner) },
	{ OPTION_TEXT, 0, "note", "TEXT", "add: what is to be known of it",
	    AT(note) },
	{ OPTION_TEXT, 0, "licence", "TEXT", "add: what it may be used for",
	    AT(licence) },
	{ OPTION_CALL, 0, "tag", "WORD", "add: a word to find it by; may be "
	    "given again", .call = add_tag, .at = 0 },
	{ OPTION_FLAG, 0, "copy", NULL, "add: keep the bytes in the store, "
	    "too", AT(copy) },
	{ OPTION_FLAG, 0, "all", NULL, "ls, search: all versions, not the "
	    "last ones", AT(all) },
	{ OPTION_FLAG, 0, "json", NULL, "show: all that is known, as an "
	    "object", AT(json) },
	{ OPTION_END }
}, why_options[] = {
	{ OPTION_FLAG, 0, "dot", NULL, "as a graph for Graphviz", AT(dot) },
	{ OPTION_END }
};

const struct track_verb track_data_verbs[] = {
	{ "data", "data add FILE --name NAME [options]\ndata ls [--all]\n"
	    "data show [--json] NAME[@VERSION]\ndata search [--all] WORD",
	    "a catalog of data sets, by versions of their bytes",
	    data_options, 1, 2, WANT_MADE, run_data },
	{ "used-by", "used-by NAME[@VERSION]|FILE", "the models and runs that "
	    "read a data set", NULL, 1, 1, WANT_STORE | WANT_RUNS,
	    run_used_by },
	{ "why", "why [--dot] MODEL|RUN", "where a model comes from, down to "
	    "its sources", why_options, 1, 1, WANT_STORE | WANT_RUNS,
	    run_why },
	{ .name = NULL }
};
