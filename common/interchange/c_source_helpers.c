/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The functions that a file of C has where it calls them.  Each does what a
 * function of mlc does, in the same order of operations; those that others
 * call come first.
 */
#include <stdio.h>
#include <string.h>

#include "c_source_part.h"

struct helper {
	const char *name;	/* what calls it contains */
	const char *code;
};

#define FIND(kind, type, less, equal) \
	{ "find_" kind "(", \
	"static long\nfind_" kind "(const struct " kind "_level *t, long n, " \
	type " v)\n{\n\tlong low = 0, high = n, middle;\n\n" \
	"\twhile (low < high) {\n\t\tmiddle = low + (high - low) / 2;\n" \
	"\t\tif (" less ")\n\t\t\tlow = middle + 1;\n\t\telse\n" \
	"\t\t\thigh = middle;\n\t}\n" \
	"\treturn (low < n && " equal " ? t[low].id : -1);\n}\n\n" }

static const struct helper helpers[] = {
	{ "text", "struct text {\n\tconst char *p;\n\tsize_t n;\n};\n\n" },
	{ "text_level", "struct text_level {\n\tconst char *p;\n"
	    "\tsize_t n;\n\tlong id;\n};\n\n" },
	{ "whole_level",
	    "struct whole_level {\n\tlong long v;\n\tlong id;\n};\n\n" },
	{ "real_level",
	    "struct real_level {\n\tdouble v;\n\tlong id;\n};\n\n" },
	{ "number(", "static double\nnumber(long long v)\n{\n"
	    "\treturn (v == LLONG_MIN ? NAN : (double)v);\n}\n\n" },
	{ " text(", "static struct text\ntext(const char *p, size_t n)\n{\n"
	    "\tstruct text t = { p, n };\n\n\treturn (t);\n}\n\n" },
	{ "text_of(", "static struct text\ntext_of(const char *p)\n{\n"
	    "\tstruct text t = { p, p != NULL ? strlen(p) : 0 };\n\n"
	    "\treturn (t);\n}\n\n" },
	{ "bool_text(", "static struct text\nbool_text(int v)\n{\n"
	    "\tstruct text t = { v < 0 ? NULL : v ? \"true\" : \"false\",\n"
	    "\t    v < 0 ? 0 : v ? 4 : 5 };\n\n\treturn (t);\n}\n\n" },
	{ "compare_text(", "static int\ncompare_text(const char *p, size_t n, "
	    "struct text t)\n{\n"
	    "\tint r = memcmp(p, t.p, n < t.n ? n : t.n);\n\n"
	    "\treturn (r != 0 ? r : (n > t.n) - (n < t.n));\n}\n\n" },
	{ "is_text(", "static int\nis_text(struct text t, const char *p, "
	    "size_t n)\n{\n\treturn (t.p != NULL && t.n == n && "
	    "memcmp(t.p, p, n) == 0);\n}\n\n" },
	FIND("text", "struct text", "v.p != NULL && compare_text("
	    "t[middle].p, t[middle].n, v) < 0", "v.p != NULL && "
	    "compare_text(t[low].p, t[low].n, v) == 0"),
	FIND("whole", "long long", "t[middle].v < v", "t[low].v == v"),
	FIND("real", "double", "t[middle].v < v", "t[low].v == v"),
	{ "trim(", "static struct text\ntrim(struct text t)\n{\n"
	    "\tconst char *blanks = \" \\t\\n\\v\\f\\r\";\n\n"
	    "\twhile (t.n > 0 && memchr(blanks, *t.p, 6) != NULL)\n"
	    "\t\tt.p++, t.n--;\n"
	    "\twhile (t.n > 0 && memchr(blanks, t.p[t.n - 1], 6) != NULL)\n"
	    "\t\tt.n--;\n\treturn (t);\n}\n\n" },
	{ "count_at_most(", "/* How many of the ascending q are at most "
	    "x. */\nstatic long\ncount_at_most(const double *q, long n, "
	    "double x)\n{\n\tlong low = 0, middle;\n\n\twhile (low < n) {\n"
	    "\t\tmiddle = low + (n - low) / 2;\n\t\tif (q[middle] <= x)\n"
	    "\t\t\tlow = middle + 1;\n\t\telse\n\t\t\tn = middle;\n\t}\n"
	    "\treturn (low);\n}\n\n" },
	{ "rank_of(", "static double\nrank_of(const double *q, long n, double "
	    "x)\n{\n\tlong low = 0, high;\n\tdouble at;\n\n"
	    "\tif (isnan(x))\n\t\treturn (x);\n"
	    "\tif (n == 0 || x <= q[0])\n\t\treturn (0);\n"
	    "\tif (x >= q[n - 1])\n\t\treturn (1);\n"
	    "\thigh = count_at_most(q, n, x);\n"
	    "\tfor (low = high; low > 0 && q[low - 1] == x; low--)\n"
	    "\t\t;\n\tif (high > low)\n"
	    "\t\tat = ((double)low + (double)(high - 1)) / 2;\n\telse\n"
	    "\t\tat = (double)(low - 1) + (x - q[low - 1]) /\n"
	    "\t\t    (q[low] - q[low - 1]);\n"
	    "\treturn (at / (double)(n - 1));\n}\n\n" },
	{ "floor_div(", "static long long\nfloor_div(long long a, long long "
	    "b)\n{\n\treturn (a / b - (a % b < 0));\n}\n\n" },
	{ "date_parts(", "/* Year, month, day, weekday (1 Monday), day of the "
	    "year, hour. */\nstatic void\ndate_parts(long long t, long long "
	    "*out)\n{\n\tstatic const int before[] = { 0, 31, 59, 90, 120, "
	    "151, 181, 212,\n\t    243, 273, 304, 334 };\n"
	    "\tlong long days = floor_div(t, 86400000000LL);\n"
	    "\tlong long z = days + 719468, era = floor_div(z, 146097);\n"
	    "\tlong long doe = z - era * 146097, yoe, doy, mp, y;\n\n"
	    "\tyoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;\n"
	    "\tdoy = doe - (365 * yoe + yoe / 4 - yoe / 100);\n"
	    "\tmp = (5 * doy + 2) / 153;\n"
	    "\tout[2] = doy - (153 * mp + 2) / 5 + 1;\n"
	    "\tout[1] = mp < 10 ? mp + 3 : mp - 9;\n"
	    "\ty = out[0] = yoe + era * 400 + (out[1] <= 2);\n"
	    "\tout[3] = days + 3 - 7 * floor_div(days + 3, 7) + 1;\n"
	    "\tout[4] = before[out[1] - 1] + out[2] + (out[1] > 2 &&\n"
	    "\t    (y % 4 == 0 && (y % 100 != 0 || y % 400 == 0)));\n"
	    "\tout[5] = (t - floor_div(t, 86400000000LL) * 86400000000LL) "
	    "/\n\t    3600000000LL;\n}\n\n" },
	{ "bytes(", "static unsigned long long\nbytes(const unsigned char *p, "
	    "size_t n)\n{\n\tunsigned long long v = 0;\n\n"
	    "\twhile (n-- > 0)\n\t\tv = v << 8 | p[n];\n\treturn (v);\n"
	    "}\n\n" },
	{ "mix(", "/* Both halves of a * b, folded. */\n"
	    "static unsigned long long\nmix(unsigned long long a, unsigned "
	    "long long b)\n{\n"
	    "\tunsigned long long al = a & 0xffffffffu, ah = a >> 32;\n"
	    "\tunsigned long long bl = b & 0xffffffffu, bh = b >> 32;\n"
	    "\tunsigned long long ll = al * bl, lh = al * bh, hl = ah * bl;\n"
	    "\tunsigned long long m = (ll >> 32) + (lh & 0xffffffffu) +\n"
	    "\t    (hl & 0xffffffffu);\n\n"
	    "\treturn (a * b ^ (ah * bh + (lh >> 32) + (hl >> 32) + "
	    "(m >> 32)));\n}\n\n" },
	{ "hash(", "static unsigned long long\nhash(struct text t)\n{\n"
	    "\tconst unsigned char *p = (const unsigned char *)t.p;\n"
	    "\tsize_t n = t.n;\n"
	    "\tunsigned long long h = 0x9e3779b97f4a7c15u ^\n"
	    "\t    mix(n, 0xa0761d6478bd642fu), a, b;\n\n"
	    "\tfor (; n >= 16; p += 16, n -= 16)\n"
	    "\t\th = mix(bytes(p, 8) ^ h,\n"
	    "\t\t    bytes(p + 8, 8) ^ 0xe7037ed1a0b428dbu);\n"
	    "\ta = n >= 8 ? bytes(p, 8) : bytes(p, n);\n"
	    "\tb = n >= 8 ? bytes(p + 8, n - 8) : 0;\n"
	    "\treturn (mix(mix(a ^ h, b ^ 0x8ebc6af09c88c6e3u) ^ h,\n"
	    "\t    0x589965cc75374cc3u));\n}\n\n" },
	{ "without_zero(", "static double\nwithout_zero(double v)\n{\n"
	    "\treturn (fabs(v) <= (double)1e-35f ? NAN : v);\n}\n\n" },
	{ "to_whole(", "static long long\nto_whole(double v)\n{\n"
	    "\treturn (v > -9223372036854775807.0 - 1 && v < "
	    "9223372036854775807.0 ?\n\t    (long long)v : LLONG_MIN);\n"
	    "}\n\n" },
	{ "read_text(", "/* The text of a field; NULL where it is missing. "
	    "*/\nstatic const char *\nread_text(const char *s)\n{\n"
	    "\tif (s == NULL || *s == '\\0')\n\t\treturn (NULL);\n"
	    "\tfor (int i = 0; missing_words[i] != NULL; i++) {\n"
	    "\t\tif (strcmp(missing_words[i], s) == 0)\n"
	    "\t\t\treturn (NULL);\n\t}\n\treturn (s);\n}\n\n" },
	{ "is_word(", "static int\nis_word(const char *s, const char *const "
	    "*words, int any_case)\n{\n\tsize_t i;\n\n"
	    "\tfor (; *words != NULL; words++) {\n"
	    "\t\tfor (i = 0; s[i] != '\\0' && (s[i] == (*words)[i] ||\n"
	    "\t\t    (any_case && s[i] >= 'A' && s[i] <= 'Z' &&\n"
	    "\t\t    s[i] - 'A' + 'a' == (*words)[i])); i++)\n\t\t\t;\n"
	    "\t\tif (s[i] == '\\0' && (*words)[i] == '\\0')\n"
	    "\t\t\treturn (1);\n\t}\n\treturn (0);\n}\n\n" },
	{ "is_none(", "/* What others write for a missing number. */\n"
	    "static int\nis_none(const char *s)\n{\n"
	    "\tstatic const char *const words[] = { \"NA\", \"N/A\", "
	    "\"n/a\", \"na\",\n\t    \"#N/A\", \"#NA\", \"NaN\", \"NAN\", "
	    "\"nan\", \"NULL\", \"Null\", \"null\",\n\t    \"None\", "
	    "\"none\", \"nil\", \"NIL\", \"\\?\", \"-\", \"--\", \".\", "
	    "\"NaT\", \"<NA>\",\n\t    \"\\\\N\", \"-nan\", \"-NaN\", "
	    "\"#DIV/0!\", \"#NULL!\", \"#NUM!\", \"#REF!\",\n\t    "
	    "\"#VALUE!\", \"#NAME\\?\", \"#N/A N/A\", \"1.#QNAN\", "
	    "\"-1.#QNAN\",\n\t    \"1.#IND\", \"-1.#IND\", NULL };\n\n"
	    "\treturn (is_word(s, words, 0));\n}\n\n" },
	{ "read_float(", "static int\nread_float(const char *s, double *out)\n"
	    "{\n\tstatic const char *const names[] = { \"inf\", "
	    "\"infinity\", \"nan\", NULL };\n\tchar *end;\n\n"
	    "\t*out = NAN;\n\tif ((s = read_text(s)) == NULL)\n"
	    "\t\treturn (0);\n\tif (strspn(s, \"+-.0123456789eE\") != "
	    "strlen(s) &&\n\t    !is_word(s + (*s == '-' || *s == '+'), "
	    "names, 1))\n\t\treturn (!is_none(s));\n"
	    "\t*out = strtod(s, &end);\t/* in the C locale */\n"
	    "\tif (*end == '\\0' && end > s && (!isinf(*out) ||\n"
	    "\t    strpbrk(s, \"iI\") != NULL))\n\t\treturn (0);\n"
	    "\t*out = NAN;\n\treturn (!is_none(s));\n}\n\n" },
	{ "read_int(", "static int\nread_int(const char *s, long long *out)\n"
	    "{\n\tsize_t digits, zeros;\n\tdouble v;\n\tchar *end;\n\n"
	    "\t*out = LLONG_MIN;\n\tif ((s = read_text(s)) == NULL)\n"
	    "\t\treturn (0);\n"
	    "\tdigits = strspn(s + (*s == '-' || *s == '+'), "
	    "\"0123456789\");\n\terrno = 0;\n"
	    "\tif (digits > 0) {\n\t\t*out = strtoll(s, &end, 10);\n"
	    "\t\tzeros = *end == '.' ? 1 + strspn(end + 1, \"0\") : 0;\n"
	    "\t\tif (end[zeros] == '\\0' && errno == 0)\n"
	    "\t\t\treturn (0);\n\t\t*out = LLONG_MIN;\n\t}\n"
	    "\tif (read_float(s, &v) != 0)\n\t\treturn (1);\n"
	    "\tif (isnan(v) || !(fabs(v) < 9007199254740992.0) || v != "
	    "trunc(v))\n\t\treturn (!isnan(v));\n"
	    "\t*out = (long long)v;\n\treturn (0);\n}\n\n" },
	{ "read_bool(", "static int\nread_bool(const char *s, int *out)\n{\n"
	    "\tstatic const char *const yes[] = { \"true\", \"yes\", \"t\", "
	    "\"y\", \"1\", NULL };\n\tstatic const char *const no[] = { "
	    "\"false\", \"no\", \"f\", \"n\", \"0\", NULL };\n\n"
	    "\t*out = -1;\n\tif ((s = read_text(s)) == NULL)\n"
	    "\t\treturn (0);\n\t*out = is_word(s, yes, 1) ? 1 : is_word(s, "
	    "no, 1) ? 0 : -1;\n\treturn (*out < 0 && !is_none(s));\n}\n\n" },
	{ "read_string(", "static int\nread_string(const char *s, const char "
	    "**out)\n{\n\t*out = read_text(s);\n\treturn (0);\n}\n\n" },
	{ "digits(", "/* n digits that are at least low and at most high, or "
	    "-1. */\nstatic long long\ndigits(const char **p, int n, int low, "
	    "int high)\n{\n\tint v = 0;\n\n\tfor (; n > 0; n--, ++*p) {\n"
	    "\t\tif (**p < '0' || **p > '9')\n\t\t\treturn (-1);\n"
	    "\t\tv = v * 10 + (**p - '0');\n\t}\n"
	    "\treturn (v >= low && v <= high ? v : -1);\n}\n\n" },
	{ "parse_clock(", "/* Behind the date: microseconds, less what is "
	    "east of Greenwich. */\nstatic int\nparse_clock(const char *p, "
	    "long long *out)\n{\n\tlong long h, m, s = 0, unit = 100000, zh = "
	    "0, zm = 0;\n\tint sign;\n\n\tif ((*p != 'T' && *p != ' ') || "
	    "(p++, h = digits(&p, 2, 0, 23)) < 0 ||\n\t    *p++ != ':' || "
	    "(m = digits(&p, 2, 0, 59)) < 0)\n\t\treturn (-1);\n"
	    "\t*out = 0;\n\tif (*p == ':' && (p++, s = digits(&p, 2, 0, 59)) "
	    "< 0)\n\t\treturn (-1);\n\tif (*p == '.' && p[-3] == ':' && "
	    "p[-6] == ':') {\n\t\tif (*++p < '0' || *p > '9')\n"
	    "\t\t\treturn (-1);\n\t\tfor (; *p >= '0' && *p <= '9'; p++, unit "
	    "/= 10)\n\t\t\t*out += unit * (*p - '0');\n\t}\n"
	    "\tsign = *p == '-' ? -1 : 1;\n\tif (*p == 'Z' && p[1] == '\\0') "
	    "{\n\t\tp++;\n\t} else if (*p == '+' || *p == '-') {\n\t\tp++;\n"
	    "\t\tif ((zh = digits(&p, 2, 0, 23)) < 0)\n\t\t\treturn (-1);\n"
	    "\t\tp += *p == ':';\n\t\tif ((*p != '\\0' || p[-1] == ':') &&\n"
	    "\t\t    (zm = digits(&p, 2, 0, 59)) < 0)\n\t\t\treturn (-1);\n"
	    "\t}\n\t*out += (h * 3600 + m * 60 + s - sign * (zh * 60 + zm) * "
	    "60) * 1000000;\n\treturn (*p == '\\0' ? 0 : -1);\n}\n\n" },
	{ "parse_time(", "/* ISO 8601, the years 0001 to 9999. */\n"
	    "static int\nparse_time(const char *p, long long *out)\n{\n"
	    "\tstatic const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, "
	    "30, 31, 30,\n\t    31 };\n\tlong long y, m, d, clock = 0, era, "
	    "yoe, doy;\n\n\tif ((y = digits(&p, 4, 1, 9999)) < 0 || *p++ != "
	    "'-' ||\n\t    (m = digits(&p, 2, 1, 12)) < 0 || *p++ != '-' ||\n"
	    "\t    (d = digits(&p, 2, 1, days[m - 1] + (m == 2 && y % 4 == 0 "
	    "&&\n\t    (y % 100 != 0 || y % 400 == 0)))) < 0 ||\n"
	    "\t    (*p != '\\0' && parse_clock(p, &clock) == -1))\n"
	    "\t\treturn (-1);\n\ty -= m <= 2;\n\tera = y / 400;\n"
	    "\tyoe = y - era * 400;\n"
	    "\tdoy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;\n"
	    "\tclock += (era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + "
	    "doy -\n\t    719468) * 86400000000LL;\n"
	    "\tif (clock < -62135596800000000LL || clock > "
	    "253402300799999999LL)\n\t\treturn (-1);\n\t*out = clock;\n"
	    "\treturn (0);\n}\n\n" },
	{ "read_time(", "static int\nread_time(const char *s, long long "
	    "*out)\n{\n\t*out = LLONG_MIN;\n\tif ((s = read_text(s)) == "
	    "NULL)\n\t\treturn (0);\n\treturn (parse_time(s, out) == -1 && "
	    "!is_none(s));\n}\n\n" },
	{ "sigmoid(", "static double\nsigmoid(double s)\n{\n"
	    "\tdouble e = exp(-fabs(s));\n\n"
	    "\treturn ((s >= 0 ? 1 : e) / (1 + e));\n}\n\n" },
	{ "softmax(", "static void\nsoftmax(double *v, int k)\n{\n"
	    "\tdouble max = v[0], sum = 0;\n\n"
	    "\tfor (int c = 1; c < k; c++)\n"
	    "\t\tmax = v[c] > max ? v[c] : max;\n"
	    "\tfor (int c = 0; c < k; c++)\n"
	    "\t\tsum += v[c] = exp(v[c] - max);\n"
	    "\tfor (int c = 0; c < k; c++)\n\t\tv[c] /= sum;\n}\n\n" }
};
#define N_HELPERS (sizeof(helpers) / sizeof(helpers[0]))

/* Is the word in it, and not the end of another one? */
static bool
mentions(const char *text, const char *word)
{
	const char *p = text;
	size_t n = strlen(word);

	for (; (p = strstr(p, word)) != NULL; p += n) {
		if ((p == text || strchr(" \t\n(!,*", p[-1]) != NULL ||
		    *word == ' ') &&
		    (word[n - 1] == '(' || strchr(" \n", p[n]) != NULL))
			return (true);
	}
	return (false);
}

/* From the last to the first, as what is wanted wants others. */
void
c_helpers(const struct str *text, struct str *out)
{
	bool used[N_HELPERS] = { false };
	struct str all = STR_INIT;

	str_add(&all, str_get(text), text->len);
	for (size_t i = N_HELPERS; i-- > 0;) {
		used[i] = mentions(all.buf, helpers[i].name);
		if (used[i])
			str_addz(&all, helpers[i].code);
	}
	for (size_t i = 0; i < N_HELPERS; i++) {
		if (used[i])
			str_addz(out, helpers[i].code);
	}
	str_release(&all);
}
