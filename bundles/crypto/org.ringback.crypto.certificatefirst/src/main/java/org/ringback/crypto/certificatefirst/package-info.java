/** The protection {@code certificate-first}: the server's certificate, then keys. */
@NullMarked
package org.ringback.crypto.certificatefirst;

import org.jspecify.annotations.NullMarked;
