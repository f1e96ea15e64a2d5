package org.ringback.updater.release;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A key, and the bundles whose releases it may sign. As a file it is lines {@code name = value}: {@code key} (Base64 of
 * its SubjectPublicKeyInfo, RFC 8410), {@code bundles} (symbolic names with commas, {@code com.acme.*} for all that begin
 * so), and {@code trial = yes} at the product's key of a build for trials. Immutable.
 *
 * @param name whose it is, for a person
 * @param key Ed25519
 * @param bundles names, or beginnings of names that end in {@code .*}; {@code *} alone for the product's own key
 * @param trial whether it is a key for trials
 */
public record TrustedKey(String name, PublicKey key, List<String> bundles, boolean trial) {
    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*(?:\\.\\*)?");
    private static final Set<String> FIELDS = Set.of("key", "bundles", "trial");
    private static final String ALL = "*";

    /** Copies the list. */
    public TrustedKey {
        bundles = List.copyOf(bundles);
    }

    /**
     * Reads the key that the product's own bundles are signed with.
     *
     * @param text of {@code bin/lib/product.key}
     * @return the key, which may sign whatever the installation consists of
     * @throws NotAcceptedException if it has another form
     */
    public static TrustedKey product(String text) throws NotAcceptedException {
        Map<String, String> fields = fields("product.key", text);
        return new TrustedKey(
                "product",
                key("product.key", fields.getOrDefault("key", "")),
                List.of(ALL),
                fields.containsKey("trial"));
    }

    /**
     * Reads a key that a person trusts.
     *
     * @param name of the file, without its ending
     * @param text of the file
     * @return the key
     * @throws NotAcceptedException if it has another form; names field and value
     */
    public static TrustedKey parse(String name, String text) throws NotAcceptedException {
        return of(name, fields(name, text));
    }

    /** Reads the public half of a key that signs: of the product's own if no bundles are named. */
    static TrustedKey ofSigner(String name, String text) throws NotAcceptedException {
        Map<String, String> fields = fields(name, text);
        return fields.containsKey("bundles") ? of(name, fields) : product(text);
    }

    private static TrustedKey of(String name, Map<String, String> fields) throws NotAcceptedException {
        List<String> bundles = Arrays.stream(fields.getOrDefault("bundles", "").split(",", -1))
                .map(String::strip)
                .toList();
        for (String bundle : bundles) {
            try {
                requireNames(bundle);
            } catch (NotAcceptedException e) {
                throw new NotAcceptedException("trust: " + name + ": bundles: " + e.getMessage());
            }
        }
        return new TrustedKey(name, key(name, fields.getOrDefault("key", "")), bundles, fields.containsKey("trial"));
    }

    /**
     * Checks what a key is to sign.
     *
     * @param names a symbolic name, or a beginning of names that ends in {@code .*}
     * @throws NotAcceptedException if it is neither
     */
    public static void requireNames(String names) throws NotAcceptedException {
        if (!PATTERN.matcher(names).matches()) {
            throw new NotAcceptedException(
                    "'" + names + "' (expected: symbolic names, as com.acme.kettle or com.acme.*)");
        }
    }

    private static Map<String, String> fields(String name, String text) throws NotAcceptedException {
        Map<String, String> fields = new HashMap<>();
        for (String line : text.split("\\R", -1)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            String field = equals < 0 ? line.strip() : line.substring(0, equals).strip();
            if (equals < 0 || !FIELDS.contains(field)) {
                throw new NotAcceptedException(
                        "trust: " + name + ": '" + field + "' (expected: lines key = …, bundles = …)");
            }
            if (fields.put(field, line.substring(equals + 1).strip()) != null) {
                throw new NotAcceptedException("trust: " + name + ": " + field + ": stands twice (expected: once)");
            }
        }
        return fields;
    }

    private static PublicKey key(String name, String text) throws NotAcceptedException {
        try {
            byte[] spki = Base64.getDecoder().decode(text);
            return KeyFactory.getInstance(SignedList.ALGORITHM).generatePublic(new X509EncodedKeySpec(spki));
        } catch (IllegalArgumentException | InvalidKeySpecException e) {
            throw new NotAcceptedException("trust: " + name + ": key: '" + text
                    + "' (expected: an Ed25519 public key in Base64, as 'ringback release new-key' writes it)");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(SignedList.ALGORITHM + ": every Java from 15 on has it", e);
        }
    }

    /** {@return the key in Base64, as its file has it} */
    public String encoded() {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /** {@return its file} */
    public String text() {
        return "key = " + encoded() + "\n"
                + (bundles.equals(List.of(ALL)) ? "" : "bundles = " + String.join(", ", bundles) + "\n")
                + (trial ? "trial = yes\n" : "");
    }

    /**
     * Tells whether its word counts for a bundle, if nobody else's is asked for it.
     *
     * @param bundle a symbolic name
     * @return whether it may sign it
     */
    public boolean covers(String bundle) {
        return bundles.stream()
                .anyMatch(pattern -> pattern.equals(ALL)
                        || pattern.equals(bundle)
                        || (pattern.endsWith(".*") && bundle.startsWith(pattern.substring(0, pattern.length() - 1))));
    }
}
