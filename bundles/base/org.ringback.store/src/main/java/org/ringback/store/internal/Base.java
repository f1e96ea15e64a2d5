package org.ringback.store.internal;

import java.util.List;
import org.h2.mvstore.MVStore;

/**
 * The data that a store starts with, as {@link Start} found or rebuilt them. Handed on once.
 *
 * @param data the open file
 * @param number the last commit that the data contain, counting those applied to them at the start
 * @param content the sum over all records
 * @param changed whether the start changed the data, so that they must be committed
 * @param lost how many acknowledged commits are lost
 * @param notes what the owner should know, in words
 */
record Base(MVStore data, long number, ContentSum content, boolean changed, long lost, List<String> notes) {}
