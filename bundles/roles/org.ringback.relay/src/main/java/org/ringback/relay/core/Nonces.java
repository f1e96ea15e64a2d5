package org.ringback.relay.core;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import org.ringback.api.Moment;
import org.ringback.api.Secret;

/**
 * The stateless nonce of registrations (RFC 8489 §9.2; docs/protocol.md, "Registration"): "obMatJos2", base64 of three
 * bytes of flags, base64url of expiry and MAC. Bound to the address and port of its receiver, and to the realm; its key
 * is new at every start of the process. Not thread-safe.
 */
final class Nonces {
    static final Duration VALIDITY = Duration.ofMinutes(10);

    private static final String COOKIE = "obMatJos2";
    /**
     * The cookie and 24 security feature bits, none of them set: no password algorithms, no anonymous user names (RFC
     * 8489 §9.2).
     */
    private static final String PREFIX = COOKIE + Base64.getEncoder().encodeToString(new byte[3]);

    private static final byte[] LABEL = "ringback 1 nonce".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_LENGTH = 32;
    private static final int MAC_LENGTH = 16;
    private static final int TOKEN_LENGTH = Long.BYTES + MAC_LENGTH;
    /** Checks before decoding, so that a stranger's nonce causes no exception. */
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{" + TOKEN_LENGTH * 4 / 3 + "}");

    private static final long NANOS_PER_MICRO = 1_000;

    private final Context context;
    private final Secret key;
    private final long origin;
    private long lastExpiry;

    /**
     * What a successor needs, so that nonces stay good.
     *
     * @param key the nonce key; whoever has it wipes it
     * @param origin the time from which expiry counts, in monotonic nanoseconds
     * @param lastExpiry the highest expiry that was issued
     */
    record State(byte[] key, long origin, long lastExpiry) {}

    Nonces(Context context, Moment start) {
        this.context = context;
        // [REG-4] The nonce key is new at every start of the server.
        this.key = Secret.random(context.random, KEY_LENGTH);
        this.origin = start.nanos();
    }

    /** Goes on with the nonces of a predecessor in this process. */
    Nonces(Context context, State before) {
        this.context = context;
        this.key = Secret.copyOf(before.key());
        this.origin = before.origin();
        this.lastExpiry = before.lastExpiry();
        Arrays.fill(before.key(), (byte) 0);
    }

    State state() {
        return new State(key.copyBytes(), origin, lastExpiry);
    }

    /** Makes a nonce; no two have the same expiry, in microseconds since the start. */
    String issue(InetSocketAddress source, String realm, Moment now) {
        // [REG-2] expiry in monotonic microseconds since the start, never issued twice
        lastExpiry = Math.max(lastExpiry + 1, micros(now) + VALIDITY.toNanos() / NANOS_PER_MICRO);
        byte[] token = ByteBuffer.allocate(TOKEN_LENGTH)
                .putLong(lastExpiry)
                .put(mac(source, realm, lastExpiry), 0, MAC_LENGTH)
                .array();
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /**
     * Checks a nonce.
     *
     * @param known the expiry of a nonce that was checked for this source before: its MAC is not checked again, as the
     *     registration has a MAC of its own
     * @return its expiry; -1 if it is not ours, or of another address or start, or too old
     */
    long check(String nonce, InetSocketAddress source, String realm, long known, Moment now) {
        if (!FORM.matcher(nonce).matches()) {
            return -1;
        }
        byte[] token = Base64.getUrlDecoder().decode(nonce.substring(PREFIX.length()));
        long expiry = ByteBuffer.wrap(token).getLong();
        boolean ours = expiry == known || isOurs(token, mac(source, realm, expiry));
        // [REG-3] it is valid for 10 minutes.
        return ours && expiry > micros(now) ? expiry : -1;
    }

    private static boolean isOurs(byte[] token, byte[] mac) {
        byte[] came = Arrays.copyOfRange(token, Long.BYTES, TOKEN_LENGTH);
        return MessageDigest.isEqual(Arrays.copyOf(mac, MAC_LENGTH), came);
    }

    private long micros(Moment now) {
        return (now.nanos() - origin) / NANOS_PER_MICRO;
    }

    private byte[] mac(InetSocketAddress source, String realm, long expiry) {
        byte[] address = source.getAddress().getAddress();
        byte[] realmBytes = realm.getBytes(StandardCharsets.UTF_8);
        // Label, lengths, then the fields, so that no two inputs give the same bytes.
        byte[] data = ByteBuffer.allocate(
                        LABEL.length + 2 + address.length + Short.BYTES + realmBytes.length + Long.BYTES)
                .put(LABEL)
                .put((byte) address.length)
                .put(address)
                .putShort((short) source.getPort())
                .put((byte) realmBytes.length)
                .put(realmBytes)
                .putLong(expiry)
                .array();
        return context.crypto.rings().hmac(key, data);
    }
}
