/** One class for each rule of the layers, that breaks it: shows that the rules can fail. Never run. */
package org.ringback.itests.container.wrong;
