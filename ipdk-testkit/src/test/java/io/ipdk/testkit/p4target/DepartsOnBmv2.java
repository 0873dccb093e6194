package io.ipdk.testkit.p4target;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says that bmv2 does otherwise than a test demands: the test demands what the specification says, and skips bmv2. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface DepartsOnBmv2 {
    /** What bmv2 does. */
    Bmv2Departure[] value();
}
