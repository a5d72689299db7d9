/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signatures of files, as bundles of the OpenSSF Model Signing specification
 * (v1.0): a DSSE envelope around an in-toto statement, whose one resource is
 * the file by its SHA-256, signed by ECDSA on P-256 with SHA-256, which its own
 * verifier reads, or by Ed25519.
 *
 * Keys are PEM files of OpenSSL: one private key without a passphrase; one or
 * more public keys.  A key is known by the SHA-256 of its public PEM form.
 */
#ifndef SIGNATURE_H
#define SIGNATURE_H

#include "digest.h"
#include "str.h"

/* Append the bundle of a file of this name and digest. */
int signature_make(const char *name, const char *digest, const char *key_path,
    struct str *bundle, struct diag *) MUST_CHECK;

/* Is the bundle in a file one of these bytes by one of these keys? 1, and who
   (DIGEST_HEX + 1 bytes) tells the key; 0, and the diag says why not; -1 where
   there is no key to ask. */
int signature_check(const char *bundle_path, const char *digest,
    const char *keys_path, char *who, struct diag *) MUST_CHECK;

/* Where the signature of a file is: FILE.sig, or else in the nearest folder
   .mlc by the digest; NULL where there is none. Heap. */
char *signature_find(const char *path, const char *digest);
/* Keep a bundle for these bytes in a folder .mlc. */
int signature_keep(const char *store, const char *digest,
    const struct str *bundle, struct diag *) MUST_CHECK;

/* The same with what signature_find finds; a file without one is not signed. */
int signature_require(const char *path, const char *digest,
    const char *keys_path, struct diag *) MUST_CHECK;

#endif
