package org.ringback.kernel;

import org.ringback.kernel.Metrics.Metric;

/** What every role counts of the stories that it keeps. */
final class StoryMetric {
    static final Metric UNREADABLE =
            new Metric("stories.unreadable", "records of earlier rings' stories that could not be read");
    static final Metric NOT_WRITTEN =
            new Metric("stories.not-written", "writes of ended rings' stories that the disk refused");

    private StoryMetric() {}
}
