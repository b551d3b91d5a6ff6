/** Tests of the spill, and the simulated disk that other packages' tests use too. */
@NullMarked
package io.logferry.spill;

import org.jspecify.annotations.NullMarked;
