package org.ringback.updater.internal;

import java.io.IOException;
import java.util.List;

/** Something was refused or failed, and not all is as it was before. */
final class NotUndoneException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Says both.
     *
     * @param failed why it was taken back
     * @param left what is not as it was
     */
    NotUndoneException(Throwable failed, List<String> left) {
        super(
                failed.getMessage() + "; and not all is as it was before: " + String.join("; ", left)
                        + "; next: restart the program, which starts what was there before",
                failed);
    }
}
