/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The code of tree_bits_find.c for one kind of processor, which includes it
 * once for each with WIDTH, the bytes of a register, LANES(name), what things
 * are called, TARGET, the attribute that allows the processor's instructions,
 * and LOOK_UP(table, i), the bytes i of a table of 16.  A block of rows is N
 * registers, so that what a node has is loaded once for all of them.
 */
typedef uint8_t LANES(lanes) __attribute__((vector_size(WIDTH)));
typedef uint32_t LANES(words) __attribute__((vector_size(WIDTH)));

#define lanes LANES(lanes)
#define EACH_WORD(x) ((lanes)((LANES(words)){ 0 } + (x)))
#define N (CODE_ROWS / WIDTH)
#define EACH(i) _Pragma("GCC unroll 8") for (size_t i = 0; i < N; i++)

/* Rows whose code is at most a test's keep all leaves. */
TARGET static inline __attribute__((always_inline)) void
LANES(keep_tests)(const struct bits_test *t, size_t n, const uint8_t *codes,
    lanes *left)
{
	for (const struct bits_test *end = t + n; t < end; t++) {
		lanes most = EACH_WORD(t->code), keep = EACH_WORD(t->keep);
		lanes code;

		EACH(i) {
			memcpy(&code, codes + t->at + i * WIDTH, WIDTH);
			left[i] &= (lanes)(code <= most) | keep;
		}
	}
}

/* So do those whose bin is not among those of a table. */
TARGET static inline __attribute__((always_inline)) void
LANES(keep_sets)(const struct tree_bits *b, const struct bits_set *s,
    size_t n, const uint8_t *codes, lanes *left)
{
	for (const struct bits_set *end = s + n; s < end; s++) {
		lanes keep = EACH_WORD(s->keep), byte, bit;

		EACH(i) {
			memcpy(&byte, codes + s->byte_at + i * WIDTH, WIDTH);
			memcpy(&bit, codes + s->bit_at + i * WIDTH, WIDTH);
			left[i] &= (lanes)((LOOK_UP(b->tables[s->table],
			    byte) & bit) == 0) | keep;
		}
	}
}

/* The number of the bit of bytes that have one. */
TARGET static inline lanes
LANES(bit_number)(lanes bit)
{
	return (((lanes)((bit & 0xaa) != 0) & 1) +
	    ((lanes)((bit & 0xcc) != 0) & 2) +
	    ((lanes)((bit & 0xf0) != 0) & 4));
}

TARGET static void
LANES(find)(const struct tree_bits *b, const struct bits_tree *t,
    const uint8_t *codes, uint8_t *leaf)
{
	lanes found[N] = { { 0 } }, first[N] = { { 0 } }, none;

	for (uint32_t p = t->n_planes; p-- > 0;) {
		const struct bits_plane *at = &b->planes[t->plane + p];
		lanes left[N];

		EACH(i)
			left[i] = ~(lanes){ 0 };
		LANES(keep_tests)(b->tests + at->test, at->n_tests, codes,
		    left);
		LANES(keep_sets)(b, b->sets + at->set, at->n_sets, codes,
		    left);
		EACH(i) {
			none = (lanes)(left[i] == 0);
			found[i] = left[i] | (found[i] & none);
			first[i] = (first[i] & none) |
			    (((lanes){ 0 } + (uint8_t)(8 * p)) & ~none);
		}
	}
	EACH(i) {
		first[i] += LANES(bit_number)(found[i] & -found[i]);
		memcpy(leaf + i * WIDTH, &first[i], WIDTH);
	}
}

#undef EACH
#undef N
#undef EACH_WORD
#undef lanes
#undef WIDTH
#undef LANES
#undef TARGET
#undef LOOK_UP
