/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "line_file.h"

#include "sealed.h"

#define SEAL ",\"sha256\":\""
#define SEAL_LENGTH (sizeof(SEAL) - 1 + DIGEST_HEX + 2)

static void
digest_line(const char *previous, const char *p, size_t n, char *hex)
{
	struct digest g;

	digest_init(&g);
	digest_update(&g, previous, strlen(previous));
	digest_update(&g, p, n);
	digest_final(&g, hex);
}

void
sealed_write(const json_t *o, char previous[DIGEST_HEX + 1], struct str *out)
{
	size_t at = out->len;

	doc_write(o, out);
	out->len--;		/* the bracket */
	digest_line(previous, out->buf + at, out->len - at, previous);
	str_addf(out, SEAL "%s\"}\n", previous);
}

int
sealed_read(const char *p, size_t n, char previous[DIGEST_HEX + 1],
    json_t **out, struct diag *d)
{
	const char *seal = p + n - SEAL_LENGTH;
	char hex[DIGEST_HEX + 1];
	struct str text = STR_INIT;
	int r;

	if (n <= SEAL_LENGTH || memcmp(seal, SEAL, sizeof(SEAL) - 1) != 0 ||
	    memcmp(p + n - 2, "\"}", 2) != 0)
		return (diag_set(d, "is no line that ends with its digest"));
	digest_line(previous, p, n - SEAL_LENGTH, hex);
	memcpy(previous, seal + sizeof(SEAL) - 1, DIGEST_HEX);
	previous[DIGEST_HEX] = '\0';
	if (strcmp(hex, previous) != 0)
		return (diag_set(d, "is not what was written: its SHA-256 is "
		    "%s", hex));
	str_add(&text, p, n - SEAL_LENGTH);
	str_addc(&text, '}');
	r = doc_parse(text.buf, text.len, out, d);
	str_release(&text);
	return (r);
}

int
sealed_file(const char *path, json_t **out, struct diag *d)
{
	char previous[DIGEST_HEX + 1] = "";
	struct str text = STR_INIT;
	int r = line_file_read(path, 0, &text, d);

	if (r == 0) {
		r = text.len == 0 || text.buf[text.len - 1] != '\n' ?
		    diag_set(d, "has no end") :
		    sealed_read(text.buf, text.len - 1, previous, out, d);
		if (r == -1)
			diag_prefix(d, "%s", path);
	}
	str_release(&text);
	return (r);
}
