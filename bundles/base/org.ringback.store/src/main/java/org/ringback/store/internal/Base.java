package org.ringback.store.internal;

import java.util.List;
import org.h2.mvstore.MVStore;

/**
 * What a store begins with. Handed on once.
 *
 * @param data open
 * @param number the commit that they are, with what was done over them
 * @param content what stands for all records
 * @param changed whether a commit must bring them to disk as they are now
 * @param lost how many commits were acknowledged and are not there
 * @param notes what the owner should know, in words
 */
record Base(MVStore data, long number, Content content, boolean changed, long lost, List<String> notes) {}
