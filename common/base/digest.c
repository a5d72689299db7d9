/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdio.h>

#include "digest.h"

void
digest_init(struct digest *g)
{
	sha256_init(&g->ctx);
}

void
digest_update(struct digest *g, const void *p, size_t n)
{
	sha256_update(&g->ctx, n, p);
}

void
digest_final(struct digest *g, char *hex)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t raw[SHA256_DIGEST_SIZE];

	sha256_digest(&g->ctx, sizeof(raw), raw);
	for (size_t i = 0; i < sizeof(raw); i++) {
		hex[2 * i] = digits[raw[i] >> 4];
		hex[2 * i + 1] = digits[raw[i] & 15];
	}
	hex[DIGEST_HEX] = '\0';
}

void
digest_bytes(const void *p, size_t n, char *hex)
{
	struct digest g;

	digest_init(&g);
	digest_update(&g, p, n);
	digest_final(&g, hex);
}

int
digest_file(const char *path, char *hex, struct diag *d)
{
	char buf[4096];
	struct digest g;
	FILE *f = fopen(path, "rb");
	size_t n;
	int ret = 0;

	if (f == NULL)
		return (diag_errno(d, "%s", path));
	digest_init(&g);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		digest_update(&g, buf, n);
	if (ferror(f))
		ret = diag_errno(d, "%s", path);
	else
		digest_final(&g, hex);
	fclose(f);
	return (ret);
}
