/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Attachments of a recipe: names, lists from outside, and their way through
 * both forms of a stream and through model files; base64 by the vectors of
 * RFC 4648, section 10.
 */
#include <stdlib.h>
#include <unistd.h>

#include "attachment.h"
#include "base64.h"
#include "bundle.h"
#include "dict.h"
#include "pack.h"
#include "predictor.h"
#include "sample_table.h"
#include "sink.h"
#include "source.h"

static void
test_base64(void)
{
	static const char *const texts[] = { "", "Zg==", "Zm8=", "Zm9v",
	    "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy" };
	static const char *const bad[] = { "Zg=", "Zg", "Z===", "Zh==", "Zm9=",
	    "Z g=", "Zg==Zg==", "====", "Zm9\n" };
	struct str s = STR_INIT, back = STR_INIT;
	struct diag d = DIAG_INIT;
	uint8_t all[256];

	for (size_t n = 0; n < 7; n++) {
		str_clear(&s);
		base64_add(&s, "foobar", n);
		CHECK_STR(str_get(&s), texts[n]);
		CHECK_INT(base64_length(n), strlen(texts[n]));
		str_clear(&s);
		CHECK_INT(base64_read(&s, texts[n], strlen(texts[n]), &d), 0);
		CHECK(s.len == n && memcmp(str_get(&s), "foobar", n) == 0);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_INT(base64_read(&s, bad[i], strlen(bad[i]), &d), -1);
	for (size_t i = 0; i < 256; i++)
		all[i] = (uint8_t)i;
	str_clear(&s);
	base64_add(&s, all, 256);
	CHECK_INT(base64_read(&back, s.buf, s.len, &d), 0);
	CHECK(back.len == 256 && memcmp(back.buf, all, 256) == 0);
	str_release(&back);
	str_release(&s);
}

static const struct attachment *
add(struct attachments *a, const char *kind, size_t n)
{
	struct str s = STR_INIT;

	for (size_t i = 0; i < n; i++)
		str_addc(&s, (char)(i * 37 + n));
	return (attachments_add(a, kind, &s));
}

/* Names by content: SHA-256 of "" and of one NUL byte, as sha256sum says. */
static void
test_names(void)
{
	struct attachments a, b;
	struct diag d = DIAG_INIT;
	const struct attachment *found;

	attachments_init(&a);
	CHECK_STR(add(&a, "x", 0)->name, "x-e3b0c44298fc1c14");
	CHECK_STR(add(&a, "x", 0)->name, "x-e3b0c44298fc1c14");
	CHECK_INT(a.n, 1);
	add(&a, "y", 5);
	CHECK_INT(a.n, 2);
	attachments_init(&b);
	attachments_share(&b, &a);
	attachments_share(&b, &a);
	CHECK_INT(b.n, 2);
	CHECK(b.v[1] == a.v[1] && attachments_equal(&a, &b));
	attachments_release(&a);
	CHECK_INT(attachments_get(&b, "x-e3b0c44298fc1c14", &found, &d), 0);
	CHECK_INT(found->size, 0);
	CHECK_INT(attachments_get(&b, "z", &found, &d), -1);
	CHECK_STR(d.text, "attachment \"z\" is missing");
	attachments_release(&b);
}

#define EMPTY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define ENTRY(name, size) "{\"name\":\"" name "\",\"size\":" size \
	",\"sha256\":\"" EMPTY "\"}"

static void
check_list(const char *list, const char *error)
{
	struct attachments a;
	struct diag d = DIAG_INIT;
	json_t *o;

	CHECK_INT(doc_parse(list, strlen(list), &o, &d), 0);
	CHECK_INT(attachments_declare(&a, o, &d), error == NULL ? 0 : -1);
	CHECK_STR(d.text, error == NULL ? "" : error);
	attachments_release(&a);
	json_decref(o);
}

static void
test_lists(void)
{
	struct str many = STR_INIT;

	check_list("[" ENTRY("a", "0") "," ENTRY("a-1", "5") "]", NULL);
	check_list("{}", "\"attachments\" is not an array");
	check_list("[" ENTRY("a", "0") "," ENTRY("a", "0") "]",
	    "two attachments are called \"a\"");
	check_list("[" ENTRY("../a", "0") "]",
	    "\"../a\" is not a name of an attachment");
	check_list("[" ENTRY("", "0") "]",
	    "\"\" is not a name of an attachment");
	check_list("[" ENTRY("a", "-1") "]", "attachment \"a\" of -1 bytes");
	check_list("[" ENTRY("a", "9000000000000000000") "]",
	    "attachments of more than 512 MiB");
	check_list("[" ENTRY("a", "536870912") "," ENTRY("b", "1") "]",
	    "attachments of more than 512 MiB");
	check_list("[{\"name\":\"a\",\"size\":1,\"sha256\":\"00\"}]",
	    "attachment \"a\" has no SHA-256");
	str_addc(&many, '[');
	for (size_t i = 0; i <= ATTACHMENTS_MAX; i++)
		str_addf(&many, "%s{\"name\":\"a%zu\",\"size\":0,\"sha256\":\""
		    EMPTY "\"}", i > 0 ? "," : "", i);
	str_addc(&many, ']');
	check_list(str_get(&many), "more than 4096 attachments");
	str_release(&many);
}

static void
test_fill(void)
{
	static const char list[] = "[" ENTRY("a", "0") "," ENTRY("b", "1") "]";
	struct attachments a;
	struct diag d = DIAG_INIT;
	struct str s = STR_INIT;
	json_t *o;

	CHECK_INT(doc_parse(list, strlen(list), &o, &d), 0);
	CHECK_INT(attachments_declare(&a, o, &d), 0);
	str_addz(&s, "x");
	CHECK_INT(attachments_fill(&a, 0, &s, &d), -1);
	CHECK_STR(d.text, "attachment \"a\" has 1 bytes and not 0");
	str_addz(&s, "x");
	CHECK_INT(attachments_fill(&a, 1, &s, &d), -1);
	CHECK_STR(d.text, "the digest of attachment \"b\" is wrong");
	CHECK_INT(attachments_fill(&a, 0, &s, &d), 0);
	attachments_release(&a);
	json_decref(o);
}

static char *
write_stream(const struct head *h, const struct batch *b, const char *format,
    size_t *n)
{
	struct diag d = DIAG_INIT;
	json_t *tail = json_array();
	struct sink *s;

	CHECK_INT(sink_open("out", format, h, &s, &d), 0);
	CHECK_INT(sink_write(s, b, &d), 0);
	CHECK_INT(sink_finish(s, tail, &d), 0);
	sink_free(s);
	json_decref(tail);
	return (read_whole("out", n));
}

static size_t n_seen;		/* attachments that were as they should be */

/* What was read is what was written, or is not there. */
static void
check_same(const struct attachments *got, const struct attachments *want)
{
	const struct attachment *one;
	struct diag d;

	for (size_t i = 0; i < got->n; i++) {
		if (attachments_get(want, got->v[i]->name, &one, &d) == -1)
			continue;
		CHECK(one->size == got->v[i]->size && memcmp(one->bytes,
		    got->v[i]->bytes, one->size) == 0);
		n_seen++;
	}
}

/* Read all: 0, or -1 with the message. */
static int
read_stream(const char *p, size_t n, const struct attachments *want,
    struct diag *d)
{
	struct source_options o;
	const struct batch *b;
	struct stream *s;
	int r;

	source_options_init(&o);
	if (source_open_memory("in", p, n, &o, &s, d) == -1)
		return (-1);
	while ((r = stream_next(s, &b, d)) == 1)
		continue;
	check_same(&s->head.attachments, want);
	stream_close(s);
	return (r);
}

static void
check_form(const char *format)
{
	static const size_t sizes[] = { 0, 1, 3071, 3072, 3073, 200000 };
	const struct batch *rows;
	struct diag d = DIAG_INIT;
	struct head h;
	struct block b;
	size_t n;
	char *p;

	sample_head(&h);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		add(&h.attachments, "levels", sizes[i]);
	rows = sample_fill(&b, &h);
	p = write_stream(&h, rows, format, &n);
	n_seen = 0;
	CHECK_INT(read_stream(p, n, &h.attachments, &d), 0);
	CHECK_STR(d.text, "");
	CHECK_INT(n_seen, h.attachments.n);
	free(p);
	block_release(&b);
	head_release(&h);
}

/* Every cut of a stream is an error; a byte that is changed anywhere may be an
   error, but no attachment has other bytes under its name. */
static void
check_damage(const char *format)
{
	const struct batch *rows;
	struct diag d = DIAG_INIT;
	struct head h;
	struct block b;
	size_t n;
	char *p;

	sample_head(&h);
	add(&h.attachments, "levels", 40);
	add(&h.attachments, "words", 1);
	rows = sample_fill(&b, &h);
	p = write_stream(&h, rows, format, &n);
	for (size_t i = 1; i < n; i++)
		CHECK_INT(read_stream(p, i, &h.attachments, &d), -1);
	for (size_t i = 0; i < n; i++) {
		p[i] ^= 1;
		(void)!read_stream(p, n, &h.attachments, &d);
		p[i] ^= 1;
	}
	free(p);
	block_release(&b);
	head_release(&h);
}

#define HEAD(size, sha) "#mlc {\"mlc\":2,\"attachments\":[{\"name\":\"a\"," \
	"\"size\":" size ",\"sha256\":\"" sha "\"}],\"columns\":[{\"name\":" \
	"\"n\",\"type\":\"int\"}]}\n"
#define FOO "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"

static void
check_text(const char *text, const char *error)
{
	struct attachments want;
	struct diag d = DIAG_INIT;
	struct str foo = STR_INIT;

	attachments_init(&want);
	str_addz(&foo, "foo");
	attachments_add(&want, "a", &foo);
	free(want.v[0]->name);
	want.v[0]->name = strdup("a");
	CHECK_INT(read_stream(text, strlen(text), &want, &d),
	    error == NULL ? 0 : -1);
	CHECK_STR(d.text, error == NULL ? "" : error);
	attachments_release(&want);
}

static void
test_text(void)
{
	check_text(HEAD("3", FOO) "#=Zm9v\nn\n1\n#end\n", NULL);
	check_text(HEAD("3", FOO) "#=Zm9v\r\nn\r\n1\r\n#end\r\n", NULL);
	check_text(HEAD("3", EMPTY) "#=Zm9v\nn\n1\n#end\n",
	    "in: the digest of attachment \"a\" is wrong");
	check_text(HEAD("3", FOO) "n\n1\n#end\n",
	    "in:2: the line of an attachment is missing");
	check_text(HEAD("3", FOO) "#=Zm9\nn\n1\n#end\n",
	    "in:2: 3 characters of base64 and not 4");
	check_text(HEAD("3", FOO) "#=Zm9!\nn\n1\n#end\n",
	    "in:2: not base64");
	check_text(HEAD("3", FOO) "#=Zm9v\n#=Zm9v\nn\n1\n#end\n",
	    "in:2: the names are not those of the head");
	check_text(HEAD("1000000000000", FOO) "#=Zm9v\nn\n1\n#end\n",
	    "in:1: attachments of more than 512 MiB");
	check_text(HEAD("500000000", FOO) "#=Zm9v\n",
	    "in: the stream was cut: the program before failed");
}

static void
check_model(const char *list, const char *part, const char *error)
{
	struct predictor *p;
	struct diag d = DIAG_INIT;
	struct bundle b;
	json_t *o;

	bundle_init(&b);
	CHECK_INT(doc_parse(list, strlen(list), &o, &d), 0);
	json_object_set_new(b.manifest, "attachments", o);
	o = json_array();
	bundle_add_json(&b, "recipe.json", o);
	json_decref(o);
	if (part != NULL)
		bundle_add(&b, "a.part", part, strlen(part));
	CHECK_INT(bundle_write(&b, "m.mlc", &d), 0);
	CHECK_INT(predictor_open("m.mlc", &p, &d), -1);
	CHECK_STR(d.text, error);
	bundle_release(&b);
}

static void
test_model(void)
{
	check_model("[" ENTRY("a", "1") "]", NULL,
	    "m.mlc: the model file has no \"a.part\"");
	check_model("[" ENTRY("a", "1") "]", "xy",
	    "m.mlc: attachment \"a\" has 2 bytes and not 1");
	check_model("[" ENTRY("a", "1") "]", "x",
	    "m.mlc: the digest of attachment \"a\" is wrong");
	check_model("[" ENTRY("a", "0") "," ENTRY("a", "0") "]", "",
	    "m.mlc: two attachments are called \"a\"");
	check_model("[" ENTRY("a", "99999999999") "]", "",
	    "m.mlc: attachments of more than 512 MiB");
	unlink("m.mlc");
}

/* A step of target-encode whose column has so many levels, which are attached:
   the bytes that dict_save and the means take, cut after so many or longer. */
static int
load_state(size_t n_levels, size_t n_bytes, struct diag *d)
{
	struct attachments a;
	struct dict levels;
	struct str bytes = STR_INIT, json = STR_INIT;
	struct step *s;
	json_t *o;
	int r;

	attachments_init(&a);
	dict_init(&levels);
	for (size_t i = 0; i < n_levels; i++)
		dict_add(&levels, "abcdefgh" + i, 1);
	dict_save(&levels, &bytes);
	for (size_t i = 0; i < n_levels; i++)
		pack_f64(&bytes, 0.5);
	while (bytes.len < n_bytes)
		str_addc(&bytes, '\0');
	bytes.len = n_bytes;
	str_addf(&json, "{\"step\":\"target-encode\",\"version\":1,"
	    "\"in\":[\"c\"],\"out\":[\"c\"],\"params\":{\"unknown\":"
	    "\"other\"},\"state\":{\"columns\":[{\"name\":\"c\","
	    "\"attachment\":\"%s\",\"missing\":[0.5]}],\"classes\":[],"
	    "\"mean\":[0.5]}}", attachments_add(&a, "target-encode",
	    &bytes)->name);
	CHECK_INT(doc_parse(json.buf, json.len, &o, d), 0);
	if ((r = step_from_json(o, &a, &s, d)) == 0)
		step_free(s);
	json_decref(o);
	str_release(&json);
	dict_release(&levels);
	attachments_release(&a);
	return (r);
}

/* A count, then a length, a byte and a mean a level: nothing shorter, nothing
   longer. */
static void
test_state(void)
{
	struct diag d = DIAG_INIT;
	size_t whole = 8 + 4 * (8 + 1 + 8);

	CHECK_INT(load_state(4, whole, &d), 0);
	CHECK_STR(d.text, "");
	CHECK_INT(load_state(0, 8, &d), 0);
	for (size_t n = 0; n < whole; n++)
		CHECK_INT(load_state(4, n, &d), -1);
	CHECK_INT(load_state(4, whole + 1, &d), -1);
	CHECK(strstr(d.text, "does not hold levels and their means") != NULL);
	CHECK_INT(load_state(4, whole + 8, &d), -1);
	CHECK(strstr(d.text, "5 means for 4 levels") != NULL);
}

int
main(void)
{
	test_base64();
	test_names();
	test_lists();
	test_fill();
	check_form("mlc");
	check_form("arrow");
	check_damage("mlc");
	check_damage("arrow");
	test_text();
	test_model();
	test_state();
	unlink("out");
	return (check_done());
}
