/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#ifdef HAVE_libzstd
#include <zstd.h>
#endif

#include "block_codec.h"
#include "fmt_parquet_thrift_write.h"
#include "pack.h"

#include "fmt_parquet_chunk.h"

#define PAGE_BYTES ((size_t)1 << 20)
#define PAGE_ENTRIES ((size_t)1 << 17)
#define LEVELS_MAX 65536	/* of a dictionary; */
#define LEVELS_BYTES ((size_t)1 << 20)	/* and what they take */

/* Numbers of parquet.thrift. */
enum { PAGE_DATA = 0, PAGE_DICTIONARY = 2 };
enum { ENCODING_PLAIN = 0, ENCODING_RLE = 3, ENCODING_DICTIONARY = 8 };

int
parquet_chunk_codec(void)
{
#ifdef HAVE_libzstd
	return (BLOCK_ZSTD);
#else
	return (BLOCK_NONE);
#endif
}

void
parquet_chunk_init(struct parquet_chunk_out *c, const struct parquet_out *l)
{
	*c = (struct parquet_chunk_out){ .leaf = l };
	dict_init(&c->levels);
	c->is_plain = l->physical != PARQUET_BYTES;
}

void
parquet_chunk_release(struct parquet_chunk_out *c)
{
	str_release(&c->pages);
	str_release(&c->defs);
	str_release(&c->reps);
	str_release(&c->values);
	str_release(&c->codes);
	dict_release(&c->levels);
}

void
parquet_chunk_clear(struct parquet_chunk_out *c)
{
	str_clear(&c->pages);
	dict_clear(&c->levels);
	c->is_plain = c->leaf->physical != PARQUET_BYTES;
	c->unpacked = c->dictionary_bytes = c->n_values = c->n_missing = 0;
	c->has_range = false;
}

/* Append the bytes, compressed. */
static int
add_packed(struct str *out, const struct str *in, struct diag *d)
{
#ifdef HAVE_libzstd
	size_t room = ZSTD_compressBound(in->len);
	size_t n = ZSTD_compress(str_reserve(out, room), room, str_get(in),
	    in->len, 1);

	if (ZSTD_isError(n))
		return (diag_set(d, "zstd: %s", ZSTD_getErrorName(n)));
	str_commit(out, n);
#else
	(void)d;
	str_add(out, str_get(in), in->len);
#endif
	return (0);
}

/* A page: its head and its bytes. */
static int
add_page(struct parquet_chunk_out *c, struct str *pages, int type,
    size_t n_values, int encoding, const struct str *bytes, struct diag *d)
{
	struct str packed = STR_INIT;
	struct thrift_out t = { .out = pages };
	size_t before = pages->len;

	if (add_packed(&packed, bytes, d) == -1) {
		str_release(&packed);
		return (-1);
	}
	thrift_put_i32(&t, 1, type);
	thrift_put_i32(&t, 2, (int64_t)bytes->len);
	thrift_put_i32(&t, 3, (int64_t)packed.len);
	thrift_put_struct(&t, type == PAGE_DATA ? 5 : 7);
	thrift_put_i32(&t, 1, (int64_t)n_values);
	thrift_put_i32(&t, 2, encoding);
	if (type == PAGE_DATA) {
		thrift_put_i32(&t, 3, ENCODING_RLE);
		thrift_put_i32(&t, 4, ENCODING_RLE);
	}
	thrift_end(&t);
	str_addc(pages, THRIFT_STOP);
	c->unpacked += pages->len - before + bytes->len;
	str_add(pages, str_get(&packed), packed.len);
	str_release(&packed);
	return (0);
}

static unsigned
bits_of(size_t max)
{
	unsigned bits = 0;

	for (; max > 0; max >>= 1)
		bits++;
	return (bits);
}

/* Values by so many bits, eight at a time. */
static void
add_packed_run(struct str *out, const uint32_t *v, size_t n, unsigned bits)
{
	uint64_t held = 0;
	unsigned n_held = 0;

	pack_varint(out, (uint64_t)(n + 7) / 8 << 1 | 1);
	for (size_t i = 0; i < (n + 7) / 8 * 8; i++) {
		held |= (uint64_t)(i < n ? v[i] : 0) << n_held;
		for (n_held += bits; n_held >= 8; n_held -= 8, held >>= 8)
			str_addc(out, (char)(held & 255));
	}
}

/* All are the same, or each stands for itself. */
static void
add_runs(struct str *out, const uint32_t *v, size_t n, unsigned bits)
{
	size_t same = 0;

	if (n == 0)
		return;
	while (same < n && v[same] == v[0])
		same++;
	if (same < n) {
		add_packed_run(out, v, n, bits);
		return;
	}
	pack_varint(out, (uint64_t)n << 1);
	for (unsigned b = 0; b < bits; b += 8)
		str_addc(out, (char)(v[0] >> b));
}

/* Levels, with their length before them. */
static void
add_levels(struct str *out, const struct str *levels, unsigned bits)
{
	struct str runs = STR_INIT, wide = STR_INIT;
	uint32_t v, len;

	for (size_t i = 0; i < levels->len; i++) {
		v = (uint8_t)levels->buf[i];
		str_add(&wide, &v, sizeof(v));
	}
	add_runs(&runs, (const uint32_t *)(const void *)str_get(&wide),
	    levels->len, bits);
	len = (uint32_t)runs.len;
	str_add(out, &len, sizeof(len));
	str_add(out, str_get(&runs), runs.len);
	str_release(&runs);
	str_release(&wide);
}

static void
add_codes(struct parquet_chunk_out *c, struct str *out)
{
	unsigned bits = bits_of(c->levels.n > 0 ? c->levels.n - 1 : 0);

	str_addc(out, (char)bits);
	add_runs(out, (const uint32_t *)(const void *)str_get(&c->codes),
	    c->codes.len / sizeof(uint32_t), bits);
}

/* Bools by bits. */
static void
add_bools(const struct parquet_chunk_out *c, struct str *out)
{
	size_t bytes = (c->values.len + 7) / 8;
	char *to = str_reserve(out, bytes + 1);

	memset(to, 0, bytes);
	for (size_t i = 0; i < c->values.len; i++)
		to[i / 8] = (char)(to[i / 8] | c->values.buf[i] << i % 8);
	str_commit(out, bytes);
}

static int
end_page(struct parquet_chunk_out *c, struct diag *d)
{
	struct str bytes = STR_INIT;
	bool has_codes = !c->is_plain && c->levels.n > 0;
	int r;

	if (c->n_entries == 0)
		return (0);
	if (c->leaf->is_list)
		add_levels(&bytes, &c->reps, 1);
	add_levels(&bytes, &c->defs, c->leaf->is_list ? 2 : 1);
	if (has_codes)
		add_codes(c, &bytes);
	else if (c->leaf->physical == PARQUET_BOOL)
		add_bools(c, &bytes);
	else
		str_add(&bytes, str_get(&c->values), c->values.len);
	r = bytes.len > INT32_MAX ? diag_set(d, "a page of over 2 GiB") :
	    add_page(c, &c->pages, PAGE_DATA, c->n_entries, has_codes ?
	    ENCODING_DICTIONARY : ENCODING_PLAIN, &bytes, d);
	c->n_values += c->n_entries;
	c->n_entries = 0;
	str_clear(&c->defs);
	str_clear(&c->reps);
	str_clear(&c->values);
	str_clear(&c->codes);
	str_release(&bytes);
	return (r);
}

static void
add_entry(struct parquet_chunk_out *c, char rep, char def)
{
	str_addc(&c->defs, def);
	if (c->leaf->is_list)
		str_addc(&c->reps, rep);
	c->n_entries++;
}

static void
add_text(struct parquet_chunk_out *c, const char *p, size_t n)
{
	uint32_t v;

	if (c->is_plain) {
		v = (uint32_t)n;
		str_add(&c->values, &v, sizeof(v));
		str_add(&c->values, p, n);
		return;
	}
	v = dict_add(&c->levels, p, n);
	str_add(&c->codes, &v, sizeof(v));
}

/* Pages with other encodings may follow those of a dictionary. */
static int
leave_dictionary(struct parquet_chunk_out *c, struct diag *d)
{
	if (c->is_plain || (c->levels.n < LEVELS_MAX &&
	    c->levels.bytes < LEVELS_BYTES))
		return (0);
	if (end_page(c, d) == -1)
		return (-1);
	c->is_plain = true;
	return (0);
}

static void
widen_ints(struct parquet_chunk_out *c, int64_t v)
{
	c->low = c->has_range && c->low < v ? c->low : v;
	c->high = c->has_range && c->high > v ? c->high : v;
	c->has_range = true;
}

static void
widen_floats(struct parquet_chunk_out *c, double v)
{
	c->low_float = c->has_range && c->low_float < v ? c->low_float : v;
	c->high_float = c->has_range && c->high_float > v ? c->high_float : v;
	c->has_range = true;
}

static void
add_value(struct parquet_chunk_out *c, const struct column *col, size_t i)
{
	const char *p;
	size_t n;

	switch (col->type) {
	case COL_BOOL:
		str_addc(&c->values, (char)col->bools[i]);
		break;
	case COL_INT:
	case COL_TIME:
		widen_ints(c, col->ints[i]);
		str_add(&c->values, &col->ints[i], 8);
		break;
	case COL_FLOAT:
		widen_floats(c, col->floats[i]);
		str_add(&c->values, &col->floats[i], 8);
		break;
	default:
		p = column_string(col, i, &n);
		add_text(c, p, n);
	}
}

/* Row i of a vector or a sparse row: an entry an element, or one that says
   that there is none. */
static void
add_list(struct parquet_chunk_out *c, const struct column *col, size_t i)
{
	bool is_sparse = col->type == COL_SPARSE;
	size_t first = is_sparse ? col->off[i] : i * col->width;
	size_t n = is_sparse ? col->off[i + 1] - first : col->width;
	const void *from = !is_sparse ? (const void *)(col->vector + first) :
	    c->leaf->is_index ? (const void *)(col->index + first) :
	    (const void *)(col->value + first);

	if (n == 0)
		add_entry(c, 0, 1);
	for (size_t k = 0; k < n; k++)
		add_entry(c, k > 0, 2);
	str_add(&c->values, from, n * 4);
}

int
parquet_chunk_add(struct parquet_chunk_out *c, const struct column *col,
    struct diag *d)
{
	for (size_t i = 0; i < col->n; i++) {
		if (!col->valid[i]) {
			c->n_missing++;
			add_entry(c, 0, 0);
		} else if (c->leaf->is_list) {
			add_list(c, col, i);
		} else {
			add_entry(c, 0, 1);
			add_value(c, col, i);
		}
		if ((c->n_entries >= PAGE_ENTRIES ||
		    c->values.len >= PAGE_BYTES) && end_page(c, d) == -1)
			return (-1);
		if (leave_dictionary(c, d) == -1)
			return (-1);
	}
	return (0);
}

int
parquet_chunk_finish(struct parquet_chunk_out *c, struct diag *d)
{
	struct str bytes = STR_INIT, all = STR_INIT;
	const char *p;
	size_t n;
	uint32_t len;
	int r = end_page(c, d);

	if (r == 0 && c->levels.n > 0) {
		for (uint32_t i = 0; i < c->levels.n; i++) {
			p = dict_get(&c->levels, i, &n);
			len = (uint32_t)n;
			str_add(&bytes, &len, sizeof(len));
			str_add(&bytes, p, n);
		}
		r = add_page(c, &all, PAGE_DICTIONARY, c->levels.n,
		    ENCODING_PLAIN, &bytes, d);
		c->dictionary_bytes = all.len;
		str_add(&all, str_get(&c->pages), c->pages.len);
		str_release(&c->pages);
		c->pages = all;
	}
	str_release(&bytes);
	return (r);
}
