/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values: FIPS 180-4 examples of NIST (empty, "abc", two blocks, a million
   times "a"). */
#include <stdlib.h>

#include "check.h"
#include "digester.h"

#define TWO_BLOCKS "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"

static void
check_bytes(const char *text, const char *want)
{
	char hex[DIGEST_HEX + 1];

	digest_bytes(text, strlen(text), hex);
	CHECK_STR(hex, want);
}

static void
test_published(void)
{
	check_bytes("",
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	check_bytes("abc",
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	check_bytes(TWO_BLOCKS,
	    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

/* In pieces of every length up to a few blocks. */
static void
test_pieces(void)
{
	char text[200], hex[DIGEST_HEX + 1];
	struct digest g;

	memset(text, 'a', sizeof(text));
	digest_init(&g);
	for (size_t left = 1000000, n = 0; left > 0; left -= n) {
		n = (n + 1) % sizeof(text);
		if (n > left)
			n = left;
		digest_update(&g, text, n);
	}
	digest_final(&g, hex);
	CHECK_STR(hex,
	    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* By a thread of its own, in pieces of every size, and given up. */
static void
test_digester(void)
{
	enum { MANY = 9 << 20 };
	char *p = malloc(MANY), want[DIGEST_HEX + 1], hex[DIGEST_HEX + 1];
	struct digester *g = digester_new();

	for (size_t i = 0; i < MANY; i++)
		p[i] = (char)(i * i >> 3);
	digest_bytes(p, MANY, want);
	for (size_t at = 0, n = 1; at < MANY; at += n, n = n * 5 % 1000003) {
		if (n > MANY - at)
			n = MANY - at;
		digester_update(g, p + at, n);
	}
	digester_final(g, hex);
	CHECK_STR(hex, want);
	digester_free(g);
	g = digester_new();
	digester_update(g, p, MANY);
	digester_free(g);
	free(p);
}

int
main(void)
{
	test_published();
	test_pieces();
	test_digester();
	return (check_done());
}
