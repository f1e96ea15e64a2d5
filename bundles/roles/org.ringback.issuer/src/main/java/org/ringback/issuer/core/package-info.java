/**
 * The issuer's protocol without I/O: taking grants, ringing, accepting call-backs, stories.
 * {@link org.ringback.issuer.core.IssuerCore} takes events and returns actions; time, random bits and crypto are passed
 * in.
 */
@NullMarked
package org.ringback.issuer.core;

import org.jspecify.annotations.NullMarked;
