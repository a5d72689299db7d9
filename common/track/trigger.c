/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "known_name.h"
#include "mem.h"
#include "mlc_folder.h"
#include "outfile.h"
#include "run.h"
#include "sealed.h"

#include "trigger.h"

/* The stamp of these inputs and this command, in this folder. */
static char *
stamp_path(const struct trigger *t)
{
	char hex[DIGEST_HEX + 1], *here;
	struct str key = STR_INIT;

	if (t->stamp != NULL)
		return (mem_strdup(t->stamp));
	here = realpath(".", NULL);
	str_addf(&key, "%s\n%s\n", here != NULL ? here : "", t->command);
	for (size_t i = 0; i < t->n_inputs; i++)
		str_addf(&key, "%s\n", t->inputs[i]);
	digest_bytes(key.buf, key.len, hex);
	str_release(&key);
	free(here);
	return (mlc_folder_path(t->store, "stamps/%.16s.json", hex));
}

/* Of a file, or of a data set's last version. */
static int
look_at(const struct trigger *t, const char *name, char *hex, struct diag *d)
{
	json_t *o;

	if (strncmp(name, DATA_NAME, strlen(DATA_NAME)) != 0)
		return (digest_file(name, hex, d));
	if (known_data_read(t->store, name + strlen(DATA_NAME), &o, d) == -1)
		return (diag_prefix(d, "%s", name));
	memcpy(hex, doc_text(o, "digest"), DIGEST_HEX + 1);
	json_decref(o);
	return (0);
}

int
trigger_look(const struct trigger *t, json_t **now, struct diag *d)
{
	json_t *inputs = json_object();
	char hex[DIGEST_HEX + 1];
	int r = 0;

	*now = json_object();
	doc_set_text(*now, "command", t->command);
	json_object_set_new(*now, "inputs", inputs);
	for (size_t i = 0; r == 0 && i < t->n_inputs; i++) {
		r = look_at(t, t->inputs[i], hex, d);
		if (r == 0)
			doc_set_text(inputs, t->inputs[i], hex);
	}
	run_set_time(*now, "when", run_clock());
	if (r == -1) {
		json_decref(*now);
		*now = NULL;
	}
	return (r);
}

/* When drift was last told, "" if it never was. */
static const char *
last_drift(const json_t *runs)
{
	const char *last = "", *began;

	for (size_t i = 0; i < json_array_size(runs); i++) {
		const json_t *programs = json_object_get(json_array_get(runs,
		    i), "programs");

		for (size_t k = 0; k < json_array_size(programs); k++) {
			const json_t *p = json_array_get(programs, k);

			began = doc_text(p, "began");
			if (doc_is(p, "tool", "mlc-drift") &&
			    json_integer_value(json_object_get(p, "status"))
			    == 1 && began != NULL && strcmp(began, last) > 0)
				last = began;
		}
	}
	return (last);
}

/* What is in one and not, or otherwise, in the other. */
static void
compare(const json_t *before, const json_t *now, struct str *why)
{
	const json_t *old = json_object_get(before, "inputs"), *was;
	json_t *inputs = json_object_get(now, "inputs"), *v;
	const char *key;

	if (!doc_is(before, "command", doc_text(now, "command")))
		str_addz(why, "the command is another one\n");
	json_object_foreach(inputs, key, v) {
		was = json_object_get(old, key);
		if (was == NULL)
			str_addf(why, "%s: was no input\n", key);
		else if (!json_equal(was, v))
			str_addf(why, "%s: holds other bytes\n", key);
	}
	json_object_foreach((json_t *)(uintptr_t)old, key, v) {
		if (json_object_get(inputs, key) == NULL)
			str_addf(why, "%s: is no input any more\n", key);
	}
}

int
trigger_why(const struct trigger *t, const json_t *now, struct str *why,
    struct diag *d)
{
	char *path = stamp_path(t);
	const char *drift = last_drift(t->runs);
	json_t *before;
	int r = 0;

	if (access(path, F_OK) == -1 && errno == ENOENT) {
		str_addz(why, "it never ended well before\n");
	} else if ((r = sealed_file(path, &before, d)) == 0) {
		compare(before, now, why);
		if (doc_text(before, "when") != NULL &&
		    strcmp(drift, doc_text(before, "when")) > 0)
			str_addf(why, "drift was told at %s\n", drift);
		json_decref(before);
	}
	free(path);
	return (r);
}

int
trigger_stamp(const struct trigger *t, const json_t *now, struct diag *d)
{
	char previous[DIGEST_HEX + 1] = "", *path = stamp_path(t);
	struct str text = STR_INIT;
	char *folder;
	int r = 0;

	if (t->stamp == NULL) {
		folder = mlc_folder_path(t->store, "stamps");
		r = store_make_folders(folder, d);
		free(folder);
	}
	sealed_write(now, previous, &text);
	if (r == 0)
		r = outfile_put(path, &text, d);
	str_release(&text);
	free(path);
	return (r);
}

int
trigger_sum(const char *path, const char *to, struct diag *d)
{
	char hex[DIGEST_HEX + 1];
	struct str now = STR_INIT, before = STR_INIT;
	struct diag none;
	int r = digest_file(path, hex, d);

	if (r == 0) {
		str_addf(&now, "%s  %s\n", hex, path);
		if (line_file_read(to, 0, &before, &none) == -1 ||
		    before.len != now.len ||
		    memcmp(before.buf, now.buf, now.len) != 0)
			r = outfile_put(to, &now, d) == -1 ? -1 : 1;
	}
	str_release(&now);
	str_release(&before);
	return (r);
}
