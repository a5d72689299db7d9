/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "digest.h"
#include "lineage.h"
#include "read_spec.h"

#include "source_record.h"

json_t *
source_record_name(const struct bytes *b, const char *format)
{
	const char *name = bytes_name(b);
	json_t *o = json_object();

	json_object_set_new(o, "name", doc_stringn(name, strlen(name)));
	json_object_set_new(o, "format", json_string(format));
	return (o);
}

json_t *
source_record_digest(const struct bytes *b)
{
	json_t *o = json_object();
	struct outside *outside = bytes_outside(b);
	char hex[DIGEST_HEX + 1];
	uint64_t size;
	struct diag d;

	if (!outside_is_read(outside) && outside_is_random(outside) &&
	    outside_version(outside)[0] != '\0')
		return (json_pack("{s:I, s:s}", "bytes",
		    (json_int_t)outside_size(outside), "version",
		    outside_version(outside)));
	if (!outside_is_read(outside) ||
	    outside_digest(outside, &size, hex, &d) == -1)
		return (o);
	json_object_set_new(o, "bytes", json_integer((json_int_t)size));
	json_object_set_new(o, "sha256", json_string(hex));
	return (o);
}

void
source_record_begin(struct head *h, const struct bytes *in, const char *format)
{
	head_begin_recipe(h);
	lineage_add(h, json_pack("{s:[o]}", "sources",
	    source_record_name(in, format)));
}

void
source_record_end(json_t *tail, const struct bytes *in, uint64_t n_rows)
{
	json_t *o = json_pack("{s:[o], s:I}", "sources",
	    source_record_digest(in), "out", (json_int_t)n_rows);

	json_array_clear(tail);
	json_array_append_new(tail, o);
}

void
source_record_part(json_t *tail, const struct bytes *in, uint64_t n_rows,
    const char *footer_hex)
{
	const struct outside *o = bytes_outside(in);
	json_t *source = json_pack("{s:I, s:s}", "bytes",
	    (json_int_t)outside_size(o), "sha256_of_footer", footer_hex);

	if (outside_version(o)[0] != '\0')
		json_object_set_new(source, "version",
		    json_string(outside_version(o)));
	json_array_clear(tail);
	json_array_append_new(tail, json_pack("{s:[o], s:I}", "sources",
	    source, "out", (json_int_t)n_rows));
}
