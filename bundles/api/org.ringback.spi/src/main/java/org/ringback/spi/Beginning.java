package org.ringback.spi;

/** How far what a connection began with goes towards a first message, so that nothing is made for one that will be none. */
public enum Beginning {
    /** It cannot become one. */
    WRONG,
    /** More must come. */
    PART,
    /** Nothing of it is missing. */
    WHOLE
}
