package org.ringback.crypto.certificatefirst.internal;

/**
 * What both ends share after the handshake: the keys of both directions, and the hash of all that was exchanged (Noise
 * rev 34 §5.2, Split, and §11.2).
 *
 * @param hash 32 bytes, no secret; nobody changes them
 * @param fromDialler for what the dialler sends
 * @param fromServer for what the server sends
 */
record CommonKey(byte[] hash, CipherState fromDialler, CipherState fromServer) {}
