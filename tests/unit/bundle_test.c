/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>

#include "bundle.h"
#include "bundle_check.h"
#include "mem.h"
#include "sample_table.h"
#include "str.h"

static void
make_bundle(struct bundle *b)
{
	json_t *recipe = json_pack("[{s:s, s:f, s:f}]", "step", "impute", "v",
	    0.1, "big", 1e300);
	char trees[64];

	for (size_t i = 0; i < sizeof(trees); i++)
		trees[i] = (char)(i * 37);
	bundle_init(b);
	json_object_set_new(b->manifest, "algorithm", json_string("gbdt"));
	json_object_set_new(b->manifest, "rate", json_real(-0.0));
	bundle_add_json(b, "recipe.json", recipe);
	bundle_add(b, "trees.bin", trees, sizeof(trees));
	bundle_add(b, "card.md", "", 0);
	json_decref(recipe);
}

static int
same_bundle(const struct bundle *a, const struct bundle *b)
{
	if (!json_equal(a->manifest, b->manifest) || a->n != b->n)
		return (0);
	for (size_t i = 0; i < a->n; i++) {
		const struct member *m = &a->members[i], *o = &b->members[i];

		if (strcmp(m->name, o->name) != 0 || m->n != o->n ||
		    (m->n > 0 && memcmp(m->p, o->p, m->n) != 0))
			return (0);
	}
	return (1);
}

static void
test_round_trip(void)
{
	struct diag d = DIAG_INIT;
	struct bundle b, again;
	json_t *recipe;
	size_t n, m;
	char *p, *q;

	make_bundle(&b);
	CHECK_INT(bundle_write(&b, "a.mlc", &d), 0);
	CHECK_INT(bundle_read("a.mlc", &again, &d), 0);
	CHECK_STR(d.text, "");
	CHECK(same_bundle(&b, &again));
	CHECK_INT(bundle_get_json(&again, "recipe.json", &recipe, &d), 0);
	CHECK(json_real_value(json_object_get(json_array_get(recipe, 0),
	    "v")) == 0.1);
	json_decref(recipe);
	CHECK_INT(bundle_get_json(&again, "profile.json", &recipe, &d), -1);
	CHECK_STR(d.text, "the model file has no \"profile.json\"");

	CHECK_INT(bundle_write(&again, "b.mlc", &d), 0);
	p = read_whole("a.mlc", &n);
	q = read_whole("b.mlc", &m);
	CHECK(n == m && memcmp(p, q, n) == 0);
	free(p);
	free(q);
	bundle_release(&b);
	bundle_release(&again);
}

/* Every byte flipped and every cut: an error, or nothing was lost. */
static void
test_damage(void)
{
	static const unsigned char zeros[] = {	/* zstd 1.5: 512 of them */
		0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x58, 0x4d, 0, 0, 0x10, 0, 0, 1,
		0, 0xfb, 0x2a, 0xc0, 2, 0x7c, 0xb8, 0xc3, 0xe8
	};
	struct diag d = DIAG_INIT;
	struct bundle b, again;
	size_t n, wrong = 0, errors = 0;
	char *p;

	make_bundle(&b);
	CHECK_INT(bundle_write(&b, "a.mlc", &d), 0);
	p = read_whole("a.mlc", &n);
	for (size_t i = 0; i < n; i++) {
		for (int bit = 0; bit < 8; bit += 7) {
			p[i] ^= (char)(1 << bit);
			if (bundle_parse(p, n, "x", &again, &d) == 0) {
				wrong += !same_bundle(&b, &again);
				bundle_release(&again);
			} else {
				errors++;
			}
			p[i] ^= (char)(1 << bit);
		}
		if (bundle_parse(p, i, "x", &again, &d) == 0) {
			wrong += !same_bundle(&b, &again);
			bundle_release(&again);
		}
	}
	CHECK_INT(wrong, 0);
	CHECK(errors > n);
	CHECK_INT(bundle_parse(p, n / 2, "x.mlc", &again, &d), -1);
	CHECK(strstr(d.text, "x.mlc: the model file is damaged: ") == d.text);
	CHECK_INT(bundle_parse("a,b\n1,2\n", 8, "x.csv", &again, &d), -1);
	CHECK_STR(d.text, "x.csv: not an mlc model file");
	CHECK_INT(bundle_parse("", 0, "x", &again, &d), -1);
	/* A tar may end in any number of zeros: these are behind the model. */
	p = mem_realloc(p, n + sizeof(zeros), 1);
	memcpy(p + n, zeros, sizeof(zeros));
	CHECK_INT(bundle_parse(p, n + sizeof(zeros), "x", &again, &d), -1);
	CHECK_STR(d.text, "x: the model file is damaged: something follows "
	    "its end");
	free(p);
	bundle_release(&b);
	unlink("a.mlc");
	unlink("b.mlc");
}

struct entry {
	const char *name, *text;
};

static la_ssize_t
append(struct archive *a, void *to, const void *p, size_t n)
{
	(void)a;
	str_add(to, p, n);
	return ((la_ssize_t)n);
}

/* The message that an archive of these entries gives. */
static void
check_foreign(const struct entry *entries, size_t n, const char *want)
{
	struct archive *a = archive_write_new();
	struct diag d = DIAG_INIT;
	struct str s = STR_INIT;
	struct bundle b;

	archive_write_set_format_ustar(a);
	archive_write_add_filter_zstd(a);
	archive_write_set_bytes_in_last_block(a, 1);
	archive_write_open(a, &s, NULL, append, NULL);
	for (size_t i = 0; i < n; i++) {
		struct archive_entry *e = archive_entry_new();
		size_t len = strlen(entries[i].text);

		archive_entry_set_pathname(e, entries[i].name);
		archive_entry_set_size(e, (la_int64_t)len);
		archive_entry_set_filetype(e, AE_IFREG);
		archive_write_header(a, e);
		archive_write_data(a, entries[i].text, len);
		archive_entry_free(e);
	}
	archive_write_free(a);
	CHECK_INT(bundle_parse(str_get(&s), s.len, "f", &b, &d), -1);
	CHECK_(strstr(d.text, want) != NULL, "\"%s\" is not in \"%s\"", want,
	    d.text);
	str_release(&s);
}

#define MANIFEST(sha) \
    { "manifest.json", "{\"mlc_model\":1,\"sha256\":{" sha "}}" }

static void
test_foreign(void)
{
	static const struct entry newer[] = {
		{ "manifest.json", "{\"mlc_model\":3}" }
	}, no_manifest[] = {
		{ "recipe.json", "[]" }
	}, escape[] = {
		MANIFEST("\"../x\":\"0\""), { "../x", "" }
	}, folder[] = {
		MANIFEST("\"a/x\":\"0\""), { "a/x", "" }
	}, unknown[] = {
		MANIFEST("\"x\":\"0\""), { "y", "" }
	}, twice[] = {
		MANIFEST("\"x\":\"0\""), { "x", "" }, { "x", "" }
	}, no_json[] = {
		{ "manifest.json", "{" }
	}, other[] = {
		{ "manifest.json", "[1]" }
	}, no_digest[] = {
		MANIFEST("")
	};

	check_foreign(newer, 1, "f: made by a newer mlc");
	check_foreign(no_manifest, 1, "does not begin with a manifest");
	check_foreign(escape, 2, "unexpected member \"../x\"");
	check_foreign(folder, 2, "unexpected member \"a/x\"");
	check_foreign(unknown, 2, "unexpected member \"y\"");
	check_foreign(twice, 3, "two members \"x\"");
	check_foreign(no_json, 1, "not valid JSON");
	check_foreign(other, 1, "not an mlc model file");
	check_foreign(no_digest, 1, "\"manifest.json\" is missing");
	check_foreign(NULL, 0, "damaged");
}

/* Is there room for so much JSON in a file of n bytes? */
static bool
has_room(size_t n, size_t json)
{
	struct bundle_room room;
	struct diag d;

	bundle_room_init(&room, n);
	return (bundle_room_take(&room, "profile.json", json, &d) == 0);
}

/* Few bytes have little JSON; a model of 20,000 columns has 80 MB of it in 18
   MB. What would not be read is not written. */
static void
test_room(void)
{
	struct str blanks = STR_INIT;
	struct diag d = DIAG_INIT;
	struct bundle b;

	CHECK(has_room(1000, 4000000));
	CHECK(!has_room(1000, 5000000));
	CHECK(has_room(2000000, 60000000));
	CHECK(!has_room(2000000, 70000000));
	CHECK(has_room(18000000, 80000000));
	CHECK(!has_room(18000000, 200000000));
	make_bundle(&b);
	memset(str_reserve(&blanks, 5000000), ' ', 5000000);
	str_commit(&blanks, 5000000);
	bundle_add(&b, "blank.json", blanks.buf, blanks.len);
	CHECK_INT(bundle_write(&b, "c.mlc", &d), -1);
	CHECK_STR(d.text, "the model cannot be written: its members are too "
	    "large");
	bundle_release(&b);
	str_release(&blanks);
}

int
main(void)
{
	test_room();
	test_round_trip();
	test_damage();
	test_foreign();
	return (check_done());
}
