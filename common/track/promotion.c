/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "mlc_folder.h"
#include "numtext.h"
#include "outfile.h"
#include "run.h"
#include "sealed.h"

#include "promotion.h"

#define ENDING ".json"

/* The numbers of the changes of a name, in order. */
static int
list_numbers(const char *folder, int64_t **out, size_t *n, struct diag *d)
{
	size_t n_names;
	char **names;
	int64_t v;

	*out = NULL;
	*n = 0;
	if (access(folder, F_OK) == -1 && errno == ENOENT)
		return (0);
	if (line_files_list_ending(folder, ENDING, &names, &n_names, d) == -1)
		return (-1);
	*out = mem_alloc(n_names, sizeof(**out));
	for (size_t i = 0; i < n_names; i++) {
		size_t at = *n;

		if (parse_int(names[i], strlen(names[i]) - strlen(ENDING),
		    &v) == -1)
			continue;
		for (; at > 0 && (*out)[at - 1] > v; at--)
			(*out)[at] = (*out)[at - 1];
		(*out)[at] = v;
		++*n;
	}
	line_files_free(names, n_names);
	return (0);
}

int
promotion_history(const char *store, const char *name, json_t **out,
    struct diag *d)
{
	char *folder = mlc_folder_path(store, "registry/%s", name), *path;
	int64_t *numbers;
	json_t *o;
	size_t n;
	int r = list_numbers(folder, &numbers, &n, d);

	*out = json_array();
	for (size_t i = 0; i < n && r == 0; i++) {
		path = mlc_folder_path(folder, "%lld" ENDING,
		    (long long)numbers[i]);
		r = sealed_file(path, &o, d);
		if (r == 0)
			json_array_append_new(*out, o);
		free(path);
	}
	free(numbers);
	free(folder);
	if (r == -1)
		json_decref(*out);
	return (r);
}

/* The changes that a stage has gone through and that hold, the last one at the
   end; borrowed from the history. */
static json_t *
fold_stage(const json_t *history, const char *stage)
{
	json_t *held = json_array();

	for (size_t i = 0; i < json_array_size(history); i++) {
		json_t *o = json_array_get(history, i);

		if (!doc_is(o, "stage", stage))
			continue;
		if (doc_is(o, "kind", "rollback"))
			json_array_remove(held, json_array_size(held) - 1);
		else
			json_array_append(held, o);
	}
	return (held);
}

int
promotion_stages(const char *store, const char *name, json_t **out,
    struct diag *d)
{
	json_t *history, *held, *by_stage = json_object(), *last, *at;
	const char *key;

	*out = json_array();
	if (promotion_history(store, name, &history, d) == -1) {
		json_decref(by_stage);
		json_decref(*out);
		return (-1);
	}
	for (size_t i = 0; i < json_array_size(history); i++) {
		last = json_array_get(history, i);
		if (doc_text(last, "stage") != NULL)
			json_object_set(by_stage, doc_text(last, "stage"),
			    last);
	}
	json_object_foreach(by_stage, key, last) {
		held = fold_stage(history, key);
		at = json_copy(json_array_get(held, json_array_size(held) -
		    1));
		if (at != NULL)
			doc_set_text(at, "was", doc_text(last, "from"));
		if (at != NULL)
			json_array_append_new(*out, at);
		json_decref(held);
	}
	json_decref(by_stage);
	json_decref(history);
	return (0);
}

/* Also when others change it meanwhile. */
int
promotion_settle(const char *store, const char *name, const char *stage,
    struct diag *d)
{
	char *link = mlc_folder_path(store, "registry/%s/%s", name, stage);
	const char *place = link + strlen(store) + 1;
	char set[DIGEST_HEX + 1];
	json_t *history, *held;
	const char *to;
	int r = 0;

	store_read_link(link, set);
	for (bool settled = false; r == 0 && !settled; ) {
		r = promotion_history(store, name, &history, d);
		if (r == -1)
			break;
		held = fold_stage(history, stage);
		to = doc_text(json_array_get(held, json_array_size(held) -
		    1), "to");
		settled = to == NULL || strcmp(to, set) == 0;
		if (!settled && strlen(to) == DIGEST_HEX) {
			memcpy(set, to, sizeof(set));
			r = store_link(store, place, to, d);
		}
		json_decref(held);
		json_decref(history);
	}
	free(link);
	return (r);
}

/* From where it is to where it is to be, as the last change has left it. */
static int
find_ends(struct promotion *p, const json_t *history, json_t *o,
    struct diag *d)
{
	json_t *held = fold_stage(history, p->stage);
	size_t n = json_array_size(held);
	const char *to = p->to;
	int r = 0;

	if (to == NULL && n < 2)
		r = diag_set(d, "%s@%s: there is no model before this one",
		    p->name, p->stage);
	else if (to == NULL)
		to = doc_text(json_array_get(held, n - 2), "to");
	if (n > 0)
		doc_set_text(o, "from", doc_text(json_array_get(held, n - 1),
		    "to"));
	doc_set_text(o, "to", to);
	json_decref(held);
	return (r);
}

static json_t *
describe(const struct promotion *p)
{
	json_t *o = json_object();
	char *host = line_file_host(), *who = line_file_user();

	doc_set_text(o, "name", p->name);
	doc_set_text(o, "stage", p->stage);
	doc_set_text(o, "kind", p->to != NULL ? "promote" : "rollback");
	doc_set_text(o, "run", p->run);
	doc_set_text(o, "reason", p->reason);
	doc_set_text(o, "verdict", p->verdict);
	if (p->forced)
		json_object_set_new(o, "forced", json_true());
	doc_set_text(o, "who", who);
	doc_set_text(o, "host", host);
	run_set_time(o, "when", run_clock());
	free(host);
	free(who);
	return (o);
}

/* 1 it is written, 0 somebody else took the number. */
static int
write_change(struct promotion *p, const char *folder, const json_t *history,
    struct diag *d)
{
	char previous[DIGEST_HEX + 1] = "", *path;
	struct str text = STR_INIT;
	size_t n = json_array_size(history);
	int r;

	p->number = n == 0 ? 1 : json_integer_value(json_object_get(
	    json_array_get(history, n - 1), "number")) + 1;
	json_object_set_new(p->change, "number", json_integer(p->number));
	sealed_write(p->change, previous, &text);
	path = mlc_folder_path(folder, "%lld" ENDING, (long long)p->number);
	r = outfile_put_new(path, &text, d);
	free(path);
	str_release(&text);
	return (r);
}

int
promotion_make(struct promotion *p, struct diag *d)
{
	char *folder;
	json_t *history;
	int r;

	if (mlc_folder_check_name(p->name, d) == -1 ||
	    mlc_folder_check_name(p->stage, d) == -1)
		return (-1);
	folder = mlc_folder_path(p->store, "registry/%s", p->name);
	r = p->to != NULL ? store_make_folders(folder, d) : 0;
	p->change = NULL;
	while (r == 0) {
		json_decref(p->change);
		p->change = describe(p);
		if ((r = promotion_history(p->store, p->name, &history, d)) ==
		    -1)
			break;
		r = find_ends(p, history, p->change, d);
		if (r == 0)
			r = write_change(p, folder, history, d);
		json_decref(history);
	}
	if (r == 1)
		r = promotion_settle(p->store, p->name, p->stage, d);
	free(folder);
	return (r);
}

int
promotion_judge(const char *path, const char *to, struct diag *d)
{
	struct str text = STR_INIT;
	json_t *o = NULL;
	int r = line_file_read(path, 0, &text, d);

	if (r == 0 && doc_parse(str_get(&text), text.len, &o, d) == -1)
		r = diag_prefix(d, "%s", path);
	str_release(&text);
	if (r == -1)
		return (-1);
	r = 1;
	if (json_object_get(o, "mlc_verdict") != NULL) {
		if (!doc_is(json_object_get(o, "challenger"), "sha256", to)) {
			diag_set(d, "%s: is a verdict on another file, not "
			    "on %.12s...", path, to);
			r = 0;
		} else if (!json_is_true(json_object_get(o, "promoted"))) {
			diag_set(d, "%s: the verdict is that the champion "
			    "stays", path);
			r = 0;
		}
	}
	json_decref(o);
	return (r);
}
