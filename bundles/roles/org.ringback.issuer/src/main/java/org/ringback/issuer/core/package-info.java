/**
 * The issuer's protocol without I/O: taking grants, ringing, accepting call-backs, stories. Events and actions of
 * {@link org.ringback.issuer.core.IssuerCore} are the only way in and out; time, randomness and cryptography are handed in.
 */
@NullMarked
package org.ringback.issuer.core;

import org.jspecify.annotations.NullMarked;
