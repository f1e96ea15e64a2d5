package org.ringback.runtime.backup;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.json.JSONException;
import org.json.JSONObject;

/**
 * What a backup says of itself, in its first entry. Immutable.
 *
 * @param moved whether the home that it was made of runs no more: then a restored one is no second
 * @param made when
 * @param version the program that made it
 * @param home the folder that it was made of
 */
public record Label(boolean moved, Instant made, String version, String home) {
    private static final int FORMAT = 1;

    byte[] toBytes() {
        return new JSONObject()
                .put("format", FORMAT)
                .put("moved", moved)
                .put("made", made.toString())
                .put("version", version)
                .put("home", home)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    static Label of(byte[] bytes) throws NoBackupException {
        try {
            JSONObject json = new JSONObject(new String(bytes, StandardCharsets.UTF_8));
            int format = json.getInt("format");
            if (format != FORMAT) {
                throw new NoBackupException(
                        "made by a program of another version, " + NoBackupException.plain(json.optString("version"))
                                + " (format " + format + "; expected: " + FORMAT + ")");
            }
            return new Label(
                    json.getBoolean("moved"),
                    Instant.parse(json.getString("made")),
                    NoBackupException.plain(json.getString("version")),
                    NoBackupException.plain(json.getString("home")));
        } catch (JSONException | DateTimeParseException e) {
            throw new NoBackupException("its first entry says nothing of it");
        }
    }
}
