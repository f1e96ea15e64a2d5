/** The protection {@code certificate-first}: first the server's certificate is found valid, then keys are made. */
@NullMarked
package org.ringback.crypto.certificatefirst;

import org.jspecify.annotations.NullMarked;
