/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "numtext.h"

#include "lineage_events.h"

#define PRODUCER "urn:mlc:" MLC_VERSION
#define SPEC "https://openlineage.io/spec/"

/* A UUID of version 8, which is always the same for a run. */
static json_t *
make_uuid(const char *id)
{
	char hex[DIGEST_HEX + 1];
	struct str s = STR_INIT;
	json_t *o;

	digest_bytes(id, strlen(id), hex);
	str_addf(&s, "%.8s-%.4s-8%.3s-8%.3s-%.12s", hex, hex + 8, hex + 12,
	    hex + 15, hex + 18);
	o = doc_stringn(str_get(&s), s.len);
	str_release(&s);
	return (o);
}

/* Where a file is, as OpenLineage names it: an address by what is before its
   path, a data set of the catalog in its own space, a file by its whole
   path. */
static json_t *
name_data(const json_t *run, const char *name)
{
	const char *scheme = strstr(name, "://"), *folder, *path;
	struct str space = STR_INIT, full = STR_INIT;
	json_t *o = json_object();

	folder = doc_text(run, "folder");
	if (scheme != NULL) {
		path = scheme + 3 + strcspn(scheme + 3, "/");
		str_add(&space, name, (size_t)(path - name));
		str_addz(&full, *path != '\0' ? path : "/");
	} else if (strncmp(name, "data:", 5) == 0) {
		str_addz(&space, "mlc");
		str_addz(&full, name);
	} else {
		str_addz(&space, "file");
		if (*name != '/' && folder != NULL)
			str_addf(&full, "%s/", folder);
		str_addz(&full, name);
	}
	json_object_set_new(o, "namespace", doc_stringn(str_get(&space),
	    space.len));
	json_object_set_new(o, "name", doc_stringn(str_get(&full), full.len));
	str_release(&space);
	str_release(&full);
	return (o);
}

/* A data set once, unless its bytes are others. */
static void
add_data(json_t *list, const json_t *run, const char *name,
    const char *sha256)
{
	json_t *o;

	if (name == NULL)
		return;
	o = name_data(run, name);
	if (sha256 != NULL)
		json_object_set_new(o, "facets", json_pack("{s{ssssss}}",
		    "version", "_producer", PRODUCER, "_schemaURL", SPEC
		    "facets/1-0-1/DatasetVersionDatasetFacet.json#/$defs/"
		    "DatasetVersionDatasetFacet", "datasetVersion", sha256));
	for (size_t i = 0; i < json_array_size(list); i++) {
		if (json_equal(json_array_get(list, i), o)) {
			json_decref(o);
			return;
		}
	}
	json_array_append_new(list, o);
}

/* What the programs of a run read, by "sources" and "name", or wrote, by
   "outputs" and "path". */
static json_t *
list_data(const json_t *run, const char *part, const char *key)
{
	const json_t *programs = json_object_get(run, "programs"), *list;
	json_t *out = json_array();

	for (size_t i = 0; i < json_array_size(programs); i++) {
		list = json_object_get(json_array_get(programs, i), part);
		for (size_t k = 0; k < json_array_size(list); k++) {
			const json_t *o = json_array_get(list, k);

			if (doc_text(o, "history") == NULL)
				add_data(out, run, doc_text(o, key),
				    doc_text(o, "sha256"));
		}
	}
	return (out);
}

/* A name for what is run again: that of the run, else its sentence, else its
   programs. */
static json_t *
name_job(const json_t *run)
{
	const json_t *programs = json_object_get(run, "programs");
	const char *given = doc_text(run, "name");
	struct str s = STR_INIT;
	json_t *o;

	if (given == NULL)
		given = doc_text(run, "sentence");
	for (size_t i = 0; given == NULL && i < json_array_size(programs);
	    i++)
		str_addf(&s, "%s%s", i > 0 ? " | " : "", doc_text(
		    json_array_get(programs, i), "tool"));
	if (given != NULL)
		str_addz(&s, given);
	o = doc_stringn(str_get(&s), s.len);
	str_release(&s);
	return (o);
}

static void
write_event(const json_t *run, const char *type, int64_t when,
    struct str *out)
{
	const char *space = doc_text(run, "experiment");
	char text[NUMTEXT_MAX];
	struct str time = STR_INIT;
	json_t *o;

	str_add(&time, text, format_time(text, when));
	if (strchr(str_get(&time), 'T') == NULL)	/* at midnight */
		str_addz(&time, "T00:00:00Z");
	o = json_pack("{sssss{so}s{ssso}soso}", "eventType", type,
	    "eventTime", str_get(&time), "run", "runId", make_uuid(doc_text(
	    run, "run")), "job", "namespace", space != NULL ? space : "mlc",
	    "name", name_job(run), "inputs", list_data(run, "sources",
	    "name"), "outputs", strcmp(type, "START") == 0 ? json_array() :
	    list_data(run, "outputs", "path"));
	doc_set_text(o, "producer", PRODUCER);
	doc_set_text(o, "schemaURL", SPEC
	    "2-0-2/OpenLineage.json#/$defs/RunEvent");
	doc_write(o, out);
	str_addc(out, '\n');
	json_decref(o);
	str_release(&time);
}

void
lineage_events_write(const json_t *run, struct str *out)
{
	const json_t *status = json_object_get(run, "status");
	const char *text = doc_text(run, "began");
	double seconds = json_number_value(json_object_get(run, "seconds"));
	int64_t began;

	if (parse_time(text, strlen(text), &began) == -1)
		return;
	write_event(run, "START", began, out);
	if (status != NULL)
		write_event(run, json_integer_value(status) == 0 ?
		    "COMPLETE" : "FAIL", began + llround(seconds * 1e6), out);
}
