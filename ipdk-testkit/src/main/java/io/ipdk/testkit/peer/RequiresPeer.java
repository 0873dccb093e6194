package io.ipdk.testkit.peer;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Says that a test class or a test method needs real peers. Where one is missing, the test is skipped with a reason that
 * names it and the command that installs it; where the environment says {@code IPDK_PEERS=required}, it fails instead.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(RequiresPeerCondition.class)
public @interface RequiresPeer {

    /** The peers, all of which are needed. */
    Peer[] value();
}
